/**
 * Response formats: how a body is compared with an envelope, and what is read from it.
 *
 * Matching is generous. Only what identifies the error has to be in the body. Other differences are counted, to choose
 * between the envelopes of an API.
 */

import { readJson, type Codec } from "./values.js";

/** The contents of a body. */
export interface Reading {
  code?: string;
  title?: string;
  message?: string;
  /** The URL of the error's page. */
  url?: string;
  table?: string;
  /** The facts that have members of their own, by name. */
  readonly facts: Record<string, unknown>;
  /** The params that have members of their own, by name. */
  readonly own: Record<string, unknown>;
  /** The members that contain params, by the name that params have in bodies. */
  readonly members: Map<string, unknown>;
  readonly context: Record<string, unknown>;
  /** The further items of a list of errors. */
  readonly others: unknown[];
  /** The number of constants with the expected value. */
  literals: number;
  /** The number of constants that are missing or have another value. */
  wrong: number;
  /** The number of other parts that are missing or have another type. */
  gaps: number;
  /** The number of parts that matched and accept only certain values. */
  specific: number;
  /** The number of parts that matched. */
  matched: number;
  /** `true` if the body has other members, or lacks some. */
  differs: boolean;
}

/** A part of an envelope. */
export interface Match {
  /** Reads a part of a body, which is `undefined` if it is missing. Returns `false` if it isn't as expected. */
  read(reading: Reading, json: unknown): boolean;
  /** `"present"`: a body without this part isn't of the envelope. `"required"`: nor is one with another type. */
  readonly need?: "present" | "required" | undefined;
  readonly optional?: boolean;
  readonly literal?: boolean;
  /** `true` if it is found at any position of a list. */
  readonly anywhere?: boolean;
  /** The form of the items, if it contains a list of errors. */
  readonly item?: Match | undefined;
}

export const newReading = (): Reading => ({
  facts: {},
  own: {},
  members: new Map(),
  context: {},
  others: [],
  literals: 0,
  wrong: 0,
  gaps: 0,
  specific: 0,
  matched: 0,
  differs: false,
});

/** Returns `true` if something in a body is as expected. Keys alone don't make it an error of the API. */
export const isEvidence = (reading: Reading): boolean =>
  reading.matched > 0 || (!reading.differs && reading.members.size === 0);

export const isObject = (json: unknown): json is Record<string, unknown> =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** Reads a part with its tolerance. Returns `false` if the body isn't of the envelope. */
export function readPart(reading: Reading, match: Match, json: unknown): boolean {
  if (match.optional && (json === undefined || json === null)) return true;
  if (match.read(reading, json)) return true;
  if (match.need && (json === undefined || match.need === "required")) return false;
  if (match.literal) reading.wrong++;
  else reading.gaps++;
  return (reading.differs = true);
}

const matched = (reading: Reading): boolean => {
  reading.matched++;
  return true;
};

const specific = (reading: Reading): boolean => {
  reading.specific++;
  return matched(reading);
};

/** A part without which a body isn't of the envelope. */
export const present = (match: Match): Match => ({ ...match, need: "present" });

/** A part without which a body isn't of the envelope, nor with a value of another type. */
export const required = (match: Match): Match => ({ ...match, need: "required" });

/** A part that may be missing. */
export const optional = (match: Match): Match => ({ ...match, optional: true });

/** A constant. */
export const literal = (value: string | number | boolean | null): Match => ({
  literal: true,
  read(reading, json) {
    if (json !== value) return false;
    reading.literals++;
    return specific(reading);
  },
});

function setText(reading: Reading, name: "code" | "title" | "message", json: unknown): boolean {
  if (typeof json !== "string") return false;
  reading[name] = json;
  return specific(reading);
}

export const code: Match = { read: (reading, json) => setText(reading, "code", json) };
export const title: Match = { read: (reading, json) => setText(reading, "title", json) };
export const message: Match = { read: (reading, json) => setText(reading, "message", json) };

/** A code that is a number, or either a number or a text. */
export const anyCode: Match = {
  read: (reading, json) => code.read(reading, typeof json === "number" ? String(json) : json),
};

/** The HTTP status in the body. The status of the response counts. */
export const status: Match = {
  read: (reading, json) =>
    json === null || (Number.isInteger(json) && specific(reading)),
};

export const statusText: Match = {
  read: (reading, json) => status.read(reading, typeof json === "string" && /^\d+$/.test(json) ? Number(json) : json),
};

/** The URL of the error's page. */
export const url: Match = {
  read(reading, json) {
    if (json === null) return true;
    if (typeof json !== "string") return false;
    if (json !== "about:blank") reading.url = json;
    return specific(reading);
  },
};

/** A value that doesn't matter, because it is the same in every response of an error. */
export const constant: Match = { read: (reading, json) => json !== undefined && matched(reading) };

export const table: Match = {
  read(reading, json) {
    if (typeof json === "string") reading.table = json;
    return constant.read(reading, json);
  },
};

export const fact = (name: string): Match => ({
  read(reading, json) {
    reading.facts[name] = json;
    return constant.read(reading, json);
  },
});

export const param = (name: string): Match => ({
  read(reading, json) {
    reading.own[name] = json;
    return constant.read(reading, json);
  },
});

/** A value that the server adds. One of another type is left out. */
export const context = (property: string, codec: Codec): Match => ({
  read(reading, json) {
    const value = readJson(json, codec) ?? undefined;
    if (value === undefined) return json !== undefined;
    reading.context[property] = value;
    return matched(reading);
  },
});

/** An object with the params. */
export const params: Match = {
  read(reading, json) {
    if (!isObject(json)) return false;
    for (const name of Object.keys(json)) reading.members.set(name, json[name]);
    return specific(reading);
  },
};

/** The members of an object. */
type Parts = readonly (readonly [name: string, part: Match])[];

/** An object. */
export const object = (parts: Parts): Match => ({
  anywhere: true,
  need: parts.some(([, part]) => part.need && !part.optional) ? "required" : undefined,
  item: parts.find(([, part]) => part.item)?.[1].item,
  read(reading, json) {
    if (!isObject(json)) return false;
    let known = 0;
    for (const [name, part] of parts) {
      const has = Object.hasOwn(json, name);
      if (has) known++;
      if (!readPart(reading, part, has ? json[name] : undefined)) return false;
    }
    if (Object.keys(json).length > known) reading.differs = true;
    return true;
  },
});

/** An object whose other members are params. */
export const openObject = (parts: Parts): Match => {
  const own = object(parts);
  return {
    ...own,
    read(reading, json) {
      if (!own.read(reading, json)) return false;
      for (const [name, value] of Object.entries(json as object)) {
        if (!parts.some(([part]) => part === name)) reading.members.set(name, value);
      }
      return true;
    },
  };
};
