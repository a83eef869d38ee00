/** Decodes responses to errors. Nothing here throws or rejects. */

import { isEvidence, newReading, readPart, type Reading } from "./body.js";
import { type ApiData, type EntryData, type EnvelopeData } from "./data.js";
import { codeOf, identify, indexOf, type Identified, type Index } from "./identify.js";
import { type DecodedError, type DecodeOptions, type HeadersLike, type RateLimitInfo, type Retry } from "./types.js";
import { ABSENT, asSeconds, readHeader, readJson } from "./values.js";

/** The maximum size of a body, in bytes. Errors are short. */
const MAX_BODY_BYTES = 4 << 20;

/** The maximum number of characters of a body that are kept. */
const MAX_KEPT = 64 << 10;

/** The longest wait that a server can ask for: a day. */
const MAX_RETRY_AFTER_MS = 86_400_000;

const RETRY_AFTER = "retry-after";

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
  const kept = keep(index.headers, headers);
  const text = body.replace(/^\ufeff/, "");
  return new Decoder(api, index, status, kept, body, options).decode(parse(text), text);
}

/** Decodes a value that is parsed already, such as an event of a stream. */
export function decodeJson(api: ApiData, value: unknown, options: DecodeOptions = {}): DecodedError {
  return new Decoder(api, indexOf(api), 200, {}, "", options).decode(value, "");
}

