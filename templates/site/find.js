// What a query finds, the surest first: a code, whatever its case and with `-` or `_`; the error that a pasted body or
// log line decodes to; the template of a pasted message; then words, their beginnings, and words with a letter wrong.
"use strict";

{
  const LONGEST_TEXT = 20_000;
  const LEAST_WHOLE_TEXT = 3;
  const LEAST_OWN_TEXT = 10;
  const MOST_GROUPS = 5;
  const FEW_WORDS = 3;
  const MOST_TYPED_WORDS = 8;

  // Entries by folded code, by a rare word of their message, and by words. The last takes longest: until it is there,
  // nothing is found by words.
  let codes;
  let anchors;
  let words;
  let prepared;

  // Makes ready for the functions below, as a whole once what it returns is fulfilled.
  errcat.prepare = () => {
    prepared ??= (() => {
      const entries = errcat.entries();
      codes = byCode(entries);
      anchors = byRarestWord(entries);
      return byWords(entries).then((index) => { words = index; });
    })();
    return prepared;
  };

  // At most `most` hits: entry, how it was found, values by name. Those of the API at hand come first among equals.
  errcat.find = (query, { api, most = 30 } = {}) => {
    const text = shortened(query).trim();
    const hits = new Map();
    const add = (how, found) => {
      const here = (hit) => (hit.entry.api.name === api ? 0 : 1);
      for (const hit of found.map((it) => (it.entry ? it : { entry: it })).sort((a, b) => here(a) - here(b))) {
        if (!hits.has(hit.entry)) hits.set(hit.entry, { how, values: new Map(), ...hit });
      }
    };
    if (!text) return [];
    add("code", codes.get(errcat.folded(text)) ?? []);
    if (/[{[]/.test(text)) {
      const decoded = errcat.decode(text);
      // Equally good ones of several APIs are sorted by the API at hand, better ones stay before.
      for (const score of new Set(decoded.map((hit) => hit.score))) {
        add("body", decoded.filter((hit) => hit.score === score));
      }
    }
    for (const group of byMessage(text)) add("message", group);
    add("code", codesWithin(text));
    add("code", beginnings(text));
    // Beside a pasted text that is known as a whole, what shares some of its words is of no use.
    const isKnown = [...hits.values()].some((hit) => hit.how === "body" || hit.how === "message");
    if (words && (!isKnown || split(text).length <= FEW_WORDS)) add("words", byText(text, most));
    return [...hits.values()].slice(0, most);
  };

  // A log that is longer has what matters at its beginning or at its end.
  function shortened(text) {
    if (text.length <= LONGEST_TEXT) return text;
    return `${text.slice(0, LONGEST_TEXT / 2)}\n${text.slice(-LONGEST_TEXT / 2)}`;
  }

  // The codes nearest to a misspelt one, by edit distance.
  errcat.nearest = (code, most) => {
    const exact = codes.get(errcat.folded(code));
    if (exact) return exact.slice(0, most);
    const options = { fields: ["whole"], tokenize: (text) => [text], fuzzy: 0.4, maxFuzzy: 6, prefix: false };
    return words.search(errcat.folded(code), options).slice(0, most).map((hit) => errcat.entries()[hit.id]);
  };

  function byCode(entries) {
    const known = new Map();
    const add = (code, entry) => {
      const folded = errcat.folded(code);
      const same = known.get(folded);
      if (same) same.push(entry);
      else known.set(folded, [entry]);
    };
    for (const entry of entries) {
      add(entry.code, entry);
      entry.aliases.forEach((alias) => add(alias, entry));
      add(`${entry.api.name}/${entry.code}`, entry);
    }
    return known;
  }

  // Codes within a longer text. Those that could be ordinary words are left to the search for words.
  function codesWithin(text) {
    const tokens = text.match(/[\p{L}\p{N}][\p{L}\p{N}_.-]*[\p{L}\p{N}]/gu) ?? [];
    if (tokens.length < 2 && !text.includes("/")) return [];
    const tellable = tokens.filter((token) => /[_\d-]|^[A-Z]+$|[a-z][A-Z]/.test(token)).slice(0, 200);
    return [...new Set(tellable)].flatMap((token) => codes.get(errcat.folded(token)) ?? []);
  }

  // Codes that begin with what was typed so far.
  function beginnings(text) {
    const folded = errcat.folded(text).replace(/\s+/g, "_");
    if (folded.length < 2) return [];
    const found = errcat.entries().filter((entry) => {
      entry.folded ??= errcat.folded(entry.code);
      return entry.folded.startsWith(folded);
    });
    return found.sort((a, b) => a.code.length - b.code.length).slice(0, 20);
  }

  // Every message under the word of its own text that the fewest messages have, so that a pasted text is compared with
  // those alone that share a word with it. Those without a word of their own stand under "".
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

  // The words of a part that no value can be stuck to.
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

  // Entries whose message the text is, then those whose message it contains, in groups: first those with the most text
  // of their own, for it is by chance that a short one fits.
  function byMessage(text) {
    const whole = [];
    const within = [];
    for (const entry of nearTo(text)) {
      const own = errcat.ownLength(entry);
      if (own < LEAST_WHOLE_TEXT) continue;
      const all = errcat.unfill(entry, text);
      const part = !all && own >= LEAST_OWN_TEXT && text.length > own && errcat.unfillWithin(entry, text);
      if (all) whole.push({ entry, ...all });
      else if (part) within.push({ entry, ...part });
    }
    const groups = [whole, within].flatMap((found) => {
      const lengths = [...new Set(found.map((hit) => hit.own))].sort((a, b) => b - a);
      return lengths.map((own) => found.filter((hit) => hit.own === own));
    });
    return groups.slice(0, MOST_GROUPS);
  }

  // Entries that share a word with a text. What was cut off of it may have been that word: then those whose message
  // begins with something that is in the text.
  function nearTo(text) {
    const near = new Set(anchors.get(""));
    for (const word of new Set(wordsOf(text))) for (const entry of anchors.get(word) ?? []) near.add(entry);
    const cut = errcat.cutOff(text);
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
    // In pieces, between which the page can answer to what is typed.
    await index.addAllAsync(entries.map((entry, id) => ({
      id,
      whole: errcat.folded(entry.code),
      code: [entry.code, ...entry.aliases].join(" "),
      title: entry.title === entry.message ? "" : entry.title,
      message: entry.message,
      status: entry.statuses.join(" "),
      api: `${entry.api.name} ${entry.api.title}`,
    })), { chunkSize: 300 });
    return index;
  }

  // Words, also those of `agent_not_found` and `KaizenAPIError`.
  function split(text) {
    const parted = text.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2").replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2");
    return wordsOf(parted);
  }

  function byText(text, most) {
    const terms = [...new Set(split(text))];
    // A pasted text has its words whole.
    const isTyped = terms.length <= MOST_TYPED_WORDS;
    const options = {
      fields: ["code", "title", "message", "status", "api"],
      tokenize: split,
      // Of short words, only the one that is being typed may be the beginning of another.
      prefix: isTyped && ((term, at, all) => term.length > 3 || (term.length > 1 && at === all.length - 1)),
      fuzzy: isTyped && ((term) => (term.length > 3 && !/^\d+$/.test(term) ? 0.25 : false)),
      weights: { fuzzy: 0.3, prefix: 0.6 },
    };
    // The longer a word, the more it tells.
    const telling = isTyped ? terms : terms.sort((a, b) => b.length - a.length).slice(0, MOST_TYPED_WORDS);
    const query = telling.join(" ");
    let found = words.search(query, { ...options, combineWith: "AND" });
    if (found.length === 0) found = words.search(query, { ...options, combineWith: "OR" });
    return found.slice(0, most).map((hit) => errcat.entries()[hit.id]);
  }
}
