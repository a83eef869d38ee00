// Decodes a response body, or a log line that contains one, to the errors that it may be. Works like errcat's
// decoder (crates/errcat/src/decode/), by the envelopes of each API, and is as generous. A client must decide
// on a single error; here, all candidates are returned, the best match first.
"use strict";

{
  const MAX_HITS = 8;

  // Returns the errors whose bodies a text may contain, with the status of the response if it is known: each
  // with its entry, its values by name, and a score.
  errcat.decode = (text, status) => {
    const found = new Map();
    for (const body of errcat.bodiesIn(text)) {
      for (const api of errcat.index) {
        for (const hit of decodeFor(api, body, { status, text })) {
          const known = found.get(hit.entry);
          if (!known || known.score < hit.score) found.set(hit.entry, hit);
        }
      }
    }
    const hits = [...found.values()].sort((a, b) => b.score - a.score);
    // Candidates with a much lower score than the best one match by chance.
    return hits.filter((hit) => hit.score * 4 >= hits[0].score);
  };

  function decodeFor(api, body, around) {
    const readings = api.envelopes.map((envelope, number) => ({ envelope, number, reading: read(envelope, body) }));
    let fitting = readings.filter(({ reading }) => reading && reading.tight + reading.loose > 0);
    // Literals choose between envelopes first.
    if (fitting.some(({ reading }) => reading.literals > 0 && reading.wrongLiterals === 0)) {
      fitting = fitting.filter(({ reading }) => reading.wrongLiterals === 0);
    }
    fitting.sort((a, b) => {
      const [one, other] = [rankOf(a.reading), rankOf(b.reading)];
      return Number(isHigher(other, one)) - Number(isHigher(one, other));
    });
    let weak = [];
    for (const { envelope, number, reading } of fitting) {
      readHeaders(envelope, reading, around.text);
      const others = reading.others.map((item) => readItem(api, number, item, around, reading.isCut));
      const own = identify(api, envelope, number, reading, around);
      const hits = inOrder([own, ...others]);
      // Without a status, an envelope that identifies errors by nothing else says little. Nor does one that
      // only knows further errors of a list.
      const isWeak = isByStatus(envelope) && (reading.status ?? around.status) === undefined;
      if (own.length > 0 && !isWeak) return hits;
      if (weak.length === 0) weak = hits;
    }
    return weak;
  }

  // Returns the hits of all errors in a list. Those of the first error are the best match.
  function inOrder(errors) {
    const [first = [], ...others] = errors.filter((hits) => hits.length > 0);
    const lower = (hits, at) => hits.map((hit) => ({ ...hit, score: Math.min(hit.score, first.at(-1).score - 1 - at) }));
    return [...first, ...others.flatMap(lower)];
  }

  // Reads an item of a list of errors. Each can have the envelope of another error.
  function readItem(api, first, item, around, isCut) {
    let best;
    for (const number of new Set([first, ...api.envelopes.keys()])) {
      const envelope = api.envelopes[number];
      const [inner, part] = [itemOf(envelope.body), emptyReading(envelope, isCut)];
      if (!inner || !fits(inner, item, false, part)) continue;
      const hits = identify(api, envelope, number, part, around);
      const rank = [Math.sign(hits.length), ...rankOf(part)];
      if (!best || isHigher(rank, best.rank)) best = { hits, rank };
    }
    return best?.hits ?? [];
  }

  // Returns how well a body fits its envelope, the most important criterion first.
  function rankOf({ wrongLiterals, gaps, tight, loose }) {
    return [-wrongLiterals, -gaps, tight, loose];
  }

  function isHigher(one, other) {
    const at = one.findIndex((value, index) => value !== other[index]);
    return at >= 0 && one[at] > other[at];
  }

  // Returns the form of the items if a node contains a list of errors.
  function itemOf(node) {
    if (node[0] === "each") return node[1];
    const inner = node[0] === "list" ? node.slice(1) : node[0] === "object" ? members(node).map(([, it]) => it) : [];
    return inner.map(itemOf).find(Boolean);
  }

  function isByStatus(envelope) {
    return envelope.by.every((by) => by === "status");
  }

  // Reads a body by an envelope; `undefined` if it isn't of the envelope. Only what identifies the error has
  // to be in the body. Literals, links and other members may differ or be missing.
  function read(envelope, body) {
    const { value, isCut } = body;
    const reading = emptyReading(envelope, isCut);
    return fits(envelope.body, value, false, reading) ? reading : undefined;
  }

  function emptyReading(envelope, isCut) {
    const counts = { tight: 0, loose: 0, literals: 0, wrongLiterals: 0, gaps: 0, unknown: 0 };
    const values = { params: new Map(), members: new Map(), context: new Map(), facts: new Map() };
    return { ...counts, ...values, envelope, isCut, others: [] };
  }

  // Returns `true` if a body without this part isn't of the envelope. If only the status identifies errors,
  // the shape is all that tells the API's errors from those of a proxy.
  function mustExist(envelope, node) {
    const [kind] = node;
    if (kind === "object") return members(node).some(([, inner, isOptional]) => !isOptional && mustExist(envelope, inner));
    if (kind === "list" || kind === "each") return node.slice(1).some((item) => mustExist(envelope, item));
    if (kind === "fact") return envelope.by.includes(node[1]);
    if (kind === "text") return node.slice(1).some((piece) => typeof piece !== "string" && mustExist(envelope, piece));
    if (isByStatus(envelope)) return ["code", "code_number", "title", "message", "status", "params", "param"].includes(kind);
    // The status of the response counts, not the one in its body.
    return kind !== "status" && envelope.by.includes({ docs_url: "type", code_number: "code" }[kind] ?? kind);
  }

  // Handles a value that isn't as the envelope specifies. Returns `true` if the body may still be of it.
  function differs(node, reading) {
    const { envelope } = reading;
    const isValue = !["object", "list", "each"].includes(node[0]);
    if (mustExist(envelope, node) && !(isValue && isByStatus(envelope))) return false;
    return gap(node, reading);
  }

  function gap(node, reading) {
    if (node[0] === "=") reading.wrongLiterals += 1;
    else reading.gaps += 1;
    return true;
  }

  function fits(node, value, isOptional, reading) {
    const [kind] = node;
    if (kind === "context") {
      reading.context.set(node[1], value);
      return true;
    }
    if (kind === "param") {
      reading.loose += 1;
      reading.params.set(node[1], value);
      return true;
    }
    if (kind === "fact") {
      reading.loose += 1;
      reading.facts.set(node[1], value);
      return true;
    }
    // Parts of the entry are the same in every response of an error, and may be reworded.
    if (kind === "constant") {
      reading.loose += 1;
      if (node[1] === "table") reading.table = value;
      return true;
    }
    if (value === null && isOptional) return true;
    if (kind === "object") return isObject(value) ? fitsObject(node, value, reading) : differs(node, reading);
    if (kind === "list") return Array.isArray(value) ? fitsList(node, value, reading) : differs(node, reading);
    if (kind === "each") return Array.isArray(value) ? fitsEach(node[1], value, reading) : differs(node, reading);
    if (!fitsValue(node, value, reading)) return differs(node, reading);
    reading.tight += 1;
    if (kind === "=") reading.literals += 1;
    return true;
  }

  function fitsValue(node, value, reading) {
    const [kind] = node;
    const isText = typeof value === "string";
    switch (kind) {
      case "=": return value === node[1];
      case "params":
        if (isObject(value)) for (const member of Object.entries(value)) reading.members.set(...member);
        return isObject(value);
      case "text": return isText && fitsText(node, value, reading);
      case "status":
        if (/^[1-5]\d\d$/.test(value)) reading.status = Number(value);
        return typeof value === "number" || isText || value === null;
      case "code_number":
        reading.code = String(value);
        return isText || Number.isInteger(value);
      case "docs_url":
      case "type":
        if (isText && value !== "about:blank") reading.docs_url = value;
        return isText || value === null;
      default:
        if (isText) reading[kind] = value;
        return isText;
    }
  }

  // An object is found wherever it is in the list. All other items have a fixed position.
  function fitsList(node, value, reading) {
    const rest = value.map((item) => ({ item }));
    return node.slice(1).every((inner, position) => {
      const places = inner[0] === "object" ? [position, ...rest.keys()] : [position];
      let best;
      for (const at of places) {
        if (!rest[at]) continue;
        const part = emptyReading(reading.envelope, reading.isCut);
        if (!fits(inner, rest[at].item, false, part) || (inner[0] === "object" && part.tight + part.loose === 0)) continue;
        const cost = part.wrongLiterals * 100 + part.gaps;
        if (!best || cost < best.cost) best = { at, part, cost };
      }
      if (!best) return !mustExist(reading.envelope, inner) || reading.isCut ? gap(inner, reading) : false;
      rest[best.at] = undefined;
      add(reading, best.part);
      return true;
    });
  }

  // Reads a list of errors: the first item like the rest of the body. The others are read on their own.
  function fitsEach(inner, [first, ...rest], reading) {
    if (first === undefined || !fits(inner, first, false, reading)) return differs(["each", inner], reading);
    reading.others.push(...rest.slice(0, MAX_HITS));
    return true;
  }

  // Adds what was read from an item of a list.
  function add(reading, part) {
    for (const [name, value] of Object.entries(part)) {
      if (value instanceof Map) value.forEach((inner, key) => reading[name].set(key, inner));
      else if (name === "others") reading.others.push(...value);
      else if (["tight", "loose", "literals", "wrongLiterals", "gaps", "unknown"].includes(name)) reading[name] += value;
      else if (value !== undefined) reading[name] = value;
    }
  }

  // Returns the key of a member in a body. The name of one that varies is the start and the end of its keys.
  function keyIn(value, name, node) {
    if (typeof name === "string") return name;
    const [start, end] = name;
    const others = members(node).map(([other]) => other);
    const varies = (key) => key.startsWith(start) && key.endsWith(end) && key.length > start.length + end.length;
    return Object.keys(value).find((key) => varies(key) && !others.includes(key));
  }

  // Returns the members of an object of an envelope: the name, the node, and `true` if it is optional.
  function members(node) {
    const found = [];
    for (let at = 1; at < node.length; at += 3) found.push(node.slice(at, at + 3));
    return found;
  }

  function isObject(value) {
    return value !== null && typeof value === "object" && !Array.isArray(value);
  }

  function fitsObject(node, value, reading) {
    const known = new Set();
    let takesMore = false;
    for (const [name, inner, isOptional] of members(node)) {
      if (inner[0] === "extensions") {
        takesMore = true;
        continue;
      }
      const key = keyIn(value, name, node);
      known.add(key);
      if (key !== undefined && Object.hasOwn(value, key)) {
        if (!fits(inner, value[key], Boolean(isOptional), reading)) return false;
      } else if (!isOptional && !reading.isCut) {
        if (mustExist(reading.envelope, inner)) return false;
        gap(inner, reading);
      }
    }
    for (const [name, member] of Object.entries(value)) {
      if (known.has(name)) continue;
      if (takesMore) reading.members.set(name, member);
      else reading.unknown += 1;
    }
    return true;
  }

  // Matches a string with placeholders like a message, with the placeholders as its params.
  function fitsText(node, value, reading) {
    const parts = node.slice(1).map((piece) => (
      typeof piece === "string" ? { text: piece } : { name: piece.join(" "), type: "string" }
    ));
    const found = errcat.extractParams({ parts }, value);
    if (!found) return false;
    for (const [placeholder, text] of found.values) {
      const [kind, name] = placeholder.split(" ");
      if (kind === "param") reading.params.set(name, text);
      else if (kind === "context") reading.context.set(name, text);
      else if (kind === "fact") reading.facts.set(name, text);
      else if (kind === "code_number") reading.code = text;
      else if (kind === "status") reading.status = Number(text);
      else if (kind === "constant" && name === "table") reading.table = text;
      else if (kind === "type") reading.docs_url = text;
      else reading[kind] = text;
    }
    return true;
  }

  // Reads the headers of an envelope from a text that contains the response.
  function readHeaders(envelope, reading, text) {
    for (const [name, node] of envelope.headers) {
      const value = errcat.inHeader(name, text);
      if (value !== undefined) fitsText(node, value, reading);
    }
  }

  // Returns the errors that a reading may be of, the best match first.
  function identify(api, envelope, number, reading, around) {
    const status = reading.status ?? around.status;
    const entries = api.entries.filter((entry) => entry.envelopes.includes(number));
    const messages = new Map();
    const message = (entry) => {
      if (reading.message === undefined) return undefined;
      if (!messages.has(entry)) messages.set(entry, errcat.extractParams(entry, reading.message));
      return messages.get(entry);
    };
    const has = {
      status: (entry) => status === undefined || entry.statuses.length === 0 || errcat.hasStatus(entry, status),
      code: (entry) => entry.wire === reading.code || entry.aliases.includes(reading.code),
      title: (entry) => entry.title === reading.title,
      // A message that consists of an absent param is left out.
      message: (entry) => message(entry) !== undefined || (reading.message === undefined && errcat.literalLength(entry) === 0),
      table: (entry) => entry.tables.includes(reading.table),
      type: (entry) => (reading.docs_url === undefined ? !api.docs : pageNames(reading.docs_url).includes(entry.slug)),
    };
    // All other names are those of facts.
    // An absent fact rules out nothing: the index has no names of facts.
    const hasFact = (entry, name) => {
      const value = reading.facts.get(name) ?? null;
      return value === null || entry.constants.includes(String(value));
    };
    let known = entries.filter((entry) => envelope.by.every((by) => has[by]?.(entry) ?? hasFact(entry, by)));
    const byContent = envelope.by.some((by) => by !== "status");
    const isExact = reading.gaps === 0 && reading.unknown === 0;
    if (known.length === 0 && envelope.by.includes("status") && status !== undefined && isExact && !isAnother(envelope, reading)) {
      known = entries.filter(has.status);
    } else if (!byContent && (reading.unknown > 0 || (status === undefined && entries.length > 1))) {
      // Only the shape is known, and several errors or other JSON have it, so the message has to match.
      known = known.filter((entry) => errcat.literalLength(entry) > 0 && message(entry));
    }
    const kinds = new Set(known.map((entry) => entry.kind));
    const score = (entry) => {
      const literal = Math.min((message(entry)?.literalLength ?? 0) * 2, 90);
      const named = entry.title === reading.title || entry.wire === reading.code ? 20 : 0;
      const sameStatus = status !== undefined && entry.statuses.includes(status) ? 10 : 0;
      const isParent = kinds.has(entry.number) ? 5 : 0;
      // A body without differences, which may be another API's, is better.
      const differences = 8 * reading.unknown + 20 * (reading.wrongLiterals + reading.gaps);
      const penalty = (entry.lifecycle === "retired" ? 25 : 0) + differences;
      return Math.max(literal + named + sameStatus + isParent + (byContent ? 30 : 0) + reading.tight - penalty, 1);
    };
    const ranked = known.map((entry) => ({ entry, score: score(entry) })).sort((a, b) => b.score - a.score);
    return ranked.slice(0, MAX_HITS).map((hit) => ({ ...hit, values: values(hit.entry, reading, message(hit.entry), around.text) }));
  }

  // Returns the parts of a URL that may name an error: the fragment, and the last segment of the path that
  // isn't a version. Docs move to another host or path.
  function pageNames(url) {
    const [rest, fragment] = url.split("#");
    const segments = rest.split("?")[0].split("/").filter((segment) => segment && !/^v\d[\d.]*$/.test(segment));
    return [fragment, segments.at(-1)?.replace(/\.html$/, "")].filter(Boolean);
  }

  // Titles and messages may be reworded, but a different code means a different error.
  function isAnother(envelope, reading) {
    return (envelope.by.includes("code") && reading.code !== undefined)
      || (envelope.by.includes("type") && reading.docs_url !== undefined)
      || envelope.by.some((by) => reading.facts.has(by));
  }

  // Returns the values of an entry's params, from the body or from a header above it, and then the context
  // fields that the server fills in.
  function values(entry, reading, message, text) {
    const found = new Map();
    for (const [name, , wire, header] of entry.params) {
      const value = reading.params.get(name) ?? reading.members.get(wire || name) ?? message?.values.get(name)
        ?? (header && errcat.inHeader(header, text));
      if (value !== undefined && value !== null && value !== "-") found.set(name, value);
    }
    for (const [name, value] of reading.context) if (!found.has(name)) found.set(name, value);
    return found;
  }
}
