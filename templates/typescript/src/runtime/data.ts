/** The data of an API, as far as decoding needs it. */

import { type Match, type Reading } from "./body.js";
import { type Retry } from "./types.js";
import { type Codec } from "./values.js";

/** An API: its response formats, with their errors. */
export interface ApiData {
  readonly envelopes: readonly EnvelopeData[];
  /** The errors that others inherit from, if they aren't in an envelope. */
  readonly kinds?: readonly EntryData[];
}

/** A response format. */
export interface EnvelopeData {
  readonly name: string;
  readonly body: Match;
  /** What errors are looked up by. */
  readonly key?: "code" | "status";
  /** `true` if the status identifies errors too. */
  readonly status?: boolean;
  /** What else identifies errors. */
  readonly by?: readonly Condition[];
  readonly headers?: readonly (readonly [string, Match])[];
  /** The media type, if it isn't one of JSON. */
  readonly type?: string;
  /** `true` if bodies aren't JSON. */
  readonly raw?: boolean;
  /** Only if bodies have no message. */
  readonly write?: MessageWriter;
  /** The errors, once for each of their tables. */
  readonly entries: readonly EntryData[];
}

/** Returns `true` if a response has what identifies the error. */
export interface Condition {
  readonly has: (entry: EntryData, reading: Reading) => boolean;
  /** Returns how well an error fits. Only the best ones remain. */
  readonly rank?: (entry: EntryData, reading: Reading) => number;
  /** Returns `true` if the body names an error, so that an unknown one isn't a reworded one. */
  readonly isNamed?: (reading: Reading) => boolean;
}

/** An error in one of its tables. */
export interface EntryData {
  /** The code, or `table/CODE` if several errors have the code. */
  readonly id: string;
  /** The code in bodies, if it isn't the id. */
  readonly code?: string;
  readonly aliases?: readonly string[];
  readonly status?: readonly number[];
  /** The first and the last status, if the server selects one. */
  readonly range?: readonly [number, number];
  /** The error that it inherits from. */
  readonly is?: string;
  /** `true` if no response can identify it. */
  readonly hidden?: boolean;
  readonly table?: string;
  readonly title?: string;
  readonly url?: string;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
  /** The default is the title. */
  readonly message?: string | Message;
  readonly params?: readonly ParamData[];
  readonly retry?: Exclude<Retry, "unspecified">;
  /** The operations that return it. Any can if there are none. */
  readonly operations?: readonly string[];
}

/** A param: its name in the catalog, its type, and what else matters. */
export type ParamData = readonly [name: string, type: Codec, more?: ParamDetails];

/** What isn't the same for most params. */
export interface ParamDetails {
  /** The name in this package, if it isn't the name in the catalog. */
  readonly as?: string;
  /** The name in bodies, if it isn't the name in the catalog. */
  readonly wire?: string;
  /** The header that contains it, in lowercase. */
  readonly header?: string;
  readonly optional?: boolean;
}

/** A message with params. */
export interface Message {
  /** Returns the texts of params, by position, or `undefined` if the text isn't of this message. */
  read(text: string, params: readonly ParamData[]): ReadonlyMap<number, string> | undefined;
  /** Constant text, and the positions of params. */
  readonly pieces: readonly (string | number)[];
}

/** Writes a message with the values of its params. */
export type MessageWriter = (
  message: Message,
  params: readonly ParamData[],
  values: Readonly<Record<string, unknown>>,
) => string;
