// What a query finds, the surest first: a code, whatever its case and with `-` or `_`; the error that a pasted body or
// log line decodes to; the template of a pasted message; then words, their beginnings, and words with a letter wrong.
"use strict";

{
  const LONGEST_TEXT = 20_000;
  const LEAST_OWN_TEXT = 10;
  const MOST_TYPED_WORDS = 8;

  // Made when first asked for: by folded code, by a rare word of the message, and by words.
  let codes;
  let anchors;
  let words;

  errcat.prepare = () => {
    if (words) return;
    const entries = errcat.entries();
    codes = byCode(entries);
    anchors = byRarestWord(entries);
    words = byWords(entries);
  };

  // At most `most` hits: entry, how it was found, values by name. Those of the API at hand come first among equals.
  errcat.find = (query, { api, most = 30 } = {}) => {
    errcat.prepare();
    const text = query.slice(0, LONGEST_TEXT).trim();
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
    // A pasted text has many words, and they are of use only if it isn't known as a whole.
    if (hits.size === 0 || split(text).length <= MOST_TYPED_WORDS) add("words", byText(text, most));
    return [...hits.values()].slice(0, most);
  };

  // The codes nearest to a misspelt one, by edit distance.
  errcat.nearest = (code, most = 5) => {
    errcat.prepare();
    const exact = codes.get(errcat.folded(code));
    if (exact) return exact.slice(0, most);
    const options = { fields: ["whole"], tokenize: (text) => [text], fuzzy: 0.4, maxFuzzy: 8, prefix: false };
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

  // Entries whose message the text is, then those whose message it contains, each the longest first.
  function byMessage(text) {
    const cut = /(…|\.\.\.)["'\s}]*$/.test(text);
    const near = new Set(anchors.get(""));
    for (const word of new Set(wordsOf(text))) for (const entry of anchors.get(word) ?? []) near.add(entry);
    // What was cut off may have been the rarest word.
    const candidates = cut && text.length < 500 ? errcat.entries() : near;
    const whole = [];
    const within = [];
    for (const entry of candidates) {
      const own = errcat.ownLength(entry);
      if (own < 3) continue;
      const values = errcat.unfill(entry, text);
      if (values) whole.push({ entry, values, own });
      else if (own >= LEAST_OWN_TEXT && text.length > own) {
        const inside = errcat.unfillWithin(entry, text);
        if (inside) within.push({ entry, values: inside, own });
      }
    }
    const groups = [];
    for (const found of [whole, within]) {
      found.sort((a, b) => b.own - a.own);
      // What is contained in a text that contains more is by chance.
      for (const own of new Set(found.map((hit) => hit.own))) groups.push(found.filter((hit) => hit.own === own));
    }
    return groups.slice(0, 5);
  }

  function byWords(entries) {
    const index = new MiniSearch({
      fields: ["whole", "code", "title", "message", "status", "api"],
      tokenize: (text, field) => (field === "whole" ? [text] : split(text)),
      processTerm: (term) => term.toLowerCase(),
      searchOptions: { boost: { whole: 3, code: 3, title: 2, api: 0.5 } },
    });
    index.addAll(entries.map((entry, id) => ({
      id,
      whole: errcat.folded(entry.code),
      code: [entry.code, ...entry.aliases].join(" "),
      title: entry.title === entry.message ? "" : entry.title,
      message: entry.message,
      status: entry.statuses.join(" "),
      api: `${entry.api.name} ${entry.api.title}`,
    })));
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
      prefix: isTyped && ((term) => term.length > 1),
      fuzzy: isTyped && ((term) => (term.length > 3 && !/^\d+$/.test(term) ? 0.25 : false)),
      weights: { fuzzy: 0.3, prefix: 0.6 },
    };
    const query = terms.slice(0, 24).join(" ");
    let found = words.search(query, { ...options, combineWith: "AND" });
    if (found.length === 0) found = words.search(query, { ...options, combineWith: "OR" });
    return found.slice(0, most).map((hit) => errcat.entries()[hit.id]);
  }
}
