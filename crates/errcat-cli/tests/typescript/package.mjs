// Checks the package as it is published: lints, files, types, sizes.
//
//     node package.mjs PACKAGE TARBALL

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { load, none } from "../browser/site.mjs";

const [folder, tarball] = process.argv.slice(2).map((path) => resolve(path));
/** Imports a package that is only a module. */
const module = (name) => import(pathToFileURL(load.resolve(name)).href);

// The runtime, and the APIs that aren't made up for tests.
const { ESLint } = load("eslint");
const tseslint = load("typescript-eslint");
const eslint = new ESLint({
  cwd: folder,
  overrideConfigFile: true,
  overrideConfig: [
    ...tseslint.configs.strictTypeChecked,
    ...tseslint.configs.stylisticTypeChecked,
    { languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: folder } } },
  ],
});
const linted = await eslint.lintFiles(["runtime", "kaizen", "kakunin", "kortix", "zazmic"].map((name) => `src/${name}/*.ts`));
assert.ok(linted.length > 20);
none(
  linted.flatMap(({ filePath, messages }) => messages.map((it) => `${filePath}:${it.line}: ${it.message} (${it.ruleId})`)),
  "eslint",
);

const { publint } = await module("publint");
const { messages } = await publint({ pkgDir: folder, pack: false, strict: true });
none(messages.map((message) => JSON.stringify(message)), "publint");

const attw = await module("@arethetypeswrong/core");
const checked = await attw.checkPackage(attw.createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
// The package is only for import, in runtimes that know `exports`.
const isExpected = ({ kind, resolutionKind }) => kind === "CJSResolvesToESM" || resolutionKind === "node10";
assert.ok(checked.types, "the package has types");
none(checked.problems.filter((problem) => !isExpected(problem)).map((problem) => JSON.stringify(problem)), "types");

/** The maximum sizes of bundles, minified and compressed, in bytes. */
const LIMITS = [
  ["kakunin", "decode", 5_000],
  ["zazmic", "decode", 5_000],
  ["zazmic", "decode, match, send, ApiFailure", 6_000],
  ["zazmic", "docsUrl", 150],
];
for (const [api, names, limit] of LIMITS) {
  const entry = `export { ${names} } from "./dist/${api}/index.js";`;
  const { outputFiles } = await load("esbuild").build({
    stdin: { contents: entry, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
  });
  const size = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  console.log(`${api}: ${names}: ${size} bytes`);
  assert.ok(size <= limit, `${api}: ${names}: ${size} bytes, at most ${limit}`);
}
