// The switch between the versions of a site, and the feed of what changed, as a reader of feeds parses it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { files, launch, load, none, onDisk, read, serve, watch } from "./site.mjs";

const { parseFeed } = load("@rowanmanning/feed-parser");
const { HtmlValidate } = load("html-validate");

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve("versions", "/docs/");
});
after(() => {
  server.close();
  return browser.close();
});

const VERSIONS = ["Current", "2.0", "1.0"];

test("the switch leads to the same page of another version", async () => {
  const page = await browser.newPage();
  const seen = watch(page);
  await page.goto(`${server.url}2.0/shop/sold_out/`);
  const versions = page.getByLabel("Version");
  assert.deepEqual(await versions.locator("option").allTextContents(), VERSIONS);
  assert.equal(await versions.locator("option:checked").textContent(), "2.0");
  for (const [version, path] of [["1.0", "1.0/"], ["Current", ""]]) {
    await page.getByLabel("Version").selectOption({ label: version });
    await page.waitForURL(`${server.url}${path}shop/sold_out/`);
  }
  none(seen.problems);
  await page.close();
});

test("the switch leads to the start of a version that lacks the page", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}shop/too_late/`);
  await page.getByLabel("Version").selectOption({ label: "1.0" });
  await page.waitForURL(`${server.url}1.0/`);
  await page.close();
});

test("without scripts, and from the disk, a link leads to all versions", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.url}1.0/shop/sold_out/`);
  await page.getByRole("link", { name: "Version: 1.0" }).click();
  assert.deepEqual(await page.locator("main li a").evaluateAll((links) => links.map((link) => link.text)), [
    // The breadcrumbs lead to the current site.
    "API errors",
    ...VERSIONS,
  ]);
  await page.getByRole("link", { name: "2.0" }).click();
  assert.equal(page.url(), `${server.url}2.0/`);
  await context.close();
  const local = await browser.newPage();
  const seen = watch(local);
  await local.goto(onDisk("versions", "1.0/index.html"));
  assert.equal(await local.getByRole("link", { name: "Version: 1.0" }).count(), 1);
  none(seen.problems);
  await local.close();
});

test("pages with versions are valid", async () => {
  const validator = new HtmlValidate({
    extends: ["html-validate:recommended"],
    rules: { "doctype-style": "off", "no-trailing-whitespace": "off" },
  });
  for (const path of files("versions", ".html").filter((path) => /^(1\.0\/index|versions)\.html$/.test(path))) {
    const { results } = await validator.validateString(read("versions", path), path);
    none(results.flatMap(({ messages }) => messages.map(({ message }) => message)), path);
  }
});

test("the feed has what changed", () => {
  const feed = parseFeed(read("versions", "feed.xml"));
  assert.equal(feed.meta.type, "atom");
  assert.equal(feed.self, "https://errors.shop.example/feed.xml");
  assert.equal(feed.url, "https://errors.shop.example/");
  const items = feed.items.map(({ title, description, url }) => ({ title, description, url }));
  assert.deepEqual(items, [
    {
      title: "Shop: too_late added: 404 The <shop> has closed & gone",
      description: "added: 404 The <shop> has closed & gone",
      url: "https://errors.shop.example/shop/too_late/",
    },
    {
      title: "Shop: API added: 1 table, 1 code",
      description: "added: 1 table, 1 code",
      url: "https://errors.shop.example/shop/",
    },
  ]);
  assert.equal(new Set(feed.items.map(({ id }) => id)).size, 2);
  assert.deepEqual(feed.updated, feed.items[0].updated);
  assert.ok(Math.abs(Date.now() - feed.updated) < 86_400_000, "the time of the commit");
});
