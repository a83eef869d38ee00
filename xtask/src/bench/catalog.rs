//! Realistic catalogs of any size.
//!
//! An API has up to a thousand codes, in tables of a hundred: a table of kinds, then tables for subjects.
//! Each code has a kind, a message with params, causes and fixes. Some have Markdown, an example, headers,
//! sources or a former name. A code takes about 900 bytes.

use std::fmt::Write;

const CODES_PER_API: usize = 1000;
const CODES_PER_TABLE: usize = 100;

const SERVICES: [&str; 10] = [
    "accounts",
    "agents",
    "billing",
    "catalogs",
    "deploys",
    "events",
    "files",
    "identity",
    "messages",
    "sandboxes",
];
/// The subjects of errors. A thousand codes are 40 subjects with 25 problems each.
const SUBJECTS: [&str; 40] = [
    "account",
    "agent",
    "alert",
    "api_key",
    "artifact",
    "backup",
    "balance",
    "branch",
    "budget",
    "bucket",
    "certificate",
    "channel",
    "cluster",
    "contract",
    "customer",
    "dataset",
    "deployment",
    "device",
    "document",
    "domain",
    "export",
    "file",
    "folder",
    "group",
    "image",
    "import",
    "invoice",
    "job",
    "ledger",
    "license",
    "mailbox",
    "member",
    "message",
    "model",
    "network",
    "order",
    "payment",
    "plan",
    "policy",
    "sandbox",
];
const PROBLEMS: [(&str, &str, &str); 25] = [
    ("missing", "not_found", "was not found"),
    ("gone", "not_found", "was deleted"),
    ("hidden", "not_found", "is not visible to you"),
    ("exists", "conflict", "already exists"),
    ("locked", "conflict", "is locked by another request"),
    ("changed", "conflict", "was changed in the meantime"),
    ("in_use", "conflict", "is still in use"),
    ("forbidden", "forbidden", "belongs to another tenant"),
    ("suspended", "forbidden", "is suspended"),
    ("read_only", "forbidden", "can only be read"),
    ("expired", "unauthorized", "has expired"),
    ("revoked", "unauthorized", "was revoked"),
    ("malformed", "bad_request", "could not be parsed"),
    ("empty", "bad_request", "must not be empty"),
    ("too_large", "bad_request", "is larger than the limit"),
    ("unsupported", "bad_request", "has a type that is not supported"),
    ("out_of_range", "unprocessable", "is out of range"),
    ("incomplete", "unprocessable", "lacks required fields"),
    ("inconsistent", "unprocessable", "contradicts itself"),
    ("throttled", "rate_limited", "was requested too often"),
    ("quota_exceeded", "rate_limited", "has used up its quota"),
    ("timed_out", "unavailable", "took too long to answer"),
    ("offline", "unavailable", "is offline for maintenance"),
    ("corrupt", "internal_error", "could not be read from storage"),
    ("failed", "internal_error", "failed unexpectedly"),
];
/// The kinds: code, status, title and retry advice.
const KINDS: [(&str, u16, &str, &str); 9] = [
    ("bad_request", 400, "Bad request", "never"),
    ("unauthorized", 401, "Unauthorized", "never"),
    ("forbidden", 403, "Forbidden", "never"),
    ("not_found", 404, "Not found", "never"),
    ("conflict", 409, "Conflict", "never"),
    ("unprocessable", 422, "Unprocessable", "never"),
    ("rate_limited", 429, "Too many requests", "{ after: Retry-After, attempts: 5 }"),
    ("internal_error", 500, "Internal error", "{ backoff: exponential, jitter: true, attempts: 3 }"),
    ("unavailable", 503, "Unavailable", "{ after: 2s, backoff: exponential, idempotent_only: true }"),
];

/// Returns the files of a workspace whose catalog has this number of codes, as paths and texts.
pub(super) fn synthesize(codes: usize) -> Vec<(String, String)> {
    let mut files =
        vec![("Cargo.toml".to_owned(), "[workspace.metadata.errcat]\ntitle = \"Bench\"\n".to_owned())];
    for (number, first) in (0..codes).step_by(CODES_PER_API).enumerate() {
        let api = format!("{}_{number:03}", SERVICES[number % SERVICES.len()]);
        files.extend(synthesize_api(&api, CODES_PER_API.min(codes - first)));
    }
    files
}

