/** Points in time as texts, in milliseconds since 1970. `Date.parse` alone accepts much more, and engines differ. */

const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

/** `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. */
const HTTP_DATE =
  /^[A-Z][a-z]+,? (?:(\d\d)[ -]([A-Z][a-z]{2})[ -](\d{4}|\d\d)|([A-Z][a-z]{2}) ([ \d]\d)) (\d\d:\d\d:\d\d) (?:GMT|(\d{4}))$/;

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** Parses a timestamp with any offset and any number of fractional digits (RFC 3339). */
export function parseRfc3339(text: string): number {
  const [, date = "", time = "", fraction = "", offset = ""] = RFC_3339.exec(text) ?? [];
  return parse(date, time, fraction, offset.toUpperCase());
}

/** Parses an HTTP date in any of its three forms (RFC 9110, section 5.6.7). */
export function parseHttpDate(text: string): number {
  const found = HTTP_DATE.exec(text) ?? [];
  const [, day, month, shortYear, otherMonth = "-", otherDay = "", time = "", otherYear = ""] = found;
  const year = shortYear ?? otherYear;
  // Years of two digits are from 1970 to 2069.
  const century = year.length > 2 ? "" : Number(year) < 70 ? "20" : "19";
  const number = MONTHS.indexOf(month ?? otherMonth) / 3 + 1;
  const parts = [century + year, String(number).padStart(2, "0"), (day ?? otherDay).replace(" ", "0")];
  return parse(parts.join("-"), time, "", "Z");
}

/** Returns `NaN` for an invalid time. A leap second is the second before it. */
function parse(date: string, time: string, fraction: string, offset: string): number {
  return Date.parse(`${date}T${time.replace(/:60$/, ":59")}.${fraction.padEnd(3, "0").slice(0, 3)}${offset}`);
}
