//! Catalogs that consist of the READMEs' YAML, completed where a block shows only a part.

use std::cell::Cell;

use errcat_catalog::{InputFile, report};
use errcat_cli::pipeline::{self, Inputs};

use super::{Block, blocks};

/// Definitions that the blocks refer to.
const FACTS: &str = "facts: { errno: { type: integer, doc: A number. }, grpc: { doc: A status. } }";
const TASK_ENVELOPE: &str =
    "  task:\n    summary: A task that failed\n    body: { task: \"{code}\" }\n    identify_by: code\n";
const CERTIFY: &str = "\
title: Certificates
operation: POST /v1/agents/{id}/certify
errors:
  agent_not_found: { status: 404, title: Agent not found }
";
const COMMON: &str = "\
title: Common errors
errors:
  bad_request:
    status: 400
    title: Bad request
EXAMPLES
  forbidden: { status: 403, title: Forbidden, retry: never }
  payment_required: { status: 402, title: Payment required }
  busy:
    status: 429
    title: Too many requests
    headers: [rate_limit]
RETRY
  closed:
    status: 503
    title: Closed
    retry: { attempts: 2 }
LINTS
";

/// A table of errors that are sent as a list.
const SIGNUP: &str = "\
title: Sign-up
errors:
  missing:
    status: 422
    title: Missing value
    params: { pointer: { doc: The place in the request, example: /name } }
";

/// A table of errors that are sent as XML.
const OBJECTS: &str = "\
title: Objects
errors:
  NoSuchKey: { status: 404, title: No such key }
";

/// The tables of an API in which several errors have the same code.
const TOPIC: &str = "\
errors:
  NOT_ENABLED: { status: 403, facts: { reason: OFF }, message: Not enabled }
";

/// The tables of an API with a key for each table.
const NOT_ENABLED: &str = "\
errors:
  NOT_ENABLED: { status: 403, message: Not enabled }
";

/// An error that uses the defaults of its table.
const WITH_DEFAULTS: &str = "errors:\n  invalid_task: { title: Invalid task }\n";

/// The YAML blocks, each of which must be part of a catalog.
struct Parts(Vec<(Block, Cell<bool>)>);

impl Parts {
    /// Takes the block at this index below a heading of a README.
    fn take(&self, readme: &str, heading: &str, index: usize) -> &str {
        let mut found = self.0.iter().filter(|(block, _)| {
            block.heading == heading && block.place.rsplit_once(':').is_some_and(|(path, _)| path == readme)
        });
        let (block, is_used) = found.nth(index).unwrap_or_else(|| panic!("{readme}: a block in {heading}"));
        is_used.set(true);
        &block.text
    }
}

