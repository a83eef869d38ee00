// The page for missing URLs suggests similar codes, at any depth and at any path.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";

import { PUBLISHED, launch, onDisk, read, serve } from "./site.mjs";

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

test("at another path than the published one, the page finds its files", async () => {
  for (const path of ["/", "/pull/42/"]) {
    const preview = await serve("real", path);
    for (const address of ["kakunin/agent_not_fond/", "404.html"]) {
      const page = await browser.newPage();
      await page.goto(preview.url + address);
      await page.getByRole("button", { name: "Search or paste an error" }).waitFor();
      await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue("--ground"));
      if (address !== "404.html") await page.getByRole("link", { name: "agent_not_found" }).waitFor();
      await page.getByRole("link", { name: "Kakunin API", exact: true }).click();
      await page.waitForURL(`${preview.url}kakunin/`);
      await page.close();
    }
    preview.close();
  }
  const page = await browser.newPage();
  await page.goto(onDisk("real", "404.html"));
  await page.getByRole("link", { name: "Kakunin API", exact: true }).click();
  await page.waitForURL(onDisk("real", "kakunin/index.html"));
  await page.close();
});

test("the policy allows the script of the page", () => {
  const html = read("real", "404.html");
  const script = /<script>(.*?)<\/script>/s.exec(html)[1];
  const hash = `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
  assert.ok(html.includes(`script-src 'self' ${hash};`), `the hash in 404.html should be ${hash}`);
});
