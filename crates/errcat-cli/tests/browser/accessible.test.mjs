// No kind of page, light or dark, narrow or wide, violates a rule of axe (WCAG 2.2 A and AA, and best
// practices), and no page scrolls sideways on narrow screens.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, load, none, onDisk, open, samples } from "./site.mjs";

const axe = load("axe-core").source;
const WIDTHS = { narrow: 390, wide: 1440 };

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

async function violations(page) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  assert.ok(passes.length > 10, "the rules ran");
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 100)} ${node.any.map(({ message }) => message)}`),
  );
}

for (const colorScheme of ["light", "dark"]) {
  for (const [name, width] of Object.entries(WIDTHS)) {
    test(`every kind of page, ${colorScheme} and ${name}`, async () => {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      for (const sample of samples()) {
        await open(page, sample);
        none(await violations(page), `${sample.site}/${sample.path}`);
      }
      await page.close();
    });
  }
}

for (const colorScheme of ["light", "dark"]) {
  for (const [name, width] of Object.entries(WIDTHS)) {
    test(`content added by scripts, ${colorScheme} and ${name}`, async () => {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      await page.goto(`${onDisk("real", "zazmic/codes/index.html")}?status=4xx`);
      await page.waitForFunction(() => document.querySelector("#shown").textContent.includes(" of "));
      none(await violations(page), "the table of all codes, filtered");
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);

      await page.keyboard.press("/");
      await page.getByText("Type a code or keywords").waitFor();
      for (const query of ["", "agent", "nothing-like-this-zzz"]) {
        await page.locator("dialog input").fill(query);
        none(await violations(page), `the search for ${query}`);
      }

      await open(page, { site: "real", path: "404.html" });
      none(await violations(page), "a URL that doesn't exist");
      await page.close();
    });
  }
}

test("no page scrolls sideways at 320 pixels", async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 600 } });
  for (const sample of samples()) {
    await open(page, sample);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${sample.site}/${sample.path} is ${width} pixels wide`);
  }
  await page.close();
});

test("violations are reported", async () => {
  const page = await browser.newPage();
  await page.setContent(`<html lang="en"><title>x</title><main><h1 style="color: #eee">Pale</h1><img src="x">`);
  const found = (await violations(page).catch((error) => [error.message])).join("\n");
  assert.match(found, /color-contrast/);
  assert.match(found, /image-alt/);
  await page.close();
});
