/** Decodes responses to errors. Nothing here throws or rejects. */

import { isEvidence, newReading, readPart, type Match, type Reading } from "./body.js";
import {
  codeOf,
  indexOf,
  RATE_LIMIT,
  RATE_LIMIT_REMAINING,
  RATE_LIMIT_RESET,
  RETRY_AFTER,
  type EnvelopeIndex,
  type Index,
} from "./catalog.js";
import { type ApiData, type EntryData, type EnvelopeData } from "./data.js";
import { identify, type Identified } from "./identify.js";
import { type DecodedError, type DecodeOptions, type HeadersLike, type RateLimitInfo, type Retry } from "./types.js";
import { ABSENT, asInteger, asSeconds, readHeader, readJson, type Codec } from "./values.js";

/** The maximum size of a body, in bytes. Errors are short. */
const MAX_BODY_BYTES = 4 << 20;

/** The maximum number of characters of a body that are kept. */
const MAX_KEPT = 64 << 10;

/** The longest wait that a server can ask for: a day. */
const MAX_RETRY_AFTER_MS = 86_400_000;

/** Decodes a response that isn't a success. Reads its body. */
export async function decodeResponse(api: ApiData, response: Response, options?: DecodeOptions): Promise<DecodedError> {
  return decodeText(api, response.status, response.headers, await readText(response), options);
}

/** Returns the body as text, or an empty text if it can't be read, isn't UTF-8 or is too long. */
async function readText(response: Response): Promise<string> {
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const reader = response.body?.getReader();
    let text = "";
    let size = 0;
    for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
      size += chunk.value.length;
      if (size > MAX_BODY_BYTES) {
        await reader?.cancel();
        return "";
      }
      text += decoder.decode(chunk.value, { stream: true });
    }
    return text + decoder.decode();
  } catch {
    return "";
  }
}

/** Decodes the parts of a response. */
export function decodeText(
  api: ApiData,
  status: number,
  headers: HeadersLike,
  body: string,
  options: DecodeOptions = {},
): DecodedError {
  const index = indexOf(api);
  const text = body.replace(/^\ufeff/, "");
  return decodeBody({ index, status, headers: keep(index.headers, headers), body: text, options }, parse(text));
}

