// Compares what the package decodes with the vectors.
//
//     node vectors.mjs PACKAGE VECTORS

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const { apis } = JSON.parse(readFileSync(file, "utf8"));
const load = (path) => import(pathToFileURL(resolve(folder, "dist", path)));
const { Attempts } = await load("runtime/index.js");
/** Members of `expect` that mean "none" if they are left out. */
const ALWAYS = ["wire_code", "context", "retry", "retry_after_ms", "waits_ms"];

let count = 0;
const wrong = [];
for (const [name, vectors] of Object.entries(apis)) {
  const { api } = await load(`${name}/data.js`);
  const client = await load(`${name}/index.js`);
  for (const vector of vectors) {
    const { status, headers = [], body } = vector;
    const isXml = headers.some(([name, value]) => name === "Content-Type" && /xml/.test(value));
    // The package doesn't read XML.
    const expect = isXml ? { code: null, found: "unreadable" } : vector.expect;
    const options = { now: 0 };
    // A text would get a Content-Type.
    const hasBody = ![204, 205, 304].includes(status);
    const decoded = [
      client.decodeParts(status, headers, body, options),
      client.decodeParts(status, Object.fromEntries(headers), body, options),
      ...(hasBody ? [await client.decode(new Response(new TextEncoder().encode(body), { status, headers }), options)] : []),
    ];
    for (const error of decoded) {
      count++;
      const neutral = members(api, error);
      for (const member of new Set([...Object.keys(expect), ...ALWAYS])) {
        if (member === "differs") continue; // This client doesn't list differences.
        try {
          assert.deepStrictEqual(neutral[member], expect[member]);
        } catch {
          const show = (value) => JSON.stringify(value);
          wrong.push(`${name}: ${vector.name}: ${member}: ${show(neutral[member])} instead of ${show(expect[member])}\n  ${show(vector)}`);
        }
      }
    }
  }
}

/** Returns the members of `expect` that an error has. */
function members(api, error) {
  const entries = api.envelopes.find((it) => it.name === error.envelope)?.entries ?? [];
  const entry = [...entries, ...(api.kinds ?? [])].find((it) => it.id === error.code);
  const named = (values) =>
    Object.fromEntries(
      Object.entries(values).map(([property, value]) => {
        const [name, type] = entry?.params?.find(([name, , more]) => (more?.as ?? name) === property) ?? [];
        return [name ?? snake(property), neutral(value, type)];
      }),
    );
  return {
    code: error.code ?? null,
    found: error.found,
    wire_code: error.wireCode,
    message: error.message,
    params: error.found === "error" ? named(error.params) : undefined,
    context: error.context && Object.keys(error.context).length > 0 ? named(error.context) : undefined,
    candidates: error.candidates && [...error.candidates].sort(),
    others: error.others?.map((other) => {
      const { code, found, params } = members(api, other);
      return found === "error" ? { code, found, params } : { code, found };
    }),
    retry: policy(error.retry),
    retry_after_ms: error.retryAfterMs,
    waits_ms: typeof error.retry === "object" ? { idempotent: waits(error, true), other: waits(error, false) } : undefined,
  };
}

function snake(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function neutral(value, type) {
  if (value instanceof Date) return { time_ms: value.getTime() };
  if (Array.isArray(value)) return value.map((item) => neutral(item, type?.items));
  return type?.duration ? { duration_ms: value } : value;
}

function policy(retry) {
  if (retry === "unspecified") return undefined;
  if (retry === "never") return retry;
  const { after, backoff, jitter, attempts, idempotentOnly } = retry;
  const first = after && ("header" in after ? after : { delay_ms: after.delayMs });
  return JSON.parse(JSON.stringify({ after: first, backoff, jitter, attempts, idempotent_only: idempotentOnly }));
}

function waits(error, idempotent) {
  const attempts = new Attempts();
  const retry = typeof error.retry === "object" ? { ...error.retry, jitter: false } : error.retry;
  const all = [];
  for (;;) {
    const wait = attempts.wait({ ...error, retry }, idempotent);
    if (wait === undefined) return all;
    all.push(wait);
  }
}

if (wrong.length > 0) {
  console.error(`${wrong.length} of ${count}:\n${wrong.join("\n")}`);
  process.exit(1);
}
console.log(`${count} responses`);
