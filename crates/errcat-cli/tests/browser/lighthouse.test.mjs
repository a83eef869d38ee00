// Lighthouse rates pages at least 95 in each of its categories: performance on a slow phone, accessibility,
// best practices and search engines.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { CHROMIUM_ARGUMENTS, PUBLISHED, chromiumPath, load, serve } from "./site.mjs";

const MIN_SCORE = 95;
const PAGES = ["", "kakunin/", "kakunin/rate_limited/", "zazmic/codes/"];

const importPackage = (name) => import(pathToFileURL(load.resolve(name)));

let chrome, lighthouse, server;
before(async () => {
  lighthouse = (await importPackage("lighthouse")).default;
  const { launch } = await importPackage("chrome-launcher");
  chrome = await launch({ chromePath: chromiumPath(), chromeFlags: ["--headless", ...CHROMIUM_ARGUMENTS] });
  server = await serve("real", PUBLISHED.real);
});
after(() => {
  server.close();
  chrome.kill();
});

for (const path of PAGES) {
  test(`/${path}`, async () => {
    const flags = { port: chrome.port, logLevel: "error", disableFullPageScreenshot: true };
    const { lhr } = await lighthouse(server.url + path, flags);
    const scores = Object.values(lhr.categories).map(({ title, score }) => `${title} ${Math.round(score * 100)}`);
    console.log(`/${path}: ${scores.join(", ")}`);
    assert.equal(scores.length, 4);
    for (const { title, score, auditRefs } of Object.values(lhr.categories)) {
      const failed = auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score < 1).map(({ id }) => id);
      assert.ok(score * 100 >= MIN_SCORE, `${title}: ${Math.round(score * 100)}, because of ${failed.join(", ")}`);
    }
  });
}
