// Every link on every page leads to a file of the site, and its fragment to an existing element.

import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { PUBLISHED, files, folder, launch, none, onDisk, open } from "./site.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Returns the links and ids of a page, without those that scripts add. */
function read(page) {
  return page.evaluate(() => ({
    links: [...document.querySelectorAll("[href], [src]")].map((element) => ({
      written: element.getAttribute("href") ?? element.getAttribute("src"),
      address: element.href ?? element.src,
    })),
    ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
    // The target of a redirect.
    refresh: document.querySelector("meta[name=refresh]")?.content.replace(/^.*url=/, ""),
  }));
}

for (const site of ["real", "fixture"]) {
  test(`every link of ${site} has a target`, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const served = `http://${site}.invalid${PUBLISHED[site]}`;
    const root = `${pathToFileURL(folder(site))}/`;
    const pages = new Map();
    for (const path of files(site, ".html")) {
      await open(page, { site, path });
      pages.set(onDisk(site, path), await read(page));
    }
    const broken = [];
    let inside = 0;
    for (const [url, { links, refresh }] of pages) {
      const all = refresh ? [...links, { written: refresh, address: new URL(refresh, url).href }] : links;
      for (const { written, address } of all) {
        const target = new URL(written.startsWith("#") ? url + written : address.replace(served, root));
        if (!target.href.startsWith(root)) {
          // The icon is a data URL.
          const isIcon = address.startsWith("data:image/svg+xml,");
          if (target.protocol !== "https:" && !isIcon) broken.push(`${url}: ${written}`);
          continue;
        }
        inside += 1;
        const fragment = decodeURIComponent(target.hash.slice(1));
        target.hash = "";
        target.search = "";
        // Links to pages lead to folders, without the name of the file.
        if (target.pathname.endsWith("/")) target.pathname += "index.html";
        const isPage = /\.html$/.test(written.split(/[?#]/)[0]) && !refresh;
        if (isPage) broken.push(`${url}: ${written} names the file of a page`);
        const file = fileURLToPath(target);
        const ids = pages.get(target.href)?.ids;
        const found = existsSync(file) && statSync(file).isFile() && (!fragment || (ids && ids.includes(fragment)));
        if (!found) broken.push(`${url}: ${written}`);
      }
    }
    none(broken);
    assert.ok(inside > 5 * pages.size, `${inside} links`);
    await context.close();
  });
}
