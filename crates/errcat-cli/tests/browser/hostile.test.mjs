// A hostile catalog is shown as text: its texts are on the pages unchanged, none of them runs, becomes an
// element or causes a request, and no page is wider than the screen. `tests/site/hostile.rs` writes the
// catalog, and the list of expected texts.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { files, folder, launch, load, none, onDisk, open, read, watch, work } from "./site.mjs";

const expected = JSON.parse(readFileSync(join(work, "hostile", "expected.json"), "utf8"));

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Returns elements that could run code or make requests, except the site's own, and data blocks. */
function dangerous() {
  const own = (element) =>
    /^(\.\.\/)*[a-z-]+\.(js|svg|css)$/.test(element.getAttribute("src") ?? "") ||
    (element.type === "application/ld+json" && JSON.parse(element.text)["@context"] === "https://schema.org");
  const elements = [...document.querySelectorAll("script, img, svg, iframe, object, embed, [action], style, base, video, audio")];
  const attributes = [...document.querySelectorAll("*")].filter((element) =>
    [...element.attributes].some(({ name }) => name.startsWith("on") || name === "style"),
  );
  const links = [...document.querySelectorAll("a")].filter(({ href }) => !/^(file|https):/.test(href));
  return [...elements.filter((element) => !own(element)), ...attributes, ...links].map((element) => element.outerHTML);
}

for (const api of Object.keys(expected)) {
  test(`${api} shows as text`, async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    const seen = watch(page);
    const texts = [];
    const pages = files("hostile", ".html").filter((path) => path.startsWith(`${api}/`));
    // The pages of two errors, a former code, a guide, and the API.
    assert.ok(pages.length >= 5, `${pages}`);
    for (const path of pages) {
      await open(page, { site: "hostile", path });
      texts.push(await page.evaluate(() => document.body.textContent));
      none(await page.evaluate(dangerous), path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 390, `${path} is ${width} pixels wide`);
    }
    none(seen.problems);
    const outside = seen.requests.filter((url) => !url.startsWith(`${pathToFileURL(folder("hostile"))}/`));
    none(outside);
    const missing = expected[api].filter((text) => !texts.some((shown) => shown.includes(text)));
    none(missing);
    assert.ok(expected[api].length > 40);
    await page.close();
  });
}

test("the page of all APIs shows them as text", async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
  const seen = watch(page);
  await page.goto(onDisk("hostile", "index.html"));
  const text = await page.evaluate(() => document.body.textContent);
  for (const texts of Object.values(expected)) {
    assert.ok(text.includes(texts.find((text) => text.startsWith("api.title"))));
  }
  none(await page.evaluate(dangerous));
  none(seen.problems);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  await page.close();
});

test("pages are valid HTML", async () => {
  const { HtmlValidate } = load("html-validate");
  const validator = new HtmlValidate({ extends: ["html-validate:standard"], rules: { "doctype-style": "off" } });
  for (const path of files("hostile", ".html")) {
    const report = await validator.validateString(read("hostile", path), path);
    const wrong = report.results.flatMap(({ messages }) => messages);
    none(wrong.map(({ line, message }) => `${line}: ${message}`), path);
  }
});

test("elements that could run code are found", async () => {
  const page = await browser.newPage();
  await page.setContent(`<p onclick="x()">a</p><img src="x"><a href="javascript:x()">b</a><script>1</script>`);
  assert.equal((await page.evaluate(dangerous)).length, 4);
  await page.close();
});
