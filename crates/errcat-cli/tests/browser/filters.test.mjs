// The table of all codes. Its filters are in the URL, so that links and the back button work. Without
// JavaScript, the table is complete.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { files, folder, launch, onDisk, read, serve, watch } from "./site.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Returns the visible codes. */
const shown = (page) =>
  page.$$eval(".code-table tbody th code", (codes) =>
    codes.filter((code) => code.checkVisibility()).map((code) => code.textContent),
  );

/** Waits until the filters in the URL are applied. */
const started = (page) => page.waitForFunction(() => errcat.codes, null, { timeout: 5_000 });

/** Returns the codes of an API that match, according to the site's data. */
function expected(site, api, fits) {
  const { errors } = JSON.parse(read(site, `${api}/errors.json`));
  return errors.filter(fits).map(({ code }) => code);
}

/** Returns the statuses of an error. The data leaves them out if there are none. */
const statuses = (error) => error.status ?? [];

const LINKS = [
  ["status=404", (error) => statuses(error).includes(404)],
  ["status=5xx", (error) => statuses(error).some((status) => status >= 500)],
  ["status=none", (error) => statuses(error).length === 0],
  ["table=task", (error) => error.in.some(({ table }) => table === "task")],
  ["retry=yes", (error) => error.retry?.again === true],
  ["retry=no&status=403", (error) => error.retry?.again === false && statuses(error).includes(403)],
  ["severity=error", (error) => error.severity === "error"],
  ["lifecycle=active", (error) => !error.deprecated && !error.retired],
  ["lifecycle=retired", (error) => error.retired !== undefined],
  ["q=BALANCE-too", (error) => error.code === "balance_too_low"],
  ["q=nothing+like+that", () => false],
  ["status=teapot", () => true],
];

for (const [query, fits] of LINKS) {
  test(`?${query}`, async () => {
    const page = await browser.newPage();
    const seen = watch(page);
    await page.goto(`${onDisk("real", "zazmic/codes/index.html")}?${query}`);
    await started(page);
    assert.deepEqual(await shown(page), expected("real", "zazmic", fits));
    assert.deepEqual(seen.problems, []);
    await page.close();
  });
}

test("selected filters are in the URL, and the back button works", async () => {
  const server = await serve("real", "/some/where/");
  const page = await browser.newPage();
  await page.goto(`${server.url}zazmic/codes/`);
  const all = await shown(page);
  const status = page.getByRole("button", { name: /^403/ });
  await status.click();
  await page.waitForURL(/\?status=403$/);
  const forbidden = await shown(page);
  assert.ok(forbidden.length > 0 && forbidden.length < all.length);
  assert.match(await page.locator("#shown").textContent(), new RegExp(`^${forbidden.length} of ${all.length} codes$`));
  await page.getByLabel("Filter by code or text").fill("balance");
  await page.waitForURL(/q=balance/);
  assert.deepEqual(await shown(page), ["balance_too_low"]);
  await page.reload();
  await started(page);
  assert.deepEqual(await shown(page), ["balance_too_low"]);
  assert.equal(await status.getAttribute("aria-pressed"), "true");
  await page.goBack();
  await page.waitForURL(/codes\/$/);
  assert.deepEqual(await shown(page), all);
  assert.equal(await status.getAttribute("aria-pressed"), "false");
  await page.goForward();
  await page.waitForURL(/q=balance/);
  await page.getByRole("button", { name: "Clear" }).click();
  await page.waitForURL(/codes\/$/);
  assert.deepEqual(await shown(page), all);
  await page.close();
  server.close();
});

test("filters apply to all pages of a table", async () => {
  const page = await browser.newPage();
  const index = `${pathToFileURL(folder("real"))}/search-index.js`;
  const url = onDisk("real", "zazmic/codes/index.html");
  // Pretend that most codes are on a second page.
  await page.route(url, (route) => {
    const parts = '<nav class="parts" aria-label="Pages of the table"><a href="2/index.html">2</a></nav></main>';
    const rows = read("real", "zazmic/codes/index.html").split(/(?=<tr data-facts)/);
    const body = [...rows.slice(0, 3), rows.at(-1).replace(/^.*<\/tr>/, "")].join("").replace("</main>", parts);
    return route.fulfill({ body, contentType: "text/html" });
  });
  const { requests } = watch(page);
  await page.goto(url);
  assert.equal((await shown(page)).length, 2);
  assert.ok(!requests.includes(index), "the index isn't loaded before it is needed");
  await page.getByLabel("Retry").selectOption("yes");
  await page.waitForFunction(() => / of /.test(document.getElementById("shown").textContent));
  assert.ok(requests.includes(index));
  assert.deepEqual(await shown(page), expected("real", "zazmic", (error) => error.retry?.again === true));
  assert.equal(await page.locator(".parts").isVisible(), false);
  // Rows added by the script look like those of the page.
  await page.getByLabel("Retry").selectOption("no");
  await page.getByLabel("Filter by code or text").fill("balance_too_low");
  const drawn = await page.locator(".code-table tbody tr").evaluate((row) => row.innerHTML);
  const written = read("real", "zazmic/codes/index.html").split("\n").find((line) => line.startsWith("<tr") && line.includes("balance_too_low"));
  const plain = (html) => html.replace(/ title="[^"]*"|index\.html/g, "").replace(/\s+/g, "");
  assert.equal(plain(drawn), plain(written.replace(/^<tr[^>]*>|<\/tr>$/g, "")));
  await page.getByRole("button", { name: "Clear" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".code-table tbody tr").length === 2);
  await page.close();
});

test("an API's page is filtered and sorted in its groups", async () => {
  const page = await browser.newPage();
  const seen = watch(page);
  await page.goto(onDisk("real", "kakunin/index.html"));
  const all = await shown(page);
  await page.getByRole("button", { name: /^404/ }).click();
  await page.waitForURL(/status=404/);
  const missing = await shown(page);
  assert.deepEqual([...new Set(missing)].sort(), expected("real", "kakunin", (error) => statuses(error).includes(404)).sort());
  assert.equal(await page.locator(".group:visible").count(), missing.length);
  await page.getByRole("button", { name: "Clear" }).click();
  assert.deepEqual(await shown(page), all);
  for (const [direction, from, to] of [["ascending", 0, -1], ["descending", -1, 0]]) {
    await page.getByRole("button", { name: "Code" }).first().click();
    await page.locator(`th[aria-sort=${direction}]`).first().waitFor();
    const group = await page.locator(".code-table").first().locator("tbody th code").allTextContents();
    assert.deepEqual([group.at(from), group.at(to)], ["bad_request", "unprocessable"]);
  }
  assert.deepEqual(seen.problems, []);
  await page.close();
});

test("without JavaScript, every code is in the table", async () => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  for (const path of files("real", "codes/index.html")) {
    await page.goto(onDisk("real", path));
    const [api] = path.split("/");
    assert.deepEqual(
      await page.locator(".code-table tbody th code").allTextContents(),
      expected("real", api, () => true),
    );
    assert.equal(await page.getByRole("search").count(), 0);
  }
  await page.close();
});
