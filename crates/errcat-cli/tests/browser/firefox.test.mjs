// Firefox: the search finds the same as in Chromium, and pages have their controls. Pictures for people are
// saved in target/browser/firefox.

import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { wrongQueries } from "./search.mjs";
import { load, none, serve, work } from "./site.mjs";

const PAGES = {
  home: "",
  api: "kakunin/",
  rich: "kakunin/rate_limited/",
  poor: "zazmic/SESSION_NOT_FOUND/",
  guide: "kortix/guides/retries/",
  codes: "zazmic/codes/",
};
const WIDTHS = { narrow: 390, wide: 1440 };
const pictures = join(work, "firefox");

let browser, server;
before(async () => {
  const executablePath = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: run \`cargo xtask setup\``);
  browser = await load("puppeteer-core").launch({ browser: "firefox", executablePath, headless: true });
  server = await serve("real", "/site/");
  mkdirSync(pictures, { recursive: true });
});
after(async () => {
  server.close();
  await browser.close();
});

/** Opens a page, and records errors and messages. */
async function open(path, width) {
  const page = await browser.newPage();
  const problems = [];
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.setViewport({ width, height: 900 });
  await page.goto(server.url + path);
  return { page, problems };
}

test("each text in queries.json finds what it says", async () => {
  const { page, problems } = await open(PAGES.home, WIDTHS.wide);
  await page.keyboard.press("/");
  await page.waitForSelector("::-p-text(Type a code or keywords)");
  none(await wrongQueries(page));
  await page.screenshot({ path: join(pictures, "search-wide.png") });
  none(problems);
  await page.close();
});

for (const [name, width] of Object.entries(WIDTHS)) {
  test(`pages are complete, ${name}`, async () => {
    for (const [kind, path] of Object.entries(PAGES)) {
      const { page, problems } = await open(path, width);
      assert.ok(await page.$(".theme"), `${kind} has its controls`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${kind} is ${overflow} pixels too wide`);
      if (kind === "rich") assert.ok(await isOnOneLine(page), "the code isn't torn apart");
      await page.screenshot({ path: join(pictures, `${kind}-${name}.png`), fullPage: true });
      none(problems, kind);
      await page.close();
    }
  });
}

/** Returns true if the code's words have no gaps. Firefox treats each part between breaks as an item. */
function isOnOneLine(page) {
  return page.evaluate(() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector(".chip span"));
    const [first, second] = range.getClientRects();
    return !second || second.left - first.right < 1;
  });
}

test("the theme, the navigation and the current section", async () => {
  const { page, problems } = await open(PAGES.rich, WIDTHS.wide);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await ground(), "rgb(255, 255, 255)");
  await page.click(".theme");
  await page.click(".theme");
  assert.equal(await ground(), "rgb(13, 16, 20)");
  await page.screenshot({ path: join(pictures, "rich-dark.png") });
  await page.evaluate(() => document.getElementById("values").scrollIntoView({ behavior: "instant" }));
  await page.waitForSelector('.toc [href="#values"][aria-current]');
  await page.setViewport({ width: WIDTHS.narrow, height: 900 });
  await page.click(".open-nav");
  await page.waitForSelector(".nav:popover-open");
  await page.screenshot({ path: join(pictures, "navigation-narrow.png") });
  none(problems);
  await page.close();
});

test("filters and sorting of all codes", async () => {
  const { page } = await open(PAGES.codes, WIDTHS.wide);
  await page.click('[data-status="403"]');
  await page.waitForFunction(() => document.getElementById("shown").textContent === "2 of 20 codes");
  await page.click(".sort");
  await page.waitForSelector("[aria-sort=ascending]");
  await page.close();
});
