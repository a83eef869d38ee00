// Pages are small: their sizes, and the files that a browser needs for the first view.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PUBLISHED, files, kind, launch, none, read, samples, serve, watch } from "./site.mjs";

const ERROR_BYTES = 30_000;
const PAGE_BYTES = 300_000;
const FIRST_VIEW_FILES = 3;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const [site, least] of [["real", 60], ["fixture", 8]]) {
  test(`an error's page of ${site} has less than 30 kB, any other less than 300 kB`, () => {
    let errors = 0;
    const heavy = files(site, ".html").flatMap((path) => {
      const isError = ["error", "deprecated", "retired"].includes(kind(site, path));
      errors += isError;
      const bytes = Buffer.byteLength(read(site, path));
      return bytes < (isError ? ERROR_BYTES : PAGE_BYTES) ? [] : [`${path}: ${bytes} bytes`];
    });
    none(heavy);
    assert.ok(errors >= least, `${errors} errors' pages`);
  });
}

test("a first view needs at most three files", async () => {
  for (const { site, path, kind } of samples()) {
    // This page only redirects.
    if (kind === "alias") continue;
    const server = await serve(site, PUBLISHED[site]);
    const context = await browser.newContext();
    const page = await context.newPage();
    const { requests } = watch(page);
    await page.goto(server.url + path.replace(/index\.html$/, ""), { waitUntil: "networkidle" });
    const blocking = await page.evaluate(() =>
      performance.getEntriesByType("resource").filter((entry) => entry.renderBlockingStatus === "blocking").length,
    );
    assert.ok(blocking >= 1 && blocking < FIRST_VIEW_FILES, `${path} waits for ${blocking} files and itself`);
    // Only the page for missing URLs loads the index without input, to suggest codes.
    // The tab's icon isn't part of the view.
    const needed = requests.filter((url) => !/^data:|\/icon\.svg$/.test(url));
    if (kind !== "404") assert.ok(needed.length <= FIRST_VIEW_FILES, `${path} needs ${needed.join(", ")}`);
    await context.close();
    server.close();
  }
});
