// Compiles the program in the README against the built package, and runs it with a server.
//
//     node readme.mjs PACKAGE README

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { strict, ts } from "./compiler.mjs";

const [folder, readme] = process.argv.slice(2).map((path) => resolve(path));
const [, program] = readFileSync(readme, "utf8").match(/```ts\n(import \{ send \}[^]*?)```/);
assert.ok(program.split("\n").length < 20, "it is short");

const file = `${folder}/readme.mts`;
writeFileSync(file, program.replace('"@acme/errors/zazmic"', '"./dist/zazmic/index.js"'));
const compiled = ts.createProgram([file], strict);
const found = [...ts.getPreEmitDiagnostics(compiled), ...compiled.emit().diagnostics];
const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => folder, getNewLine: () => "\n" };
assert.equal(ts.formatDiagnostics(found, host), "");
const { execute } = await import(pathToFileURL(`${folder}/readme.mjs`).href);

const message = "Your balance ($5.00) is insufficient for this task ($10.00). Please add credits.";
const limit = "You have exceeded the rate limit of 10 requests per minute";
const json = (status, body, headers = {}) => ({ status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) });
const answers = [
  json(403, { error: "Insufficient balance", message, statusCode: 403 }),
  json(429, { error: "Rate limit exceeded", message: limit, statusCode: 429 }, { "Retry-After": new Date(Date.now() + 1_500).toUTCString() }),
  json(200, { done: true }),
  json(418, { error: "Out of coffee", message: "Make some", statusCode: 418 }),
  { status: 502, headers: { "Content-Type": "text/html" }, body: "<h1>Bad gateway</h1>" },
];
const server = createServer((request, response) => {
  request.resume();
  const { status, headers, body } = answers.shift();
  response.writeHead(status, headers).end(body);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${server.address().port}/`;
const printed = [];
for (let call = 0; call < 4; call += 1) printed.push(await execute(url));
server.close();
server.closeAllConnections();
assert.deepEqual(printed, [
  "You have $5.00, and need $10.00",
  '{"done":true}',
  "HTTP 418: Make some",
  "HTTP 502: unreadable",
]);
