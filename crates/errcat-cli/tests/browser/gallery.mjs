// Renders every kind of page into target/gallery, for reviewers: light and dark, narrow and wide, with the
// default theme and two others. Run by hand, after the suites have generated the sites:
//
//     node crates/errcat-cli/tests/browser/gallery.mjs

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { launch, open, samples, work } from "./site.mjs";

const WIDTHS = { narrow: 390, wide: 1440 };
const THEMES = {
  default: "",
  green: ":root { --accent: #0a6b4f; --accent-soft: #e7f0ed; }",
  serif: ":root { --sans: Georgia, serif; --accent: #7a1f5c; --accent-soft: #f2e9ef; }",
};

const folder = join(work, "..", "gallery");
mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const [theme, css] of Object.entries(THEMES)) {
  for (const colorScheme of ["light", "dark"]) {
    // The colors of the other themes are those of their light variants.
    if (css && colorScheme === "dark") continue;
    for (const [name, width] of Object.entries(WIDTHS)) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
      for (const sample of samples()) {
        await open(page, sample);
        if (css) await page.addStyleTag({ content: css });
        const file = `${sample.kind.replaceAll("/", "-")}-${sample.path.replaceAll("/", "-").replace(".html", "")}`;
        await page.screenshot({ path: join(folder, `${file}-${theme}-${colorScheme}-${name}.png`), fullPage: true });
      }
      await page.close();
    }
  }
}
await browser.close();
