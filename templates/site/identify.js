// Finds the errors that a text names: by a code, a response body or a message.
"use strict";

{
  const MIN_EXACT_LENGTH = 3;
  const MIN_CONTAINED_LENGTH = 10;
  const MAX_GROUPS = 5;
  const MAX_CODE_WORDS = 8;
  const MAX_TOKENS = 2_000;

  // Entries by normalized code, by the letters of their code, by the value of a fact, by their whole message,
  // and by the rarest word of their message.
  let codes;
  let letters;
  let constants;
  let messages;
  let anchors;

  errcat.prepareIdentify = () => {
    const entries = errcat.entries();
    codes = grouped(entries, namesOf, errcat.normalized);
    letters = grouped(entries, namesOf, lettersOf);
    constants = grouped(entries, (entry) => entry.constants, (value) => value.toLowerCase());
    messages = grouped(entries, (entry) => [entry.message], (message) => message.toLowerCase());
    anchors = byRarestWord(entries);
  };

  const namesOf = (entry) => [entry.code, entry.wire, ...entry.aliases, `${entry.api.name}/${entry.code}`];
  const lettersOf = (code) => code.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  function grouped(entries, values, key) {
    const groups = new Map();
    for (const entry of entries) {
      for (const name of new Set(values(entry).map(key))) {
        const same = groups.get(name);
        if (same) same.push(entry);
        else groups.set(name, [entry]);
      }
    }
    return groups;
  }

  // Returns how a text identifies errors, and the errors: levels of equally good hits, the best first.
  errcat.identify = (text, facts) => {
    const trimmed = text.trim();
    const whole = wholeCode(trimmed);
    if (whole.length > 0) return { how: "code", levels: [whole] };
    const decoded = /[{[]/.test(text) ? errcat.decode(text, facts?.status) : [];
    const scores = [...new Set(decoded.map(({ score }) => score))];
    if (scores.length > 0) {
      return { how: "body", levels: scores.map((score) => decoded.filter((hit) => hit.score === score)) };
    }
    const known = byMessage(text);
    const levels = known.length > 0 ? known : [messages.get(trimmed.toLowerCase()) ?? []];
    if (levels[0].length > 0) return { how: "message", levels };
    const within = [...new Set(errcat.codePlaces(text).flatMap(([, entries]) => entries))];
    return within.length > 0 ? { how: "code", levels: [within] } : undefined;
  };

  // Finds a query that is a code in any spelling: `agent not found`, `AgentNotFound`,
  // `certify::AGENT_NOT_FOUND`.
  function wholeCode(text) {
    const exact = codes.get(errcat.normalized(text)) ?? constants.get(text.toLowerCase());
    if (exact) return exact;
    if (text.split(/\s+/).length > MAX_CODE_WORDS || /[{}"=]/.test(text)) return [];
    const last = text.includes(" ") ? text : text.split(/::|[./]/).at(-1);
    return letters.get(lettersOf(last)) ?? [];
  }

  // Returns the codes in a longer text: the matches of the words, and their errors. A code that could be an
  // ordinary word has to be spelled like the code.
  errcat.codePlaces = (text) => {
    const tokens = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}_-]*[\p{L}\p{N}](?:\/[\p{L}\p{N}_-]+)?/gu)].slice(0, MAX_TOKENS);
    if (tokens.length < 2 && !text.includes("/")) return [];
    return tokens.flatMap((token) => {
      const [word] = token;
      const isCode = /[_\d-]|[a-z][A-Z]/.test(word);
      if (!isCode && !/^[A-Z]+$/.test(word)) return [];
      if (/^\d+$/.test(word)) return [];
      const named = codes.get(errcat.normalized(word)) ?? [];
      const entries = isCode ? named : named.filter(({ code, wire }) => [code, wire].includes(word));
      return entries.length > 0 ? [[token, entries]] : [];
    });
  };

  // Finds codes that start with the text.
  errcat.byPrefix = (text) => {
    const prefix = errcat.normalized(text).replace(/\s+/g, "_");
    if (prefix.length < 2) return [];
    const found = errcat.entries().filter((entry) => {
      entry.normalized ??= errcat.normalized(entry.code);
      entry.normalizedWire ??= errcat.normalized(entry.wire);
      return entry.normalized.startsWith(prefix) || entry.normalizedWire.startsWith(prefix);
    });
    return found.sort((a, b) => a.code.length - b.code.length).slice(0, 20);
  };

  // Groups entries by the word of their message's literal text that is in the fewest messages, so that a text
  // is only compared with messages that share this word. Messages without such a word are under "".
  function byRarestWord(entries) {
    const own = entries.map((entry) => new Set(errcat.parts(entry).flatMap(wholeWords)));
    const frequency = new Map();
    for (const set of own) for (const word of set) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    const known = new Map([["", []]]);
    own.forEach((set, at) => {
      let rarest = "";
      for (const word of set) if (!rarest || frequency.get(word) < frequency.get(rarest)) rarest = word;
      if (!known.has(rarest)) known.set(rarest, []);
      known.get(rarest).push(entries[at]);
    });
    return known;
  }

  // Returns the words of a part that no value can be attached to.
  function wholeWords(part, at, parts) {
    if (part.text === undefined) return [];
    let text = part.text;
    if (at > 0) text = text.replace(/^[\p{L}\p{N}]+/u, "");
    if (at < parts.length - 1) text = text.replace(/[\p{L}\p{N}]+$/u, "");
    return wordsOf(text);
  }

  function wordsOf(text) {
    return text.match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  // Returns entries whose message is the text, then entries whose message it contains. Both are grouped, the
  // most literal text first, because short messages may match by chance.
  function byMessage(text) {
    const whole = [];
    const within = [];
    for (const entry of candidates(text)) {
      const length = errcat.literalLength(entry);
      if (length < MIN_EXACT_LENGTH) continue;
      const all = errcat.extractParams(entry, text);
      // `404 Not Found` is the status, not a message.
      const isLong = length >= MIN_CONTAINED_LENGTH && length < text.length;
      const mayBePart = isLong && errcat.statusOfPhrase(entry.message) === undefined;
      const part = !all && mayBePart && errcat.extractParamsWithin(entry, text);
      if (all) whole.push({ entry, ...all });
      else if (part) within.push({ entry, ...part });
    }
    const groups = [whole, within].flatMap((found) => {
      const lengths = [...new Set(found.map((hit) => hit.literalLength))].sort((a, b) => b - a);
      return lengths.map((length) => found.filter((hit) => hit.literalLength === length));
    });
    return groups.slice(0, MAX_GROUPS);
  }

  // Returns entries that share a word with a text. If the text is truncated, the shared word may be missing,
  // so entries whose first literal text is in the text are included, too.
  function candidates(text) {
    const near = new Set(anchors.get(""));
    for (const word of new Set(wordsOf(text))) for (const entry of anchors.get(word) ?? []) near.add(entry);
    const cut = errcat.withoutEllipsis(text);
    if (cut) {
      for (const entry of errcat.entries()) {
        const first = errcat.parts(entry).find((part) => part.text !== undefined)?.text;
        if (first && (cut.includes(first) || first.startsWith(cut))) near.add(entry);
      }
    }
    return near;
  }
}
