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
  const MAX_RELATED = 5;
  const MAX_TYPED_WORDS = 10;
  const COLORS = /\u001b\[[\d;]*m/g;

  let prepared;

  // Prepares the search. The returned promise resolves when words can be searched for, too.
  errcat.prepare = () => {
    prepared ??= (() => {
      errcat.entries();
      errcat.texts?.forEach((texts, at) => texts.errors.forEach(([advice, text], number) => {
        Object.assign(errcat.index[at].entries[number], { advice, texts: text });
      }));
      errcat.prepareIdentify();
      return errcat.prepareWords();
    })();
    return prepared;
  };

  // Returns what a query finds: groups of hits, each with a title; the facts that were read from the text;
  // and the places where they are. `api` is the API of the page, whose errors come first. Of all hits, the
  // first `limit` are returned.
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

  // Reads a typed query that consists of a status, in digits or words, or a header, and names of APIs:
  // `kakunin 409`, `retry after`.
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
    const names = errcat.index.flatMap((api) => api.headers.map(([name]) => name.toLowerCase()));
    const headers = new Map(names.filter((name) => name.replaceAll("-", " ") === rest.toLowerCase()).map((name) => [name, ""]));
    if (status === undefined && headers.size === 0) return undefined;
    return { status: status || undefined, family, apis, headers, hosts: new Set(), failures: new Set(), marks: [] };
  }

  function search(text, facts, requests, here) {
    const isTyped = !/[\n{}"=|<>;]|:\/\//.test(text) && text.trim().split(/\s+/).length <= MAX_TYPED_WORDS;
    const cx = { text, facts: facts[0], request: requests.length === 1 ? requests[0] : undefined, here };
    if (cx.facts?.family) return [possible(byFamily(cx.facts), "status", here)];
    const identified = byIdentity(cx, isTyped) ?? byRequests(cx, requests);
    if (identified || cx.facts?.status) return identified ?? [];
    if (cx.request?.operations?.length > 0) return byOperation(cx.request);
    if (!isTyped) return [];
    const codes = errcat.byPrefix(text.trim()).map(toHit);
    const start = codes.length > 0 ? [{ title: "Codes", how: "words", hits: codes }] : [];
    return [...start, ...byWords(text, start)];
  }

  // Returns what the text names by a code, a body or a message.
  function byIdentity(cx, isTyped) {
    const found = errcat.identify(cx.text, cx.facts);
    if (!found) return undefined;
    const { how, levels: [best, ...rest] } = found;
    const hits = narrow(best.map(toHit), how, cx);
    // `Too Many Requests` is the code of some errors, and the status of others.
    if (how === "code" && hits.length > 1 && cx.facts?.status) return undefined;
    const also = rest.flat().map(toHit);
    const isMatch = hits.length === 1;
    const groups = isMatch ? [match(hits, how, cx), ...related(hits[0].entry, cx)] : [possible(hits, how, cx.here)];
    if (also.length > 0) groups.push({ title: "Also in the text", hits: unique(also) });
    if (isTyped && how === "code") groups.push(...byWords(cx.text, groups));
    return [...groups, ...context(hits, cx.request)];
  }

  // Returns the errors that fit the requests in the text.
  function byRequests(cx, requests) {
    const hitsOf = (some) => unique(some.flatMap(({ entries, values }) => entries.map((entry) => ({ entry, values }))));
    const certain = requests.filter(({ isCertain }) => isCertain);
    if (certain.length > 0) {
      const hits = hitsOf(certain);
      const others = hits.length === 1 ? related(hits[0].entry, cx) : [];
      return [match(hits, certain[0].how, cx), ...others, ...context(hits, cx.request)];
    }
    const some = requests.filter(({ entries }) => entries.length > 0);
    return some.length > 0 ? [possible(hitsOf(some), some[0].how, cx.here), ...context([], cx.request)] : undefined;
  }

  const toHit = (hit) => (hit.entry ? { values: new Map(), ...hit } : { entry: hit, values: new Map() });

  function unique(hits) {
    const known = new Map();
    for (const hit of hits) if (!known.has(hit.entry)) known.set(hit.entry, hit);
    return [...known.values()];
  }

  // Of equally good hits, keeps those that the rest of the text is for, and then those of this page's API.
  function narrow(hits, how, { request, here, facts }) {
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

  function match(hits, how, cx) {
    for (const hit of hits) hit.values = valuesOf(hit, cx);
    return { title: hits.length === 1 ? "Match" : "Matches", how, isMatch: true, hits };
  }

  // Returns the values of an error: those in the path, its params in their order, from the body or a
  // header, and then what else is in the body.
  function valuesOf({ entry, values }, { facts, request }) {
    const params = entry.params.map(([name, , , header]) => (
      [name, values.get(name) ?? (header && facts?.headers?.get(header.toLowerCase()))]
    ));
    const known = params.filter(([, value]) => value !== undefined && value !== "");
    const others = [...values].filter(([name]) => params.every(([param]) => param !== name));
    return new Map([...(request?.values ?? []), ...known, ...others]);
  }

  function possible(hits, how, here) {
    const isHere = ({ entry }) => Number(entry.api.name === here);
    const entries = hits.map(toHit).sort((a, b) => isHere(b) - isHere(a));
    return { title: "Possible matches", how, isOpen: true, hits: entries };
  }

  // Returns the other errors of a match's API with its status.
  function related(entry, { facts }) {
    const status = facts?.status >= 400 ? facts.status : entry.statuses.find((one) => typeof one === "number");
    if (status === undefined) return [];
    const same = entry.api.entries.filter((other) => (
      other !== entry && other.lifecycle !== "retired" && errcat.hasStatus(other, status)
    ));
    const hits = errcat.generalFirst(same).slice(0, MAX_RELATED).map(toHit);
    return hits.length > 0 ? [{ title: `Other ${status} errors of ${entry.api.title}`, hits }] : [];
  }

  // Returns the operation of the request, and the guides that mention the match.
  function context(hits, request) {
    const groups = [];
    const operations = request?.operations ?? [];
    if (operations.length > 0) groups.push({ title: "Operation", hits: operations.slice(0, 2).map(operationHit) });
    const [entry] = hits.length === 1 ? hits.map((hit) => hit.entry) : [];
    if (entry && errcat.guides) {
      const mention = new RegExp(`(?<![\\w-])${entry.code.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?![\\w-])`, "u");
      const guides = errcat.guides.filter(({ api, text }) => api === entry.api && mention.test(text));
      if (guides.length > 0) groups.push({ title: "Guide", hits: guides.slice(0, 2).map((guide) => ({ guide })) });
    }
    return groups;
  }

  function operationHit({ api, text }) {
    const count = api.entries.filter(({ operations }) => operations.includes(text)).length;
    const [table] = api.entries.find(({ operations }) => operations.includes(text)).tables;
    return { operation: { api, text, count, url: `${errcat.address(`${api.name}/`)}#table-${table}` } };
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
    const isWord = !/\s/.test(text.trim());
    if (found.length === 0 && groups.length === 0 && isWord) found = errcat.nearest(text.trim(), 5, 0.3).map(toHit);
    const title = groups.length > 0 ? "Other errors with these words" : "Errors";
    const errors = { title, how: "words", hits: found.filter(({ entry }) => entry).map(toHit) };
    const guides = { title: "Guides", how: "words", hits: found.filter(({ guide }) => guide) };
    return (found[0]?.guide ? [guides, errors] : [errors, guides]).filter(({ hits }) => hits.length > 0);
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
    // What identifies a body is a whole string of it.
    for (const { entry } of groups[0]?.how === "body" ? best : []) {
      for (const identity of [entry.title, entry.wire]) {
        const at = text.indexOf(JSON.stringify(identity));
        if (at >= 0) marks.push([at + 1, at + 1 + identity.length]);
      }
    }
    if (groups[0]?.how === "code" || groups[0]?.how === "body") {
      for (const [{ 0: word, index }] of errcat.codePlaces(text)) marks.push([index, index + word.length]);
    }
    marks.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    let end = 0;
    return marks.filter(([start, to]) => start >= end && (end = to));
  }
}
