/** Points in time as texts, in milliseconds since 1970. `Date.parse` alone accepts much more, and engines differ. */

const RFC_3339 = /^(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d:\d\d)(?:\.(\d+))?(z|[+-]\d\d:\d\d)$/i;

/** `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. */
const HTTP_DATE =
  /^[A-Z][a-z]+,? (?:(\d\d)[ -]([A-Z][a-z]{2})[ -](\d{4}|\d\d)|([A-Z][a-z]{2}) ([ \d]\d)) (\d\d:\d\d:\d\d) (?:GMT|(\d{4}))$/;

/** Parses a timestamp with any offset and any number of fractional digits (RFC 3339). */
export function parseRfc3339(text: string): number {
  const [, date = "", time = "", fraction = "", offset = ""] = RFC_3339.exec(text) ?? [];
  const ms = (fraction + "000").slice(0, 3);
  return Date.parse(`${date}T${withoutLeap(time)}.${ms}${offset.toUpperCase()}`);
}

/** Parses an HTTP date in any of its three forms (RFC 9110, section 5.6.7). */
export function parseHttpDate(text: string): number {
  const [, day = "", month = "", year = "", otherMonth = "", otherDay = "", time = "", otherYear = ""] =
    HTTP_DATE.exec(text) ?? [];
  // Years of two digits are from 1970 to 2069.
  const century = year.length !== 2 ? "" : Number(year) < 70 ? "20" : "19";
  // The parts of the other form are empty. Engines ignore the day of the week.
  return Date.parse(`Thu, ${day}${otherDay} ${month}${otherMonth} ${century}${year}${otherYear} ${withoutLeap(time)} GMT`);
}

/** Returns the second before a leap second. */
const withoutLeap = (time: string): string => time.replace(/:60$/, ":59");
