// What the script of every page makes: the theme's switch, tabs and copy buttons. Each works with the keyboard, says what it
// did, and works where storage is denied.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, onDisk, read, serve, watch } from "./site.mjs";

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve("real", "/some/where/");
});
after(async () => {
  server.close();
  await browser.close();
});

const ERROR = "zazmic/balance_too_low/";

/** A page on the server, which may use the clipboard. */
async function open(path, options = {}) {
  const context = await browser.newContext(options);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const seen = watch(page);
  await page.goto(server.url + path);
  return { page, seen };
}

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

test("the theme is the system's, until one is chosen, and then it stays", async () => {
  const { page } = await open(ERROR, { colorScheme: "dark" });
  const dark = await ground(page);
  const theme = page.getByRole("button", { name: /^Theme/ });
  await theme.focus();
  await page.keyboard.press("Enter");
  assert.equal(await theme.getAttribute("aria-label"), "Theme: light");
  const light = await ground(page);
  assert.notEqual(light, dark);
  await page.goto(`${server.url}kakunin/`);
  assert.equal(await ground(page), light, "on another page too");
  await page.emulateMedia({ colorScheme: "light" });
  await page.getByRole("button", { name: "Theme: light" }).click();
  assert.equal(await ground(page), dark);
  await page.getByRole("button", { name: "Theme: dark" }).click();
  assert.equal(await ground(page), light, "the system's again");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await ground(page), light, "paper is white");
});

test("a chosen theme is on before anything is painted", async () => {
  const { page } = await open(ERROR, { colorScheme: "light" });
  await page.evaluate(() => localStorage.setItem("errcat-theme", "dark"));
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      window.themeAtFirst = document.documentElement.dataset.theme;
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  assert.equal(await page.evaluate(() => window.themeAtFirst), "dark");
});

test("code is copied, and the button says so", async () => {
  const { page } = await open(ERROR);
  for (const panel of await page.locator("figure.panel").all()) {
    if (!(await panel.isVisible())) continue;
    const code = panel.locator("[data-body]").or(panel.locator("pre")).last();
    const button = panel.getByRole("button", { name: /^Copy / });
    await button.focus();
    await page.keyboard.press("Space");
    await panel.getByText("Copied", { exact: true }).waitFor();
    assert.equal(await copied(page), (await code.textContent()).trimEnd());
  }
  await page.getByRole("status").filter({ hasText: "Copied" }).waitFor({ state: "attached" });
  await page.locator("figure.panel .copy").first().getByText("Copy", { exact: true }).waitFor();
});

test("the code in the heading is copied", async () => {
  const { page } = await open(ERROR);
  await page.getByRole("button", { name: "Copy balance_too_low" }).click();
  await page.locator("h1").getByText("Copied").waitFor();
  assert.equal(await copied(page), "balance_too_low");
});

test("a page is copied as Markdown", async () => {
  const { page, seen } = await open(ERROR);
  assert.equal(await page.locator("button.markdown").count(), 2, "in the bar and below the page");
  await page.getByRole("button", { name: "Copy this page as Markdown" }).first().click();
  await page.getByText("Copied", { exact: true }).first().waitFor();
  assert.equal(await copied(page), read("real", "zazmic/balance_too_low.md"));
  assert.deepEqual(seen.told, []);
});

test("from the disk, the link to the Markdown is all there is", async () => {
  const page = await browser.newPage();
  const seen = watch(page);
  await page.goto(onDisk("real", `${ERROR}index.html`));
  assert.equal(await page.getByRole("button", { name: "Copy this page as Markdown" }).count(), 0);
  assert.ok(await page.locator("a.twin").isVisible());
  assert.deepEqual(seen.told, []);
  await page.close();
});

test("a copy that fails says so", async () => {
  const { page } = await open(ERROR);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("denied"));
  });
  await page.locator("figure.panel .copy").first().click();
  await page.getByText("It could not be copied").waitFor({ state: "attached" });
});

test("tabs are chosen with the keyboard, and the choice holds on other pages", async () => {
  const { page } = await open(ERROR);
  const tabs = page.getByRole("tab");
  const names = await tabs.allTextContents();
  assert.ok(names.length >= 3, `${names}`);
  const shown = () => page.getByRole("tabpanel").evaluateAll((panels) => panels.map((panel) => panel.dataset.tab));
  assert.equal((await shown()).length, 1);
  await tabs.first().focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await tabs.nth(1).getAttribute("aria-selected"), "true");
  assert.ok(await tabs.nth(1).evaluate((tab) => tab === document.activeElement));
  await page.keyboard.press("End");
  assert.equal(await tabs.last().getAttribute("aria-selected"), "true");
  await page.keyboard.press("ArrowRight");
  assert.equal(await tabs.first().getAttribute("aria-selected"), "true", "the list goes round");
  await page.keyboard.press("ArrowRight");
  const chosen = await shown();
  // One stop for the Tab key, and the next is what the tab shows.
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".tab")?.dataset.tab), chosen[0]);
  await page.goto(`${server.url}zazmic/too_many_requests/`);
  assert.deepEqual(await shown(), chosen);
});

test("without a script, tabs stand one below the other with their headings", async () => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(onDisk("real", `${ERROR}index.html`));
  assert.equal(await page.getByRole("tab").count(), 0);
  const sections = await page.locator(".tabs > .tab").all();
  assert.ok(sections.length >= 3);
  for (const section of sections) assert.ok(await section.getByRole("heading").first().isVisible());
  await page.close();
});

test("where storage is denied, everything works for as long as the page is there", async () => {
  const { page, seen } = await open("404.html");
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } });
  });
  await page.goto(server.url + ERROR);
  seen.told.length = 0;
  await page.getByRole("button", { name: "Theme: system" }).click();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "light");
  await page.getByRole("tab").nth(2).click();
  assert.equal(await page.getByRole("tab").nth(2).getAttribute("aria-selected"), "true");
  assert.deepEqual(seen.told, []);
});

test("paper has no controls, and all tabs", async () => {
  const { page } = await open(ERROR);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("button").filter({ visible: true }).count(), 0);
  for (const section of await page.locator(".tabs > .tab").all()) assert.ok(await section.locator("pre").first().isVisible());
});
