// Compares pictures of every kind of page with reviewed ones in `gallery/`: three themes, light and dark,
// narrow and wide. The fonts are those of npm packages, so that pictures don't depend on the machine.
//
// With ERRCAT_BLESS=1, changed pictures replace the reviewed ones.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { find, ready } from "./search.mjs";
import { launch, load, none, open, work } from "./site.mjs";

const THEMES = ["real", "green", "serif"];
const SIZES = { narrow: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };
const PAGES = {
  home: "index.html",
  api: "kakunin/index.html",
  rich: "kakunin/rate_limited/index.html",
  poor: "zazmic/SESSION_NOT_FOUND/index.html",
  guide: "kortix/guides/retries/index.html",
  codes: "zazmic/codes/index.html",
  search: "index.html",
  missing: "404.html",
};
/** A picture shows the first pixels of a page, at half its size. */
const MAX_HEIGHT = 1500;
const SCALE = 0.5;
const QUALITY = 45;
/** Channels that differ by at most this much are the same color. */
const MAX_DIFFERENCE = 10;
/** Letters may be drawn differently by another version of the browser. */
const MAX_PIXELS = 30;

const isBlessing = process.env.ERRCAT_BLESS === "1";
const reviewed = fileURLToPath(new URL("gallery/", import.meta.url));
const current = join(work, "gallery");
const seen = new Set();

let browser, comparer;
before(async () => {
  browser = await launch();
  comparer = await browser.newPage();
  rmSync(current, { recursive: true, force: true });
  for (const folder of [reviewed, current]) mkdirSync(folder, { recursive: true });
});
after(() => browser.close());

for (const theme of THEMES) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      test(`${theme}, ${colorScheme}, ${size}`, async () => {
        const page = await newPage({ colorScheme, viewport });
        const changed = [];
        for (const [kind, path] of Object.entries(PAGES)) {
          await show(page, theme, kind, path);
          const name = `${theme}-${colorScheme}-${size}-${kind}.webp`;
          const difference = await compare(name, await picture(page, viewport.width));
          if (difference > MAX_PIXELS) changed.push(`${name}: ${difference} pixels`);
        }
        await page.context().close();
        none(changed, `compare with ${current}, and bless the pictures with ERRCAT_BLESS=1 if they are right`);
      });
    }
  }
}

test("small changes of a page are noticed", { skip: isBlessing }, async () => {
  const viewport = SIZES.wide;
  const page = await newPage({ colorScheme: "light", viewport });
  const changes = [".do { padding-top: 17px }", "button.chip.copy { padding-right: 10px }", ":root { --accent: #2563d9 }"];
  for (const css of changes) {
    await show(page, "real", "rich", PAGES.rich);
    await page.addStyleTag({ content: css });
    const difference = await pixels("real-light-wide-rich.webp", await picture(page, viewport.width));
    assert.ok(difference > MAX_PIXELS, `${css}: ${difference} pixels`);
  }
  await page.context().close();
});

test("every picture is of a page", () => {
  for (const name of readdirSync(reviewed).filter((name) => !seen.has(name))) {
    if (!isBlessing) assert.fail(`${name} isn't compared with anything`);
    rmSync(join(reviewed, name));
  }
});

/** Opens a page that may load fonts from its styles. */
async function newPage(options) {
  const context = await browser.newContext({ ...options, bypassCSP: true, reducedMotion: "reduce" });
  return context.newPage();
}

/** Returns the styles that define the fonts of a theme. The pages would use fonts of the system. */
function fonts(theme) {
  const face = (name, family) => {
    const file = load.resolve(`@fontsource-variable/${name}/files/${name}-latin-wght-normal.woff2`);
    const url = `data:font/woff2;base64,${readFileSync(file, "base64")}`;
    return `@font-face { font-family: "${family}"; font-weight: 100 900; src: url(${url}) }\n`;
  };
  const mono = face("jetbrains-mono", "JetBrains Mono");
  if (theme === "serif") return mono + face("source-serif-4", "Source Serif");
  return `${mono}${face("inter", "Inter")}:root { --sans: "Inter", sans-serif; --mono: "JetBrains Mono", monospace; }`;
}

/** Shows a page, or the search on it, with the fonts. */
async function show(page, theme, kind, path) {
  await open(page, { site: theme, path });
  // Pictures contain more than the window, so all of the page is rendered.
  const steady = "* { caret-color: transparent !important } .group { content-visibility: visible !important }";
  await page.addStyleTag({ content: fonts(theme) + steady });
  if (kind === "search") {
    await page.keyboard.press("/");
    await ready(page);
    await find(page, "POST /v1/agents/42/certify 404");
  }
  await page.evaluate(() => Promise.all([...document.fonts].map((font) => font.load())));
  // The fonts are part of the layout from the next frame on.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

/** Returns a picture of the page as base64. */
async function picture(page, width) {
  // The search covers the window, not the page.
  const height = await page.evaluate(() => document.querySelector("dialog[open]") ? innerHeight : document.documentElement.scrollHeight);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp",
    quality: QUALITY,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, MAX_HEIGHT), scale: SCALE },
  });
  await session.detach();
  return data;
}

/** Returns the number of pixels that differ from the reviewed picture, or blesses the new one. */
async function compare(name, data) {
  seen.add(name);
  const difference = existsSync(join(reviewed, name)) ? await pixels(name, data) : Infinity;
  if (difference <= MAX_PIXELS) return difference;
  writeFileSync(join(isBlessing ? reviewed : current, name), data, "base64");
  return isBlessing ? 0 : difference;
}

/** Returns the number of pixels that differ from a reviewed picture. */
async function pixels(name, data) {
  const pictures = [readFileSync(join(reviewed, name), "base64"), data];
  if (pictures[0] === pictures[1]) return 0;
  return comparer.evaluate(async ({ pictures, limit }) => {
    const [one, other] = await Promise.all(pictures.map(async (data) => {
      const image = new Image();
      image.src = `data:image/webp;base64,${data}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
      canvas.drawImage(image, 0, 0);
      return canvas.getImageData(0, 0, image.width, image.height);
    }));
    if (one.width !== other.width || one.height !== other.height) return Infinity;
    let count = 0;
    for (let at = 0; at < one.data.length; at += 4) {
      count += [0, 1, 2].some((channel) => Math.abs(one.data[at + channel] - other.data[at + channel]) > limit);
    }
    return count;
  }, { pictures, limit: MAX_DIFFERENCE });
}
