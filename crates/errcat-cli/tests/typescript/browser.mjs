// Decodes responses in a browser, with a bundle of the package.
//
//     node browser.mjs PACKAGE

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { launch, load } from "../browser/site.mjs";

const { outputFiles } = await load("esbuild").build({
  stdin: { contents: 'export * from "./dist/kakunin/index.js";', resolveDir: resolve(process.argv[2]) },
  bundle: true,
  write: false,
  format: "iife",
  globalName: "kakunin",
});
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.evaluate(outputFiles[0].text + "\nglobalThis.kakunin = kakunin;");
  const decoded = await page.evaluate(async () => {
    const headers = { "X-RateLimit-Limit": "60", "X-RateLimit-Reset": "1716040800000", "Retry-After": "7" };
    const response = () => Response.json({ error: "Rate Limited" }, { status: 429, headers });
    const { found, code, params } = await kakunin.decode(response());
    const { ok } = await kakunin.send(() => Promise.resolve(new Response("ok")));
    return { found, code, reset: params.reset.getTime(), wait: params.retryAfterMs, ok };
  });
  assert.deepEqual(decoded, { found: "error", code: "rate_limited", reset: 1_716_040_800_000, wait: 7_000, ok: true });
} finally {
  await browser.close();
}
console.log("decoded in a browser");
