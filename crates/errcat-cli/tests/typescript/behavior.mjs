// What vectors don't cover: sending, streams, lists, hostile input. Also runs in Deno:
//
//     deno run --allow-read behavior.mjs PACKAGE

import assert from "node:assert/strict";
import { resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);
const load = (path) => import(pathToFileURL(`${folder}/dist/${path}`).href);
const kakunin = await load("kakunin/index.js");
const docs = await load("kakunin/docs.js");
const zazmic = await load("zazmic/index.js");
const jsonapi = await load("jsonapi/index.js");

const limited = (after) => Response.json({ error: "Rate Limited" }, { status: 429, headers: { "Retry-After": after } });
const answers = (...list) => () => Promise.resolve(list.shift()());
const ok = () => new Response("ok");

const tests = {
  async "sends again until the request succeeds"() {
    const waits = [];
    const onRetry = (error, wait, attempt) => waits.push([error.code, wait, attempt]);
    const outcome = await kakunin.send(answers(() => limited("0"), () => limited("0.01"), ok), { onRetry });
    assert.deepEqual([outcome.ok, outcome.attempts], [true, 3]);
    assert.deepEqual(waits, [["rate_limited", 0, 1], ["rate_limited", 10, 2]]);
  },
  async "never multiplies and never shortens what the server asks for"() {
    const waits = [];
    const onRetry = (_, wait) => waits.push(wait);
    const last = await zazmic.send(answers(...["0.001", "0.002", "0.003", "0"].map((after) => () => tooMany(after))), { onRetry });
    assert.deepEqual([last.ok, last.attempts, waits], [false, 4, [1, 2, 3]]);
    const long = await kakunin.send(answers(() => limited("61")), { maxTotalWaitMs: 60_000 });
    assert.deepEqual([long.ok, long.attempts, long.error.retryAfterMs], [false, 1, 61_000]);
  },
  async "doesn't send again what fails again"() {
    const conflict = () => Response.json({ error: "x" }, { status: 409 });
    const outcome = await kakunin.send(answers(conflict), { idempotent: true });
    assert.deepEqual([outcome.ok, outcome.attempts, outcome.error.code], [false, 1, "conflict"]);
  },
  async "repeats a request after a proxy's 503 only if it is idempotent"() {
    const page = () => new Response("<html>", { status: 503, headers: { "Retry-After": "0" } });
    assert.equal((await kakunin.send(answers(page, ok))).ok, false);
    assert.equal((await kakunin.send(answers(page, ok), { idempotent: true })).ok, true);
  },
  async "a signal ends the wait"() {
    const control = new AbortController();
    const onRetry = () => setTimeout(() => control.abort(new Error("enough")), 5);
    await assert.rejects(kakunin.send(answers(() => limited("30")), { signal: control.signal, onRetry }), /enough/);
  },
  async "throws what the request throws"() {
    await assert.rejects(kakunin.send(() => Promise.reject(new TypeError("offline"))), /offline/);
  },
  "reads every form of Retry-After"() {
    const wait = (text) => kakunin.decodeParts(429, [["retry-after", text]], "", { now: Date.UTC(1994, 10, 6, 8, 49, 7) }).retryAfterMs;
    for (const [text, expected] of [
      ["30", 30_000],
      [" 0.5 ", 500],
      ["Sun, 06 Nov 1994 08:49:37 GMT", 30_000],
      ["Sunday, 06-Nov-94 08:49:37 GMT", 30_000],
      ["Sun Nov  6 08:49:37 1994", 30_000],
      ["Sun, 06 Nov 1994 08:49:00 GMT", 0],
      ["9".repeat(40), 86_400_000],
      ["Sun, 06 Nov 2094 08:49:37 GMT", 86_400_000],
      ["soon", undefined],
      ["-1", undefined],
      ["Sun, 06 Foo 1994 08:49:37 GMT", undefined],
      ["", undefined],
    ]) {
      assert.equal(wait(text), expected, text);
    }
  },
  async "bodies that break off, are used or don't end are unreadable"() {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    assert.equal((await kakunin.decode(new Response(broken, { status: 404 }))).found, "unreadable");
    const used = Response.json({ error: "x" }, { status: 404 });
    await used.text();
    assert.equal((await kakunin.decode(used)).found, "unreadable");
    const binary = new Response(new Uint8Array([123, 255]), { status: 404 });
    assert.equal((await kakunin.decode(binary)).found, "unreadable");
    let chunks = 0;
    const pull = (controller) => controller.enqueue(new Uint8Array(1 << 20).fill(++chunks));
    assert.equal((await kakunin.decode(new Response(new ReadableStream({ pull }), { status: 500 }))).found, "unreadable");
    assert.ok(chunks < 8, String(chunks));
  },
  "accepts headers in every form"() {
    const forms = [new Headers({ "Retry-After": "7" }), [["RETRY-AFTER", "7"]], { "retry-after": "7" }, { "Retry-After": ["7"] }];
    for (const headers of forms) assert.equal(kakunin.decodeParts(429, headers, '{"error":"x"}').retryAfterMs, 7_000);
  },
  "hostile texts take little time"() {
    const start = performance.now();
    const message = "Your balance (" + ") is insufficient for this task (".repeat(20_000);
    for (const end of ["", "). Please add credits."]) {
      zazmic.decodeParts(403, {}, JSON.stringify({ error: "Insufficient balance", message: message + end, statusCode: 403 }));
    }
    zazmic.decodeParts(500, {}, "[".repeat(100_000));
    assert.ok(performance.now() - start < 2_000, String(performance.now() - start));
  },
  "names of JavaScript are neither codes nor members"() {
    for (const code of ["constructor", "__proto__", "toString"]) {
      const error = zazmic.decodeValue({ id: "t", status: "failed", error: { code, message: "m" }, createdAt: null, completedAt: null });
      assert.deepEqual([error.found, error.wireCode], ["unknown", code]);
      assert.equal(zazmic.match(error, {}, () => "other"), "other");
    }
    const polluted = '{"error":"Forbidden","message":"m","statusCode":403,"details":{"__proto__":{"x":1}}}';
    assert.equal(zazmic.decodeParts(403, {}, polluted).found, "error");
    assert.equal({}.x, undefined);
  },
  "returns all errors of a list"() {
    const item = (code, pointer) => ({ status: "422", code, title: "T", detail: "The value has more than 40 characters", source: { pointer } });
    const body = JSON.stringify({ errors: [item("blank", "/a"), item("too_long", "/b"), item("new", "/c")] });
    const errors = jsonapi.allErrors(jsonapi.decodeParts(422, {}, body));
    assert.deepEqual(errors.map((error) => error.code), ["blank", "too_long", undefined]);
    assert.deepEqual(errors[1].params, { pointer: "/b", max: 40 });
    assert.equal(errors[2].wireCode, "new");
  },
  "the operation narrows the candidates"() {
    const decode = (operation) => kakunin.decodeParts(404, {}, '{"error":"Certificate not found"}', { operation });
    assert.equal(docs.likely(decode()), "certificate_not_found");
    const narrowed = decode("POST /v1/events");
    assert.deepEqual(narrowed.candidates, ["not_found", "agent_not_found"]);
    assert.equal(docs.likely(narrowed), undefined);
    assert.equal(docs.placeOf("agent_not_found", "POST /v1/events").table, "events");
    assert.equal(kakunin.docsUrl("agent_retired"), "https://errcat.example/errors/kakunin/agent_retired/");
  },
  "a decoded error can be thrown"() {
    const failure = new kakunin.ApiFailure(kakunin.decodeParts(404, {}, '{"error":"Agent not found"}'));
    assert.ok(kakunin.isFailure(failure) && failure instanceof Error && failure.stack.includes("behavior"));
    assert.equal(failure.message, "Agent not found");
    assert.ok(kakunin.hasCode(failure.error, "not_found") && !kakunin.hasCode(failure.error, "conflict"));
  },
};

function tooMany(after) {
  const body = { error: "Rate limit exceeded", message: "You have exceeded the rate limit of 60 requests per minute", statusCode: 429 };
  return Response.json(body, { status: 429, headers: { "Retry-After": after } });
}

for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
  } catch (error) {
    console.error(`${name}: ${error.stack}`);
    process.exitCode = 1;
  }
}
console.log(`${Object.keys(tests).length} tests`);
