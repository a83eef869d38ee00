/** An API's errors, indexed by what clients see of them. */

import { type ApiData, type EntryData, type EnvelopeData } from "./data.js";
import { type Codec } from "./values.js";

/** The index of an API. It is built once. */
export interface Index {
  readonly envelopes: readonly EnvelopeIndex[];
  readonly byId: ReadonlyMap<string, EntryData>;
  /** The headers that are kept, in lowercase, with the types of those that params fill. */
  readonly headers: ReadonlyMap<string, Codec | undefined>;
}

/** The errors with an envelope. */
export interface EnvelopeIndex {
  readonly data: EnvelopeData;
  /** By code, including former ones, and by status. The key of errors with a range of statuses, or none, is 0. */
  readonly byKey: Map<string | number, EntryData[]>;
}

export const RETRY_AFTER = "retry-after";
export const RATE_LIMIT = "x-ratelimit-limit";
export const RATE_LIMIT_REMAINING = "x-ratelimit-remaining";
export const RATE_LIMIT_RESET = "x-ratelimit-reset";

const STANDARD_HEADERS = ["content-type", RETRY_AFTER, RATE_LIMIT, RATE_LIMIT_REMAINING, RATE_LIMIT_RESET];

const indexes = new WeakMap<ApiData, Index>();

/** Returns the code of an error in bodies. */
export const codeOf = (entry: EntryData): string => entry.code ?? entry.id;

/** Returns the index of an API. */
export function indexOf(api: ApiData): Index {
  const known = indexes.get(api);
  if (known) return known;
  const byId = new Map<string, EntryData>();
  const headers = new Map<string, Codec | undefined>(STANDARD_HEADERS.map((name) => [name, undefined]));
  const register = (entry: EntryData): void => {
    if (!byId.has(entry.id)) byId.set(entry.id, entry);
    for (const [, type, { header } = {}] of entry.params ?? []) {
      if (header !== undefined) headers.set(header, headers.get(header) ?? type);
    }
  };
  const envelopes = api.envelopes.map((data): EnvelopeIndex => {
    const byKey: EnvelopeIndex["byKey"] = new Map();
    for (const [name] of data.headers ?? []) headers.set(name, headers.get(name));
    for (const entry of data.entries) {
      register(entry);
      for (const key of [codeOf(entry), ...(entry.aliases ?? []), ...(entry.status ?? [0])]) {
        const known = byKey.get(key);
        if (known) known.push(entry);
        else byKey.set(key, [entry]);
      }
    }
    return { data, byKey };
  });
  api.kinds?.forEach(register);
  const index = { envelopes, byId, headers };
  indexes.set(api, index);
  return index;
}
