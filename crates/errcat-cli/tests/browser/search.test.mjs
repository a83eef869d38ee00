// The search finds codes in any spelling, misspelled words, and pasted messages and responses with their
// values. It can be used with the keyboard alone, is fast with 10,000 codes, and loads only the site's own
// files.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { field, find, ready, searching, wrongQueries } from "./search.mjs";
import { PUBLISHED, folder, launch, load, none, onDisk, read, serve, watch } from "./site.mjs";

const BALANCE = "Your balance ($5.00) is insufficient for this task ($10.00). Please add credits.";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("its files are loaded only on use, and from the site itself", async () => {
  const page = await browser.newPage();
  const seen = watch(page);
  await page.goto(onDisk("real", "kakunin/index.html"));
  const before = seen.requests.length;
  assert.ok(before <= 3, `${seen.requests}`);
  await page.keyboard.press("Control+k");
  await ready(page);
  await find(page, BALANCE);
  assert.ok(seen.requests.length > before);
  const own = `${pathToFileURL(folder("real"))}/`;
  assert.deepEqual(seen.requests.filter((url) => !url.startsWith(own)), []);
  assert.deepEqual(seen.problems, []);
  await page.close();
});

test("a code is found in any case, with - or _, and by its former name", async () => {
  const { page } = await searching(browser, "real", "index.html");
  for (const query of ["agent-NOT_found", "agent_not_found", " AGENT-NOT-FOUND ", "kakunin/agent_not_found"]) {
    assert.equal((await find(page, query)).codes[0], "Kakunin API: agent_not_found", query);
  }
  await page.goto(onDisk("fixture", "index.html"));
  await page.keyboard.press("/");
  await ready(page);
  assert.equal((await find(page, "no-account")).codes[0], "Bank API: account_not_found");
});

test("a code is found by the value of a fact", async () => {
  const { page } = await searching(browser, "fixture", "index.html");
  assert.equal((await find(page, "101")).codes[0], "Bank API: account_not_found");
  assert.notEqual((await find(page, "SECRETSHARD")).codes[0], "Bank API: account_not_found");
});

// `errcat explain` has a test with the same table.
test("each text in queries.json finds what it says", async () => {
  const { page, seen } = await searching(browser, "real", "index.html");
  none(await wrongQueries(page));
  assert.deepEqual(seen.problems, []);
  await page.close();
});

test("words, beginnings of words, and misspelled words", async () => {
  const { page } = await searching(browser, "real", "index.html");
  for (const [query, expected] of [
    ["balence", "Zazmic Agents API: balance_too_low"],
    ["insufficient bal", "Zazmic Agents API: balance_too_low"],
    ["certificate revoked", "Kakunin API: certificate_already_revoked"],
    ["kakunin 409", "Kakunin API: agent_already_certified"],
    ["forbiden kortix", "Kortix API: forbidden"],
  ]) {
    const { codes } = await find(page, query);
    assert.ok(codes.slice(0, 3).includes(expected), `${query}: ${codes}`);
  }
  const nothing = await find(page, "xyzzyplugh");
  assert.deepEqual(nothing.codes, []);
  assert.match(nothing.status, /No matches/);
  const foreign = await find(page, "GET https://api.example.com/v1/things 404 (Not Found)");
  assert.match(foreign.status, /No matches: api\.example\.com isn’t the host of an API here/);
});

test("results of the current API come first", async () => {
  for (const [path, api] of [["kortix/index.html", "Kortix API"], ["kakunin/codes/index.html", "Kakunin API"]]) {
    const { page } = await searching(browser, "real", path);
    assert.equal((await find(page, "not_found")).codes[0], `${api}: not_found`);
    await page.close();
  }
});

test("a pasted text is decoded into its error and values", async () => {
  const body = { error: "Insufficient balance", message: BALANCE, statusCode: 403 };
  const json = JSON.stringify(body);
  const both = ["balance $5.00", "cost $10.00"];
  const { page } = await searching(browser, "real", "kakunin/index.html");
  for (const [text, values] of [
    [BALANCE, both],
    [`2026-11-20T10:00:00Z ERROR task failed: ${BALANCE} (request 7)`, both],
    ["Your balance ($5.00) is insufficient…", ["balance $5.00"]],
    [json, both],
    [JSON.stringify(body, null, 2), both],
    [`HTTP/1.1 403 Forbidden content-type: application/json ${json}`, both],
    [`level=error status=403 body=${JSON.stringify(json)} took=3ms`, both],
    [`{"time":"10:00","level":"error","response":${json}}`, both],
    [`{"time":"10:00","response":${JSON.stringify(json)}}`, both],
    [`response was {'error': 'Insufficient balance', 'message': '${BALANCE}', 'statusCode': 403, 'details': None}`, both],
    ['{"error":"Insufficient balance","message":"Your balance ($5.00) is insufficient…","statusCode":403}', ["balance $5.00"]],
    [json.slice(0, 70), ["balance $5.00"]],
    [`${"INFO all is well, and more of that. ".repeat(3_000)} ${json}`, both],
  ]) {
    const found = await find(page, text);
    assert.equal(found.codes[0], "Zazmic Agents API: balance_too_low", text);
    assert.deepEqual(found.values, values, text);
  }
  assert.equal((await find(page, "chat closed with RATE_LIMIT, giving up")).codes[0], "Zazmic Agents API: RATE_LIMIT");
});

