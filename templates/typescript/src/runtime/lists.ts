/** Lists in bodies. */

import { isEvidence, newReading, readPart, type Match, type Reading } from "./body.js";

/** The maximum number of items that are compared, so that a long list takes little time. */
const MAX_ITEMS = 64;

/** A list. Objects are found at any position: a server may add other details before them. */
export const list = (parts: readonly Match[]): Match => ({
  need: parts.some((part) => part.need) ? "required" : undefined,
  item: parts.find((part) => part.item)?.item,
  read(reading, json) {
    if (!Array.isArray(json)) return false;
    const items: unknown[] = json.slice(0, MAX_ITEMS);
    return parts.every((part, position) => {
      const best = part.anywhere ? bestItem(part, position, items) : undefined;
      if (!best) return readPart(reading, part, part.anywhere ? undefined : items[position]);
      items[best.at] = undefined;
      merge(reading, best.reading);
      return true;
    });
  },
});

/** A list of errors. The first item is read, and the others are kept. */
export const each = (item: Match): Match => ({
  need: item.need,
  item,
  read(reading, json) {
    if (!Array.isArray(json) || json.length === 0) return false;
    reading.others.push(...(json.slice(1, MAX_ITEMS + 1) as unknown[]));
    return readPart(reading, item, json[0]);
  },
});

interface Item {
  readonly at: number;
  readonly reading: Reading;
}

/** Returns the item that fits best. The one at the expected position comes first. */
function bestItem(part: Match, position: number, items: readonly unknown[]): Item | undefined {
  let best: Item | undefined;
  for (const at of [position, ...items.keys()]) {
    const reading = newReading();
    if (items[at] === undefined || !part.read(reading, items[at]) || !isEvidence(reading)) continue;
    const difference = best && (reading.wrong - best.reading.wrong || reading.gaps - best.reading.gaps);
    if (difference === undefined || difference < 0) best = { at, reading };
  }
  return best;
}

/** Adds the contents of an item. */
function merge(reading: Reading, item: Reading): void {
  const { facts, own, members, context, others, ...rest } = item;
  Object.assign(reading.facts, facts);
  Object.assign(reading.own, own);
  Object.assign(reading.context, context);
  for (const [name, value] of members) reading.members.set(name, value);
  reading.others.push(...others);
  const { literals, wrong, gaps, specific, matched, differs } = reading;
  Object.assign(reading, rest);
  reading.literals += literals;
  reading.wrong += wrong;
  reading.gaps += gaps;
  reading.specific += specific;
  reading.matched += matched;
  reading.differs ||= differs;
}
