/** Texts that contain values: messages, and members such as `"{request_id} at {time}"`. */

import { type Match } from "./body.js";
import { type Message, type MessageWriter, type ParamData } from "./data.js";
import { pageNames } from "./pages.js";
import { ABSENT, type Codec } from "./values.js";

/** The maximum length of a number, a duration or a timestamp. */
const MAX_NUMBER_LENGTH = 400;

/** The number of comparisons after which a search gives up, in addition to some per character. */
const BASE_STEPS = 65_536;
const STEPS_PER_CHARACTER = 8;

/**
 * Returns the texts that fill the places of a template, by place, or `undefined` if the text isn't of the template.
 * Strings are constant, numbers are places.
 *
 * A text can often be split in several ways. The result is the first one in which every text fits its place, with the
 * leftmost ones as short as possible. The time is linear in the length of any text.
 *
 * @param typeOf Returns the type of a place, if it has one.
 */
function extract(
  pieces: readonly (string | number)[],
  text: string,
  typeOf: (place: number) => Codec | undefined,
): Map<number, string> | undefined {
  const parts = [...pieces];
  const last = parts.at(-1);
  // Otherwise, a value that contains the end of the template would end there.
  if (typeof last === "string") {
    if (!text.endsWith(last)) return undefined;
    parts.pop();
    text = text.slice(0, text.length - last.length);
  }
  const found = new Map<number, string>();
  let steps = text.length * STEPS_PER_CHARACTER + BASE_STEPS;

  const matches = (index: number, at: number): boolean => {
    const part = parts[index];
    if (part === undefined) return at === text.length;
    const known = typeof part === "string" ? part : found.get(part);
    if (known !== undefined) return text.startsWith(known, at) && matches(index + 1, at + known.length);
    const place = part as number;
    const type = typeOf(place);
    const isNarrow = type && !type.wide;
    const next = parts[index + 1];
    const limit = isNarrow ? Math.min(text.length, at + MAX_NUMBER_LENGTH) : text.length;
    // A number is as long as possible, any other text as short as possible.
    for (let length = 0; length <= limit - at && steps-- > 0; length++) {
      const end = next === undefined ? text.length : isNarrow ? limit - length : at + length;
      if (typeof next === "string" && !text.startsWith(next, end)) continue;
      const value = text.slice(at, end);
      if (isNarrow && value !== ABSENT && type.text(value) === undefined) continue;
      found.set(place, value);
      if (matches(index + 1, end)) return true;
      found.delete(place);
    }
    return false;
  };
  return matches(0, 0) ? found : undefined;
}

/** A message with params. Numbers are positions in the error's params. */
export const template = (...pieces: readonly (string | number)[]): Message => ({
  pieces,
  read: (text, params) => extract(pieces, text, (place) => params[place]?.[1]),
});

/** Writes the catalog's message, for a response format without messages. */
export const writeMessage: MessageWriter = ({ pieces }, params, values) => {
  const write = ([name, type, { as = name } = {}]: ParamData): string => shown(values[as], type);
  const valueOf = (at: number): string => params.slice(at, at + 1).map(write).join("");
  return pieces.map((piece) => (typeof piece === "string" ? piece : valueOf(piece))).join("");
};

function shown(value: unknown, { unit, items }: Codec): string {
  if (value === undefined) return ABSENT;
  if (unit !== undefined) return String(Number(value) / unit);
  if (value instanceof Date) return value.toISOString();
  if (!items) return typeof value === "string" ? value : JSON.stringify(value);
  if (Array.isArray(value)) return value.map((item) => shown(item, items)).join(", ");
  return Object.entries(value ?? {})
    .map(([key, item]) => `${key}: ${shown(item, items)}`)
    .join(", ");
}

/** A text in a body that contains values. */
export const text = (...pieces: readonly (string | Match)[]): Match => ({
  read(reading, json) {
    if (typeof json !== "string") return false;
    const slots = pieces.filter((piece) => typeof piece !== "string");
    const parts = pieces.map((piece) => (typeof piece === "string" ? piece : slots.indexOf(piece)));
    const found = extract(parts, json, () => undefined);
    const [start, first] = pieces;
    if (found) {
      for (const [place, value] of found) {
        if (value !== ABSENT) slots[place]?.read(reading, value);
      }
    } else if (typeof start === "string" && /^https?:/.test(start) && typeof first === "object") {
      // The page moved to another host.
      const [name] = pageNames(json);
      if (name === undefined) return false;
      reading.wrong++;
      first.read(reading, name);
    } else {
      return false;
    }
    reading.specific++;
    reading.matched++;
    return true;
  },
});

/** A body that is a text. Many servers end it with a line break. */
export const line = (...pieces: readonly (string | Match)[]): Match => {
  const own = text(...pieces);
  const last = pieces.at(-1);
  const endsLine = typeof last === "string" && last.endsWith("\n");
  return {
    ...own,
    read: (reading, body) => own.read(reading, typeof body === "string" && !endsLine ? body.replace(/\n$/, "") : body),
  };
};