test("a body may differ in what doesn't identify the error", async () => {
  const { page } = await searching(browser, "real", "index.html");
  const balance = "Zazmic Agents API: balance_too_low";
  for (const [text, expected] of [
    ['{"error":"Insufficient balance","message":null,"statusCode":403}', balance],
    ['{"statusCode":"403","traceId":[1],"error":"Insufficient balance"}', balance],
    ['{"type":"failure","error":{"code":"STREAM_ERROR","message":"Connection lost"}}', "Zazmic Agents API: STREAM_ERROR"],
  ]) {
    const { codes, status } = await find(page, text);
    assert.equal(codes[0], expected, text);
    assert.match(status, /decoded from the response body/, text);
  }
  // The status alone doesn't make a proxy's body an error of an API.
  for (const body of ['{"message":"no Route matched with those values"}', '{"error":{"code":404,"message":"Not here"}}']) {
    assert.doesNotMatch((await find(page, `HTTP/1.1 404 ${body}`)).status, /decoded/, body);
  }
});

test("params in headers are shown too", async () => {
  const { page } = await searching(browser, "real", "index.html");
  const body = '{"error":"Rate limit exceeded","message":"You have exceeded the rate limit of 10 requests per minute","statusCode":429}';
  const { codes, values } = await find(page, `HTTP/2 429 x-ratelimit-reset: 1642252800 retry-after: 45 date: today ${body}`);
  assert.equal(codes[0], "Zazmic Agents API: too_many_requests");
  assert.deepEqual(values, ["limit 10", "reset 1642252800", "retry_after 45"]);
  const heard = /^429 Rate limit exceeded too_many_requests Zazmic Agents API You have exceeded .* limit 10 reset 1642252800 retry_after 45$/;
  assert.equal(await page.getByRole("option", { name: heard }).count(), 1);
});

test("the page of a pasted error shows its values, as text of limited length", async () => {
  const payload = '<img src=x onerror=alert(1)> [a](https://evil.example)';
  const texts = (page) => page.locator(".head .message var, .causes var, .fixes var").allTextContents();
  for (const account of ["acc_99", payload, "x".repeat(5_000), "\u202eacc"]) {
    const { page, seen } = await searching(browser, "fixture", "index.html");
    const body = { error: { code: "account_not_found", message: `Account ${account} not found`, details: { accountId: account } } };
    await find(page, `HTTP/1.1 404 ${JSON.stringify(body)}`);
    await page.keyboard.press("Enter");
    await page.locator(".filled-note").waitFor();
    const shown = account.length > 120 ? `${account.slice(0, 120)}…` : account;
    assert.deepEqual(await texts(page), [shown, shown, shown]);
    assert.equal(await page.locator("[data-fill] var *").count(), 0);
    // An address without values, and one with values that no placeholder has.
    for (const hash of ["#fixes", "#?other=1&__proto__=2&account="]) {
      await page.evaluate((hash) => { location.hash = hash; }, hash);
      await page.locator(".filled-note").waitFor({ state: "detached" });
      assert.deepEqual(await texts(page), ["{account}", "{account}", "{account}"]);
    }
    assert.deepEqual(seen.problems, []);
    await page.close();
  }
});

test("a link can contain a query", async () => {
  const page = await browser.newPage();
  await page.goto(`${onDisk("real", "index.html")}?q=agent-not-found`);
  assert.match(await page.getByRole("option").first().textContent(), /^404 Agent not found agent_not_found Kakunin API/);
  await page.close();
});

