//! Edits the catalog in `tests/diff/before/`, and compares each diff with `tests/diff/expected.txt`.
//!
//! `ERRCAT_BLESS=1` overwrites the expected diffs. Read them before you commit them: a rating that is too low
//! breaks clients, and ratings that are too high get ignored.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use errcat_catalog::model::Catalog;
use errcat_catalog::{InputFile, Inputs, report};
use errcat_drift::diff::{Diff, RenamedApis, diff, diff_renamed, show};
use pulldown_cmark::{Event, Tag};
use similar::TextDiff;

/// A name and its edits: the file, the text to replace, and its replacement. If the text is empty, the file
/// is added with the replacement as its content. If both are empty, the file is deleted.
type Case = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("no edit", &[]),
    ("a comment and another order", &[("http.yaml", "errors:\n", "# Sorted.\nerrors:\n"), ("payments.yaml", "POST /payments, POST /refunds", "POST /refunds, POST /payments")]),
    ("an internal text", &[("payments.yaml", "is poor", "has too little")]),

    ("base_url", &[("api.yaml", "https://api.", "https://v2.")]),
    ("docs_url", &[("api.yaml", "https://errors.", "https://docs.")]),
    ("docs_url is removed", &[("api.yaml", "docs_url: https://errors.example.com\n", "")]),
    ("page_path is added", &[("api.yaml", "envelope: http\n", "page_path: \"{table}/{code|kebab}\"\nenvelope: http\n")]),
    ("former_page_paths are added", &[("api.yaml", "envelope: http\n", "page_path: \"{code|lower}\"\nformer_page_paths: [\"{table}/{code}\"]\nenvelope: http\n")]),
    ("title and summary", &[("api.yaml", "Bank", "The bank"), ("api.yaml", "Moves", "Keeps")]),
    ("a version", &[("api.yaml", "version: 1.2.0", "version: 1.3.0")]),
    ("a success status", &[("api.yaml", "envelopes:", "success:\n  200: { title: OK, doc: It went well }\nenvelopes:")]),
    ("a guide is removed", &[("guides/retries.md", "", "")]),
    ("a guide is added", &[("guides/limits.md", "", "# Limits\n\nNone.\n")]),
    ("a guide is rewritten", &[("guides/retries.md", "Try", "Never try")]),

    ("a member is removed", &[("api.yaml", ", trace: \"{trace}\"", ""), ("api.yaml", "    context:\n      trace: { type: string, doc: Trace of the request, example: t1 }\n", "")]),
    ("a member is added", &[("api.yaml", "\"{message}\" }", "\"{message}\", status: \"{status}\" }")]),
    ("a member moves", &[("api.yaml", "{ error: { code: \"{code}\", message: \"{message}\" }", "{ code: \"{code}\", error: \"{message}\"")]),
    ("a member gets another value", &[("api.yaml", "message: \"{message}\"", "message: \"{code}: {message}\"")]),
    ("a member becomes optional", &[("api.yaml", "[details]", "[details, error.message]")]),
    ("a member becomes required", &[("api.yaml", "    optional: [details]\n", "")]),
    ("a content type", &[("api.yaml", "    identify_by: [code]", "    content_type: application/vnd.bank+json\n    identify_by: [code]")]),
    ("an identity is added", &[("api.yaml", "[code]", "[status, code]")]),
    ("an identity is removed", &[("api.yaml", "[status, title]", "[title]")]),
    ("a context field becomes nullable", &[("api.yaml", "example: t1 }", "example: t1, nullable: true }")]),
    ("a context field's type", &[("api.yaml", "trace: { type: string, doc: Trace of the request, example: t1 }", "trace: { type: integer, doc: Trace of the request, example: 1 }")]),
    ("an envelope is renamed", &[("api.yaml", "  bare:", "  naked:"), ("http.yaml", "envelope: bare", "envelope: naked")]),
    ("envelopes change alike", &[("api.yaml", "    identify_by: [code]", "    content_type: text/json\n    identify_by: [code]"), ("api.yaml", "    identify_by: [status, title]", "    content_type: text/json\n    identify_by: [status, title]")]),
    ("an error's envelope", &[("http.yaml", "    envelope: bare\n", "")]),

    ("a header's type", &[("api.yaml", "type: duration, unit: seconds", "type: integer")]),
    ("a header's constant value", &[("api.yaml", "example: v1", "example: v2")]),
    ("a header's texts", &[("api.yaml", "How long to wait", "How long"), ("api.yaml", "example: 42", "example: 43")]),
    ("a header is removed", &[("http.yaml", "[Retry-After, X-Version]", "[Retry-After]")]),
    ("a header with a param is added", &[("http.yaml", "    retry: never\n", "    retry: never\n    headers: [Retry-After]\n")]),

    ("a table is added", &[("cards.yaml", "", "title: Cards\nerrors:\n  card_lost: { status: 409, message: The card is lost }\n")]),
    ("a table is removed", &[("payments.yaml", "", "")]),
    ("a table that shares an error is removed", &[("refunds.yaml", "", "")]),
    ("an operation is replaced", &[("payments.yaml", "POST /refunds", "POST /transfers")]),
    ("all operations are removed", &[("payments.yaml", "operations: [POST /payments, POST /refunds]\n", "")]),
    ("a first operation is added", &[("http.yaml", "errors:\n", "operation: GET /\nerrors:\n")]),

    ("an error's operation is added", &[("payments.yaml", "    message: No such account\n", "    message: No such account\n    operations: [POST /payments, POST /refunds, POST /transfers]\n")]),
    ("an error gets fewer operations", &[("payments.yaml", "    message: No such account\n", "    message: No such account\n    operation: POST /refunds\n")]),
    ("a shared error's operation", &[("refunds.yaml", "same_as: http", "same_as: http, operation: POST /refunds")]),
    ("every error gets the operations of its table", &[("payments.yaml", "operations: [POST /payments, POST /refunds]\n", ""), ("payments.yaml", "    message: No such account\n", "    message: No such account\n    operations: [POST /payments, POST /refunds]\n"), ("payments.yaml", "    status: 402\n", "    status: 402\n    operations: [POST /payments, POST /refunds]\n")]),

    ("a code is added", &[("http.yaml", "errors:\n", "errors:\n  locked: { status: 423, message: Locked }\n")]),
    ("a code is removed", &[("payments.yaml", "  account_missing:\n    is: not_found\n    message: No such account\n", "")]),
    ("a retired code is removed", &[("http.yaml", "  old_news:\n    status: 410\n    message: It was here\n    retired: Since 2.0\n    use: not_found\n", "")]),
    ("a code is retired", &[("http.yaml", "    message: I am one\n", "    message: I was one\n    retired: Since 3.0\n")]),
    ("a code is no longer retired", &[("http.yaml", "    retired: Since 2.0\n    use: not_found\n", "")]),
    ("the reason for retiring", &[("http.yaml", "Since 2.0", "Since 2.0, by law")]),
    ("a retired code changes", &[("http.yaml", "status: 410", "status: 404"), ("http.yaml", "It was here", "It had been here")]),
    ("a code is deprecated", &[("http.yaml", "    message: I am one\n", "    message: I am one\n    deprecated: Since 3.0\n    use: not_found\n")]),
    ("a code is renamed", &[("payments.yaml", "  account_missing:\n", "  no_account:\n    aliases: [account_missing]\n")]),
    ("a code gets another spelling", &[("payments.yaml", "account_missing", "ACCOUNT-MISSING")]),
    ("a code that isn't sent is renamed", &[("http.yaml", "  teapot:\n    status", "  coffee_pot:\n    aliases: [teapot]\n    status")]),
    ("an alias is removed", &[("http.yaml", "    aliases: [NOTHING]\n", "")]),
    ("an alias is added", &[("http.yaml", "[NOTHING]", "[NOTHING, NIL]")]),
    ("a Rust variant", &[("http.yaml", "  teapot:\n", "  teapot:\n    name: Kettle\n")]),
    ("a code moves", &[("payments.yaml", "  account_missing:\n    is: not_found\n    message: No such account\n", ""), ("refunds.yaml", "errors:\n", "errors:\n  account_missing:\n    is: not_found\n    message: No such account\n")]),
    ("a table shares a code", &[("payments.yaml", "errors:\n", "errors:\n  teapot: { same_as: http }\n")]),

    ("a status", &[("http.yaml", "status: 404", "status: 410")]),
    ("a status is added", &[("http.yaml", "status: 404", "status: [404, 410]")]),
    ("a status is removed", &[("http.yaml", "[503, 500]", "503")]),
    ("another status first", &[("http.yaml", "[503, 500]", "[500, 503]")]),
    ("the only status is removed", &[("http.yaml", "status: 404", "status: none"), ("payments.yaml", "is: not_found", "is: not_found\n    status: 404")]),
    ("a status becomes a class", &[("http.yaml", "status: 404", "status: 4xx")]),
    ("a list becomes a class", &[("http.yaml", "[503, 500]", "5xx")]),
    ("a kind", &[("payments.yaml", "is: not_found", "is: teapot\n    status: 404\n    envelope: http\n    retry: never")]),
    ("a kind is inserted", &[("http.yaml", "errors:\n", "errors:\n  gone: { is: not_found, message: It is gone }\n"), ("payments.yaml", "is: not_found", "is: gone")]),
    ("a title", &[("http.yaml", "errors:\n  not_found:\n", "errors:\n  not_found:\n    title: Nowhere\n")]),
    ("a title that identifies errors", &[("http.yaml", "title: Teapot", "title: Pot")]),
    ("a message's words", &[("http.yaml", "Nothing is there", "There is nothing")]),
    ("a param is removed from the message", &[("payments.yaml", "{balance} is less than {cost}", "Less than {cost}")]),
    ("a param is added to the message", &[("payments.yaml", "than {cost}", "than {cost}: wait {wait}")]),
    ("texts", &[("http.yaml", "[The ID is wrong]", "[The ID is unknown, It was deleted]\n    fixes: [Look it up]\n    meaning: It isn't there.\n    severity: warning\n    related: [busy]")]),
    ("texts of a shared error", &[("refunds.yaml", "Many want", "Everybody wants")]),

    ("a param is added", &[("payments.yaml", "    params:\n", "    params:\n      bank: { type: string, doc: Which, example: b1 }\n")]),
    ("an optional param is added", &[("payments.yaml", "    params:\n", "    params:\n      bank: { type: string, doc: Which, example: b1, optional: true }\n")]),
    ("an internal param is added", &[("payments.yaml", "    params:\n", "    params:\n      host: { audience: internal, doc: Which, example: b1 }\n"), ("payments.yaml", "is poor", "is poor on {host}")]),
    ("a first param is added", &[("http.yaml", "    message: Nothing is there\n", "    message: Nothing is there\n    params:\n      id: { type: string, doc: Which, example: x1 }\n")]),
    ("a param is removed", &[("payments.yaml", "      wait: { type: duration, doc: Until the next income, example: 60 }\n", "")]),
    ("a param's type", &[("payments.yaml", "type: string, doc: What it costs, example: $10", "type: integer, doc: What it costs, example: 10")]),
    ("a param's unit", &[("payments.yaml", "{ type: duration,", "{ type: duration, unit: milliseconds,")]),
    ("a param becomes optional", &[("payments.yaml", "example: 60 }", "example: 60, optional: true }")]),
    ("a param's name in the body", &[("payments.yaml", "example: 60 }", "example: 60, wire: waitTime }")]),
    ("a param becomes internal", &[("payments.yaml", "example: 60 }", "example: 60, audience: internal }"), ("payments.yaml", "is poor", "is poor for {wait}")]),
    ("a param becomes public", &[("payments.yaml", "account: { audience: internal,", "account: {")]),
    ("a known value is added", &[("http.yaml", "[free, pro]", "[free, pro, team]")]),
    ("a known value is removed", &[("http.yaml", "[free, pro]", "[free, team]")]),
    ("the known values are removed", &[("http.yaml", "values: [free, pro], ", "")]),
    ("the known values get another name", &[("http.yaml", "values: [free, pro], ", "values: [free, pro], name: Tariff, ")]),
    ("a list's unit", &[("http.yaml", "list of duration,", "list of duration, unit: milliseconds,")]),
    ("a list's items", &[("http.yaml", "list of duration,", "list of integer,")]),
    ("a param's texts", &[("payments.yaml", "Until the next income", "Until there is more"), ("payments.yaml", "example: 60", "example: 90")]),

    ("retry becomes never", &[("http.yaml", "retry: { after: Retry-After, backoff: constant, attempts: 3 }", "retry: never")]),
    ("never becomes retry", &[("http.yaml", "retry: never", "retry: backoff")]),
    ("never is removed", &[("http.yaml", "    retry: never\n", "")]),
    ("stricter retry advice", &[("http.yaml", "after: Retry-After, backoff: constant, attempts: 3", "after: 2s, backoff: exponential, attempts: 2, idempotent_only: true")]),
    ("looser retry advice", &[("http.yaml", "backoff: constant, attempts: 3", "attempts: 5, jitter: true")]),
];

