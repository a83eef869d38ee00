/** How values of each type are read from JSON, from a text and from a header. */

import { parseHttpDate, parseRfc3339 } from "./dates.js";

/** The way to read and write values of a type. Methods return `undefined` if there is no such value. */
export interface Codec {
  json(json: unknown): unknown;
  text(text: string): unknown;
  /** `true` if a text of this type can have any content and any length. */
  readonly wide?: boolean;
  /** The unit of a number that is a duration or a time, in milliseconds. */
  readonly unit?: number;
  /** `true` for durations, which can be dates in headers. */
  readonly duration?: boolean;
  /** The type of the items of a list or a map. */
  readonly items?: Codec;
}

/** The text for a value that is absent. */
export const ABSENT = "-";

const INTEGER = /^[+-]?\d+$/;

const UNITS = /^\d+(\.\d+)?$/;

const number = (text: string, pattern: RegExp): number | undefined => (pattern.test(text) ? Number(text) : undefined);

const date = (ms: number): Date | undefined => {
  const value = new Date(ms);
  return Number.isNaN(value.getTime()) ? undefined : value;
};

export const asString: Codec = {
  json: (json) => (typeof json === "string" ? json : undefined),
  text: (text) => text,
  wide: true,
};

export const asJson: Codec = {
  json: (json) => json,
  text(text) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  },
  wide: true,
};

export const asBoolean: Codec = {
  json: (json) => (typeof json === "boolean" ? json : undefined),
  text: (text) => (text === "true" ? true : text === "false" ? false : undefined),
};

/** Reads integers. Those that JavaScript would round are absent. */
export const asInteger: Codec = {
  json: (json) => (Number.isSafeInteger(json) ? json : undefined),
  text: (text) => asInteger.json(number(text, INTEGER)),
};

export const asNumber: Codec = {
  json: (json) => (Number.isFinite(json) ? json : undefined),
  text: (text) => asNumber.json(number(text, /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i)),
};

const duration = (json: unknown, unit: number): number | undefined => {
  const ms = typeof json === "number" ? json * unit : NaN;
  return ms >= 0 ? ms : undefined;
};

/** Reads durations in seconds, as milliseconds. */
export const asSeconds: Codec = {
  json: (json) => duration(json, 1_000),
  text: (text) => duration(number(text, UNITS), 1_000),
  unit: 1_000,
  duration: true,
};

/** Reads durations in milliseconds. */
export const asMilliseconds: Codec = {
  json: (json) => duration(json, 1),
  text: (text) => duration(number(text, UNITS), 1),
  unit: 1,
  duration: true,
};

const unixTime = (json: unknown, unit: number): Date | undefined =>
  typeof json === "number" ? date(json * unit) : undefined;

/** Reads seconds since 1970. */
export const asUnixSeconds: Codec = {
  json: (json) => unixTime(json, 1_000),
  text: (text) => unixTime(number(text, INTEGER), 1_000),
  unit: 1_000,
};

/** Reads milliseconds since 1970. */
export const asUnixMilliseconds: Codec = {
  json: (json) => unixTime(json, 1),
  text: (text) => unixTime(number(text, INTEGER), 1),
  unit: 1,
};

export const asRfc3339: Codec = {
  json: (json) => (typeof json === "string" ? date(parseRfc3339(json)) : undefined),
  text: (text) => date(parseRfc3339(text)),
};

/** Reads lists. In a text, the items are separated; items that can contain the separator can't be read from there. */
export const asListOf = (item: Codec): Codec => ({
  json: (json) => (Array.isArray(json) ? all(json.map((value) => readJson(value, item))) : undefined),
  text(text) {
    if (item.wide) return undefined;
    return text === "" ? [] : all(text.split(", ").map((value) => item.text(value)));
  },
  wide: true,
  items: item,
});

/** Reads objects with any keys. */
export const asMapOf = (item: Codec): Codec => ({
  json(json) {
    if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
    const keys = Object.keys(json);
    const values = all(Object.values(json).map((value) => readJson(value, item)));
    // `__proto__` is a key like any other.
    return values && Object.fromEntries(keys.map((key, index) => [key, values[index]]));
  },
  text: () => undefined,
  wide: true,
  items: item,
});

/** Returns the values if all of them could be read. */
function all(values: unknown[]): unknown[] | undefined {
  return values.includes(undefined) ? undefined : values;
}

/** Reads a value of a body. A server may write any value as a string. */
export function readJson(json: unknown, codec: Codec): unknown {
  return codec.json(json) ?? (typeof json === "string" ? codec.text(json) : undefined);
}

/** Reads a value of a header. A duration can also be a date. */
export function readHeader(header: string | undefined, codec: Codec, now: number): unknown {
  const text = header?.trim();
  if (text === undefined) return undefined;
  const value = codec.text(text);
  if (value !== undefined || !codec.duration) return value;
  const until = parseHttpDate(text);
  return Number.isNaN(until) ? undefined : Math.max(0, until - now);
}
