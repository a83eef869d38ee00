// The OpenAPI descriptions and overlays of many catalogs, with the tools that teams use: Redocly and
// Spectral lint them, an overlay tool applies the overlays, and clients are generated from them.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const tools = join(here, "../../../../target/browser");
const require = createRequire(join(tools, "package.json"));
const { parse } = require("yaml");
const { Document, Spectral } = require("@stoplight/spectral-core");
const { Yaml } = require("@stoplight/spectral-parsers");
const { oas } = require("@stoplight/spectral-rulesets");
const { openapiOverlay } = require("openapi-format");
const bin = (path) => join(tools, "node_modules", path);
const { default: openapiTS, astToString } = await import(pathToFileURL(bin("openapi-typescript/dist/index.mjs")).href);
const off = (...rules) => Object.fromEntries(rules.map((rule) => [rule, "off"]));
const read = (path) => parse(readFileSync(path, "utf8"));

/** The descriptions in a version of OpenAPI. `teams` are files that teams wrote in that version. */
class Version {
  constructor(name, folder, teams) {
    this.name = name;
    this.workspace = join(tools, folder);
    this.descriptions = join(this.workspace, "openapi");
    this.teams = teams.map((team) => join(here, team));
  }

  files(end) {
    return readdirSync(this.descriptions).filter((name) => name.endsWith(end)).sort();
  }

  /** The descriptions, and the teams' files with the catalog's responses. */
  get all() {
    return [...this.files(".openapi.yaml"), ...this.files(".merged.json"), ...this.files(".merged.yaml")];
  }

  /** Applies an overlay to the first file of a team. */
  async overlaid(kind) {
    const overlaySet = read(join(this.descriptions, `kakunin.${kind}.overlay.yaml`));
    const { data } = await openapiOverlay(read(this.teams[0]), { overlaySet });
    return data;
  }

