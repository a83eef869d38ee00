/** Keys that vary, in envelopes of errors that this version of the package doesn't know. */

import { isObject, type Match } from "./body.js";

/** A key that varies: the name of the member, and the texts that the key starts and ends with. */
type KeyPattern = readonly [name: string, start: string, end: string];

/** An object with keys that vary. `names` are those of the other members. */
export const varying = (own: Match, names: readonly string[], patterns: readonly KeyPattern[]): Match => ({
  ...own,
  read(reading, json) {
    return own.read(reading, isObject(json) ? rename(json, names, patterns) : json);
  },
});

/** Returns an object with the names of members instead of keys that vary. */
function rename(json: object, names: readonly string[], patterns: readonly KeyPattern[]): object {
  const missing = new Set(patterns);
  const members = Object.entries(json).map(([key, value]: [string, unknown]) => {
    if (names.includes(key)) return [key, value];
    for (const pattern of missing) {
      const [name, start, end] = pattern;
      if (!key.startsWith(start) || !key.endsWith(end) || key.length <= start.length + end.length) continue;
      missing.delete(pattern);
      return [name, value];
    }
    return [key, value];
  });
  return Object.fromEntries(members) as object;
}
