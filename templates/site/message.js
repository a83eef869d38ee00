// Matches texts against message templates, and extracts the values of the params. Works like errcat's decoder
// (crates/errcat/src/extract.rs), but is more lenient, because the text comes from a clipboard: it may be
// truncated, and may have other text around it.
"use strict";

{
  const MIN_TRUNCATED_LENGTH = 10;

  // Returns the parts of a template: `{ text }` for literal text, `{ name, type }` for a param.
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

  // Returns the length of a message's literal text. The longer it is, the less likely a text matches by
  // chance.
  errcat.literalLength = (entry) => errcat.parts(entry).reduce((sum, part) => sum + (part.text?.length ?? 0), 0);

  const PATTERNS = {
    integer: /^-?\d+$/,
    number: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i,
    boolean: /^(true|false)$/,
    duration: /^\d+(\.\d+)?$/,
    timestamp: /^\d{4}-\d\d-\d\d[Tt ][\d:.]+([Zz]|[+-]\d\d:\d\d)?$/,
    unix: /^-?\d+$/,
    unix_ms: /^-?\d+$/,
  };
  const fits = (part, text) => text === "-" || !PATTERNS[part.type] || PATTERNS[part.type].test(text);

  // Returns a text without the ellipsis at its end; `undefined` if it has none.
  errcat.withoutEllipsis = (text) => {
    const mark = ["…", "..."].find((end) => text.trimEnd().endsWith(end));
    return mark && text.trimEnd().slice(0, -mark.length).trimEnd();
  };

  // Matches a text against the message of an entry. The text may be truncated at an ellipsis. Returns the
  // `values` by name, and the length of the literal text that matched (`literalLength`); `undefined` if it
  // doesn't match.
  errcat.extractParams = (entry, text) => {
    const parts = errcat.parts(entry);
    const cut = errcat.withoutEllipsis(text);
    return search(parts, text, 0, {}) ?? (cut && search(parts, cut, 0, { cut: true }));
  };

  // Like `extractParams`, but allows other text before and after the message.
  errcat.extractParamsWithin = (entry, text) => {
    const parts = errcat.parts(entry);
    const first = parts.findIndex((part) => part.text !== undefined);
    if (first < 0) return undefined;
    let at = -1;
    for (let tries = 0; tries < 8; tries += 1) {
      at = text.indexOf(parts[first].text, at + 1);
      if (at < 0) return undefined;
      // A value at the start of a message begins after a quote, a bracket or a space.
      const start = first === 0 ? at : text.slice(0, at).search(/[^\s"'`()[\]{}<>:=,]*$/);
      const found = search(parts, text, start, { open: true });
      if (found) return found;
    }
    return undefined;
  };

  // Splits the text into literals and values, with the shortest possible values on the left. With `cut`, the
  // text may end before the template does. With `open`, the template may end before the text does. A search
  // that backtracks too often is given up.
  function search(parts, text, start, { cut, open }) {
    let steps = 5_000;
    let literalLength = 0;
    const values = new Map();

    function rest(index, at) {
      if (index === parts.length) return open || at === text.length;
      // A very short prefix would match any message.
      if (cut && at === text.length) return literalLength >= MIN_TRUNCATED_LENGTH;
      const part = parts[index];
      const literal = part.text ?? values.get(part.name);
      if (literal !== undefined) {
        if (text.startsWith(literal, at)) {
          literalLength += literal.length;
          if (rest(index + 1, at + literal.length)) return true;
          literalLength -= literal.length;
          return false;
        }
        if (!cut || !literal.startsWith(text.slice(at))) return false;
        const length = literalLength + text.length - at;
        if (length < MIN_TRUNCATED_LENGTH) return false;
        literalLength = length;
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

    // Yields the positions where a value may end: before the literal that follows it, or at the end.
    function* ends(index, at) {
      const next = parts[index + 1]?.text;
      if (next === undefined && index + 1 < parts.length) {
        // Another value follows directly, so any position is possible.
        for (let end = at; end <= text.length; end += 1) yield end;
        return;
      }
      if (next === undefined) {
        yield open ? at + text.slice(at).search(/["'`\n]|[\s.,;)\]}]*(\s|$)/) : text.length;
        return;
      }
      for (let end = text.indexOf(next, at); end >= 0; end = text.indexOf(next, end + 1)) yield end;
      if (!cut) return;
      // The literal that follows may be truncated, too.
      for (let end = Math.max(at, text.length - next.length + 1); end <= text.length; end += 1) {
        if (next.startsWith(text.slice(end))) yield end;
      }
    }

    return rest(0, start) ? { values, literalLength } : undefined;
  }
}
