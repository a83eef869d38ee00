// What a client that is generated from the descriptions knows. Lines that must not compile are marked.

import type { components as zazmic } from "./zazmic";
import type { operations as kakunin } from "./kakunin";
import type { components as mixed } from "./problem";

type Forbidden = zazmic["responses"]["Zazmic403"]["content"]["application/json"];

export function forbidden(body: Forbidden): string {
  switch (body.error) {
    case "Forbidden":
      return body.message;
    case "Insufficient balance":
      return body.message;
    default:
      return body satisfies never;
  }
}

// @ts-expect-error: no error of this response has the title
export const unknown: Forbidden["error"] = "Not Found";

type Certify = kakunin["post_v1_agents_id_certify"]["responses"];
export const certify = (response: Certify[404]): string => response.content["application/json"].error;
export const wait = (response: Certify[429]): number | undefined => response.headers["Retry-After"];

// @ts-expect-error: the operation has no such response
export type Teapot = Certify[418];

type Credit = mixed["schemas"]["ProblemOutOfCredit"];
export const balance = (problem: Credit): number | undefined => problem.balance;
// @ts-expect-error: the param is a number
export const text = (problem: Credit): string | undefined => problem.balance;