/// Returns the path and text of the last table, with one message changed. Every number results in another
/// message.
pub(super) fn edited(files: &[(String, String)], edit: usize) -> (String, String) {
    let (path, table) = files.last().expect("a table");
    (path.clone(), table.replacen("message: The", &format!("message: Edit {edit} of the"), 1))
}

fn synthesize_api(api: &str, codes: usize) -> Vec<(String, String)> {
    let mut files = vec![
        (format!("catalog/{api}/api.yaml"), api_yaml(api)),
        (format!("catalog/{api}/http.yaml"), kinds_yaml()),
        (format!("catalog/{api}/guides/retries.md"), guide()),
    ];
    // The kinds are codes too.
    let others = codes.saturating_sub(KINDS.len());
    for (table, first) in (0..others).step_by(CODES_PER_TABLE).enumerate() {
        let last = others.min(first + CODES_PER_TABLE);
        files.push((
            format!("catalog/{api}/{}_requests.yaml", SUBJECTS[table]),
            table_yaml(table, first..last),
        ));
    }
    files
}

fn api_yaml(api: &str) -> String {
    format!(
        "\
title: The {api} API
summary: Everything about {api}. Errors are JSON with a stable `code`; see [guide:retries].
base_url: https://api.example.com/{api}
docs_url: https://errors.example.com
repository: https://github.com/example/{api}/blob/main/{{path}}#L{{line}}
owner: Team {api}
envelope: http
guides: [retries]
success:
  200: {{ title: OK, doc: The request succeeded }}
  201: {{ title: Created, doc: Something was created }}
envelopes:
  http:
    summary: Every error of this API
    body: {{ error: {{ code: \"{{code}}\", title: \"{{title}}\", message: \"{{message}}\", details: \"{{params}}\" }}, \
request_id: \"{{request_id}}\" }}
    optional: [error.details]
    identify_by: [code]
    context:
      request_id: {{ type: string, doc: Trace of the request, example: req_01J9ZK }}
    fields:
      error.code: Stable, for programs
      error.message: For people
headers:
  X-RateLimit-Reset: {{ type: timestamp, unit: seconds, param: reset, doc: Reset time, example: 1716040800 }}
  Retry-After: {{ type: duration, unit: seconds, param: retry_after, doc: How long to wait, example: 42 }}
header_sets:
  rate_limit: [X-RateLimit-Reset, Retry-After]
"
    )
}

fn kinds_yaml() -> String {
    let mut yaml =
        String::from("title: Any request\nsummary: What every operation may answer with.\nerrors:\n");
    for (code, status, title, retry) in KINDS {
        write!(
            yaml,
            "  {code}:\n    status: {status}\n    title: {title}\n    retry: {retry}\n    \
             causes: [The request is one that the service can't serve]\n    fixes: [Read the message]\n"
        )
        .expect("writing to a String");
        if code == "rate_limited" {
            yaml.push_str("    headers: [rate_limit]\n");
        }
    }
    yaml
}

fn table_yaml(table: usize, codes: std::ops::Range<usize>) -> String {
    let subject = SUBJECTS[table];
    let title = words(subject);
    let mut yaml = format!(
        "title: {title} requests\nsummary: Errors of requests that begin with a {title}.\norder: {}\noperations: \
         [\"POST /v1/{subject}/{{id}}\", \"GET /v1/{subject}/{{id}}\"]\nerrors:\n",
        table + 2
    );
    codes.for_each(|index| write_error(&mut yaml, index).expect("writing to a String"));
    yaml
}

fn write_error(yaml: &mut String, index: usize) -> std::fmt::Result {
    let subject = SUBJECTS[index % SUBJECTS.len()];
    let (problem, kind, sentence) = PROBLEMS[index / SUBJECTS.len() % PROBLEMS.len()];
    let name = words(subject);
    writeln!(yaml, "  {subject}_{problem}:")?;
    writeln!(yaml, "    is: {kind}")?;
    writeln!(yaml, "    title: The {name} {sentence}")?;
    writeln!(yaml, "    message: The {name} {{{subject}_id}} {sentence} (asked for in {{region}})")?;
    if index.is_multiple_of(2) {
        writeln!(yaml, "    meaning: |")?;
        writeln!(
            yaml,
            "      The service looked for the {name} in **your tenant** and found that it {sentence}."
        )?;
        writeln!(
            yaml,
            "      See [{kind}] and `GET /v1/{subject}/{{id}}`; [the guide](https://example.com/{subject})"
        )?;
        writeln!(
            yaml,
            "      tells more.\n\n      - It may be a matter of seconds.\n      - It may be for good."
        )?;
    }
    writeln!(yaml, "    causes:")?;
    writeln!(yaml, "      - The {name} {sentence} before the request came")?;
    writeln!(yaml, "      - The key is one of another tenant, see [forbidden]")?;
    writeln!(yaml, "    fixes:")?;
    writeln!(yaml, "      - Check the `{subject}_id` that was sent")?;
    writeln!(yaml, "      - Ask for the {name} again, with `GET /v1/{subject}/{{id}}`")?;
    writeln!(yaml, "    params:")?;
    writeln!(
        yaml,
        "      {subject}_id: {{ type: string, example: {subject}_{index:04}, doc: The {name} asked for }}"
    )?;
    writeln!(yaml, "      region: {{ type: string, example: eu-west-1, doc: Where it was looked for }}")?;
    if index.is_multiple_of(3) {
        writeln!(
            yaml,
            "      attempts: {{ type: integer, example: {}, doc: How often it was tried }}",
            index % 7 + 1
        )?;
        writeln!(yaml, "    examples:\n      - title: A {name} that {sentence}")?;
        writeln!(
            yaml,
            "        request: {{ operation: \"POST /v1/{subject}/{{id}}\", body: {{ {subject}_id: x{index} }} }}"
        )?;
        writeln!(yaml, "        corrected: {{ body: {{ {subject}_id: {subject}_{index:04} }} }}")?;
        writeln!(yaml, "        fix: An id that `GET /v1/{subject}` lists")?;
        writeln!(
            yaml,
            "        code:\n          python: |\n            client.{subject}.get(\"{subject}_{index:04}\")"
        )?;
    }
    if index.is_multiple_of(5) {
        writeln!(
            yaml,
            "    sources: [\"services/{subject}/{problem}.py:{}-{}, {}\"]",
            index + 1,
            index + 9,
            index + 40
        )?;
        writeln!(yaml, "    since: \"1.{}\"", index % 30)?;
    }
    if index.is_multiple_of(20) {
        writeln!(yaml, "    aliases: [OLD_{}_{}]", subject.to_uppercase(), problem.to_uppercase())?;
    }
    Ok(())
}

fn guide() -> String {
    "# Retrying\n\nOnly [rate_limited], [unavailable] and [internal_error] are worth another try.\n\n\
     ```python\nfor attempt in range(3):\n    time.sleep(2 ** attempt)\n```\n"
        .to_owned()
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use errcat_catalog::InputFile;
    use errcat_cli::pipeline::Inputs;

    #[test]
    fn catalogs_have_no_findings_and_the_requested_number_of_codes() {
        for codes in [50, 1_100] {
            let files = super::synthesize(codes).into_iter().filter(|(path, _)| path.starts_with("catalog/"));
            let files =
                files.map(|(path, text)| InputFile { path, bytes: text.into_bytes(), too_large: false });
            let inputs = Inputs { files: files.collect(), ..Inputs::default() };
            let catalog = errcat_cli::pipeline::read(&inputs)
                .unwrap_or_else(|report| panic!("{}", errcat_catalog::report::human(&report, false)))
                .catalog;
            assert_eq!(catalog.apis.iter().map(|api| api.codes.len()).sum::<usize>(), codes);
        }
    }
}