test("a log line is marked, read, and its match comes with its context", async () => {
  const { page } = await searching(browser, "real", "index.html");
  const line = '203.0.113.9 - - [27/Nov/2026:21:55:03 +0000] "POST /v1/agents/ag_7f3/certify HTTP/1.1" 404 27 "-" "curl/8.5.0"';
  await page.evaluate((text) => errcat.search.open(text), line);
  const { codes, titles, values, status } = await find(page, await field(page).inputValue());
  assert.equal(status, "1 match, by operation and status");
  assert.equal(codes[0], "Kakunin API: agent_not_found");
  assert.deepEqual(values, ["id ag_7f3"]);
  assert.deepEqual(titles, ["Match by operation and status", "Other 404 errors of Kakunin API", "Operation", "Guide"]);
  assert.deepEqual(await page.locator(".search-text mark").allTextContents(), ["POST", "/v1/agents/ag_7f3/certify", "404"]);
  assert.equal(await page.locator(".search-read").textContent(), "Status 404 · POST /v1/agents/ag_7f3/certify");
  // Several errors fit, so none is chosen.
  await find(page, "429");
  assert.equal(await page.locator(".search-state").textContent(), "4 possible matches, by status");
  assert.equal(await field(page).getAttribute("aria-activedescendant"), null);
  await page.close();
});

test("all results can be shown", async () => {
  const { page } = await searching(browser, "real", "index.html");
  await find(page, "4xx");
  assert.equal(await page.getByRole("option").count(), 31);
  await page.getByRole("option", { name: /^Show all \d+$/ }).click();
  const count = await page.getByRole("option").count();
  assert.ok(count > 31, `${count}`);
  assert.equal(await page.getByRole("option", { name: /^Show all/ }).count(), 0);
});

test("a typed query is in the address, a pasted text isn't; results have short addresses", async () => {
  const server = await serve("real", PUBLISHED.real);
  const page = await browser.newPage();
  // On an API's page, `q` filters the list of errors.
  await page.goto(`${server.url}kakunin/not_found/`);
  await page.keyboard.press("/");
  await ready(page);
  await page.keyboard.type("agent_not_found");
  assert.equal(page.url(), `${server.url}kakunin/not_found/?q=agent_not_found`);
  assert.equal(await page.getByRole("option").first().evaluate((hit) => hit.href), `${server.url}kakunin/agent_not_found/`);
  await page.evaluate(() => errcat.search.open('{"error":"Agent not found","key":"secret"}\n'));
  assert.equal(page.url(), `${server.url}kakunin/not_found/`);
  await page.close();
  server.close();
});

test("a text of several lines can be pasted", async () => {
  const { page } = await searching(browser, "real", "index.html");
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector("dialog input").dispatchEvent(event);
  }, "HTTP/1.1 404 Not Found\r\n\r\n{\n  \"error\": \"Agent not found\"\n}\n");
  assert.match(await page.getByRole("option").first().textContent(), /^404 Agent not found agent_not_found Kakunin API/);
  assert.deepEqual(await page.locator(".search-text mark").allTextContents(), ["404"]);
  assert.equal(await page.locator(".search-text").evaluate((text) => text.textContent.split("\n").length), 6);
});

// Encoded responses of each error are decoded again, for every envelope.
for (const site of ["real", "fixture"]) {
  test(`every response of ${site} is decoded to its error, or to one that looks the same`, async () => {
    const { page } = await searching(browser, site, "index.html");
    let responses = 0;
    for (const { name } of JSON.parse(read(site, "errors.json")).apis) {
      const { errors, title } = JSON.parse(read(site, `${name}/errors.json`));
      for (const { code, message, status, in: tables } of errors) {
        for (const { response } of tables.filter((table) => table.response)) {
          responses += 1;
          const { codes } = await find(page, `HTTP/1.1 ${response.status ?? ""} ${JSON.stringify(response.body)}`);
          const first = errors.find((error) => `${title}: ${error.code}` === codes[0]);
          const looksTheSame = first?.message === message && `${first?.status}` === `${status}`;
          assert.ok(codes[0] === `${title}: ${code}` || looksTheSame, `${name}/${code}: ${codes}`);
        }
      }
    }
    assert.ok(responses > 5, `${responses}`);
  });
}

test("results of a hostile catalog are text", async () => {
  const { page, seen } = await searching(browser, "hostile", "index.html");
  let shown = 0;
  for (const query of ["script", "alert", "a", "404", "400", "<script>", "{{", "javascript:", '{"error":"</script>"}', "\u202e"]) {
    shown += (await find(page, query)).codes.length;
    const odd = await page.locator("dialog").evaluate((dialog) =>
      [...dialog.querySelectorAll("*")]
        .filter((element) => !/^(A|B|BUTTON|CODE|DIV|INPUT|KBD|MARK|P|PRE|SPAN|VAR)$/.test(element.tagName) || element.hasAttribute("style"))
        .concat([...dialog.querySelectorAll("a")].filter(({ href }) => !href.startsWith("file:")))
        .map((element) => element.outerHTML),
    );
    assert.deepEqual(odd, [], query);
  }
  assert.ok(shown > 3, `${shown}`);
  assert.ok((await page.evaluate(() => document.querySelector("dialog").scrollWidth - innerWidth)) <= 0);
  assert.deepEqual(seen.problems, []);
  await page.close();
});

