/** Retries of failed requests. */

import { type Received } from "./types.js";

/** The number of attempts if the catalog doesn't define it, including the first. */
const DEFAULT_ATTEMPTS = 4;

/** The wait if neither the catalog nor the server specifies one. */
const DEFAULT_DELAY_MS = 1_000;

/** The longest wait that backoff grows to, unless the first wait is longer. */
const MAX_DELAY_MS = 60_000;

/** The longest time that a request waits in total, unless the caller sets another. */
const DEFAULT_TOTAL_WAIT_MS = 300_000;

/** What retries depend on. */
export type Retriable = Pick<Received, "retry" | "retryAfterMs">;

/**
 * The attempts of one request. It decides after each failure whether to try again and how long to wait before that.
 *
 * - The retry policy of the latest error applies. An error that must not be retried ends the attempts.
 * - A wait that the server asks for is never multiplied and never shortened. If it exceeds what is left of
 *   `maxTotalWaitMs`, the attempts end.
 * - With jitter, waits are extended by up to half, so that many clients don't retry at once.
 */
export class Attempts {
  private failed = 0;
  private waitedMs = 0;

  constructor(
    private readonly maxTotalWaitMs: number = DEFAULT_TOTAL_WAIT_MS,
    private readonly random: () => number = Math.random,
  ) {}

  /**
   * Returns how long to wait before the next attempt, or `undefined` if there should be none. Call it once for each
   * failed attempt.
   *
   * @param idempotent `true` if the request is safe to send twice, like a `GET`, or a `POST` with an idempotency key.
   */
  wait({ retry, retryAfterMs }: Retriable, idempotent: boolean): number | undefined {
    this.failed++;
    if (typeof retry === "string" || (retry.idempotentOnly && !idempotent)) return undefined;
    if (this.failed >= (retry.attempts ?? DEFAULT_ATTEMPTS)) return undefined;
    const delayMs = retry.after?.delayMs;
    let waitMs = retryAfterMs === undefined ? undefined : Math.max(retryAfterMs, delayMs ?? 0);
    if (waitMs === undefined) {
      waitMs = delayMs ?? DEFAULT_DELAY_MS;
      // A wait of zero is for the first retry.
      if (waitMs === 0 && this.failed > 1) waitMs = DEFAULT_DELAY_MS;
      const grown = waitMs * 2 ** (this.failed - 1);
      if (retry.backoff === "exponential") waitMs = Math.min(grown, Math.max(waitMs, MAX_DELAY_MS));
    }
    if (retry.jitter) waitMs *= 1 + this.random() / 2;
    if (this.waitedMs + waitMs > this.maxTotalWaitMs) return undefined;
    this.waitedMs += waitMs;
    return waitMs;
  }
}

/** Options for sending a request. */
export interface SendOptions<E> {
  /** `true` if the request is safe to send twice, like a `GET`, or a `POST` with an idempotency key. */
  readonly idempotent?: boolean;
  /** Ends the waiting. Pass it to `fetch` too. */
  readonly signal?: AbortSignal;
  /** The longest time to wait in total, over all attempts. The default is five minutes. */
  readonly maxTotalWaitMs?: number;
  /** Called before each wait. */
  readonly onRetry?: (error: E, waitMs: number, attempt: number) => void;
}

/** The result of sending a request. */
export type Outcome<E> =
  | { readonly ok: true; readonly response: Response; readonly attempts: number }
  | { readonly ok: false; readonly error: E; readonly attempts: number };

/** Sends a request until it succeeds, or until its error says not to retry. */
export async function sendWith<E extends Retriable>(
  request: (attempt: number) => Promise<Response>,
  decode: (response: Response) => Promise<E>,
  { idempotent = false, signal, maxTotalWaitMs, onRetry }: SendOptions<E>,
): Promise<Outcome<E>> {
  const state = new Attempts(maxTotalWaitMs);
  for (let attempt = 1; ; attempt++) {
    const response = await request(attempt);
    if (response.ok) return { ok: true, response, attempts: attempt };
    const error = await decode(response);
    const waitMs = state.wait(error, idempotent);
    if (waitMs === undefined) return { ok: false, error, attempts: attempt };
    onRetry?.(error, waitMs, attempt);
    await sleep(waitMs, signal);
  }
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
