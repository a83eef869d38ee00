// Input stays text and is handled quickly, however hostile or long: queries, pasted texts and URLs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PUBLISHED, launch, none, onDisk, serve, watch } from "./site.mjs";

const QUERIES = [
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(1)</script>",
  "javascript:alert(1)",
  `{"code":"<b>x</b>","message":"message‹<script>alert(1)</script>›"}`,
  "(".repeat(5_000),
  "[".repeat(50_000),
  '{"a":'.repeat(20_000),
  "\\".repeat(10_000),
  "a ".repeat(50_000),
  "{}".repeat(10_000),
  "\u{10ffff}\u0000\ud800 %s ${7*7}",
];
const MAX_MILLISECONDS = 2_000;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("queries in the search of a hostile catalog", async () => {
  const page = await browser.newPage();
  const seen = watch(page);
  await page.goto(onDisk("hostile", "index.html"));
  await page.keyboard.press("/");
  await page.getByText("Type a code or keywords").waitFor();
  await page.evaluate(() => errcat.prepare());
  for (const query of QUERIES) {
    const start = performance.now();
    await page.getByRole("combobox").fill(query);
    const took = performance.now() - start;
    assert.ok(took < MAX_MILLISECONDS, `${query.slice(0, 20)}… took ${took} ms`);
  }
  await page.getByRole("combobox").fill("message‹<script>alert(1)</script>›");
  assert.match(await page.getByRole("option").first().innerText(), /<script>alert\(1\)<\/script>/);
  assert.equal(await page.locator("dialog :is(script, img, svg, b > b, iframe)").count(), 0);
  none(seen.problems);
  await page.close();
});

test("filters in the URL of the table of all codes", async () => {
  const page = await browser.newPage();
  const seen = watch(page);
  for (const query of ["status=<script>alert(1)</script>&retry=maybe&nothing=1&q=%E0%A4%A", "q=<img+src=x+onerror=alert(1)>", `q=${"a".repeat(5_000)}`]) {
    await page.goto(`${onDisk("real", "kakunin/codes/index.html")}?${query}`);
    await page.waitForFunction(() => document.querySelector("#shown").textContent.includes("No matching codes"));
  }
  none(seen.problems);
  await page.close();
});

test("URLs that don't exist", async () => {
  const server = await serve("real", PUBLISHED.real);
  const page = await browser.newPage();
  const dialogs = [];
  page.on("dialog", (dialog) => dialogs.push(dialog.message()) && dialog.dismiss());
  for (const asked of ["qqqqzzzzxxxx/", "<img src=x onerror=alert(1)>/", "%E0%A4%A/", "a".repeat(5_000), "//evil.example/x"]) {
    await page.goto(server.url + asked, { waitUntil: "networkidle" });
    await page.getByRole("heading", { name: "Page not found" }).waitFor();
    assert.equal(await page.locator("#suggestions :is(img, script)").count(), 0);
  }
  none(dialogs);
  await page.close();
  server.close();
});
