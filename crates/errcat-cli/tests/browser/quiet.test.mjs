// Pages print nothing to the console, violate no policy, cause no errors, and request nothing from other
// hosts. This applies to files on the disk, and to servers below any path.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";

import { PUBLISHED, files, folder, launch, none, onDisk, open, samples, serve, watch } from "./site.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const site of ["real", "fixture"]) {
  test(`every page of ${site}, from the disk`, async () => {
    const page = await browser.newPage();
    const seen = watch(page);
    for (const path of files(site, ".html")) {
      if (path === "404.html") continue;
      const url = onDisk(site, path);
      // The page before may redirect only now.
      await page.goto(url).catch((error) => hasRedirected(error) ?? page.goto(url));
      // Wait for what scripts do when the page is idle.
      const idle = page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 1_000 })));
      // A page that redirects may discard the result.
      await Promise.race([idle.catch(hasRedirected), setTimeout(5_000)]);
      none(seen.problems, path);
    }
    const outside = seen.requests.filter((url) => !url.startsWith(`${pathToFileURL(folder(site))}/`));
    none(outside);
    assert.ok(seen.requests.length > files(site, ".html").length);
    await page.close();
  });
}

/** Returns true if a page of a former code has redirected meanwhile. */
function hasRedirected(error) {
  assert.match(error.message, /navigation/);
}

// The policy doesn't block data blocks, because they aren't scripts.
test("every listed page has a data block for search engines", async () => {
  const page = await browser.newPage();
  const seen = watch(page);
  for (const { site, path, kind } of samples()) {
    await open(page, { site, path });
    const blocks = await page.locator('script[type="application/ld+json"]').allTextContents();
    const isListed = (await page.locator("meta[name=robots]").count()) === 0;
    assert.equal(blocks.length, isListed ? 1 : 0, path);
    for (const { "@graph": [what, breadcrumbs] } of blocks.map((text) => JSON.parse(text))) {
      const types = { home: "WebSite", api: "CollectionPage", codes: "CollectionPage", operations: "CollectionPage" };
      assert.equal(what["@type"], types[kind.replace(/\/*$/, "")] ?? "TechArticle", path);
      assert.equal(what.description, await page.locator("meta[name=description]").getAttribute("content"), path);
      const canonical = await page.locator("link[rel=canonical]").evaluateAll((links) => links.map(({ href }) => href));
      assert.equal(new URL(what.url, page.url()).href, canonical[0] ?? page.url().replace(/index\.html$/, ""), path);
      const names = breadcrumbs?.itemListElement.map(({ name }) => name) ?? [];
      assert.deepEqual(names.slice(0, -1), await page.locator("nav.trail li").allTextContents(), path);
    }
  }
  none(seen.problems);
  await page.close();
});

test("every kind of page, from a server, below a path", async () => {
  for (const { site, path } of samples()) {
    // The links of this page are absolute, so they work only at the path at which the site is published.
    if (path === "404.html") continue;
    const server = await serve(site, "/some/where/");
    const page = await browser.newPage();
    const seen = watch(page);
    await page.goto(server.url + path.replace(/index\.html$/, ""), { waitUntil: "networkidle" });
    none(seen.problems, path);
    const outside = seen.requests.filter((url) => !url.startsWith(server.url));
    none(outside, path);
    await page.close();
    server.close();
  }
});

test("a URL that doesn't exist, from a server", async () => {
  const server = await serve("real", PUBLISHED.real);
  const page = await browser.newPage();
  const seen = watch(page);
  await page.goto(`${server.url}kakunin/no/such/page/`, { waitUntil: "networkidle" });
  const address = `404: ${server.url}kakunin/no/such/page/`;
  none(seen.problems.filter((line) => line !== address && !/status of 404/.test(line)));
  assert.ok(seen.requests.includes(`${server.url}style.css`), "it is styled");
  await page.getByRole("link", { name: "Kakunin" }).first().click();
  assert.equal(page.url(), `${server.url}kakunin/`);
  await page.close();
  server.close();
});

test("unwanted actions of a page are recorded", async () => {
  const page = await browser.newPage();
  const seen = watch(page);
  const policy = `<meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline'; img-src 'none'">`;
  const html = `${policy}<img src="https://example.com/x.png"><script>console.log("hello"); alert("hello"); no()</script>`;
  await page.goto(`data:text/html,${encodeURIComponent(html)}`);
  const problems = seen.problems.join("\n");
  for (const expected of [/log: hello/, /dialog: hello/, /Content Security Policy/, /no is not defined/]) {
    assert.match(problems, expected);
  }
  await page.close();
});
