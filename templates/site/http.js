// Reads the facts about requests and responses from a text: an access log, the exception of a client, a
// line of a log, headers. The patterns come from search-texts.js. `errcat explain` reads with the same
// patterns (crates/errcat-cli/src/verbs/explain/input/http.rs).
"use strict";

{
  const MAX_LINES = 100;
  const MAX_MATCHES = 100;

  let regexes;
  let reasons;

  function prepare() {
    if (regexes) return;
    const { macros, patterns } = errcat.patterns;
    const phrases = Object.entries(errcat.patterns.reasons);
    reasons = new Map(phrases.flatMap(([status, words]) => words.map((word) => [word.toLowerCase(), Number(status)])));
    const all = { ...macros, reason: phrases.flatMap(([, words]) => words).join("|") };
    regexes = patterns.map(([, pattern]) => (
      new RegExp(pattern.replace(/\{(\w+)\}/g, (macro, name) => all[name] ?? macro), "dgiu")
    ));
  }

  // Returns the status that a phrase such as `Permission denied` stands for.
  errcat.statusOfPhrase = (phrase) => {
    prepare();
    return reasons.get(phrase.trim().toLowerCase());
  };

  // Returns what a text says about requests. A text about a single response is read as a whole, because its
  // parts may be on several lines. Of a log with several statuses, each line is read.
  errcat.readHttp = (text) => {
    prepare();
    const whole = read(text, 0);
    if (whole.failures.size < 2) return [whole];
    let start = 0;
    const lines = text.split("\n").slice(0, MAX_LINES).map((line) => {
      const facts = read(line, start);
      start += line.length + 1;
      return facts;
    });
    return lines.filter(({ status }) => status !== undefined);
  };

  // Returns the facts in a text: status, method, target, hosts and headers. `marks` are the places where they
  // are, moved by `offset`.
  function read(text, offset) {
    const facts = { failures: new Set(), hosts: new Set(), headers: new Map(), marks: [] };
    const mark = ([start, end]) => facts.marks.push([start + offset, end + offset]);
    const places = {};
    const set = (name, value, place) => {
      if (facts[name] !== undefined) return;
      facts[name] = value;
      places[name] = place;
    };
    for (const regex of regexes) {
      let matches = 0;
      for (const { groups, indices } of text.matchAll(regex)) {
        matches += 1;
        if (matches > MAX_MATCHES) break;
        const { status, method, target, url, host, reason } = groups;
        const at = indices.groups;
        if (status || reason) {
          const number = status ? Number(status) : reasons.get(reason.toLowerCase());
          const place = status ? at.status : at.reason;
          if (number >= 400) {
            facts.failures.add(number);
            // A failure means more than a success, such as the status of the log's own line.
            if (!(facts.status >= 400)) facts.status = undefined;
          }
          set("status", number, place);
        }
        if (method) set("method", method.toUpperCase(), at.method);
        if (target) addTarget(facts, parse(target), at.target, places);
        if (url && parse(url)?.api) addTarget(facts, parse(url), at.url, places);
        if (host) facts.hosts.add(host.toLowerCase());
      }
    }
    for (const [name, value, place] of headersIn(text)) {
      if (!facts.headers.has(name)) facts.headers.set(name, value);
      mark(place);
    }
    Object.values(places).filter(Boolean).forEach(mark);
    return facts;
  }

  // The target of a known API counts more than others, such as links to documentation, and a path more than a
  // host alone, such as the base URL of a client.
  function addTarget(facts, target, [start], places) {
    const weight = (it) => (it ? Number(it.path !== "/") * (it.api ? 4 : 2) + Number(Boolean(it.host)) : -1);
    if (!target || weight(target) <= weight(facts.target)) return;
    facts.target = target;
    places.target = [start, start + target.length];
  }

  // Splits a target into its host and path, without punctuation around it.
  function parse(text) {
    let target = text.replace(/[.:;!?]+$/, "");
    for (const [open, close] of ["()", "[]", "{}"]) {
      while (target.endsWith(close) && target.split(open).length < target.split(close).length) target = target.slice(0, -1);
    }
    const found = /^(?:https?:\/\/(?:[^/@?#]*@)?([^/:?#]*)(?::\d+)?)?([^?#]*)/i.exec(target);
    if (!found) return undefined;
    const [, host, path] = found;
    return { host: host?.toLowerCase(), path: path || "/", length: target.length, api: host && errcat.apisOfHost(host)[0] };
  }

  let names;

  // Finds the headers of all APIs in a text: their lower-case names, values and places.
  function headersIn(text) {
    if (!names) {
      const all = new Set(errcat.index.flatMap((api) => api.headers.map(([name]) => name.toLowerCase())));
      const any = [...all].map((name) => name.replace(/[^\w-]/g, "\\$&")).join("|");
      names = any && new RegExp(`(?<![\\w-])(${any})(?![\\w-])(?:["']?\\s*[:=]\\s*|\\s+)?["']?([\\w.:+-]*)`, "dgi");
    }
    if (!names) return [];
    return [...text.matchAll(names)].slice(0, MAX_MATCHES).map(({ 1: name, 2: value, indices }) => (
      [name.toLowerCase(), value, indices[1]]
    ));
  }

  // Finds a header in a text, as printed by `curl -i` or in a log: `retry-after: 45`, `"Retry-After": "45"`.
  errcat.inHeader = (name, text) => {
    const at = text.toLowerCase().indexOf(name.toLowerCase());
    return at < 0 ? undefined : /^["']?\s*[:=\s]\s*["']?([^\s"',;]+)/.exec(text.slice(at + name.length))?.[1];
  };
}
