/** Points in time as texts. `Date.parse` accepts much more, and differs between engines. */

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. */
const HTTP_DATE =
  /^[A-Z][a-z]+,? (?:(\d\d)[ -]([A-Z][a-z]{2})[ -](\d{4}|\d\d)|([A-Z][a-z]{2}) ([ \d]\d)) (\d\d):(\d\d):(\d\d) (?:GMT|(\d{4}))$/;

/** Returns a time in milliseconds since 1970. A leap second becomes the first second of the next minute. */
function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  const exists = date.getUTCMonth() === month && date.getUTCDate() === day;
  return exists && hour < 24 && minute < 60 && second <= 60
    ? date.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000
    : undefined;
}

/** Parses a timestamp with any offset and any number of fractional digits (RFC 3339). */
export function parseRfc3339(text: string): number | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(text);
  if (!found) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const time = utc(year, month - 1, day, hour, minute, second);
  const offsetHours = Number(found[9] ?? 0);
  const offsetMinutes = Number(found[10] ?? 0);
  if (time === undefined || offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (found[8] === "-" ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000;
  return time - offset + Math.floor(Number(found[7] ?? 0) * 1_000);
}

/** Parses an HTTP date in any of its three forms (RFC 9110, section 5.6.7). */
export function parseHttpDate(text: string): number | undefined {
  const found = HTTP_DATE.exec(text);
  if (!found) return undefined;
  const [, day, name, shortYear, otherName, otherDay, hour, minute, second, otherYear = ""] = found;
  const month = MONTHS.indexOf(name ?? otherName ?? "-") / 3;
  const year = shortYear ?? otherYear;
  // Years of two digits are from 1970 to 2069.
  const century = year.length > 2 ? 0 : Number(year) < 70 ? 2_000 : 1_900;
  return Number.isInteger(month)
    ? utc(Number(year) + century, month, Number(day ?? otherDay), Number(hour), Number(minute), Number(second))
    : undefined;
}
