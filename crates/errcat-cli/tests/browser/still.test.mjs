// Nothing moves while a page loads, even if its end arrives late: what scripts add has its room from the
// first paint.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, none, samples, serve } from "./site.mjs";

// The whole page is visible, so that all of it counts.
const SIZES = { narrow: { width: 390, height: 6000 }, wide: { width: 1440, height: 6000 } };

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Records the shifts of a page in a variable. */
function recordShifts() {
  globalThis.shifts = [];
  const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
  const record = ({ node, previousRect, currentRect }) =>
    shifts.push(`${node?.outerHTML?.slice(0, 80) ?? node?.textContent}: ${place(previousRect)} to ${place(currentRect)}`);
  new PerformanceObserver((list) => list.getEntries().forEach(({ sources }) => sources.forEach(record)))
    .observe({ type: "layout-shift", buffered: true });
}

/** Waits until the current content is painted, and its shifts are recorded. */
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));

/** Opens a page whose end arrives after the first paint, and returns what moves. Scripts act at the end. */
async function shifts(site, path, viewport) {
  let end;
  const server = await serve(site, "/", new Promise((resolve) => (end = resolve)));
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.addInitScript(recordShifts);
  await page.goto(server.url + path.replace(/index\.html$/, ""), { waitUntil: "commit" });
  await page.locator(".foot").waitFor();
  await page.evaluate(nextFrame);
  assert.equal(await page.locator(".theme:not([data-chosen])").count(), 1, "no script has run");
  // A table may move while its rows arrive.
  await page.evaluate(() => (shifts = []));
  end();
  await page.waitForLoadState("networkidle");
  await page.evaluate(nextFrame);
  const moves = await page.evaluate(() => shifts);
  await context.close();
  server.close();
  return moves.map((move) => `${path}: ${move}`);
}

for (const [size, viewport] of Object.entries(SIZES)) {
  test(`${size} pages`, async () => {
    const found = [];
    for (const { site, path, kind } of samples()) {
      // A page that redirects isn't seen. The suggestions for an unknown address depend on the address.
      if (!["alias", "404"].includes(kind)) found.push(...(await shifts(site, path, viewport)));
    }
    found.push(...(await shifts("versions", "2.0/shop/sold_out/", viewport)));
    none(found);
  });
}
