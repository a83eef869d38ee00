// Every page is valid HTML, by the standard rules of a validator, whose documentation tells what each asks for:
// https://html-validate.org/rules/.

import assert from "node:assert/strict";
import { test } from "node:test";

import { files, load, none, read } from "./site.mjs";

const { HtmlValidate } = load("html-validate");

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // How it is written, which makes no difference to anyone: `<!doctype html>` and white space at the ends of lines.
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    // A page's title holds its error's message, which is as long as it is.
    "long-title": "off",
  },
});

for (const site of ["real", "fixture"]) {
  test(`every page of ${site}`, async () => {
    const pages = files(site, ".html");
    assert.ok(pages.length > 5);
    const wrong = [];
    for (const path of pages) {
      const report = await validator.validateString(read(site, path), path);
      for (const { line, column, message, ruleId } of report.results.flatMap((result) => result.messages)) {
        wrong.push(`${path}:${line}:${column}: ${message} (${ruleId})`);
      }
    }
    none(wrong);
  });
}

test("what is wrong is found", async () => {
  const report = await validator.validateString("<!doctype html><p id=a><div id=a></p>", "wrong.html");
  assert.equal(report.valid, false);
});
