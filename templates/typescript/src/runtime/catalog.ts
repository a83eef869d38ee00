/** An API's errors, indexed by what clients see of them. */

import { type ApiData, type EntryData, type EnvelopeData } from "./data.js";
import { type Codec } from "./values.js";

/** The index of an API. It is built once. */
export interface Index {
  readonly envelopes: readonly EnvelopeIndex[];
  readonly byId: ReadonlyMap<string, EntryData>;
  /** The types of the headers that params fill. */
  readonly headerTypes: Readonly<Record<string, Codec>>;
  /** The headers that are kept, in lowercase. */
  readonly headers: readonly string[];
}

/** The errors with an envelope. */
export interface EnvelopeIndex {
  readonly data: EnvelopeData;
  /** Includes former codes. */
  readonly byCode: Map<string, EntryData[]>;
  readonly byStatus: Map<number, EntryData[]>;
  /** The errors with a range of statuses, or none. */
  readonly others: EntryData[];
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
  const headers = new Set(STANDARD_HEADERS);
  const headerTypes: Record<string, Codec> = {};
  const register = (entry: EntryData): void => {
    if (!byId.has(entry.id)) byId.set(entry.id, entry);
    for (const { header, type } of entry.params ?? []) {
      if (header === undefined) continue;
      headers.add(header);
      headerTypes[header] ??= type;
    }
  };
  const envelopes = api.envelopes.map((data): EnvelopeIndex => {
    const index: EnvelopeIndex = { data, byCode: new Map(), byStatus: new Map(), others: [] };
    for (const [name] of data.headers ?? []) headers.add(name);
    for (const entry of data.entries) {
      register(entry);
      for (const code of [codeOf(entry), ...(entry.aliases ?? [])]) add(index.byCode, code, entry);
      for (const status of entry.status ?? []) add(index.byStatus, status, entry);
      if (!entry.status) index.others.push(entry);
    }
    return index;
  });
  api.kinds?.forEach(register);
  const index = { envelopes, byId, headerTypes, headers: [...headers] };
  indexes.set(api, index);
  return index;
}

function add<K>(map: Map<K, EntryData[]>, key: K, entry: EntryData): void {
  const known = map.get(key);
  if (known) known.push(entry);
  else map.set(key, [entry]);
}
