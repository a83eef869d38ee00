// A message backwards: from a text with values in it to its template and the params' values. As in errcat's decoder
// (crates/errcat/src/extract.rs), with two liberties that a person's clipboard needs: the text may be cut off, and
// there may be other text around it.
"use strict";

{
  const LEAST_OF_A_CUT_ONE = 10;

  // The parts of a template: `{ text }` as it is, `{ name, type }` for a param.
  errcat.parts = (entry) => {
    entry.parts ??= parse(entry);
    return entry.parts;
  };

  function parse(entry) {
    const types = new Map(entry.params.map(([name, type]) => [name, type]));
    const parts = [];
    let text = "";
    const literal = () => {
      if (text) parts.push({ text });
      text = "";
    };
    for (const [piece, name] of entry.message.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+/g)) {
      if (name === undefined) {
        text += piece === "{{" || piece === "}}" ? piece[0] : piece;
        continue;
      }
      literal();
      parts.push({ name, type: types.get(name) ?? "string" });
    }
    literal();
    return parts;
  }

  // How much of a message is its own: the more, the less it is by chance that a text fits.
  errcat.ownLength = (entry) => errcat.parts(entry).reduce((sum, part) => sum + (part.text?.length ?? 0), 0);

  const NARROW = {
    integer: /^-?\d+$/,
    number: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i,
    boolean: /^(true|false)$/,
    duration: /^\d+(\.\d+)?$/,
    timestamp: /^\d{4}-\d\d-\d\d[Tt ][\d:.]+([Zz]|[+-]\d\d:\d\d)?$/,
    unix: /^-?\d+$/,
  };
  const fits = (part, text) => text === "-" || !NARROW[part.type] || NARROW[part.type].test(text);

  // A text without the `…` at its end; nothing if it has none.
  errcat.cutOff = (text) => {
    const mark = ["…", "..."].find((end) => text.trimEnd().endsWith(end));
    return mark && text.trimEnd().slice(0, -mark.length).trimEnd();
  };

  // If the text is the message of an entry, as a whole or cut off at a `…`: its `values` by name, and how much of the
  // text is the message's `own`; otherwise nothing.
  errcat.unfill = (entry, text) => {
    const parts = errcat.parts(entry);
    const cut = errcat.cutOff(text);
    return search(parts, text, 0, {}) ?? (cut && search(parts, cut, 0, { cut: true }));
  };

  // The same, with other text before and after it.
  errcat.unfillWithin = (entry, text) => {
    const parts = errcat.parts(entry);
    const first = parts.findIndex((part) => part.text !== undefined);
    if (first < 0) return undefined;
    let at = -1;
    for (let tries = 0; tries < 8; tries += 1) {
      at = text.indexOf(parts[first].text, at + 1);
      if (at < 0) return undefined;
      // What a message begins with, if that is a value, begins after a quote, a bracket or a space.
      const start = first === 0 ? at : text.slice(0, at).search(/[^\s"'`()[\]{}<>:=,]*$/);
      const found = search(parts, text, start, { open: true });
      if (found) return found;
    }
    return undefined;
  };

  // Takes the text apart, leftmost values as short as they can be. `cut`: it may end before the template does; `open`:
  // the template may end before it does. A search that goes back too often is given up.
  function search(parts, text, start, { cut, open }) {
    let steps = 5_000;
    let own = 0;
    const values = new Map();

    function rest(index, at) {
      if (index === parts.length) return open || at === text.length;
      // So little of a message may be left that it could be any.
      if (cut && at === text.length) return own >= LEAST_OF_A_CUT_ONE;
      const part = parts[index];
      const literal = part.text ?? values.get(part.name);
      if (literal !== undefined) {
        if (text.startsWith(literal, at)) {
          own += literal.length;
          if (rest(index + 1, at + literal.length)) return true;
          own -= literal.length;
          return false;
        }
        if (!cut || !literal.startsWith(text.slice(at))) return false;
        const seen = own + text.length - at;
        if (seen < LEAST_OF_A_CUT_ONE) return false;
        own = seen;
        return true;
      }
      for (const end of ends(index, at)) {
        steps -= 1;
        if (steps < 0) return false;
        const value = text.slice(at, end);
        if (!fits(part, value)) continue;
        values.set(part.name, value);
        if (rest(index + 1, end)) return true;
        values.delete(part.name);
      }
      return false;
    }

    // Where a value may end: before the text that follows it, or at the end.
    function* ends(index, at) {
      const next = parts[index + 1]?.text;
      if (next === undefined && index + 1 < parts.length) {
        // Another value follows, and nothing tells where this one ends.
        for (let end = at; end <= text.length; end += 1) yield end;
        return;
      }
      if (next === undefined) {
        yield open ? at + text.slice(at).search(/["'`\n]|[\s.,;)\]}]*(\s|$)/) : text.length;
        return;
      }
      for (let end = text.indexOf(next, at); end >= 0; end = text.indexOf(next, end + 1)) yield end;
      if (!cut) return;
      // The text that follows may itself be cut off.
      for (let end = Math.max(at, text.length - next.length + 1); end <= text.length; end += 1) {
        if (next.startsWith(text.slice(end))) yield end;
      }
    }

    return rest(0, start) ? { values, own } : undefined;
  }
}
