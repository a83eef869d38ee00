// The controls of a page: tabs, copy buttons and the theme. All can be used with a keyboard.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PUBLISHED, launch, none, onDisk, read, serve, watch } from "./site.mjs";

const LIMITED = "zazmic/too_many_requests/";

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve("real", PUBLISHED.real);
});
after(() => {
  server.close();
  return browser.close();
});

const chosen = (page) => page.locator("[role=tab][aria-selected=true]").first().innerText();

test("a tab can be selected with the keyboard, and stays selected on other pages", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url + LIMITED);
  const tabs = page.getByRole("tablist").first().getByRole("tab");
  const names = await tabs.allInnerTexts();
  assert.ok(names.length >= 3, `${names}`);
  assert.equal(await page.getByRole("tabpanel").count(), await page.getByRole("tablist").count(), "one panel is announced");

  await tabs.first().focus();
  await page.keyboard.press("End");
  assert.equal(await chosen(page), names.at(-1));
  await page.keyboard.press("ArrowRight");
  assert.equal(await chosen(page), names[0]);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await chosen(page), names.at(-1));
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  assert.equal(await chosen(page), names[1]);
  const panel = page.getByRole("tabpanel").first();
  assert.equal(await panel.getAttribute("aria-labelledby"), await tabs.nth(1).getAttribute("id"));
  assert.equal(await page.evaluate(() => document.activeElement.innerText), names[1]);

  await page.goto(`${server.url}kakunin/agent_not_found/`);
  assert.equal(await chosen(page), names[1], "on another page");
  await page.reload();
  assert.equal(await chosen(page), names[1], "after a reload");
  await context.close();
});

test("without storage, everything works except for saved choices", async () => {
  const page = await browser.newPage();
  const seen = watch(page);
  await page.addInitScript(() => {
    const denied = () => { throw new DOMException("denied", "SecurityError"); };
    Object.defineProperty(window, "localStorage", { get: denied });
  });
  await page.goto(server.url + LIMITED);
  const tab = page.getByRole("tab").nth(1);
  await tab.click();
  assert.equal(await tab.getAttribute("aria-selected"), "true");
  await page.getByRole("button", { name: /^Theme/ }).click();
  assert.ok(await page.evaluate(() => document.documentElement.dataset.theme));
  none(seen.problems);
  await page.close();
});

test("buttons copy the text next to them", async () => {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  const seen = watch(page);
  await page.goto(server.url + LIMITED);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  // Copying is asynchronous, because the text may have to be fetched first.
  const copied = async (expected) => {
    for (let tries = 0; tries < 50 && (await clipboard()) !== expected; tries += 1) {
      await page.waitForTimeout(100);
    }
    assert.equal(await clipboard(), expected);
  };

  const code = page.locator(".facts .copy").first();
  await code.click();
  await page.getByText("Copied").first().waitFor({ state: "attached" });
  await copied("too_many_requests");

  // The button of a response copies only its body, which is JSON.
  const panel = page.locator("figure.panel:has([data-body])").first();
  await panel.getByRole("button", { name: /^Copy/ }).click();
  const body = (await panel.locator("[data-body]").evaluate((element) => element.textContent)).trimEnd();
  await copied(body);
  assert.equal(typeof JSON.parse(body), "object");

  const markdown = page.getByRole("button", { name: "Copy this page as Markdown" });
  assert.equal(await markdown.count(), 1);
  await markdown.first().click();
  await copied(read("real", "zazmic/too_many_requests.md"));

  for (const figure of await page.locator("figure.panel:visible").all()) {
    assert.equal(await figure.getByRole("button", { name: /^Copy/ }).count(), 1);
  }
  none(seen.problems);
  await context.close();
});

test("in pages on the disk, Markdown is linked but can't be copied", async () => {
  const page = await browser.newPage();
  await page.goto(onDisk("real", `${LIMITED}index.html`));
  assert.equal(await page.getByRole("button", { name: /as Markdown/ }).count(), 0);
  assert.ok(await page.locator("a.twin").first().isVisible());
  await page.close();
});

