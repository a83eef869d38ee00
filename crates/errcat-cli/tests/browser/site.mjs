// Shared by the suites: the sites, the browser, and a recorder of what a page does.
//
// `tests/site/main.rs` generates the sites in target/browser, and `cargo xtask setup` installs the packages
// there, so that nothing is installed next to the sources.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));
export const work = join(repository, "target", "browser");
export const load = createRequire(join(work, "package.json"));

/** The folder of a generated site. */
export const folder = (site) => join(work, site, "site");

/** Returns the sorted paths of a site's files that end with `ending`. */
export function files(site, ending) {
  const paths = readdirSync(folder(site), { recursive: true }).map((path) => path.split(sep).join("/"));
  return paths.filter((path) => path.endsWith(ending)).sort();
}

/** The text of a site's file. */
export const read = (site, path) => readFileSync(join(folder(site), path), "utf8");

/** The file URL of a site's file. */
export const onDisk = (site, path) => pathToFileURL(join(folder(site), path)).href;

/** Asserts that a list of problems is empty. Shows the first ones. */
export function none(list, where = "") {
  const shown = list.slice(0, 20).map((item) => String(item).slice(0, 300));
  assert.ok(list.length === 0, `${where}: ${list.length} are wrong:\n${shown.join("\n")}`);
}

/** Returns the kind of a page: its template and optional parts. Pages of a kind have the same structure. */
export function kind(site, path) {
  const parts = path.split("/").slice(0, -1);
  if (path === "404.html") return "404";
  if (parts.length < 2) return ["home", "api"][parts.length];
  if (["guides", "codes", "operations"].includes(parts[1])) return parts.slice(1, 2) + "/".repeat(parts.length - 2);
  const html = read(site, path);
  if (html.includes('http-equiv="refresh"')) return "alias";
  return /class="callout (deprecated|retired)"/.exec(html)?.[1] ?? "error";
}

/** Returns the largest and the smallest page of each kind in two sites. */
export function samples() {
  const kinds = new Map();
  for (const site of ["real", "fixture"]) {
    for (const path of files(site, ".html")) {
      const page = { site, path, size: read(site, path).length };
      const name = kind(site, path);
      kinds.set(name, [...(kinds.get(name) ?? []), page]);
    }
  }
  return [...kinds].flatMap(([name, pages]) => {
    pages.sort((a, b) => b.size - a.size);
    return [...new Set([pages[0], pages.at(-1)])].map((page) => ({ ...page, kind: name }));
  });
}

/** Without a sandbox, because CI runs the browser as root. */
export const CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];

/** Returns the path of the system's Chromium. */
export function chromiumPath() {
  const path = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`cargo xtask setup\``);
  return path;
}

/** Starts the system's Chromium. */
export async function launch() {
  const options = { executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS };
  const browser = await load("playwright-core").chromium.launch(options);
  // Waiting longer doesn't help.
  const newContext = browser.newContext.bind(browser);
  return Object.assign(browser, {
    async newContext(options) {
      const context = await newContext(options);
      context.setDefaultTimeout(10_000);
      return context;
    },
  });
}

/** The paths at which the sites are published. */
export const PUBLISHED = { real: "/errors/", green: "/errors/", serif: "/errors/", fixture: "/" };

/** Opens a site's file from the disk, without following redirects. */
export async function open(page, { site, path }) {
  if (path === "404.html") return openMissing(page, site);
  const url = onDisk(site, path);
  await page.route(url, (route) => {
    const body = read(site, path).replace(/http-equiv="refresh"/, 'name="refresh"');
    return route.fulfill({ body, contentType: TYPES[".html"] });
  });
  await page.goto(url);
  await page.unroute(url);
}

/** Opens the page for missing URLs. It finds its files only at the path of the published site. */
async function openMissing(page, site) {
  const root = `http://${site}.invalid${PUBLISHED[site]}`;
  await page.route(`${root}**`, (route) => {
    const path = route.request().url().slice(root.length);
    const name = existsSync(join(folder(site), path)) ? path : "404.html";
    return route.fulfill({ path: join(folder(site), name), contentType: TYPES[extname(name)] });
  });
  await page.goto(`${root}no/such/page/`);
}

/** Records messages, errors, dialogs, popups and requests of a page. */
export function watch(page) {
  const seen = { problems: [], requests: [] };
  page.on("console", (message) => seen.problems.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.problems.push(`error: ${error}`));
  page.on("requestfailed", (request) => {
    // A page that redirects aborts its requests.
    const reason = request.failure()?.errorText;
    if (reason !== "net::ERR_ABORTED") seen.problems.push(`${reason}: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) seen.problems.push(`${response.status()}: ${response.url()}`);
  });
  page.on("dialog", (dialog) => {
    seen.problems.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on("popup", (popup) => seen.problems.push(`popup: ${popup.url()}`));
  page.on("request", (request) => seen.requests.push(request.url()));
  return seen;
}

function decode(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};

/**
 * Serves a site below a path, like a static host. The end of each page waits for `mayEnd`. Call `close()`
 * when done.
 */
export async function serve(site, below = "/", mayEnd = undefined) {
  const server = createServer((request, response) => {
    const requested = decode(new URL(request.url, "http://localhost").pathname);
    const path = requested.startsWith(below) ? requested.slice(below.length) : "not/of/this/site";
    const file = path.endsWith("/") || path === "" ? `${path}index.html` : path;
    const send = (status, name) => {
      const bytes = readFileSync(join(folder(site), name));
      response.writeHead(status, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" });
      if (!mayEnd || extname(name) !== ".html") {
        response.end(bytes);
        return;
      }
      const end = bytes.lastIndexOf("</body>");
      response.write(bytes.subarray(0, end));
      mayEnd.then(() => response.end(bytes.subarray(end)));
    };
    try {
      send(200, file);
    } catch {
      send(404, "404.html");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A test that fails doesn't close the server, but must end.
  server.unref();
  return {
    url: `http://127.0.0.1:${server.address().port}${below}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
