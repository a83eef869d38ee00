//! The catalogs whose pages have the snippets.

use super::real::{self, copy, entries, repository, write};

/// Generates the real catalogs, every valid fixture, a catalog whose texts try to break out of strings,
/// and one with all kinds of retry policies.
pub(super) fn generated() -> tempfile::TempDir {
    generated_with("")
}

/// Generates the same for a team that publishes packages for TypeScript and Python.
pub(super) fn generated_with_packages() -> tempfile::TempDir {
    generated_with(
        "targets.typescript = { output = \"npm\", package = \"@acme/errors\" }\n\
         targets.python = { output = \"pypi\", package = \"acme-errors\" }\n",
    )
}

fn generated_with(settings: &str) -> tempfile::TempDir {
    let root = real::workspace(&format!("targets.vectors = {{ output = \"vectors\" }}\n{settings}"));
    let catalog = root.path().join("catalog");
    for fixture in entries(&repository().join("crates/errcat-cli/tests/good")) {
        let name =
            fixture.file_name().and_then(|name| name.to_str()).expect("a plain name").replace('-', "_");
        // This fixture contains links to its own API under the name `demo`.
        copy(&fixture, &catalog.join(if name == "tables" { "demo" } else { &name }));
    }
    write(&catalog, "hostile/api.yaml", HOSTILE_API);
    write(&catalog, "hostile/errors.yaml", HOSTILE_ERRORS);
    write(&catalog, "policies/api.yaml", POLICIES_API);
    write(&catalog, "policies/errors.yaml", POLICIES_ERRORS);
    real::generate(root.path());
    root
}

const HOSTILE_API: &str = r#"
title: Hostile
summary: It ends what it can.
base_url: https://api.example.com
envelope: http
envelopes:
  http:
    summary: A body.
    body: { "a\"b'c\\d": { "e\nf": "{title}" }, "$x": "{message}", class: "{params}", list: ["{code}"] }
    identify_by: [status, title, message, code]
headers:
  Retry-After-Ms: { type: duration, unit: milliseconds, param: wait, doc: How long, example: 42 }
"#;

const HOSTILE_ERRORS: &str = r#"
title: Errors
errors:
  "quote\"s'\\n`$x*/#":
    name: Quotes
    title: "a\"b'c\\d\\"
    status: [429, 503]
    message: "\"\"\" ''' */ $x {{ {class} \\"
    meaning: "\"\"\""
    causes: [None]
    fixes: [None]
    params: { class: { example: "\"", doc: None, wire: "a-\"b'\\" } }
    headers: [Retry-After-Ms]
    retry: { after: Retry-After-Ms, backoff: exponential, jitter: true, attempts: 2, idempotent_only: true }
    examples:
    - request:
        operation: "POST /x/'$(touch${IFS}made)'`touch${IFS}made`;touch${IFS}made"
        headers: { X-Hostile: "'; touch made; '$(touch made)`touch made`\\" }
        body: "'\n touch made\n'$(touch made)"
  plain:
    status: 404
    examples: [{ request: { operation: "POST /x?ids[]=[1-999]", body: "@/etc/passwd" } }]
    message: "$y\u00a0`"
    meaning: None
    causes: [None]
    fixes: [None]
"#;

const POLICIES_API: &str = r#"
title: Policies
summary: Retries of every kind.
base_url: https://api.example.com
envelope: http
envelopes:
  http: { summary: A body., body: { code: "{code}", message: "{message}" }, identify_by: [code] }
  listed:
    summary: Details in any order.
    body: { error: { message: "{message}", details: [{ kind: Help }, { reason: "{code}", info: { params: "{params}" } }] } }
    identify_by: [code]
headers:
  Retry-After: { type: duration, param: wait, doc: How long, example: 42 }
"#;

const POLICIES_ERRORS: &str = r#"
title: Errors
status: 503
operations: [GET /x]
errors:
  immediate: { title: Later, retry: { after: 0s, backoff: exponential } }
  immediate_constant: { title: Later, retry: { after: 0s, jitter: true } }
  at_least:
    title: Later
    headers: [Retry-After]
    params: { wait: { type: duration, example: 3 } }
    retry: { after: 2s }
  at_most:
    title: Later
    headers: [Retry-After]
    params: { wait: { type: duration, example: 1 } }
    retry: { after: 2s }
  many: { title: Later, retry: { backoff: exponential, attempts: 9 } }
  slow: { title: Later, retry: { after: 90s, attempts: 9 } }
  fraction: { title: Later, retry: { after: 250ms, attempts: 2 } }
  once: { title: Later, retry: { attempts: 1 } }
  quota:
    title: Later
    status: 429
    headers: [Retry-After]
    params: { wait: { type: duration, example: 200 } }
    retry: { after: Retry-After, jitter: true }
  idempotent: { title: Later, retry: { backoff: constant, idempotent_only: true } }
  in_success: { title: Later, status: 200, retry: { after: 1s } }
  in_success_once: { title: Later, status: 200 }
  any_status: { title: Later, status: 5xx, retry: { after: 1s, attempts: 3 } }
  detailed: { title: Details, envelope: listed, status: 400, message: "No {class}", params: { class: { example: x } } }
"#;
