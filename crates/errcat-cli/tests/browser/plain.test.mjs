// Without JavaScript, a page is complete: all text is visible, all sections can be reached, and no control
// is without function.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, none, onDisk, open, samples } from "./site.mjs";

let browser, page;
before(async () => {
  browser = await launch();
  page = await browser.newPage({ javaScriptEnabled: false });
});
after(() => browser.close());

test("all text is visible, and no control is without function", async () => {
  for (const { site, path, kind } of samples()) {
    if (kind === "alias") continue;
    await open(page, { site, path });
    const found = await page.evaluate(() => {
      // Folded parts are shown by the browser, without a script.
      for (const folded of document.querySelectorAll("details")) folded.open = true;
      const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      const texts = [...document.querySelectorAll("main *:not([data-needs], [data-needs] *)")].filter((element) =>
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()),
      );
      return {
        texts: texts.length,
        hidden: texts.filter((element) => !shown(element)).map((element) => element.outerHTML),
        controls: [...document.querySelectorAll("button, input, select, dialog")]
          .filter(shown)
          .map((element) => element.outerHTML),
      };
    });
    assert.ok(found.texts > 3, path);
    none(found.hidden, `${path} hides text`);
    none(found.controls, `${path} has controls that do nothing`);
  }
});

test("the sections of an error are in order", async () => {
  await page.goto(onDisk("real", "zazmic/too_many_requests/index.html"));
  const ids = await page.locator("main :is(h2, section)[id]").evaluateAll((headings) => headings.map(({ id }) => id));
  assert.deepEqual(ids, ["answer", "example", "handle", "values", "related"]);
});

test("values of a response are highlighted, in its headers, message and members", async () => {
  for (const [path, values] of [["balance_too_low", ["$5.00", "$10.00"]], ["too_many_requests", ["10", "1642252800", "45", "10", "45"]]]) {
    await page.goto(onDisk("real", `zazmic/${path}/index.html`));
    assert.deepEqual(await page.locator(".panel.response pre var").allTextContents(), values);
    assert.ok(await page.getByText("Highlighted values differ in each response.").isVisible());
  }
});

test("a former code leads to its successor", async () => {
  await page.goto(onDisk("fixture", "bank/NO_ACCOUNT/index.html"), { waitUntil: "commit" });
  await page.waitForURL(/\/bank\/account_not_found\/index\.html$/);
});
