// Pages are light: what the browser needs for a first view, and how large each may be.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PUBLISHED, files, kind, launch, read, samples, serve, watch } from "./site.mjs";

const ERROR_BYTES = 30_000;
const PAGE_BYTES = 300_000;
const FIRST_VIEW_FILES = 3;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("an error's page has less than 30 kB, any other less than 300 kB", () => {
  let errors = 0;
  for (const site of ["real", "fixture"]) {
    for (const path of files(site, ".html")) {
      const isError = ["error", "deprecated", "retired"].includes(kind(site, path));
      const bytes = Buffer.byteLength(read(site, path));
      assert.ok(bytes < (isError ? ERROR_BYTES : PAGE_BYTES), `${path} has ${bytes} bytes`);
      errors += isError;
    }
  }
  assert.ok(errors > 70, `${errors} errors' pages`);
});

test("a first view needs at most three files", async () => {
  for (const { site, path, kind } of samples()) {
    // This one only leads to another.
    if (kind === "alias") continue;
    const server = await serve(site, PUBLISHED[site]);
    const context = await browser.newContext();
    const page = await context.newPage();
    const { requests } = watch(page);
    await page.goto(server.url + path.replace(/index\.html$/, ""), { waitUntil: "networkidle" });
    // The tab's icon isn't part of the view, and is kept from page to page.
    const needed = requests.filter((url) => !url.endsWith("/icon.svg"));
    assert.ok(needed.length >= 2 && needed.length <= FIRST_VIEW_FILES, `${path} needs ${needed.join(", ")}`);
    await context.close();
    server.close();
  }
});