function parse(text: string): unknown {
  try {
    return text.length > MAX_BODY_BYTES ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the headers with these names. */
function keep(names: readonly string[], headers: HeadersLike): Record<string, string> {
  const kept: Record<string, string> = {};
  const set = (name: string, value: unknown): void => {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === "string" && !Object.hasOwn(kept, name)) kept[name] = first;
  };
  if ("get" in headers && typeof headers.get === "function") {
    const map = headers as { get(name: string): unknown };
    for (const name of names) set(name, map.get(name));
  } else {
    const pairs = Symbol.iterator in headers ? (headers as Iterable<readonly [string, string]>) : Object.entries(headers);
    for (const [key, value] of pairs) {
      const name = key.toLowerCase();
      if (names.includes(name)) set(name, value);
    }
  }
  return kept;
}

/** A body in the format of an envelope. */
interface Candidate extends Identified {
  readonly envelope: EnvelopeData;
  readonly reading: Reading;
}

/** Decodes one response. */
class Decoder {
  private readonly now: number;

  constructor(
    private readonly api: ApiData,
    private readonly index: Index,
    private readonly status: number,
    private readonly headers: Readonly<Record<string, string>>,
    private readonly body: string,
    private readonly options: DecodeOptions,
  ) {
    this.now = options.now ?? Date.now();
  }

  decode(json: unknown, text: string): DecodedError {
    let best: Candidate | undefined;
    const type = mediaType(this.headers["content-type"]);
    this.index.envelopes.forEach(({ data }, position) => {
      const raw = data.raw ? text.replace(data.raw && /\n$/, "") : json;
      if (raw === undefined || !mayBeOf(type, data)) return;
      const found = this.read(position, raw);
      if (found && (!best || isBetter(found, best))) best = found;
    });
    return this.result(best);
  }

  /** Reads a body in the format of an envelope, or an item of a list of errors. */
  private read(position: number, json: unknown, item?: Reading): Candidate | undefined {
    const envelope = this.index.envelopes[position];
    const reading = newReading();
    const match = item?.item ?? envelope?.data.body;
    if (!envelope || !match?.read(reading, json) || !isEvidence(reading)) return undefined;
    for (const [name, slot] of envelope.data.headers ?? []) {
      if (this.headers[name] !== undefined) readPart(reading, slot, this.headers[name]);
    }
    return { envelope: envelope.data, reading, ...identify(this.index, envelope, this.status, reading) };
  }

  private result(found: Candidate | undefined): DecodedError {
    const { reading, envelope } = found ?? {};
    const { entry, isExpected } = this.entryOf(found);
    const retry: Retry = entry ? (entry.retry ?? "unspecified") : this.unknownRetry();
    const { params, complete } = entry && reading ? this.params(entry, reading) : { params: {}, complete: false };
    const wireCode = isExpected && entry && reading?.code === codeOf(entry) ? undefined : reading?.code;
    const received = {
      status: this.status,
      message: reading?.message,
      wireCode: wireCode ?? (entry && !isExpected ? codeOf(entry) : undefined),
      headers: this.headers,
      body: this.body.slice(0, MAX_KEPT),
      retry,
      retryAfterMs: this.retryAfter(entry, params, retry),
      rateLimit: this.rateLimit(),
      others: this.others(found),
    };
    if (!found || !reading || !envelope) return { ...received, found: "unreadable", code: undefined };
    const candidates = [...new Set(found.candidates.filter((it) => this.canReturn(it)).map((it) => it.id))];
    const known = { ...received, envelope: envelope.name, context: reading.context, candidates };
    if (!entry || !isExpected) return { ...known, found: "unknown", code: undefined };
    const { id: code, message } = entry;
    if (!complete) return { ...known, found: "partial", code, params };
    const own = typeof message === "object" ? message.write(entry.params ?? [], params) : message;
    return { ...known, found: "error", code, params, message: reading.message ?? own ?? "" };
  }

  /** Returns the entry, and `true` if the types of this package have it for the operation. */
  private entryOf(found: Candidate | undefined): { entry?: EntryData; isExpected: boolean } {
    const entry = found?.entry;
    if (!found || !entry || entry.hidden) return { isExpected: false };
    return { entry, isExpected: [entry, ...found.candidates].some((it) => this.canReturn(it)) };
  }

  /** Returns `true` if the operation that was called can return an entry. */
  private canReturn({ operations }: EntryData): boolean {
    const { operation } = this.options;
    return operation === undefined || !operations || operations.includes(operation);
  }

  private others(found: Candidate | undefined): DecodedError[] {
    const position = this.api.envelopes.findIndex((it) => it === found?.envelope);
    return (found?.reading.others ?? []).map((json) => this.result(this.read(position, json, found?.reading)));
  }

  /** Reads the params: from their members, the object of all params, the message, or a header. */
  private params(entry: EntryData, reading: Reading): { params: Record<string, unknown>; complete: boolean } {
    const params: Record<string, unknown> = {};
    let complete = true;
    const { message } = entry;
    const isTemplate = typeof message === "object" && reading.message !== undefined;
    const texts = isTemplate ? message.read(reading.message ?? "", entry.params ?? []) : undefined;
    entry.params?.forEach(({ name, as = name, type, wire = name, header, optional = false }, position) => {
      const text = texts?.get(position);
      // A required text may be `-` itself.
      const isAbsent = text === undefined || (text === ABSENT && (optional || !type.wide));
      const value =
        readJson(reading.own[name], type) ??
        readJson(reading.members.get(wire), type) ??
        (isAbsent ? undefined : type.text(text)) ??
        (header === undefined ? undefined : readHeader(this.headers[header], type, this.now));
      if (value !== undefined && value !== null) params[as] = value;
      else complete &&= optional;
    });
    return { params, complete };
  }

  /** Returns how to retry a request that failed with an unknown error. */
  private unknownRetry(): Retry {
    const after = { header: "Retry-After" };
    // Such a request was rejected before it had any effect.
    if (this.status === 429) return { after, backoff: "exponential" };
    // It may come from a proxy after the server processed the request.
    if (this.status === 503 && this.headers[RETRY_AFTER] !== undefined) return { after, idempotentOnly: true };
    return "unspecified";
  }

  private retryAfter(entry: EntryData | undefined, params: Record<string, unknown>, retry: Retry): number | undefined {
    const after = typeof retry === "object" ? retry.after : undefined;
    const name = after && "header" in after ? after.header.toLowerCase() : RETRY_AFTER;
    const type = this.api.headers[name];
    const text = this.headers[name];
    const isDigits = text !== undefined && /^\d+$/.test(text);
    const inHeader = readHeader(text, type?.duration ? type : asSeconds, this.now) ?? (isDigits ? Infinity : undefined);
    const param = entry?.params?.find(({ header, type }) => header === name && type.duration);
    const wait = inHeader ?? (param && params[param.as ?? param.name]);
    return typeof wait === "number" ? Math.min(wait, MAX_RETRY_AFTER_MS) : undefined;
  }

  private rateLimit(): RateLimitInfo | undefined {
    const header = (name: string): string | undefined => this.headers[`x-ratelimit-${name}`];
    const number = (name: string): number | undefined => {
      const text = header(name)?.trim() ?? "";
      return /^\+?\d+$/.test(text) ? Number(text) : undefined;
    };
    const type = this.api.headers["x-ratelimit-reset"];
    const reset = type && readHeader(header("reset"), type, 0);
    const limit = number("limit");
    const remaining = number("remaining");
    const found = {
      ...(limit !== undefined && { limit }),
      ...(remaining !== undefined && { remaining }),
      ...(reset instanceof Date && { reset }),
    };
    return Object.keys(found).length ? found : undefined;
  }
}

/** Returns the media type of a header without its parameters, or `undefined` if it isn't a media type. */
function mediaType(header: string | undefined): string | undefined {
  return /^\s*([^\s;,/]+\/[^\s;,]+)/.exec(header ?? "")?.[1]?.toLowerCase();
}

/** Returns `true` if a response may have the format of an envelope. All types of JSON count as the same. */
function mayBeOf(type: string | undefined, { type: own, raw }: EnvelopeData): boolean {
  return type === undefined || type === own || (!raw && /^application\/json$|^text\/json$|\+json$/.test(type));
}

/** Returns `true` if a body fits an envelope better. Constants choose first. */
function isBetter(one: Candidate, other: Candidate): boolean {
  const hasAllLiterals = ({ reading }: Candidate): boolean => reading.literals > 0 && reading.wrong === 0;
  if (hasAllLiterals(other) && one.reading.wrong) return false;
  if (hasAllLiterals(one) && other.reading.wrong) return true;
  const difference =
    Number(one.entry !== undefined) - Number(other.entry !== undefined) ||
    other.reading.wrong - one.reading.wrong ||
    other.reading.gaps - one.reading.gaps ||
    one.reading.specific - other.reading.specific ||
    one.reading.matched - other.reading.matched;
  return difference > 0;
}
