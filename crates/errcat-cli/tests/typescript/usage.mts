// How the package is used. It is compiled, not run. Lines after `@ts-expect-error` must not compile.

import {
  ApiFailure,
  Attempts,
  decode,
  decodeParts,
  docsUrl,
  hasCode,
  isFailure,
  match,
  send,
  type AnyError,
  type Code,
  type KnownCode,
  type NotFound,
  type OperationError,
  type RateLimited,
  type TableError,
} from "@acme/errors/kakunin";
import { docs, likely, placeOf } from "@acme/errors/kakunin/docs";
import * as zazmic from "@acme/errors/zazmic";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const yes = <T extends true>(): T | undefined => undefined;

// Candidates are narrowed by the operation.
const OPERATION = "POST /v1/agents/{id}/certify";
type Certify = OperationError<typeof OPERATION>;
type Missing<E extends AnyError> = Extract<E, { code: "not_found"; found: "error" }> extends { candidates: readonly (infer C)[] } ? C : never;
yes<Equal<Missing<Certify>, "not_found" | "agent_not_found">>();
yes<Equal<Missing<AnyError>, "not_found" | "agent_not_found" | "certificate_not_found">>();
// @ts-expect-error there is no such operation
type _None = OperationError<"POST /v1/agents">;
// @ts-expect-error a response can't identify it
const _never: KnownCode = "agent_not_found";
yes<Equal<Extract<TableError<"revoke">, { found: "error" }>["code"], "not_found" | "conflict" | "unprocessable">>();

// One switch handles everything.
export async function certify(id: string): Promise<string> {
  const response = await fetch(`https://api.example.com/v1/agents/${id}/certify`, { method: "POST" });
  if (response.ok) return "certified";
  const error = await decode(response, { operation: OPERATION });
  switch (error.code) {
    case "not_found":
      return error.candidates.includes("agent_not_found") ? placeOf("agent_not_found", OPERATION).fixes.join("\n") : "";
    case "rate_limited": {
      yes<Equal<typeof error.params.retryAfterMs, number | undefined>>();
      return error.found === "error" ? error.params.reset.toISOString() : "soon";
    }
    case "bad_request":
    case "unauthorized":
    case "forbidden":
    case "conflict":
    case "unprocessable":
    case "too_early":
    case "internal_error":
    case "service_unavailable":
      return `${error.message ?? ""}: ${docsUrl(likely(error) ?? error.code)}`;
    case undefined:
      return error.found === "unknown" ? `new: ${error.wireCode ?? "?"}` : `HTTP ${String(error.status)}`;
    default:
      return error satisfies never;
  }
}

export function incomplete(error: AnyError): string {
  switch (error.code) {
    case "not_found":
      return "";
    default:
      // @ts-expect-error nine codes and `undefined` are left
      return error satisfies never;
  }
}

export const label = (error: AnyError): string =>
  match(
    error,
    {
      bad_request: (it) => it.message,
      unauthorized: () => "Sign in",
      forbidden: () => "Ask for access",
      not_found: (it: NotFound) => it.candidates.join(" or "),
      conflict: () => "Done already",
      unprocessable: () => "Not now",
      too_early: () => "Wait",
      rate_limited: (it: RateLimited) => `Wait ${String(it.params.retryAfterMs ?? 0)} ms`,
      internal_error: () => "Sorry",
      service_unavailable: () => "Sorry",
    },
    (it) => it.message ?? `HTTP ${String(it.status)}`,
  );
// @ts-expect-error nine handlers are missing
match(decodeParts(404, {}, ""), { not_found: () => "" }, () => "");

export async function retried(signal: AbortSignal): Promise<Response> {
  const outcome = await send(() => fetch("https://api.example.com/v1/events", { method: "POST", signal }), {
    operation: "POST /v1/events",
    idempotent: true,
    signal,
    onRetry: (error, waitMs, attempt) => {
      console.warn(error.code, waitMs, attempt);
    },
  });
  if (outcome.ok) return outcome.response;
  type BadRequest = Extract<typeof outcome.error, { code: "bad_request" }>;
  yes<Equal<BadRequest["candidates"][number], "bad_request" | "invalid_action_type">>();
  throw new ApiFailure(outcome.error);
}
try {
  await retried(AbortSignal.timeout(1_000));
} catch (thrown) {
  if (isFailure(thrown)) console.error(thrown.error.code, new Attempts().wait(thrown.error, true));
}
for (const code of Object.keys(docs) as Code[]) console.log(docs[code].title);

// One code in two response formats.
export function agent(task: unknown): number {
  const error = zazmic.decodeValue(task);
  if (error.code !== "AGENT_ERROR") return 0;
  if (error.envelope === "task") {
    yes<Equal<typeof error.context.taskId, string | undefined>>();
    return error.params.timeoutMs ?? 0;
  }
  // @ts-expect-error an event has no details, so no timeout
  return error.params.timeoutMs;
}
export const balance = (error: zazmic.AnyError): string | undefined =>
  zazmic.hasCode(error, "balance_too_low") && error.found === "error" ? error.params.balance : undefined;
export const isLimited = (error: AnyError): boolean => hasCode(error, "rate_limited", "too_early");
