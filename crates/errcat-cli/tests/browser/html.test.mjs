// Every page is valid HTML by the standard rules of html-validate: https://html-validate.org/rules/.

import assert from "node:assert/strict";
import { test } from "node:test";

import { files, load, none, read } from "./site.mjs";

const { HtmlValidate } = load("html-validate");

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // Style only: the case of the doctype, and white space at the ends of lines.
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
  },
});

for (const site of ["real", "fixture"]) {
  test(`every page of ${site} is valid`, async () => {
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

test("the validator reports invalid HTML", async () => {
  const report = await validator.validateString("<!doctype html><p id=a><div id=a></p>", "wrong.html");
  assert.equal(report.valid, false);
});