/// Returns the catalogs in the READMEs as files.
fn files() -> Vec<InputFile> {
    let parts = Parts(blocks("yaml").into_iter().map(|block| (block, Cell::new(false))).collect());
    let language = |heading, index| parts.take("catalog/README.md", heading, index);
    let api = language("`api.yaml`", 0);
    let api = fill(api, "facts: {…}", FACTS);
    let api = fill(&api, "envelopes: {…}\n", &format!("{}{TASK_ENVELOPE}", language("Envelopes", 0)));
    let api = fill(&api, "headers: {…}\nheader_sets: {…}\n", language("Headers", 0));
    let api = api + language("Lints", 0);

    let errors = fill(language("Errors", 0), "    examples: […]\n", "");
    let errors = format!("title: Tasks\n{}", fill(&errors, "    code_examples: […]\n", ""));
    let table = fill(language("Tables", 0), "errors: {…}\n", WITH_DEFAULTS);
    let common = fill(COMMON, "EXAMPLES\n", &indented(language("Examples", 0)));
    let common = fill(&common, "RETRY\n", &indented(language("Retry", 0)));
    let common = fill(&common, "LINTS\n", &indented(language("Lints", 1)));

    let (facts, server) = language("Facts", 0).split_once("# server.yaml\n").expect("two files");
    let api_of_facts = format!("title: Database\nsummary: Stores.\n{facts}");
    let server = format!(
        "title: Server\nstatus: none\n{server}    params: {{ table: {{ doc: The table, example: users }} }}\n"
    );

    let form = format!("title: Forms\nsummary: Checks.\nenvelope: form\n{}", language("Envelopes", 1));

    let keys = format!("title: Ads\nsummary: Has topics.\nenvelope: topics\n{}", language("Envelopes", 2));
    let [campaigns, budgets] = ["Campaigns", "Budgets"].map(|title| format!("title: {title}\n{NOT_ENABLED}"));

    let raw = format!("title: Store\nsummary: Stores.\nenvelope: s3\n{}", language("Envelopes", 3));

    let (failure, names) = language("Errors with the same code", 0)
        .split_once("# authorization.yaml and budget.yaml both have an error NOT_ENABLED\n")
        .expect("two files");
    let api_of_topics = format!(
        "title: Topics\nsummary: Has topics.\nenvelope: failure\nfacts: {{ reason: {{ doc: The reason. }} }}\n{failure}"
    );
    let names = format!("title: Names\nstatus: 400\n{names}");
    let [authorization, budget] = ["Authorization", "Budget"].map(|title| format!("title: {title}\n{TOPIC}"));

    let plans = format!(
        "title: Plans\nerrors:\n  over_limit:\n    status: 403\n    message: Upgrade from {{plan}}\n{}",
        language("Params", 0)
    );
    let lint = format!(
        "title: Rules\nstatus: none\nerrors:\n  B006:\n    message: Don't use mutable defaults\n{}",
        indented(language("Code examples", 0))
    );

    let start = parts.take("README.md", "errcat", 0);
    let start = format!("title: HTTP errors\n{start}  forbidden: {{ status: 403, title: Forbidden }}\n");

    let unused: Vec<&str> =
        parts.0.iter().filter(|(_, is_used)| !is_used.get()).map(|(block, _)| &*block.place).collect();
    assert!(unused.is_empty(), "no catalog contains the YAML at {unused:?}: complete it here");
    let files: [(&str, &str); 28] = [
        ("ads/api.yaml", &keys),
        ("ads/budget.yaml", &budgets),
        ("ads/campaign.yaml", &campaigns),
        ("agents/api.yaml", &api),
        ("agents/issue.yaml", &table),
        ("agents/task.yaml", &errors),
        ("agents/certify.yaml", CERTIFY),
        ("agents/common.yaml", &common),
        ("agents/guides/debugging.md", "# Debugging\n"),
        ("agents/guides/retries.md", "# Retrying\n"),
        ("database/api.yaml", &api_of_facts),
        ("database/client.yaml", "title: Client\nerrors: {}\n"),
        ("database/server.yaml", &server),
        ("forms/api.yaml", &form),
        ("forms/signup.yaml", SIGNUP),
        ("store/api.yaml", &raw),
        ("store/objects.yaml", OBJECTS),
        ("topics/api.yaml", &api_of_topics),
        ("topics/authorization.yaml", &authorization),
        ("topics/budget.yaml", &budget),
        ("topics/names.yaml", &names),
        ("plans/api.yaml", "title: Plans\nsummary: Sells plans.\nenvelope: none\n"),
        ("plans/http.yaml", &plans),
        ("lint/api.yaml", "title: Lint\nsummary: Checks code.\nenvelope: none\n"),
        ("lint/rules.yaml", &lint),
        ("start/api.yaml", "title: Start\nsummary: Starts.\n"),
        ("start/http.yaml", &start),
        ("start/guides/first.md", "# First\n"),
    ];
    files.map(|(path, text)| InputFile::new(format!("catalog/{path}"), text)).to_vec()
}

/// Replaces a placeholder of a README, which must exist.
fn fill(text: &str, placeholder: &str, value: &str) -> String {
    assert!(text.contains(placeholder), "no {placeholder:?} in:\n{text}");
    text.replacen(placeholder, value, 1)
}

/// Indents the key of an error.
fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

#[test]
fn the_catalogs_of_the_readmes_have_no_errors() {
    let inputs = Inputs { files: files(), ..Inputs::default() };
    if let Err(report) = pipeline::read(&inputs) {
        panic!("{}", report::human(&report, false));
    }
}
