// Compiles `usage.mts` against the built package, and reads what an editor shows about a code.
//
//     node types.mjs PACKAGE USAGE

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { strict, ts } from "./compiler.mjs";

const [folder, usage] = process.argv.slice(2).map((path) => resolve(path));
const options = {
  ...strict,
  noEmit: true,
  // A file outside of the package finds it by its name.
  paths: { "@acme/errors/*/docs": [`${folder}/dist/*/docs.d.ts`], "@acme/errors/*": [`${folder}/dist/*/index.d.ts`] },
};
const snapshot = (file) => (ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(ts.sys.readFile(file)) : undefined);
const service = ts.createLanguageService({
  ...ts.sys,
  getCompilationSettings: () => options,
  getCurrentDirectory: () => folder,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  getScriptFileNames: () => [usage],
  getScriptSnapshot: snapshot,
  getScriptVersion: () => "1",
  useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
});
const found = [...service.getSyntacticDiagnostics(usage), ...service.getSemanticDiagnostics(usage)];
const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => folder, getNewLine: () => "\n" };
assert.equal(ts.formatDiagnostics(found, host), "");

const text = ts.sys.readFile(usage);
const shown = service.getQuickInfoAtPosition(usage, text.indexOf("rate_limited: (it"));
assert.match(ts.displayPartsToString(shown?.documentation), /\*\*Rate Limited\*\* \(HTTP 429\)[^]*Causes:\n- [^]*Fixes:\n- [^]*retry[^]*https:/);
console.log("usage.mts compiles");
