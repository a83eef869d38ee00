// Measures the TypeScript package: decoding, and the time to check a union of 1,000 codes. Run by hand, after
// `cargo build -p errcat-cli` and `cargo xtask setup`:
//
//     node xtask/src/bench/typescript.mjs

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const folder = join(repository, "target/browser/bench-typescript");
const CODES = 1_000;
const BATCHES = 20;
const CALLS = 20_000;

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "catalog/many"), { recursive: true });
writeFileSync(
  join(folder, "catalog/many/api.yaml"),
  `title: Many
summary: Many errors.
envelope: http
envelopes:
  http:
    summary: Every error.
    body: { code: "{code}", message: "{message}", details: "{params}" }
    optional: [details]
    identify_by: code
`,
);
const errors = Array.from(
  { length: CODES },
  (_, at) => `  error_${at}:
    status: ${400 + (at % 100)}
    message: "Error ${at} of {name}"
    params: { name: { doc: A name, example: a }, count: { type: integer, doc: A number, example: 1, wire: count } }
`,
);
writeFileSync(join(folder, "catalog/many/errors.yaml"), `title: Errors\noperations: [GET /a, POST /b]\nerrors:\n${errors.join("")}`);
writeFileSync(
  join(folder, "Cargo.toml"),
  '[workspace]\n[workspace.metadata.errcat.targets.typescript]\noutput = "client"\npackage = "@acme/errors"\n',
);
execFileSync(join(repository, "target/debug/errcat"), ["gen"], { cwd: folder });
const client = join(folder, "client");
const tsc = (...options) => execFileSync(join(repository, "target/browser/node_modules/.bin/tsc"), options, { cwd: client }).toString();
tsc("-p", ".");

writeFileSync(
  join(client, "use.mts"),
  `import { decodeParts, match, type AnyError, type KnownError } from "./dist/many/index.js";
const error = decodeParts(400, {}, "");
if (error.code === "error_7" && error.found === "error") error.params.name satisfies string;
export const wide: AnyError = error;
export const known = (it: KnownError): string => (it.code === "error_9" ? it.message ?? "" : it.code);
export { match };
`,
);
const diagnostics = tsc("--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022", "--extendedDiagnostics", "use.mts");
console.log(`${CODES} codes:`, /Check time: +\S+/.exec(diagnostics)?.[0]);

const { decodeParts } = await import(join(client, "dist/many/index.js"));
const headers = [["content-type", "application/json"]];
const body = '{"code":"error_42","message":"Error 42 of x","details":{"count":7}}';
/**
 * Returns the duration of a call in microseconds: that of the fastest batch, because other programs use the
 * machine too.
 */
const measure = (call) => {
  let best = Infinity;
  for (let batch = 0; batch < BATCHES; batch++) {
    const start = performance.now();
    for (let n = 0; n < CALLS; n++) call();
    best = Math.min(best, ((performance.now() - start) / CALLS) * 1_000);
  }
  return best.toFixed(2);
};
console.log(`decodeParts: ${measure(() => decodeParts(442, headers, body))} µs`);
console.log(`of which JSON.parse: ${measure(() => JSON.parse(body))} µs`);
