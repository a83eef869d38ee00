// Docusaurus builds the Markdown pages of its flavor, with their navigation, and finds no broken link.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";

import { load, none, work } from "./site.mjs";

/** Below the folder of the packages, so that the build finds them. */
const root = join(work, "docusaurus");
const LONG_TITLE = `A title that is ${"very ".repeat(20)}long: "quotes", <tags> and {braces}`;
const CONFIG = `module.exports = {
  title: "Docs",
  url: "https://docs.example",
  baseUrl: "/",
  onBrokenLinks: "throw",
  onBrokenAnchors: "throw",
  markdown: { hooks: { onBrokenMarkdownLinks: "throw" } },
  plugins: [["@docusaurus/plugin-content-docs", { routeBasePath: "/", sidebarPath: "./sidebars.js" }]],
  themes: ["@docusaurus/theme-classic"],
};
`;
const SIDEBARS = `const { items } = require("./docs/errors/sidebar.json");
module.exports = { docs: ["intro", { type: "category", label: "Errors", items }] };
`;

const built = (page) => readFileSync(join(root, "build/errors", page, "index.html"), "utf8");
const ENTITIES = { quot: '"', lt: "<", gt: ">", amp: "&", "#x27": "'" };
const text = (html) => html.replace(/<[^>]*>/g, "").replace(/&(#?\w+);/g, (_, name) => ENTITIES[name]);

before(() => {
  rmSync(root, { recursive: true, force: true });
  for (const folder of ["target", "docs"]) mkdirSync(join(root, folder), { recursive: true });
  cpSync(join(work, "real/catalog"), join(root, "catalog"), { recursive: true });
  const settings = '[workspace.metadata.errcat.markdown]\nfolder = "docs/errors"\nflavor = "docusaurus"\n';
  writeFileSync(join(root, "Cargo.toml"), settings);
  writeFileSync(join(root, "catalog/zazmic/guides/long.md"), `# ${LONG_TITLE}\n\nText.\n`);
  writeFileSync(join(root, "docs/intro.md"), "---\nslug: /\n---\n\n# Home\n");
  // The modules of the site aren't those of the suites, which have another type.
  writeFileSync(join(root, "package.json"), "{}\n");
  writeFileSync(join(root, "docusaurus.config.js"), CONFIG);
  writeFileSync(join(root, "sidebars.js"), SIDEBARS);
  const options = { cwd: root, env: { ...process.env, CI: "true" }, encoding: "utf8" };
  execFileSync(process.env.ERRCAT ?? join(work, "../debug/errcat"), ["gen"], options);
  const program = join(load.resolve("@docusaurus/core/package.json"), "../bin/docusaurus.mjs");
  execFileSync("node", [program, "build", "--no-minify"], options);
});

test("every page is built, with its title", () => {
  const pages = readdirSync(join(root, "docs/errors"), { recursive: true }).filter((path) => path.endsWith(".md"));
  assert.ok(pages.length > 80, `${pages.length} pages`);
  none(pages.flatMap((page) => {
    const [, title] = /^# (.*)$/m.exec(readFileSync(join(root, "docs/errors", page), "utf8").split("\n---\n")[1]);
    const path = page.replace(/(index)?\.md$/, "");
    const shown = text(/<h1.*?<\/h1>/s.exec(built(path))[0]);
    return shown === title.replace(/\\(.)/g, "$1") ? [] : [`${page}: ${shown} instead of ${title}`];
  }));
});

test("the sidebar has the titles of guides, however long they are", () => {
  const sidebar = text(/<nav aria-label="Docs sidebar".*?<\/nav>/s.exec(built("zazmic/guides/long"))[0]);
  for (const title of ["Errors in tasks and chats", LONG_TITLE, "All codes"]) assert.ok(sidebar.includes(title), sidebar);
  assert.ok(!sidebar.includes("·"), "the API is in the sidebar once");
});
