// A response with several errors finds all of them, even if their formats differ or if one is of a later
// version of the API. An API's page shows each format once, as its author wrote it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { find, searching } from "./search.mjs";
import { launch, onDisk, read } from "./site.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("all errors of a list are found", async () => {
  const { apis } = JSON.parse(read("families", "../vectors/vectors.json"));
  const { page } = await searching(browser, "families", "index.html");
  let lists = 0;
  for (const [name, vectors] of Object.entries(apis)) {
    for (const { name: vector, status, body, expect } of vectors.filter(({ expect }) => expect.others)) {
      lists += 1;
      await find(page, `HTTP/1.1 ${status}\n\n${body}`);
      const groups = await page.locator("#search-results > *").evaluateAll((groups) => groups.map((group) => ({
        title: group.querySelector(".hits-title")?.textContent,
        paths: [...group.querySelectorAll("a")].map((option) => decodeURIComponent(option.pathname)),
      })));
      const shown = groups.filter(({ title }) => /^Match|^Also/.test(title)).flatMap(({ paths }) => paths);
      // Other APIs have lists like these, too.
      const own = shown.map((path) => path.split(`/site/${name}/`)[1]).filter(Boolean);
      const found = own.map((path) => path.replace(/\/(index\.html)?$/, ""));
      const codes = [expect, ...expect.others].map(({ code }) => code).filter(Boolean);
      assert.deepEqual(found, codes, `${name}: ${vector}`);
    }
  }
  assert.ok(lists > 5, `${lists}`);
  await page.close();
});

test("a format with placeholders in its keys is shown once, with an example", async () => {
  const page = await browser.newPage();
  await page.goto(onDisk("families", "ads/index.html"));
  const formats = page.locator('details:has([id^="envelope-"])');
  assert.deepEqual(await formats.locator("summary code").allTextContents(), ["failure", "quota"]);
  const failure = formats.first();
  await failure.locator("summary").click();
  assert.match(await failure.textContent(), /errors\[\]\.errorCode\.\{table\}Error/);
  assert.match(await failure.locator("pre").textContent(), /"authorizationError": "NOT_ENABLED"/);
  await page.goto(onDisk("families", "ads/budget/NOT_ENABLED/index.html"));
  await page.getByRole("link", { name: "failure", exact: true }).click();
  assert.ok(await page.locator("#envelope-failure").isVisible());
  await page.close();
});
