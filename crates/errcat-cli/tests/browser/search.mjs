// Uses the search dialog, for the suites about it.

import { readFileSync } from "node:fs";

import { onDisk, watch } from "./site.mjs";

/** Opens a page with its search, and waits for the index. */
export async function searching(browser, site, path) {
  const page = await browser.newPage();
  const seen = watch(page);
  await page.goto(onDisk(site, path));
  await page.keyboard.press("/");
  await ready(page);
  return { page, seen };
}

/** The search's field. */
export const field = (page) => page.getByRole("combobox", { name: "Search errors" });

/** Waits for the index. */
export const ready = (page) => page.getByText("Type a code or keywords").waitFor();

/** Searches, and returns the codes with their APIs, and the values of the first result. */
export async function find(page, query) {
  await field(page).fill(query);
  return page.evaluate(() => {
    const options = [...document.querySelectorAll('[role="option"]')];
    const text = (element, selector) => element.querySelector(selector)?.textContent;
    return {
      codes: options.map((option) => `${text(option, ".hit-api")}: ${text(option, "code")}`),
      values: options.length > 0 ? [...options[0].querySelectorAll(".hit-values > span")].map((one) => one.textContent) : [],
      titles: [...document.querySelectorAll(".hits-title")].map((title) => title.textContent),
      status: document.querySelector(".search-state").textContent,
    };
  });
}

/** Returns the texts in queries.json that don't find what they should, on a page with an open search. */
export async function wrongQueries(page) {
  const queries = JSON.parse(readFileSync(new URL("../queries.json", import.meta.url), "utf8"));
  await page.evaluate(() => errcat.prepare());
  const found = await page.evaluate((inputs) => inputs.map((input) => {
    errcat.search.open(input);
    const group = document.querySelector("#search-results > *");
    const id = (hit) => {
      const path = decodeURIComponent(hit.pathname).split("/site/")[1].replace(/\/(index\.html)?$/, "");
      return hit.hash.startsWith("#table-") ? `${path} ${hit.querySelector("code").textContent}` : path;
    };
    return { title: group?.querySelector(".hits-title").textContent ?? "", ids: [...group?.querySelectorAll("a") ?? []].map(id) };
  }), queries.map(({ input }) => input));
  return queries.flatMap(({ what, input, typed, match, possible, nothing }, at) => {
    const { title, ids } = found[at];
    const isRight = () => {
      if (nothing) return ids.length === 0;
      if (match) return [match].flat().includes(ids[0]) && (typed || title.startsWith("Match"));
      return title.startsWith("Possible matches") && ids.slice(0, possible.length).sort().join() === possible.toSorted().join();
    };
    return isRight() ? [] : [`${what}: ${input.slice(0, 100)}: ${title} ${ids.slice(0, 5)}`];
  });
}
