//! A catalog with the maximum number of codes of the design, 10,000, in a single API: the worst case for
//! pages and search.

use std::fmt::Write;
use std::fs;
use std::path::Path;

pub(super) const CODES: usize = 10_000;

const THINGS: [&str; 25] = [
    "account",
    "agent",
    "artifact",
    "backup",
    "balance",
    "branch",
    "bucket",
    "certificate",
    "cluster",
    "contract",
    "dataset",
    "deployment",
    "device",
    "document",
    "domain",
    "export",
    "invoice",
    "mailbox",
    "member",
    "network",
    "order",
    "payment",
    "policy",
    "sandbox",
    "webhook",
];
const PLACES: [&str; 20] = [
    "archive", "billing", "cache", "catalog", "console", "europe", "gateway", "history", "inbox", "ledger",
    "market", "mirror", "pipeline", "preview", "queue", "registry", "replica", "storage", "tenant", "vault",
];
const PROBLEMS: [(&str, u16, &str); 20] = [
    ("missing", 404, "was not found"),
    ("gone", 410, "was deleted"),
    ("exists", 409, "already exists"),
    ("locked", 423, "is locked by another request"),
    ("in_use", 409, "is still in use"),
    ("forbidden", 403, "belongs to another account"),
    ("suspended", 403, "is suspended"),
    ("read_only", 403, "can only be read"),
    ("expired", 401, "has expired"),
    ("malformed", 400, "could not be parsed"),
    ("empty", 400, "must not be empty"),
    ("too_large", 413, "is larger than the limit"),
    ("unsupported", 415, "has a type that is not supported"),
    ("out_of_range", 422, "is out of range"),
    ("incomplete", 422, "lacks required fields"),
    ("throttled", 429, "was requested too often"),
    ("timed_out", 504, "took too long to answer"),
    ("offline", 503, "is offline for maintenance"),
    ("corrupt", 500, "could not be read"),
    ("failed", 500, "failed unexpectedly"),
];

pub(super) fn write(workspace: &Path) {
    let folder = workspace.join("catalog/large");
    fs::create_dir_all(&folder).expect("a folder");
    let api = "title: Large\nsummary: Many codes.\nenvelope: http\nenvelopes:\n  http:\n    summary: Every error.\n    \
               body: { code: \"{code}\", message: \"{message}\", details: \"{params}\" }\n    identify_by: code\n";
    fs::write(folder.join("api.yaml"), api).expect("a file");
    for (number, thing) in THINGS.iter().enumerate() {
        let codes = number * CODES / THINGS.len()..(number + 1) * CODES / THINGS.len();
        let mut yaml = format!("title: {thing}s\noperation: POST /v1/{thing}s\nerrors:\n");
        codes.for_each(|code| write_error(&mut yaml, thing, code).expect("writing to a String"));
        fs::write(folder.join(format!("{thing}s.yaml")), yaml).expect("a file");
    }
}

fn write_error(yaml: &mut String, thing: &str, code: usize) -> std::fmt::Result {
    let place = PLACES[code % PLACES.len()];
    let (problem, status, sentence) = PROBLEMS[code / PLACES.len() % PROBLEMS.len()];
    writeln!(yaml, "  {thing}_{place}_{problem}:\n    status: {status}")?;
    writeln!(yaml, "    message: The {thing} {{id}} of the {place} {sentence}")?;
    writeln!(yaml, "    params: {{ id: {{ doc: The {thing}, example: {thing}_{code} }} }}")?;
    writeln!(yaml, "    causes: [The {thing} {sentence}]\n    fixes: [Check the {place}]")
}
