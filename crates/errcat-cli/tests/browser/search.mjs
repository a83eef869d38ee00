// Uses the search dialog, for the suites about it.

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