#[test]
fn every_edit_is_reported_with_its_rating() {
    let before = files();
    let old = read(&before);
    let mut found = String::new();
    for (name, edits) in CASES {
        let diff = diff(&old, &read(&edited(&before, name, edits)));
        writeln!(found, "=== {name}\n{}", show::human(&diff, "v1", false)).expect("writing to a String");
    }
    compare("expected.txt", &found);
}

/// Several edits at once, in the three formats that aren't for terminals.
#[test]
fn every_format_reports_the_same_changes() {
    let before = files();
    let edits = [
        ("http.yaml", "    retry: never\n", "    retry: never\n    headers: [X-Version]\n"),
        ("http.yaml", "status: 404", "status: 410"),
        ("http.yaml", "I am one", "I am one\n    retired: Since 3.0"),
        ("payments.yaml", "No such account", "There is no such account"),
        (
            "payments.yaml",
            "errors:\n",
            "errors:\n  closed: { status: 409, message: 'Closed by @team: <b>`a|b`</b> #1' }\n",
        ),
    ];
    let diff = diff(&read(&before), &read(&edited(&before, "several", &edits)));
    compare("several.md", &show::markdown(&diff, "v1"));
    compare("several.json", &show::json(&diff, "v1"));
    compare("several.github.txt", &show::github(&diff));
}