test("the search works with the keyboard alone", async () => {
  const { page } = await searching(browser, "real", "kakunin/index.html");
  const input = field(page);
  assert.equal(await input.getAttribute("aria-expanded"), "false");
  await page.keyboard.type("agent not");
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  const active = async () => {
    const id = await input.getAttribute("aria-activedescendant");
    const option = page.locator(`[id="${id}"]`);
    assert.equal(await option.getAttribute("aria-selected"), "true");
    assert.equal(await page.locator('[role="option"][aria-selected="true"]').count(), 1);
    return option.getAttribute("href");
  };
  const first = await active();
  await page.keyboard.press("ArrowDown");
  const second = await active();
  assert.notEqual(first, second);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  const last = await page.getByRole("option").last().getAttribute("href");
  assert.equal(await active(), last, "the selection wraps around");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.endsWith(second.replace("..", "")));
  await page.goBack();
  assert.equal(await page.locator("dialog[open]").count(), 0, "it is closed after going back");
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1440]) {
    test(`it violates no rule of axe, ${colorScheme}, ${width} pixels wide`, async () => {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
      await page.goto(onDisk("real", "zazmic/codes/index.html"));
      await page.keyboard.press("/");
      await ready(page);
      await page.evaluate(load("axe-core").source);
      for (const query of ["", "not found", '{"error":"Insufficient balance","statusCode":403}', "xyzzyplugh"]) {
        await find(page, query);
        const { violations } = await page.evaluate(() => globalThis.axe.run("dialog", { resultTypes: ["violations"] }));
        assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)), [], query);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      }
      await page.close();
    });
  }
}

test("it opens and closes", async () => {
  const page = await browser.newPage();
  await page.goto(onDisk("real", "zazmic/codes/index.html"));
  const open = page.locator("dialog[open]");
  const button = page.getByRole("button", { name: "Search or paste an error" });
  await button.click();
  await open.waitFor();
  await page.keyboard.press("Escape");
  await open.waitFor({ state: "detached" });
  assert.ok(await button.evaluate((element) => element === document.activeElement), "the focus returns");
  await page.keyboard.press("Control+k");
  await open.waitFor();
  await page.getByRole("button", { name: "Close search" }).click();
  await open.waitFor({ state: "detached" });
  // In an input field, a slash is text.
  await page.locator('input[name="q"]').press("/");
  assert.equal(await page.locator('input[name="q"]').inputValue(), "/");
  assert.equal(await open.count(), 0);
});

test("with 10,000 codes, a search takes less than 50 ms", async () => {
  const page = await browser.newPage();
  // Repeat the site's index with other codes until there are 10,000.
  await page.route(`${pathToFileURL(folder("real"))}/search-index.js`, (route) => {
    const more = `errcat.index = Array.from({ length: 160 }, (_, copy) => errcat.index.map((api) => ({
      ...api, name: api.name + copy, codes: api.codes.map(([code, ...rest]) => [code + "_" + copy, ...rest]),
    }))).flat();`;
    return route.fulfill({ body: read("real", "search-index.js") + more, contentType: "text/javascript" });
  });
  await page.goto(onDisk("real", "index.html"));
  await page.keyboard.press("/");
  await ready(page);
  // Words are searched for last, so they are the slowest case.
  await field(page).fill("balence");
  await page.getByRole("option").first().waitFor();
  assert.ok((await page.evaluate(() => errcat.entries().length)) >= 10_000);
  const body = { error: "Insufficient balance", message: BALANCE, statusCode: 403 };
  for (const query of ["a", "agent_not_found_7", "balence insuficient", BALANCE, JSON.stringify(body), "ERROR ".repeat(3_000)]) {
    const times = await page.evaluate((query) => {
      const field = document.querySelector("dialog input");
      return Array.from({ length: 15 }, () => {
        field.value = query;
        const start = performance.now();
        field.dispatchEvent(new Event("input"));
        return performance.now() - start;
      });
    }, query);
    // Other values depend on the machine's load.
    const best = Math.min(...times);
    assert.ok(best < 50, `${best} ms for ${query.slice(0, 80)}`);
  }
});
