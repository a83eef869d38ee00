/** Identification: which error a body is of. */

import { type Reading } from "./body.js";
import { type ApiData, type Condition, type EntryData, type EnvelopeData } from "./data.js";
import { commonSegments, hasPage } from "./pages.js";

/** The maximum number of kinds above an error. */
const MAX_KINDS = 32;

/** An API's entries, by what a client sees of them. Built once. */
export interface Index {
  readonly envelopes: readonly EnvelopeIndex[];
  readonly byId: ReadonlyMap<string, EntryData>;
  /** The headers that are kept, in lowercase. */
  readonly headers: readonly string[];
}

export interface EnvelopeIndex {
  readonly data: EnvelopeData;
  readonly all: EntryData[];
  readonly byCode: Map<string, EntryData[]>;
  readonly byStatus: Map<number, EntryData[]>;
  /** The entries with a range of statuses, or none. */
  readonly others: EntryData[];
}

const indexes = new WeakMap<ApiData, Index>();

const KEPT = ["content-type", "retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];

export function indexOf(api: ApiData): Index {
  const known = indexes.get(api);
  if (known) return known;
  const envelopes = api.envelopes.map((data): EnvelopeIndex => {
    return { data, all: [], byCode: new Map(), byStatus: new Map(), others: [] };
  });
  const byName = new Map(envelopes.map((envelope) => [envelope.data.name, envelope]));
  const byId = new Map<string, EntryData>();
  for (const entry of api.entries) {
    if (!byId.has(entry.id)) byId.set(entry.id, entry);
    const of = byName.get(entry.envelope ?? "");
    if (!of) continue;
    of.all.push(entry);
    for (const code of [codeOf(entry), ...(entry.aliases ?? [])]) add(of.byCode, code, entry);
    for (const status of entry.status ?? []) add(of.byStatus, status, entry);
    if (!entry.status) of.others.push(entry);
  }
  const named = api.envelopes.flatMap((envelope) => (envelope.headers ?? []).map(([name]) => name));
  const index = { envelopes, byId, headers: [...new Set([...KEPT, ...Object.keys(api.headers), ...named])] };
  indexes.set(api, index);
  return index;
}

function add<K>(map: Map<K, EntryData[]>, key: K, entry: EntryData): void {
  const known = map.get(key);
  if (known) known.push(entry);
  else map.set(key, [entry]);
}

export const codeOf = (entry: EntryData): string => entry.code ?? entry.id;

/** The result of identification. */
export interface Identified {
  readonly entry?: EntryData;
  readonly candidates: readonly EntryData[];
}

/** Returns the entry of a body. If several look the same, it is the nearest kind that they share. */
export function identify(index: Index, envelope: EnvelopeIndex, status: number, reading: Reading): Identified {
  const { by, key } = envelope.data;
  const ofStatus = (): EntryData[] => [...(envelope.byStatus.get(status) ?? []), ...envelope.others].filter(mayHaveStatus(status));
  let found = envelope.all;
  if (key === "code") found = reading.code === undefined ? [] : (envelope.byCode.get(reading.code) ?? []);
  else if (key === "status") found = ofStatus();
  if (key === "code" && envelope.data.status) found = found.filter(mayHaveStatus(status));
  found = found.filter((entry) => by.every((condition) => condition.has(entry, reading)));
  if (!found.length) {
    // Titles and messages are for people, so they get reworded. Another code is another error.
    const isNamed = (key === "code" && reading.code !== undefined) || by.some((condition) => condition.isNamed?.(reading));
    if (isNamed) return { candidates: [] };
    const candidates = envelope.byStatus.get(status) ?? [];
    if (!envelope.data.status || reading.wrong || reading.gaps) return { candidates };
    return { ...shared(index, ofStatus().map((entry) => kindOf(index, entry) ?? entry)), candidates };
  }
  const candidates = found;
  found = best(found, (entry) => (entry.status?.includes(status) ? 2 : entry.range === undefined ? 0 : 1));
  if (key === "code") found = best(found, (entry) => Number(codeOf(entry) === reading.code));
  for (const { rank } of by) {
    if (rank) found = best(found, (entry) => rank(entry, reading));
  }
  return { ...shared(index, found), candidates };
}

/** Returns a test for entries that have a status, or none at all. */
const mayHaveStatus =
  (status: number) =>
  (entry: EntryData): boolean => {
    if (entry.status?.includes(status)) return true;
    const { range } = entry;
    if (range === undefined) return !entry.status;
    return status < 600 && (range === "default" ? status >= 400 : Math.floor(status / 100) === Number(range[0]));
  };

/** Returns the items with the highest rank. */
function best(entries: readonly EntryData[], rank: (entry: EntryData) => number): EntryData[] {
  if (entries.length < 2) return [...entries];
  const highest = Math.max(...entries.map(rank));
  return entries.filter((entry) => rank(entry) === highest);
}

const kindOf = (index: Index, entry: EntryData): EntryData | undefined => index.byId.get(entry.is ?? "");

/** Returns the nearest kind that all entries share. A single entry is returned itself. */
function shared(index: Index, entries: readonly EntryData[]): { entry?: EntryData } {
  const [first, ...rest] = entries;
  if (!first) return {};
  const isOfAll = (kind: EntryData): boolean => rest.every((other) => kinds(index, other).some((it) => it.id === kind.id));
  const kind = kinds(index, first).find(isOfAll);
  // The entry that may have been sent is in the table of the response.
  const entry = kind && (entries.find((it) => it.id === kind.id) ?? kind);
  return entry ? { entry } : {};
}

/** Returns an entry, its kind, the kind of that, and so on. */
function kinds(index: Index, entry: EntryData): EntryData[] {
  const found: EntryData[] = [];
  for (let it: EntryData | undefined = entry; it && found.length < MAX_KINDS; it = kindOf(index, it)) found.push(it);
  return found;
}

export const byTitle: Condition = { has: (entry, reading) => entry.title === reading.title };

export const byTable: Condition = { has: (entry, reading) => entry.table === reading.table };

export const byMessage: Condition = {
  has({ message, params = [] }, { message: text }) {
    if (typeof message === "string" || !message) return message === text;
    if (text === undefined) return message.length === 0 && params.every((param) => param.optional);
    return message.read(text, params) !== undefined;
  },
  // The more constant text, the less likely is a coincidence.
  rank: ({ message }) => message?.length ?? 0,
};

export const byPage: Condition = {
  has: hasPage,
  rank: (entry, { url }) => (entry.url === url ? Infinity : commonSegments(entry.url, url)),
  isNamed: ({ url }) => url !== undefined,
};

export const byFact = (name: string): Condition => ({
  has({ facts }, reading) {
    const [known, found] = [facts?.[name], reading.facts[name]];
    if (known === undefined) return found === undefined || found === null;
    return found === known || (typeof found === "string" && found === String(known));
  },
  isNamed: ({ facts }) => facts[name] !== undefined && facts[name] !== null,
});