#[test]
fn a_catalog_does_not_differ_from_itself() {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog");
    let mut all: Vec<Vec<InputFile>> = vec![files()];
    for api in fs::read_dir(real).expect("the catalog").map(|entry| entry.expect("an entry").path()) {
        if api.is_dir() {
            all.push(files_in(&api));
        }
    }
    assert!(all.len() > 4);
    for files in all {
        let (old, new) = (read(&files), read(&files));
        assert!(!old.apis.is_empty());
        assert_eq!(diff(&old, &new), Diff::default());
    }
}

#[test]
fn adding_an_api_is_additive_and_removing_it_is_breaking() {
    let bank = read(&files());
    let empty = Catalog { apis: Vec::new() };
    let render = |old, new| show::human(&diff(old, new), "v1", false);
    assert!(render(&empty, &bank).contains("additive  the API: added: 3 tables, 7 codes\n"));
    assert!(render(&bank, &empty).contains("breaking  the API: removed: 3 tables, 7 codes\n"));
}

#[test]
fn a_renamed_api_is_one_change_and_breaks_the_wire_if_its_urls_are_sent() {
    let sent = [("api.yaml", "trace: \"{trace}\"", "trace: \"{trace}\", see: \"{docs_url}\"")];
    for (edits, breaks) in [(&[][..], "Rust, docs"), (&sent, "wire, Rust, docs")] {
        let old = read(&edited(&files(), "sent", edits));
        let mut new = old.clone();
        new.apis[0].name = "bank".to_owned();
        let renamed = RenamedApis::from([("demo".to_owned(), "bank".to_owned())]);
        assert_eq!(
            show::human(&diff_renamed(&old, &new, &renamed), "v1", false),
            format!(
                "bank\n  breaking  the API: renamed: demo → bank\n            catalog/demo/api.yaml:1; breaks \
                 {breaks}\n\n1 change since v1: 1 breaking; semver major (0.x: minor)\n"
            )
        );
    }
}

