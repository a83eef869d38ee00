// Finds errors for a query. Results come in this order: codes in any case, with `-` or `_`; the errors that a
// pasted body or log line decodes to; messages that match a pasted text; then words, prefixes, and words with
// typos.
"use strict";

{
  const MAX_QUERY_LENGTH = 20_000;
  const MIN_EXACT_LENGTH = 3;
  const MIN_CONTAINED_LENGTH = 10;
  const MAX_GROUPS = 5;
  const MAX_WORDS_WITH_MATCH = 3;
  const MAX_TYPED_WORDS = 8;

  // Entries by normalized code, by the value of a fact, by the rarest word of their message, and by words.
  // The word index takes longest to build; until it is ready, searches by words find nothing.
  let codes;
  let constants;
  let anchors;
  let words;
  let prepared;

  // Prepares the functions below. The returned promise resolves when all of them can be used.
  errcat.prepare = () => {
    prepared ??= (() => {
      const entries = errcat.entries();
      codes = byCode(entries);
      constants = byConstant(entries);
      anchors = byRarestWord(entries);
      return byWords(entries).then((index) => { words = index; });
    })();
    return prepared;
  };

  // Returns at most `limit` hits, each with its entry, how it was found, and its values by name. Among equal
  // hits, those of `api` come first.
  errcat.find = (query, { api, limit = 30 } = {}) => {
    const text = shortened(query).trim();
    const hits = new Map();
    const add = (how, found) => {
      const here = (hit) => (hit.entry.api.name === api ? 0 : 1);
      for (const hit of found.map((it) => (it.entry ? it : { entry: it })).sort((a, b) => here(a) - here(b))) {
        if (!hits.has(hit.entry)) hits.set(hit.entry, { how, values: new Map(), ...hit });
      }
    };
    if (!text) return [];
    add("code", codes.get(errcat.normalized(text)) ?? []);
    add("code", constants.get(text.toLowerCase()) ?? []);
    if (/[{[]/.test(text)) {
      const decoded = errcat.decode(text);
      // Hits with the same score are sorted by API. Better hits stay first.
      for (const score of new Set(decoded.map((hit) => hit.score))) {
        add("body", decoded.filter((hit) => hit.score === score));
      }
    }
    for (const group of byMessage(text)) add("message", group);
    add("code", codesWithin(text));
    add("code", byPrefix(text));
    // If a pasted text matches as a whole, errors that share only some words with it aren't useful.
    const isKnown = [...hits.values()].some((hit) => hit.how === "body" || hit.how === "message");
    if (words && (!isKnown || split(text).length <= MAX_WORDS_WITH_MATCH)) add("words", byText(text, limit));
    return [...hits.values()].slice(0, limit);
  };

  // In a longer log, the beginning and the end matter most.
  function shortened(text) {
    if (text.length <= MAX_QUERY_LENGTH) return text;
    return `${text.slice(0, MAX_QUERY_LENGTH / 2)}\n${text.slice(-MAX_QUERY_LENGTH / 2)}`;
  }

  // Returns the codes closest to a misspelled one, by edit distance.
  errcat.nearest = (code, limit) => {
    const exact = codes.get(errcat.normalized(code));
    if (exact) return exact.slice(0, limit);
    const options = { fields: ["whole"], tokenize: (text) => [text], fuzzy: 0.4, maxFuzzy: 6, prefix: false };
    return words.search(errcat.normalized(code), options).slice(0, limit).map((hit) => errcat.entries()[hit.id]);
  };

  function byCode(entries) {
    const known = new Map();
    const add = (code, entry) => {
      const normalized = errcat.normalized(code);
      const same = known.get(normalized);
      if (same) same.push(entry);
      else known.set(normalized, [entry]);
    };
    for (const entry of entries) {
      add(entry.code, entry);
      if (entry.wire !== entry.code) add(entry.wire, entry);
      entry.aliases.forEach((alias) => add(alias, entry));
      add(`${entry.api.name}/${entry.code}`, entry);
    }
    return known;
  }

  // Groups entries by the values of their facts, such as `1146` or `42S02`.
  function byConstant(entries) {
    const known = new Map();
    for (const entry of entries) {
      for (const value of entry.constants) {
        const same = known.get(value.toLowerCase());
        if (same) same.push(entry);
        else known.set(value.toLowerCase(), [entry]);
      }
    }
    return known;
  }

  // Finds codes within a longer text. Codes that could be ordinary words are left to the search by words.
  function codesWithin(text) {
    const tokens = text.match(/[\p{L}\p{N}][\p{L}\p{N}_.-]*[\p{L}\p{N}]/gu) ?? [];
    if (tokens.length < 2 && !text.includes("/")) return [];
    const codeLike = tokens.filter((token) => /[_\d-]|^[A-Z]+$|[a-z][A-Z]/.test(token)).slice(0, 200);
    return [...new Set(codeLike)].flatMap((token) => codes.get(errcat.normalized(token)) ?? []);
  }

  // Finds codes that start with the text.
  function byPrefix(text) {
    const prefix = errcat.normalized(text).replace(/\s+/g, "_");
    if (prefix.length < 2) return [];
    const found = errcat.entries().filter((entry) => {
      entry.normalized ??= errcat.normalized(entry.code);
      entry.normalizedWire ??= errcat.normalized(entry.wire);
      return entry.normalized.startsWith(prefix) || entry.normalizedWire.startsWith(prefix);
    });
    return found.sort((a, b) => a.code.length - b.code.length).slice(0, 20);
  }

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
      const part = !all && length >= MIN_CONTAINED_LENGTH && text.length > length && errcat.extractParamsWithin(entry, text);
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

  async function byWords(entries) {
    const index = new MiniSearch({
      fields: ["whole", "code", "title", "message", "status", "api"],
      tokenize: (text, field) => (field === "whole" ? [text] : split(text)),
      processTerm: (term) => term.toLowerCase(),
      searchOptions: { boost: { whole: 3, code: 3, title: 2, api: 0.5 } },
    });
    // Chunked, so that the page stays responsive.
    await index.addAllAsync(entries.map((entry, id) => ({
      id,
      whole: errcat.normalized(entry.code),
      code: [entry.code, entry.wire, ...entry.aliases, ...entry.constants].join(" "),
      title: entry.title === entry.message ? "" : entry.title,
      message: entry.message,
      status: entry.statuses.join(" "),
      api: `${entry.api.name} ${entry.api.title}`,
    })), { chunkSize: 300 });
    return index;
  }

  // Splits a text into words, including the parts of `agent_not_found` and `KaizenAPIError`.
  function split(text) {
    const separated = text.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2").replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2");
    return wordsOf(separated);
  }

  function byText(text, limit) {
    const terms = [...new Set(split(text))];
    // In a pasted text, all words are complete.
    const isTyped = terms.length <= MAX_TYPED_WORDS;
    const options = {
      fields: ["code", "title", "message", "status", "api"],
      tokenize: split,
      // Of the short words, only the last one, which is still being typed, may be a prefix.
      prefix: isTyped && ((term, at, all) => term.length > 3 || (term.length > 1 && at === all.length - 1)),
      fuzzy: isTyped && ((term) => (term.length > 3 && !/^\d+$/.test(term) ? 0.25 : false)),
      weights: { fuzzy: 0.3, prefix: 0.6 },
    };
    // Longer words are more specific.
    const specific = isTyped ? terms : terms.sort((a, b) => b.length - a.length).slice(0, MAX_TYPED_WORDS);
    const query = specific.join(" ");
    let found = words.search(query, { ...options, combineWith: "AND" });
    if (found.length === 0) found = words.search(query, { ...options, combineWith: "OR" });
    return found.slice(0, limit).map((hit) => errcat.entries()[hit.id]);
  }
}
