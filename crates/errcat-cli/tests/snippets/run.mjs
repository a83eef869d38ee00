// Runs TypeScript snippets against a server that returns the error of their page:
// `node run.mjs CASES.json TYPESCRIPT [PACKAGE]`. Waits are recorded, not waited for. The package is the
// folder that snippets of a team with a package import from.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const [cases, compiler, published] = process.argv.slice(2);
const { default: ts } = await import(pathToFileURL(compiler));
const AsyncFunction = (async () => {}).constructor;
const native = { fetch, setTimeout };
if (published) Math.random = () => 0;
const load = (name) => import(pathToFileURL(`${published}/${name}/index.js`));

// Responses that aren't the page's error. Most are in no format of any API.
const STRANGE_BODIES = ["", "<html>", "null", "3", '"text"', "[]", "[null]", "[{}]", "{}", '{"error":null}', '{"error":"x"}'];

let answer;
let requests = 0;
const server = createServer((request, response) => {
  requests++;
  request.resume();
  const headers = typeof answer.headers === "function" ? answer.headers() : answer.headers;
  response.writeHead(answer.status, headers.flat());
  response.end(answer.body);
}).listen(0, "127.0.0.1");
await once(server, "listening");
const url = `http://127.0.0.1:${server.address().port}/`;

/** Runs a snippet, and returns what it printed and for how many milliseconds it waited each time. */
async function run(run, response, idempotent) {
  answer = response;
  requests = 0;
  const [waits, printed] = [[], []];
  const wait = (wake, milliseconds) => {
    waits.push(milliseconds);
    wake();
  };
  const random = Object.create(Math, { random: { value: () => 0 } });
  const console = { error: (...values) => printed.push(values) };
  let body;
  try {
    body = JSON.parse(response.body);
  } catch {}
  globalThis.recordWait = wait;
  const result = await run(url, { method: "POST" }, body, native.fetch, wait, random, console, idempotent, load);
  // The caller can read the body, unless the snippet printed it.
  if (result && printed.length === 0) assert.equal(await result.text(), response.body);
  return { waits, printed, requests };
}

/** The forms of HTTP dates, written from the first one (RFC 9110, section 5.6.7). */
const DATES = [
  (date) => date,
  (date) => date.replace(/^(...), (..) (...) ..(..)/, (_, name, day, month, year) => `${WEEKDAYS[name]}, ${day}-${month}-${year}`),
  (date) => date.replace(/^(...), (..) (...) (....) (\S+) GMT/, (_, name, day, month, year, time) => `${name} ${month} ${day.replace(/^0/, " ")} ${time} ${year}`),
];
const WEEKDAYS = { Mon: "Monday", Tue: "Tuesday", Wed: "Wednesday", Thu: "Thursday", Fri: "Friday", Sat: "Saturday", Sun: "Sunday" };

/** Returns the response with its wait as a date in each form. Empty if it has no wait. */
function withDates(vector) {
  const asked = vector.expect.retry_after_ms;
  const index = vector.headers.findIndex(([, value]) => asked !== undefined && [asked, asked / 1000].includes(Number(value)));
  if (index < 0 || !/^retry-after$/i.test(vector.headers[index][0])) return [];
  const date = () => new Date(Date.now() + asked);
  const headers = (write) => () => vector.headers.map(([name, value], i) => [name, i === index ? write(date().toUTCString()) : value]);
  return DATES.map((write) => ({ ...vector, headers: headers(write) }));
}

/** Returns values in which one part is another one. */
function* changed(value) {
  yield* [null, 3, "x", [], [3], {}];
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    for (const other of changed(child)) {
      yield Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
    }
  }
}

const counts = { retries: 0, dates: 0, once: 0, received: 0, other: 0 };
for (const { page, code, vectors } of JSON.parse(await readFile(cases, "utf8"))) {
  const retries = code.includes("async function send(url") || code.includes("await send(");
  const source = code.replace(/^import (.*) from "@acme\/errors\/(.*)";$/m, 'const $1 = await load("$2");');
  const { outputText, diagnostics } = ts.transpileModule(source, { compilerOptions: { target: "es2022" }, reportDiagnostics: true });
  assert.deepEqual(diagnostics, [], page);
  const parameters = ["url", "request", "body", "fetch", "setTimeout", "Math", "console", "idempotent", "load"];
  // The parsed body is a parameter of code that doesn't declare it.
  const last = published ? "" : retries ? "\nreturn send(url, request, idempotent);" : code.includes("fetch(") ? "\nreturn response;" : "";
  const body = `{${outputText}${last}}`;
  const snippet = new AsyncFunction(...parameters, body);
  assert.ok(vectors.length > 0, `${page}: no response`);
  for (const vector of vectors) {
    const about = `${page}: ${vector.name}`;
    for (const [idempotent, policy] of [[true, "idempotent"], [false, "other"]]) {
      const seen = await run(snippet, vector, idempotent);
      const expected = vector.expect.waits_ms?.[code.includes("idempotent") ? policy : "other"] ?? [];
      if (!retries) {
        assert.equal(seen.printed.length, 1, `${about}: printed ${JSON.stringify(seen.printed)}`);
        assert.ok(!seen.printed.flat().includes(undefined), `${about}: printed a missing value`);
        assert.equal(seen.requests, code.includes("fetch(") ? 1 : 0, about);
        counts[code.includes("fetch(") ? "once" : "received"]++;
        continue;
      }
      assert.deepEqual(seen.waits, expected, about);
      assert.equal(seen.requests, expected.length + 1, about);
      if (published) assert.equal(seen.printed.length, 1, `${about}: printed ${JSON.stringify(seen.printed)}`);
      counts.retries++;
      for (const dated of withDates(vector)) {
        const { waits, requests } = await run(snippet, dated, idempotent);
        assert.equal(requests, expected.length + 1, `${about}, with a date`);
        waits.forEach((wait, i) => assert.ok(wait <= expected[i] && wait > expected[i] - 1500, `${about}, with a date: ${waits}`));
        counts.dates++;
      }
    }
  }
  // Whatever else is received isn't handled as this error, unless its status is all that identifies it.
  if (published || !code.includes("body")) continue;
  const { status } = vectors[0];
  for (const body of STRANGE_BODIES) {
    const seen = await run(snippet, { status, headers: [["content-type", "application/json"]], body }, true);
    assert.deepEqual([seen.printed, seen.waits], [[], []], `${page}: ${status} ${body}`);
    counts.other++;
  }
  // A member of any type is no reason to throw.
  for (const value of changed(JSON.parse(vectors[0].body))) {
    await run(snippet, { ...vectors[0], body: JSON.stringify(value) }, true);
    counts.other++;
  }
}
server.closeAllConnections();
server.close();
console.log(JSON.stringify(counts));