#[test]
fn another_page_path_is_breaking_unless_the_former_one_redirects() {
    let api = |lines: &str| {
        read(&edited(
            &files(),
            lines,
            &[("api.yaml", "envelope: http\n", &format!("{lines}envelope: http\n"))],
        ))
    };
    let old = api("page_path: \"{table}/{code}\"\n");
    let moved = api("page_path: \"{code|kebab}\"\n");
    let redirected = api("page_path: \"{code|kebab}\"\nformer_page_paths: [\"{table}/{code}\"]\n");
    let render = |old, new| show::human(&diff(old, new), "v1", false);
    let page_path = "the API: page_path: {table}/{code} → {code|kebab}\n";
    assert!(render(&old, &moved).contains(&format!("breaking  {page_path}")));
    let shown = render(&old, &redirected);
    assert!(shown.contains(&format!("additive  {page_path}")) && !shown.contains("former"), "{shown}");
    assert!(
        render(&redirected, &moved).contains("breaking  the API: former page path {table}/{code}: removed\n")
    );
}

/// Rules forbid control characters in catalogs, but a model may contain any text.
#[test]
fn text_of_the_catalog_is_neither_markup_nor_a_control_sequence() {
    let text = "\u{1b}[2J\u{202e}</details><script>@team #1 ![](http://x) ``` ` | https://x.example\n# x";
    let old = read(&files());
    let mut new = old.clone();
    let payments = new.apis[0].tables.iter_mut().find(|table| table.name == "payments");
    payments.expect("the table").entries[0].message.text = text.to_owned();
    let diff = diff(&old, &new);
    let revision = "v\u{1b}1`</b>";
    let markdown = show::markdown(&diff, revision);
    for text in
        [&show::human(&diff, revision, false), &markdown, &show::json(&diff, revision), &show::github(&diff)]
    {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }
    let html: String = pulldown_cmark::Parser::new(&markdown)
        .filter_map(|event| match event {
            Event::Html(text) | Event::InlineHtml(text) | Event::Text(text) => Some(text.into_string()),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => Some("a link".to_owned()),
            // GitHub ignores mentions in code.
            _ => None,
        })
        .collect();
    for harmful in ["script", "@team", "#1", "http", "a link", "</b>"] {
        assert!(!html.contains(harmful), "{html}");
    }
    assert_eq!(html.matches("</details>").count(), 1, "{html}");
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff")
}