test("printed pages are white, with the chosen tab and without controls", async () => {
  const page = await browser.newPage({ colorScheme: "dark" });
  await page.goto(server.url + LIMITED);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  // The code of the error is a button on the screen, and stays.
  assert.equal(await page.locator("button:not(.chip)").filter({ visible: true }).count(), 0);
  const code = page.locator(".tabs > .tab pre");
  assert.ok((await code.count()) >= 3);
  assert.equal(await page.locator(".tabs > .tab").filter({ visible: true }).count(), 1, "only the chosen language");
  await page.close();
});

test("a button shows that copying failed", async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("denied"));
  });
  await page.goto(server.url + LIMITED);
  const button = page.locator("figure.panel:visible .copy").first();
  await button.click();
  await page.getByText("Copying failed").waitFor();
  assert.equal(await button.innerText(), "Failed");
  await page.close();
});

test("the default theme is the system's, and the other one never flashes", async () => {
  const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const context = await browser.newContext({ colorScheme: "light" });
  const page = await context.newPage();
  await page.goto(server.url);
  const light = await ground(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await ground(page);
  assert.notEqual(light, dark);

  await page.emulateMedia({ colorScheme: "light" });
  const button = page.getByRole("button", { name: /^Theme/ });
  while ((await button.getAttribute("aria-label")) !== "Theme: dark") await button.click();
  assert.equal(await ground(page), dark);

  // Record the theme before anything is painted, as soon as the page has a body.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      globalThis.themeAtFirst = document.documentElement.dataset.theme;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(server.url + LIMITED);
  assert.equal(await page.evaluate(() => globalThis.themeAtFirst), "dark");
  assert.equal(await ground(page), dark);
  assert.equal(await button.getAttribute("aria-label"), "Theme: dark");

  while ((await button.getAttribute("aria-label")) !== "Theme: light") await button.click();
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await ground(page), light);
  while ((await button.getAttribute("aria-label")) !== "Theme: system") await button.click();
  assert.equal(await ground(page), dark);
  await context.close();
});

/** Presses Tab until a matching element has the focus. The focus must be visible on each element. */
async function tabTo(page, fits) {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const { href, innerText, tagName } = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      const box = document.activeElement.getBoundingClientRect();
      const shows = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && box.width > 0 && box.height > 0;
      return { href, text: innerText, tagName, shows };
    });
    assert.ok(focus.shows || focus.tagName === "BODY", `${focus.tagName} ${focus.text} doesn't show that it has the focus`);
    if (fits(focus)) return;
  }
  assert.fail("Tab never reaches it");
}

test("the retry guide can be reached from a 429 with the keyboard alone", async () => {
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.keyboard.press("/");
  await page.getByRole("combobox").waitFor();
  await page.keyboard.type("429");
  await page.getByRole("option").first().waitFor();
  // Several errors have this status, so none is chosen.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/(zazmic|kaizen|kakunin|kortix)\//);
  assert.match(await page.locator("main").innerText(), /429/);
  await tabTo(page, ({ href }) => /\/guides\/(retries|rate_limits)\//.test(href ?? ""));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/guides\/(retries|rate_limits)\//);
  await page.close();
});

test("the first focusable element skips the navigation", async () => {
  const page = await browser.newPage();
  await page.goto(server.url + LIMITED);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.innerText), "Skip to content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "content");
  await page.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`copy buttons are visible and reachable, ${colorScheme}`, async () => {
    const page = await browser.newPage({ colorScheme, viewport: { width: 390, height: 800 } });
    await page.goto(onDisk("real", `${LIMITED}index.html`));
    const buttons = page.locator(".copy:visible");
    assert.ok((await buttons.count()) >= 3);
    for (const button of await buttons.all()) {
      const { opacity, tabIndex } = await button.evaluate((element) => ({
        opacity: getComputedStyle(element).opacity,
        tabIndex: element.tabIndex,
      }));
      assert.deepEqual({ opacity, tabIndex }, { opacity: "1", tabIndex: 0 });
    }
    await page.close();
  });
}
