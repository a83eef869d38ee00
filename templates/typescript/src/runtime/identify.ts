/** Identification: which error a body is of. */

import { type Reading } from "./body.js";
import { codeOf, type EnvelopeIndex, type Index } from "./catalog.js";
import { type Condition, type EntryData, type Message } from "./data.js";
import { commonSegments, hasPage } from "./pages.js";

/** The result of identification. */
export interface Identified {
  readonly entry: EntryData | undefined;
  readonly candidates: readonly EntryData[];
}

/** Returns the entry of a body. If several look the same, it is the nearest kind that they share. */
export function identify(index: Index, envelope: EnvelopeIndex, status: number, reading: Reading): Identified {
  const { by = [], key, status: hasStatus = key === "status" } = envelope.data;
  const { code } = reading;
  const mayHaveStatus = ({ status: own, range }: EntryData): boolean =>
    range ? status >= range[0] && status <= range[1] : !own || own.includes(status);
  const having = (key: string | number): EntryData[] => envelope.byKey.get(key) ?? [];
  const ofStatus = (): EntryData[] => [...having(status), ...having(0)].filter(mayHaveStatus);
  let found: readonly EntryData[] = envelope.data.entries;
  if (key) found = key === "code" ? having(code ?? "") : ofStatus();
  if (hasStatus) found = found.filter(mayHaveStatus);
  found = found.filter((entry) => by.every((condition) => condition.has(entry, reading)));
  if (!found.length) {
    // Titles and messages are for people, so they get reworded. Another code is another error.
    const isNamed = (key === "code" && code !== undefined) || by.some((condition) => condition.isNamed?.(reading));
    const candidates = isNamed ? [] : ofStatus();
    const isReworded = hasStatus && !reading.wrong && !reading.gaps;
    const kinds = isReworded ? candidates.map((entry) => index.byId.get(entry.is ?? "") ?? entry) : [];
    return { entry: shared(index, kinds), candidates };
  }
  const candidates = found;
  found = best(found, (entry) => (entry.status?.includes(status) ? 2 : entry.range ? 1 : 0));
  if (key === "code") found = best(found, (entry) => Number(codeOf(entry) === code));
  for (const { rank } of by) {
    if (rank) found = best(found, (entry) => rank(entry, reading));
  }
  return { entry: shared(index, found), candidates };
}

/** Returns the items with the highest rank. */
function best(entries: readonly EntryData[], rank: (entry: EntryData) => number): readonly EntryData[] {
  if (entries.length < 2) return entries;
  const highest = Math.max(...entries.map(rank));
  return entries.filter((entry) => rank(entry) === highest);
}

/** Returns the nearest kind that all entries share. A single entry is returned itself. */
function shared({ byId }: Index, entries: readonly EntryData[]): EntryData | undefined {
  const chains = entries.map((entry) => {
    const ids: string[] = [];
    for (let it: EntryData | undefined = entry; it; it = byId.get(it.is ?? "")) ids.push(it.id);
    return ids;
  });
  const id = chains[0]?.find((id) => chains.every((ids) => ids.includes(id)));
  // The entry that may have been sent is in the table of the response.
  return entries.find((entry) => entry.id === id) ?? byId.get(id ?? "");
}

export const byTitle: Condition = { has: (entry, reading) => entry.title === reading.title };

export const byTable: Condition = { has: (entry, reading) => entry.table === reading.table };

export const byMessage: Condition = {
  has({ title, message = title, params = [] }, { message: text }) {
    if (typeof message !== "object") return message === text;
    if (text === undefined) return literalLength(message) === 0 && params.every(([, , more]) => more?.optional);
    return message.read(text, params) !== undefined;
  },
  // The more constant text, the less likely is a coincidence.
  rank: ({ title, message = title }) => literalLength(message),
};

/** Returns the number of constant characters of a message. */
function literalLength(message: string | Message | undefined): number {
  const pieces = typeof message === "object" ? message.pieces : [message];
  return pieces.reduce<number>((sum, piece) => sum + (typeof piece === "string" ? piece.length : 0), 0);
}

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

