/** The names of errors in the URLs of their pages. */

import { type EntryData } from "./data.js";
import { type Reading } from "./body.js";

/**
 * Returns the parts of a URL that may name an error, the likelier first: the fragment, or the last segment of the path.
 * Docs move to other hosts, and their paths get versions.
 */
export function pageNames(url: string): string[] {
  const [rest = "", fragment = ""] = url.split("#", 2);
  const segments = (rest.split("?", 1)[0] ?? "").split("/").reverse();
  const segment = segments.find((segment) => segment !== "" && !/^v\d[\d.]*$/.test(segment))?.replace(/\.html$/, "");
  return [fragment, segment ?? ""].filter((name) => name !== "");
}

/** Returns `true` if a body links to an error's page, or to the same page at another place. */
export function hasPage(entry: EntryData, reading: Reading): boolean {
  const { url } = reading;
  if (url === undefined || entry.url === undefined) return url === entry.url;
  const [page = ""] = pageNames(entry.url);
  return url === entry.url || pageNames(url).includes(page);
}

/** Returns the number of segments that two URLs have in common, counted from their ends. */
export function commonSegments(one = "", other = ""): number {
  const segments = (url: string): string[] => url.replace(/\/+$/, "").split(/[/#]/).reverse();
  const others = segments(other);
  const end = segments(one).findIndex((segment, at) => segment !== others[at]);
  return end < 0 ? segments(one).length : end;
}