/** Decodes a value that is parsed already, such as an event of a stream. */
export function decodeJson(api: ApiData, value: unknown, options: DecodeOptions = {}): DecodedError {
  return decodeBody({ index: indexOf(api), status: 200, headers: {}, body: "", options }, value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the headers with these names. */
function keep(names: Index["headers"], headers: HeadersLike): Record<string, string> {
  const kept: Record<string, string> = {};
  const pairs = Symbol.iterator in headers ? (headers as Iterable<readonly [string, string]>) : Object.entries(headers);
  for (const [key, value] of pairs) {
    const name = key.toLowerCase();
    const text = typeof value === "object" ? value[0] : value;
    if (names.has(name) && text !== undefined) kept[name] ??= text;
  }
  return kept;
}

/** What is known of a response before its body is read. */
interface Context {
  readonly index: Index;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly options: DecodeOptions;
}

/** A body in the format of an envelope. */
interface Candidate extends Identified {
  readonly envelope: EnvelopeIndex;
  readonly reading: Reading;
}

/** Decodes a body, or an item of a list of errors, in the format of the envelope that fits best. */
function decodeBody(cx: Context, json: unknown, isItem = false): DecodedError {
  let best: Candidate | undefined;
  const type = mediaType(cx.headers["content-type"]);
  for (const envelope of cx.index.envelopes) {
    const { data } = envelope;
    const body = data.raw ? cx.body : json;
    if (body === undefined || !mayBeOf(type, data)) continue;
    const found = read(cx, envelope, isItem ? data.body.item : data.body, body);
    if (found && (!best || isBetter(found, best))) best = found;
  }
  return toError(cx, best);
}

/** Reads a body, or an item of a list of errors. Returns `undefined` if it isn't of the envelope. */
function read(cx: Context, envelope: EnvelopeIndex, match: Match | undefined, json: unknown): Candidate | undefined {
  const reading = newReading();
  if (!match?.read(reading, json) || !isEvidence(reading)) return undefined;
  for (const [name, slot] of envelope.data.headers ?? []) {
    if (cx.headers[name] !== undefined) readPart(reading, slot, cx.headers[name]);
  }
  return Object.assign(identify(cx.index, envelope, cx.status, reading), { envelope, reading });
}

function toError(cx: Context, found: Candidate | undefined): DecodedError {
  const { reading, envelope, candidates = [], entry } = found ?? {};
  const { operation } = cx.options;
  const possible = candidates.filter(
    ({ operations }) => operation === undefined || !operations || operations.includes(operation),
  );
  const own = entry && codeOf(entry);
  const sent = reading?.code ?? own;
  // The types of this package don't have an error that the operation can't return.
  const code = possible.length && !entry?.hidden ? entry?.id : undefined;
  const retry = entry ? (entry.retry ?? "unspecified") : unknownRetry(cx);
  const [params, isComplete] = readParams(cx, entry, reading);
  const received = {
    status: cx.status,
    message: reading?.message,
    wireCode: code !== undefined && sent === own ? undefined : sent,
    headers: cx.headers,
    body: cx.body.slice(0, MAX_KEPT),
    retry,
    retryAfterMs: retryAfter(cx, entry, params, retry),
    rateLimit: rateLimit(cx),
    others: reading?.others.map((json) => decodeBody(cx, json, true)) ?? [],
  };
  // Copies of an object with a spread take longer than all the rest of decoding.
  if (!reading || !envelope) return Object.assign(received, { found: "unreadable" as const, code: undefined });
  const known = Object.assign(received, {
    envelope: envelope.data.name,
    context: reading.context,
    candidates: [...new Set(possible.map((it) => it.id))],
  });
  if (code === undefined) return Object.assign(known, { found: "unknown" as const, code });
  if (!isComplete) return Object.assign(known, { found: "partial" as const, code, params });
  const { title, message = title, params: all = [] } = entry ?? {};
  const catalogs = typeof message === "object" ? envelope.data.write?.(message, all, params) : message;
  return Object.assign(known, { found: "error" as const, code, params, message: reading.message ?? catalogs ?? "" });
}

/** Reads the params: from their members, the object of all params, the message, or a header. */
function readParams(
  cx: Context,
  entry: EntryData | undefined,
  reading: Reading | undefined,
): [params: Record<string, unknown>, isComplete: boolean] {
  const params: Record<string, unknown> = {};
  let isComplete = true;
  const { message, params: all = [] } = entry ?? {};
  const received = reading?.message;
  const texts = typeof message === "object" && received !== undefined ? message.read(received, all) : undefined;
  all.forEach(([name, type, { as = name, wire = name, header, optional = false } = {}], position) => {
    const text = texts?.get(position);
    // A required text may be `-` itself.
    const isAbsent = text === undefined || (text === ABSENT && (optional || !type.wide));
    const value =
      readJson(reading?.own[name], type) ??
      readJson(reading?.members.get(wire), type) ??
      (isAbsent ? undefined : type.text(text)) ??
      (header === undefined ? undefined : readHeader(cx.headers[header], type, now(cx)));
    if (value !== undefined && value !== null) params[as] = value;
    else isComplete &&= optional;
  });
  return [params, isComplete];
}

const now = ({ options }: Context): number => options.now ?? Date.now();

/** Returns how to retry a request that failed with an unknown error. */
function unknownRetry({ status, headers }: Context): Retry {
  const after = { header: "Retry-After" };
  // Such a request was rejected before it had any effect.
  if (status === 429) return { after, backoff: "exponential" };
  // It may come from a proxy after the server processed the request.
  return status === 503 && RETRY_AFTER in headers ? { after, idempotentOnly: true } : "unspecified";
}

/** Returns how long the server asks to wait. */
function retryAfter(
  cx: Context,
  entry: EntryData | undefined,
  params: Readonly<Record<string, unknown>>,
  retry: Retry,
): number | undefined {
  const after = typeof retry === "object" ? retry.after : undefined;
  const name = after?.header?.toLowerCase() ?? RETRY_AFTER;
  const type = cx.index.headers.get(name);
  const inHeader = readHeader(cx.headers[name], type?.duration ? type : asSeconds, now(cx));
  const param = entry?.params?.find(([, type, more]) => more?.header === name && type.duration);
  const [own = "", , { as = own } = {}] = param ?? [];
  const wait = inHeader ?? params[as];
  return typeof wait === "number" ? Math.min(wait, MAX_RETRY_AFTER_MS) : undefined;
}

function rateLimit({ headers, index }: Context): RateLimitInfo | undefined {
  const read = (name: string, type: Codec | undefined): unknown => type && readHeader(headers[name], type, 0);
  const limit = read(RATE_LIMIT, asInteger) as number | undefined;
  const remaining = read(RATE_LIMIT_REMAINING, asInteger) as number | undefined;
  const time = read(RATE_LIMIT_RESET, index.headers.get(RATE_LIMIT_RESET));
  const reset = time instanceof Date ? time : undefined;
  return (limit ?? remaining ?? reset) === undefined ? undefined : { limit, remaining, reset };
}

/** Returns the media type of a header without its parameters, or `undefined` if it isn't a media type. */
function mediaType(header: string | undefined): string | undefined {
  return /^\s*([^\s;,/]+\/[^\s;,]+)/.exec(header ?? "")?.[1]?.toLowerCase();
}

/** Returns `true` if a response may have the format of an envelope. All types of JSON count as the same. */
function mayBeOf(type: string | undefined, { type: own, raw }: EnvelopeData): boolean {
  return type === undefined || type === own || (!raw && /[/+]json$/.test(type));
}

/** Returns `true` if a body fits an envelope better than another one. Constants choose first. */
function isBetter(one: Candidate, other: Candidate): boolean {
  const literals = literalRank(one.reading);
  return literals * literalRank(other.reading) < 0 ? literals > 0 : rank(one) > rank(other);
}

/** Returns 1 if a body has all constants of an envelope, and -1 if one is wrong. */
const literalRank = ({ literals, wrong }: Reading): number => (wrong ? -1 : Math.sign(literals));

/** Returns how well a body fits an envelope. Each criterion outweighs all further ones. */
const rank = ({ entry, reading: { wrong, gaps, specific, matched } }: Candidate): number =>
  [entry ? 1 : 0, -wrong, -gaps, specific, matched].reduce((sum, criterion) => sum * 1_000 + criterion);
