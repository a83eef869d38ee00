// `errcat serve`: pages reload after a change, and show the errors of the catalog until they are fixed.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import { launch, none, watch, work } from "./site.mjs";

// Only a test that fails waits as long.
const PATIENCE = { timeout: 120_000 };
const root = mkdtempSync(join(tmpdir(), "errcat-"));
const table = join(root, "catalog/kakunin/certify.yaml");
const overlay = "section[role=alert]";

let browser, server, url;
before(async () => {
  mkdirSync(join(root, "target"));
  cpSync(join(work, "real/catalog"), join(root, "catalog"), { recursive: true });
  writeFileSync(join(root, "Cargo.toml"), "[workspace.metadata.errcat]\n");
  const program = process.env.ERRCAT ?? join(work, "../debug/errcat");
  server = spawn(program, ["serve", "--port", "0"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: server.stdout })) {
    url ??= /http:\S+/.exec(line)?.[0];
    if (line.startsWith("Watching")) break;
  }
  browser = await launch();
});
after(async () => {
  server?.kill();
  await browser?.close();
  rmSync(root, { recursive: true });
});

/** Edits the table like an editor: replaces the file. */
function edit(change) {
  const text = readFileSync(table, "utf8");
  const edited = change(text);
  assert.notEqual(edited, text);
  writeFileSync(`${table}~`, edited);
  renameSync(`${table}~`, table);
  return () => edit(() => text);
}

async function open() {
  const page = await browser.newPage({ viewport: { width: 800, height: 400 } });
  const seen = watch(page);
  // Redirects to the path at which the site is published.
  await page.goto(url);
  await page.goto(new URL("kakunin/agent_not_found/", page.url()).href, { waitUntil: "load" });
  return { page, seen };
}

test("a page reloads after a change and keeps its position", async () => {
  const { page, seen } = await open();
  await page.evaluate(() => window.scrollTo(0, 120));
  const start = performance.now();
  const undo = edit((text) => text.replace("No agent of your tenant", "Reloaded, none of your agents"));
  await page.locator(".lead, main p", { hasText: "Reloaded" }).first().waitFor(PATIENCE);
  console.log(`from the edit to the new page: ${Math.round(performance.now() - start)} ms`);
  await page.waitForFunction(() => window.scrollY === 120, undefined, PATIENCE);
  undo();
  await page.locator(".lead, main p", { hasText: "Reloaded" }).first().waitFor({ state: "detached", ...PATIENCE });
  none(seen.problems);
  await page.close();
});

test("errors are shown as text until they are fixed", async () => {
  const { page, seen } = await open();
  await page.evaluate(() => (window.isSamePage = true));
  const attack = "<img src=x onerror=alert(1)>";
  const undo = edit((text) => text.replace(/^errors:/m, `"${attack}": 1\nerrors:`));
  await page.locator(overlay).waitFor(PATIENCE);
  const text = await page.locator(`${overlay} pre`).textContent();
  assert.match(text, /error\[unknown-key\]/);
  assert.match(text, /catalog\/kakunin\/certify\.yaml:\d+:\d+/);
  assert.ok(text.includes(attack), text);
  assert.ok(!text.includes("\u001b"), text);
  assert.equal(await page.locator(`${overlay} img`).count(), 0);
  // Its own stylesheet applies, in spite of the page's policy.
  const isFixed = (section) => getComputedStyle(section).position === "fixed";
  while (!(await page.locator(overlay).evaluate(isFixed))) await page.waitForTimeout(20);
  // A page that is opened later shows them too.
  const later = await open();
  await later.page.locator(overlay).waitFor(PATIENCE);
  undo();
  await page.locator(overlay).waitFor({ state: "detached", ...PATIENCE });
  await later.page.locator(overlay).waitFor({ state: "detached", ...PATIENCE });
  assert.ok(await page.evaluate(() => window.isSamePage), "no file has changed, so nothing reloads");
  none([...seen.problems, ...later.seen.problems]);
  await later.page.close();
  await page.close();
});

test("more pages than connections can be open", async () => {
  const pages = [];
  for (let number = 0; number < 8; number++) pages.push(await open());
  const { page } = pages.at(-1);
  const undo = edit((text) => text.replace("No agent of your tenant", "Reloaded, none of your agents"));
  await page.locator(".lead, main p", { hasText: "Reloaded" }).first().waitFor(PATIENCE);
  undo();
  for (const { page } of pages) await page.close();
});
