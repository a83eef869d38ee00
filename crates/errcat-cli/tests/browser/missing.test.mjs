// The page for missing URLs suggests similar codes, at any depth.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PUBLISHED, launch, serve } from "./site.mjs";

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve("real", PUBLISHED.real);
});
after(async () => {
  server.close();
  await browser.close();
});

for (const [address, expected] of [
  ["kakunin/agent_not_fond/", "kakunin/agent_not_found"],
  ["kakunin/AGENT-NOT-FOUND/", "kakunin/agent_not_found"],
  ["agent_not_foundd", "kakunin/agent_not_found"],
  ["zazmic/balance-to-low.md", "zazmic/balance_too_low"],
  ["kortix/rate/not_fount/index.html", "kortix/not_found"],
  ["kakunin/not_fount", "kakunin/not_found"],
]) {
  test(`${address} suggests ${expected}`, async () => {
    const page = await browser.newPage();
    await page.goto(server.url + address);
    const first = page.locator("#suggestions a").first();
    assert.equal(await first.evaluate((link) => link.href), `${server.url}${expected}/`);
    assert.ok((await page.locator("#suggestions a").count()) <= 5);
    await first.click();
    await page.waitForURL(`${server.url}${expected}/`);
    await page.close();
  });
}

test("nothing is suggested if no code is similar", async () => {
  const page = await browser.newPage();
  for (const address of ["kakunin/xyzzyplughxyzzyplugh/", "404.html"]) {
    await page.goto(server.url + address, { waitUntil: "networkidle" });
    assert.equal(await page.locator("#suggestions").textContent(), "");
    assert.equal(await page.locator("h1").textContent(), "Page not found");
  }
  await page.close();
});
