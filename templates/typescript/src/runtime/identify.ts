/** Identification: which error a body is of. */

import { type Reading } from "./body.js";
import { codeOf, type EnvelopeIndex, type Index } from "./catalog.js";
import { type Condition, type EntryData } from "./data.js";
import { commonSegments, hasPage } from "./pages.js";

/** The maximum number of kinds above an error. */
const MAX_KINDS = 32;

/** The result of identification. */
export interface Identified {
  readonly entry?: EntryData;
  readonly candidates: readonly EntryData[];
}

/** Returns the entry of a body. If several look the same, it is the nearest kind that they share. */
export function identify(index: Index, envelope: EnvelopeIndex, status: number, reading: Reading): Identified {
  const { by = [], key, status: hasStatus = key === "status" } = envelope.data;
  const { code } = reading;
  const mayHaveStatus = ({ status: own, range }: EntryData): boolean =>
    range ? status >= range[0] && status <= range[1] : !own || own.includes(status);
  const ofStatus = (): EntryData[] => [...(envelope.byStatus.get(status) ?? []), ...envelope.others.filter(mayHaveStatus)];
  let found: readonly EntryData[] = envelope.data.entries;
  if (key === "status") found = ofStatus();
  else if (key) found = envelope.byCode.get(code ?? "") ?? [];
  if (key === "code" && hasStatus) found = found.filter(mayHaveStatus);
  found = found.filter((entry) => by.every((condition) => condition.has(entry, reading)));
  if (!found.length) {
    // Titles and messages are for people, so they get reworded. Another code is another error.
    const isNamed = (key === "code" && code !== undefined) || by.some((condition) => condition.isNamed?.(reading));
    const candidates = isNamed ? [] : ofStatus();
    const isReworded = hasStatus && !reading.wrong && !reading.gaps;
    return { ...(isReworded && shared(index, candidates.map((entry) => kindOf(index, entry) ?? entry))), candidates };
  }
  const candidates = found;
  found = best(found, (entry) => (entry.status?.includes(status) ? 2 : entry.range ? 1 : 0));
  if (key === "code") found = best(found, (entry) => Number(codeOf(entry) === code));
  for (const { rank } of by) {
    if (rank) found = best(found, (entry) => rank(entry, reading));
  }
  return { ...shared(index, found), candidates };
}

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
    const known = facts?.[name];
    const found = reading.facts[name];
    if (known === undefined) return found === undefined || found === null;
    return found === known || found === String(known);
  },
  isNamed: ({ facts }) => facts[name] !== undefined && facts[name] !== null,
});