fn files() -> Vec<InputFile> {
    files_in(&folder().join("before"))
}

/// Reads the tables and guides of an API.
fn files_in(api: &Path) -> Vec<InputFile> {
    let guides = fs::read_dir(api.join("guides")).into_iter().flatten();
    let paths =
        fs::read_dir(api).expect("a folder").chain(guides).map(|entry| entry.expect("an entry").path());
    let file = |path: PathBuf| {
        let relative =
            path.strip_prefix(api).expect("a path below it").to_str().expect("text").replace('\\', "/");
        InputFile::new(format!("catalog/demo/{relative}"), fs::read(&path).expect("a file"))
    };
    let is_read = |path: &PathBuf| path.extension().is_some_and(|it| it == "yaml" || it == "md");
    sorted(paths.filter(is_read).map(file).collect())
}

fn edited(before: &[InputFile], name: &str, edits: &[(&str, &str, &str)]) -> Vec<InputFile> {
    let mut files = before.to_vec();
    for (path, from, to) in edits {
        let path = format!("catalog/demo/{path}");
        let at = files.iter().position(|file| file.path == path);
        match (from.is_empty(), to.is_empty()) {
            (true, true) => drop(files.remove(at.expect("a file"))),
            (true, false) => files.push(InputFile::new(path, *to)),
            (false, _) => {
                let file = &mut files[at.expect("a file")];
                let text = String::from_utf8(file.bytes.clone()).expect("text").replace("\r\n", "\n");
                assert!(text.contains(from), "{name}: {path} doesn't contain {from:?}");
                file.bytes = text.replacen(from, to, 1).into_bytes();
            }
        }
    }
    files
}

fn read(files: &[InputFile]) -> Catalog {
    let files = sorted(files.to_vec());
    let checked = errcat_catalog::read(&Inputs::of(&files));
    checked.unwrap_or_else(|found| panic!("{}", report::human(&found, false))).catalog
}

fn sorted(mut files: Vec<InputFile>) -> Vec<InputFile> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn compare(file: &str, found: &str) {
    let path = folder().join(file);
    if std::env::var_os("ERRCAT_BLESS").is_some() {
        fs::write(&path, found).expect("a writable folder");
        return;
    }
    // A checkout may have CRLF.
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let difference = TextDiff::from_lines(expected.as_str(), found);
    let difference = difference.unified_diff().header(file, "found").to_string();
    assert!(expected == found, "{difference}\nERRCAT_BLESS=1 accepts the difference");
}
