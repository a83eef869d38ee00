// Finds errors for a query, which may be anything that a developer has on the screen. In this order:
//
// 1. a code in any spelling, or the value of a fact;
// 2. the body of a response; then a message; then codes in a longer text;
// 3. the status of a response, with the host, the operation or the headers if the text has them;
// 4. words.
//
// A match is the only error that fits. If several fit, none is chosen: they are possible matches.
// crates/errcat-cli/tests/queries.json lists what is found for which texts, here and by `errcat explain`.
"use strict";

{
  const MAX_QUERY_LENGTH = 20_000;
  const MIN_EXACT_LENGTH = 3;
  const MIN_CONTAINED_LENGTH = 10;
  const MAX_GROUPS = 5;
  const MAX_RELATED = 5;
  const MAX_TYPED_WORDS = 10;
  const MAX_CODE_WORDS = 8;
  const COLORS = /\u001b\[[\d;]*m/g;

  // Entries by normalized code, by the letters of their code, by the value of a fact, and by the rarest word of
  // their message.
  let codes;
  let letters;
  let constants;
  let messages;
  let anchors;
  let prepared;

  // Prepares the search. The returned promise resolves when words can be searched for, too.
  errcat.prepare = () => {
    prepared ??= (() => {
      const entries = errcat.entries();
      errcat.texts?.forEach((texts, at) => texts.errors.forEach(([advice, text], number) => {
        Object.assign(errcat.index[at].entries[number], { advice, texts: text });
      }));
      codes = grouped(entries, namesOf, errcat.normalized);
      letters = grouped(entries, namesOf, lettersOf);
      constants = grouped(entries, (entry) => entry.constants, (value) => value.toLowerCase());
      messages = grouped(entries, (entry) => [entry.message], (message) => message.toLowerCase());
      anchors = byRarestWord(entries);
      return errcat.prepareWords();
    })();
    return prepared;
  };

  const namesOf = (entry) => [...new Set([entry.code, entry.wire, ...entry.aliases]), `${entry.api.name}/${entry.code}`];
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

  // Returns what a query finds: groups of hits, each with a title; the facts that were read from the text; and
  // the places where they are. `api` is the API of the page, whose errors come first. Of all hits, the first
  // `limit` are returned.
  errcat.find = (query, { api, limit = 30 } = {}) => {
    const text = shortened(query.replace(COLORS, ""));
    if (!text.trim()) return { text, groups: [], total: 0, facts: [], marks: [] };
    const facts = factsOf(text);
    const requests = facts.map((one) => errcat.byRequest(one, { api }));
    const groups = search(text, facts, requests, api);
    let total = 0;
    for (const group of groups) {
      total += group.hits.length;
      group.hits = group.hits.slice(0, Math.max(0, limit - total + group.hits.length));
    }
    return {
      text,
      groups: groups.filter(({ hits }) => hits.length > 0),
      total,
      facts,
      foreign: requests.find(({ foreign }) => foreign)?.foreign,
      marks: marksIn(text, facts, groups),
    };
  };

  // In a longer log, the beginning and the end matter most.
  function shortened(text) {
    if (text.length <= MAX_QUERY_LENGTH) return text;
    return `${text.slice(0, MAX_QUERY_LENGTH / 2)}\n${text.slice(-MAX_QUERY_LENGTH / 2)}`;
  }

  function factsOf(text) {
    const typed = typedFacts(text);
    return typed ? [typed] : errcat.readHttp(text);
  }

  // Reads a typed query that consists of a status, in digits or words, and names of APIs: `kakunin 409`.
  function typedFacts(text) {
    const apis = [];
    const rest = text.trim().split(/\s+/).slice(0, MAX_TYPED_WORDS).filter((word) => {
      const named = errcat.index.filter(({ name }) => name === word.toLowerCase());
      const found = named.length > 0 || !word.includes(".") ? named : errcat.apisOfHost(word);
      apis.push(...found);
      return found.length === 0;
    }).join(" ");
    const label = /^(?:http|status|error)?\s*(?:([45]\d\d)|([45])xx)$/i.exec(rest);
    const status = label ? Number(label[1] ?? 0) : errcat.statusOfPhrase(rest);
    const family = label?.[2] && Number(label[2]);
    if (status === undefined) return undefined;
    const number = status || undefined;
    return { status: number, family, apis, hosts: new Set(), headers: new Map(), failures: new Set(), marks: [], text };
  }

  function search(text, facts, requests, here) {
    const isTyped = !/[\n{}"=|<>;]|:\/\//.test(text) && text.trim().split(/\s+/).length <= MAX_TYPED_WORDS;
    const [first] = facts;
    if (first?.family) return [possible(byFamily(first), "status", here)];
    const request = requests.length === 1 ? requests[0] : undefined;
    for (const [how, levels] of identify(text, first)) {
      const best = narrow(levels[0].map(toHit), how, request, here, first);
      if (how === "code" && best.length > 1 && first?.status) break;
      const rest = levels.slice(1).flat().map(toHit);
      const more = best.length === 1 ? [...others(best[0].entry, first?.status, request), ...others2(rest)] : others2(rest);
      const group = best.length === 1 ? match(best, how, first, request) : possible(best, how, here);
      return [group, ...more, ...(isTyped && how === "code" ? byWords(text, [group, ...more]) : []), ...context(best, request)];
    }
    const certain = requests.filter(({ isCertain }) => isCertain);
    if (certain.length > 0) {
      const hits = unique(certain.map(({ entries, values }) => ({ entry: entries[0], values })));
      const group = match(hits, certain[0].how, first, certain[0]);
      const more = hits.length === 1 ? others(hits[0].entry, first?.status, request) : [];
      return [group, ...more, ...context(hits, request)];
    }
    const fitting = unique(requests.flatMap(({ entries, values }) => entries.map((entry) => ({ entry, values }))));
    if (fitting.length > 0) {
      const { how } = requests.find(({ entries }) => entries.length > 0);
      return [possible(fitting, how, here), ...context([], request)];
    }
    if (first?.status) return [];
    if (request?.operations?.length > 0) return byOperation(request);
    if (!isTyped) return [];
    const codes = byPrefix(text.trim()).map(toHit);
    const start = codes.length > 0 ? [{ title: "Codes", how: "words", hits: codes }] : [];
    return [...start, ...byWords(text, start)];
  }

  const toHit = (hit) => (hit.entry ? { values: new Map(), ...hit } : { entry: hit, values: new Map() });

  function unique(hits) {
    const known = new Map();
    for (const hit of hits) if (!known.has(hit.entry)) known.set(hit.entry, hit);
    return [...known.values()];
  }

  // Yields the ways in which a text identifies errors: each with its name, and levels of equally good hits.
  function* identify(text, facts) {
    const trimmed = text.trim();
    const whole = wholeCode(trimmed);
    if (whole.length > 0) yield ["code", [whole]];
    if (/[{[]/.test(text)) {
      const decoded = errcat.decode(text, facts?.status);
      const scores = [...new Set(decoded.map(({ score }) => score))];
      if (scores.length > 0) yield ["body", scores.map((score) => decoded.filter((hit) => hit.score === score))];
    }
    const same = messages.get(trimmed.toLowerCase());
    const known = byMessage(text);
    if (known.length > 0) yield ["message", known];
    if (same) yield ["message", [same]];
    const within = codesWithin(text);
    if (within.length > 0) yield ["code", [within]];
  }

  // Finds a query that is a code in any spelling: `agent not found`, `AgentNotFound`, `certify::AGENT_NOT_FOUND`.
  function wholeCode(text) {
    const exact = codes.get(errcat.normalized(text)) ?? constants.get(text.toLowerCase());
    if (exact) return exact;
    if (text.split(/\s+/).length > MAX_CODE_WORDS || /[{}"=]/.test(text)) return [];
    const last = text.includes(" ") ? text : text.split(/::|[./]/).at(-1);
    return letters.get(lettersOf(last)) ?? [];
  }

  // Of equally good hits, keeps those that the rest of the text is for, and then those of this page's API.
  function narrow(hits, how, request, here, facts) {
    const filters = [
      ({ entry }) => !request?.scope || request.scope.includes(entry.api),
      ({ entry }) => request?.entries?.includes(entry),
      ({ entry }) => facts?.status === undefined || errcat.hasStatus(entry, facts.status),
      ({ entry }) => entry.api.name === here,
    ];
    let kept = unique(hits);
    for (const filter of filters) {
      const fitting = kept.filter(filter);
      if (fitting.length > 0) kept = fitting;
    }
    // If an error looks like the one that it inherits from, it is decoded as that one.
    const parent = kept.find(({ entry }) => kept.every((other) => other.entry === entry || inherits(other.entry, entry)));
    return parent && how !== "code" ? [parent] : kept;
  }

  function inherits(entry, from) {
    let kind = entry;
    while (kind && kind !== from) kind = kind.api.entries[kind.kind];
    return kind === from;
  }

  function match(hits, how, facts, request) {
    for (const hit of hits) hit.values = new Map([...(request?.values ?? []), ...headerValues(hit.entry, facts), ...hit.values]);
    return { title: hits.length === 1 ? "Match" : "Matches", how, isMatch: true, hits };
  }

  function headerValues(entry, facts) {
    const values = entry.params.map(([name, , , header]) => [name, header && facts?.headers.get(header.toLowerCase())]);
    return values.filter(([, value]) => value);
  }

  function possible(hits, how, here) {
    const isHere = ({ entry }) => Number(entry.api.name === here);
    const entries = hits.map(toHit).sort((a, b) => isHere(b) - isHere(a));
    return { title: "Possible matches", how, hits: entries };
  }

  const others2 = (hits) => (hits.length > 0 ? [{ title: "Also in the text", hits: unique(hits) }] : []);

  // Returns the other errors of a match's API with its status.
  function others(entry, status, request) {
    const wanted = status >= 400 ? status : entry.statuses[0];
    if (wanted === undefined) return [];
    const same = entry.api.entries.filter((other) => other !== entry && other.lifecycle !== "retired"
      && (other.statuses.includes(wanted) || errcat.hasStatus(other, wanted)));
    const hits = errcat.generalFirst(same).slice(0, MAX_RELATED).map(toHit);
    const title = `Other ${wanted === "default" ? "" : `${wanted} `}errors of ${entry.api.title}`;
    return hits.length > 0 ? [{ title, hits, isRelated: true, request }] : [];
  }

  // Returns the operation of the request, and the guides that mention the match.
  function context(hits, request) {
    const groups = [];
    const operations = request?.operations ?? [];
    if (operations.length > 0) groups.push({ title: "Operation", isRelated: true, hits: operations.slice(0, 2).map(operationHit) });
    const [entry] = hits.length === 1 ? hits.map((hit) => hit.entry) : [];
    if (entry && errcat.guides) {
      const mention = new RegExp(`(?<![\\w-])${entry.code.replace(/[^\p{L}\p{N}_]/gu, "\\$&")}(?![\\w-])`, "u");
      const guides = errcat.guides.filter(({ api, text }) => api === entry.api && mention.test(text));
      if (guides.length > 0) groups.push({ title: "Guide", isRelated: true, hits: guides.slice(0, 2).map((guide) => ({ guide })) });
    }
    return groups;
  }

  function operationHit({ api, text }) {
    const count = api.entries.filter(({ operations }) => operations.includes(text)).length;
    return { operation: { api, text, count, url: errcat.address(`${api.name}/`) } };
  }

  function byOperation({ operations }) {
    const errors = operations.flatMap(({ api, text }) => api.entries.filter((entry) => entry.operations.includes(text)));
    return [
      { title: "Operation", hits: operations.map(operationHit) },
      { title: "Errors of this operation", hits: unique(errors.map(toHit)) },
    ];
  }

  function byFamily({ family, apis }) {
    const scope = apis.length > 0 ? apis : errcat.index;
    const fits = (status) => String(status)[0] === String(family);
    return errcat.generalFirst(scope.flatMap((api) => api.entries).filter(({ statuses }) => statuses.some(fits)));
  }

  function byWords(text, groups) {
    if (!errcat.hasWords()) return [];
    const shown = new Set(groups.flatMap(({ hits }) => hits.map(({ entry }) => entry)));
    let found = errcat.byWords(text).filter(({ entry }) => !entry || !shown.has(entry));
    if (found.length === 0 && groups.length === 0 && !/\s/.test(text.trim())) found = errcat.nearest(text.trim(), 5, 0.3).map(toHit);
    const errors = { title: groups.length > 0 ? "Other errors with these words" : "Errors", how: "words", hits: found.filter(({ entry }) => entry).map(toHit) };
    const guides = { title: "Guides", how: "words", hits: found.filter(({ guide }) => guide) };
    return (found[0]?.guide ? [guides, errors] : [errors, guides]).filter(({ hits }) => hits.length > 0);
  }

  // Finds codes within a longer text. Codes that could be ordinary words have to be spelled like the code.
  function codesWithin(text) {
    return [...new Set(tokensWithCodes(text).flatMap(([, entries]) => entries))];
  }

  function tokensWithCodes(text) {
    const tokens = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}_-]*[\p{L}\p{N}](?:\/[\p{L}\p{N}_-]+)?/gu)].slice(0, 2_000);
    if (tokens.length < 2 && !text.includes("/")) return [];
    return tokens.flatMap((token) => {
      const [word] = token;
      const isCode = /[_\d-]|[a-z][A-Z]/.test(word);
      if (!isCode && !/^[A-Z]+$/.test(word)) return [];
      if (/^\d+$/.test(word)) return [];
      const entries = (codes.get(errcat.normalized(word)) ?? []).filter((entry) => isCode || entry.wire === word || entry.code === word);
      return entries.length > 0 ? [[token, entries]] : [];
    });
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
      // `404 Not Found` is the status, not a message.
      const part = !all && errcat.statusOfPhrase(entry.message) === undefined && length >= MIN_CONTAINED_LENGTH && text.length > length && errcat.extractParamsWithin(entry, text);
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

  // Returns the places in the text that were understood, in order and without overlaps.
  function marksIn(text, facts, groups) {
    const marks = facts.flatMap((one) => one.marks);
    const best = groups[0]?.isMatch ? groups[0].hits : [];
    for (const { values } of best) {
      for (const value of values.values()) {
        const at = ["string", "number"].includes(typeof value) && `${value}`.length > 1 ? text.indexOf(value) : -1;
        if (at >= 0) marks.push([at, at + `${value}`.length]);
      }
    }
    if (groups[0]?.how === "code" || groups[0]?.how === "body") {
      for (const [{ 0: word, index }] of tokensWithCodes(text)) marks.push([index, index + word.length]);
    }
    marks.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    let end = 0;
    return marks.filter(([start, to]) => start >= end && (end = to));
  }
}
