/** The types of decoded errors. */

/** How to retry a request. */
export interface RetryPolicy {
  /** The wait before the first retry: that in a header of the response, or a fixed one. */
  readonly after?:
    | { readonly header: string; readonly delayMs?: undefined }
    | { readonly delayMs: number; readonly header?: undefined };
  /** How waits grow. Waits that the server asks for never do. */
  readonly backoff?: "constant" | "exponential";
  /** `true` if waits are extended randomly, by up to half. */
  readonly jitter?: boolean;
  /** The maximum number of attempts, including the first one. */
  readonly attempts?: number;
  /** `true` if only requests that are safe to send twice are retried. */
  readonly idempotentOnly?: boolean;
}

/** Whether and how to retry. `"never"`: the same request fails again. `"unspecified"`: the catalog doesn't define it. */
export type Retry = "never" | "unspecified" | RetryPolicy;

/** The rate limit of the server, from its `X-RateLimit-*` headers. */
export interface RateLimitInfo {
  /** The number of requests per window. */
  readonly limit: number | undefined;
  /** The number of requests left in the window. */
  readonly remaining: number | undefined;
  /** When the next window starts. Only if the catalog defines the unit of the header. */
  readonly reset: Date | undefined;
}

/** What is known of every response that isn't a success. */
export interface Received {
  readonly status: number;
  /** The message for people: the server's, or the catalog's if the body has none. */
  readonly message: string | undefined;
  /** The code in the body, unless the error's own code is the same. */
  readonly wireCode: string | undefined;
  /** The headers for rate limits, and those that the catalog mentions, by their names in lowercase. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it was received, but at most its first 65,536 characters. */
  readonly body: string;
  readonly retry: Retry;
  /** How long the server asks to wait: at most a day, and 0 for a time in the past. */
  readonly retryAfterMs: number | undefined;
  readonly rateLimit: RateLimitInfo | undefined;
  /** The further errors of a response that lists several. */
  readonly others: readonly DecodedError[];
}

/** A response in a format of the API, with an error that this version of the package doesn't have. */
export interface UnknownError extends Received {
  readonly found: "unknown";
  readonly code: undefined;
  /** The name of the response format. */
  readonly envelope: string;
  /** The codes of the errors that the response may be of. */
  readonly candidates: readonly string[];
  /** The values that the server added. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** A response in none of the API's formats: a proxy's page, an empty body, a body that was cut off. */
export interface UnreadableError extends Received {
  readonly found: "unreadable";
  readonly code: undefined;
}

/** The description of an error in one response format. */
export interface Spec {
  readonly code: string;
  readonly envelope: string;
  readonly params: object;
  readonly context: object;
  readonly candidates: string;
}

interface Known<S extends Spec> extends Received {
  readonly code: S["code"];
  /** The name of the response format. */
  readonly envelope: S["envelope"];
  /**
   * The codes of the errors that the response may be of. If there are several, clients can't tell them apart, and
   * `code` is the error that they inherit from.
   */
  readonly candidates: readonly S["candidates"][];
  /** The values that the server added. Those that are missing or have another type are left out. */
  readonly context: Partial<S["context"]>;
}

/** A known error with all params. */
export interface Complete<S extends Spec> extends Known<S> {
  readonly found: "error";
  readonly message: string;
  readonly params: S["params"];
}

/**
 * A known error that lacks a param: the message was reworded, or a header was removed, by a proxy or by a browser
 * without `Access-Control-Expose-Headers`.
 */
export interface Incomplete<S extends Spec> extends Known<S> {
  readonly found: "partial";
  readonly params: Partial<S["params"]>;
}

/** A known error. If `found` is `"error"`, it has all its params. */
export type Cataloged<S extends Spec> = Complete<S> | Incomplete<S>;

/** Any decoded error of any API. */
export type DecodedError = Complete<Spec> | Incomplete<Spec> | UnknownError | UnreadableError;

/** One of the known values, or any other: a server may have more of them than this version of the package. */
export type Open<Known extends string> = Known | (string & Record<never, never>);

/** The candidates that an operation can return. */
export type Within<Op extends string, Operations extends string, Code extends string> = [
  Extract<Op, Operations>,
] extends [never]
  ? never
  : Code;

/** Headers of `fetch`, axios or Node, or a list of pairs. */
export type HeadersLike =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** Options for decoding. */
export interface DecodeOptions<Op extends string = string> {
  /** The operation that was called, such as `"POST /v1/agents"`: fewer errors remain. */
  readonly operation?: Op | undefined;
  /** The current time in milliseconds, for a `Retry-After` with a date. */
  readonly now?: number | undefined;
}