  /** Adds the catalog's responses to a file with errcat. */
  merged(file) {
    const argv = ["openapi", "merge", file, "--api", "kakunin"];
    return execFileSync(process.env.ERRCAT, argv, { cwd: this.workspace, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  }

  /** Writes the files of teams with the catalog's responses. */
  async write() {
    for (const kind of ["replace", "add"]) {
      writeFileSync(join(this.descriptions, `${kind}.merged.json`), JSON.stringify(await this.overlaid(kind)));
    }
    for (const file of this.teams) writeFileSync(this.pathOfMerged(file), this.merged(file));
  }

  pathOfMerged(file) {
    return join(this.descriptions, `merge.merged${extname(file)}`);
  }
}

const latest = new Version("3.1", "openapi", ["team.openapi.yaml"]);
const older = new Version("3.0", "openapi-3.0", ["team-3.0.openapi.yaml", "team-3.0.openapi.json"]);
const versions = [latest, older];
for (const version of versions) await version.write();

test("Redocly finds no mistake in any description", () => versions.forEach((version) => {
  const { all, descriptions } = version;
  assert.ok(all.length > 15, all.join());
  const rules = {
    // The catalog knows neither the license nor the authentication, and teams use components that it doesn't.
    ...off("info-license", "security-defined", "no-unused-components", "no-empty-servers", "no-server-example.com"),
    // The team's file has an operation that the catalog doesn't list.
    ...off("operation-4xx-response"),
    // Schemas allow additional members, as clients do.
    "no-invalid-media-type-examples": { severity: "error", allowAdditionalProperties: true },
  };
  const config = join(descriptions, "redocly.yaml");
  writeFileSync(config, JSON.stringify({ extends: ["recommended"], rules }));
  const argv = [bin("@redocly/cli/bin/cli.js"), "lint", "--config", config, "--format=stylish", ...all];
  const { stdout, stderr, status } = spawnSync("node", argv, {
    cwd: descriptions,
    encoding: "utf8",
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  assert.equal(stdout.trim(), "");
  assert.equal(status, 0, stderr);
  assert.equal(stderr.match(/: validated in/g).length, all.length);
}));

test("Spectral finds no mistake in any description", async () => {
  const spectral = new Spectral();
  // The catalog knows neither contacts nor tags, some of its APIs have no server or are described in their
  // summary only, and teams use components that it doesn't.
  const rules = off("info-contact", "info-description", "operation-description", "operation-tags", "oas3-api-servers", "oas3-unused-component");
  spectral.setRuleset({ extends: [[oas, "recommended"]], rules });
  for (const { name, path } of versions.flatMap(({ all, descriptions }) => all.map((name) => ({ name, path: join(descriptions, name) })))) {
    const found = await spectral.run(new Document(readFileSync(path, "utf8"), Yaml, name));
    const shown = found.map(({ code, path, message }) => `${name}: ${path.join(".")}: ${message} (${code})`);
    assert.deepEqual(shown, []);
  }
});

test("the overlay for additions and `openapi merge` have the same result", async () => {
  assert.deepEqual(parse(latest.merged(latest.teams[0])), await latest.overlaid("add"));
});

test("overlays keep everything else", async () => {
  const team = read(latest.teams[0]);
  for (const kind of ["replace", "add"]) {
    const document = await latest.overlaid(kind);
    const of = (path) => document.paths[path].post.responses;
    assert.deepEqual(document.paths["/v1/agents/{id}/certify"].parameters, team.paths["/v1/agents/{id}/certify"].parameters);
    assert.deepEqual(document.paths["/v1/agents"].servers, team.paths["/v1/agents"].servers);
    assert.equal(document.paths["/v1/agents"].summary, "Agents");
    assert.deepEqual(document.components.schemas.Agent, team.components.schemas.Agent);
    assert.deepEqual(of("/v1/events")["202"], { description: "Recorded" });
    const certify = of("/v1/agents/{id}/certify")["404"];
    assert.equal(certify.$ref, "#/components/responses/KakuninCertify404");
    assert.equal(certify.description, kind === "add" ? "No such agent" : undefined);
    assert.equal(certify.content, undefined);
    // Operations that the catalog doesn't list can return only errors of tables without operations.
    const others = Object.keys(document.paths["/v1/agents"].get.responses);
    assert.equal(others.includes("429"), kind === "replace", others.join());
  }
});

/** The lines of teams' files that are replaced. */
const changedLines = {
  ".yaml": [
    "content: # a placeholder",
    "application/json: { schema: { type: object, nullable: true } }",
    '"429": { $ref: "#/components/responses/TooMany" } # shared',
    'responses: { "204": { description: Revoked }, "409": { description: "Revoked before", content: { text/plain: {} } } }',
  ],
  ".json": ['"headers": { "X-Left": { "schema": { "type": "integer" } } }'],
};

test("files in OpenAPI 3.0 keep their lines and descriptions", () => {
  for (const file of older.teams) {
    const [before, after] = [readFileSync(file, "utf8"), older.merged(file)];
    const lines = new Set(after.split("\n"));
    const changed = before.split("\n").filter((line) => !lines.has(line)).map((line) => line.trim());
    assert.deepEqual(changed, changedLines[extname(file)]);
    assert.equal(older.merged(older.pathOfMerged(file)), after, "a second run changes nothing");
  }
  const { paths, components } = parse(older.merged(older.teams[0]));
  const { responses } = paths["/v1/agents/{id}/certify"].post;
  assert.equal(responses["404"].description, "No such agent");
  assert.deepEqual(responses["404"].content, components.responses.KakuninCertify404.content);
  assert.deepEqual(responses["429"], { $ref: "#/components/responses/Kakunin429" });
  assert.deepEqual(responses.default, { $ref: "#/components/responses/Problem" });
});

test("clients are generated, and know the errors of each response", async () => {
  for (const version of versions) await compileClients(version);
});

async function compileClients({ descriptions, all }) {
  const folder = join(descriptions, "ts");
  mkdirSync(folder, { recursive: true });
  for (const name of all) {
    const text = astToString(await openapiTS(pathToFileURL(join(descriptions, name))));
    writeFileSync(join(folder, `${name.replace(".openapi.yaml", "")}.ts`), text);
  }
  writeFileSync(join(folder, "usage.ts"), readFileSync(join(here, "openapi.usage.ts"), "utf8"));
  const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--module", "esnext", "--moduleResolution", "bundler"];
  // Other packages bring types that need a framework.
  options.push("--typeRoots", "none");
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const compiler = [bin("typescript/bin/tsc"), ...options, ...sources];
  const { stdout, status } = spawnSync("node", compiler, { cwd: folder, encoding: "utf8" });
  assert.equal(stdout, "");
  assert.equal(status, 0);
}
