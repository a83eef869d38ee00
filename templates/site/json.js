// Finds JSON in a text: response bodies in a log, as `curl` or Python print them, escaped or cut off.
"use strict";

{
  const MAX_BODIES = 20;

  // Finds the objects and lists in a text, including nested ones: logs are often JSON, with the body as a
  // string in it.
  errcat.bodiesIn = (text) => {
    const found = [];
    const add = ({ value, isCut }, depth) => {
      if (typeof value === "string" && /^\s*[{[]/.test(value)) {
        for (const inner of jsonIn(value)) add(inner, depth + 1);
        return;
      }
      if (value === null || typeof value !== "object" || depth > 6 || found.length >= MAX_BODIES) return;
      found.push({ value, isCut });
      for (const inner of Object.values(value)) add({ value: inner, isCut }, depth + 1);
    };
    for (const json of jsonIn(text)) add(json, 0);
    if (found.length > 0) return found;
    // Handles quotes that are escaped twice, and the output of Python's `print`.
    const escaped = text.includes('\\"') ? jsonIn(text.replace(/\\(["\\])/g, "$1")) : [];
    const start = text.search(/[{[]\s*'/);
    const python = start < 0 ? [] : jsonIn(fromPython(text.slice(start)));
    for (const json of [...escaped, ...python]) add(json, 0);
    return found;
  };

  // Turns the literals of Python into those of JSON.
  function fromPython(text) {
    const words = { None: "null", True: "true", False: "false" };
    return text.replace(/'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"|\b(?:None|True|False)\b/gs, (literal, single) => (
      single === undefined ? words[literal] ?? literal : JSON.stringify(single.replace(/\\(['"\\])/g, "$1"))
    ));
  }

  // Finds the JSON objects and lists in a text. The last one may be truncated.
  function jsonIn(text) {
    const found = [];
    let at = 0;
    for (let tries = 0; tries < MAX_BODIES; tries += 1) {
      const start = text.slice(at).search(/[{[]/);
      if (start < 0) break;
      at += start;
      const { end, closers } = extent(text, at);
      const value = parse(text.slice(at, end) + closers);
      if (value !== undefined) found.push({ value, isCut: closers !== "" });
      at = value === undefined ? at + 1 : end;
    }
    return found;
  }

  // Returns where the object or list at `at` ends. If it is truncated, returns the characters that would
  // close it.
  function extent(text, at) {
    const open = [];
    let inText = false;
    for (let end = at; end < text.length; end += 1) {
      const character = text[end];
      if (inText) {
        if (character === "\\") end += 1;
        else if (character === '"') inText = false;
      } else if (character === '"') inText = true;
      else if (character === "{") open.push("}");
      else if (character === "[") open.push("]");
      else if (character === open.at(-1)) {
        open.pop();
        if (open.length === 0) return { end: end + 1, closers: "" };
      }
    }
    // The ellipsis marks a truncated string, so that its message can still be matched.
    return { end: text.length, closers: (inText ? '…"' : "") + open.reverse().join("") };
  }

  function parse(json) {
    // If the JSON is truncated after a comma, a colon or a name, drops the incomplete member.
    const shorter = [json, json.replace(/,\s*([}\]]+)$/, "$1"), json.replace(/,?\s*"[^"]*"\s*:?\s*([}\]]+)$/, "$1")];
    for (const text of shorter) {
      try {
        return JSON.parse(text);
      } catch {
        // Try the next one.
      }
    }
    return undefined;
  }
}
