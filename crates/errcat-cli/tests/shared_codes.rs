//! Tests of long codes, and of codes that many errors have.

mod catalog;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::{Duration, Instant};

use errcat_catalog::InputFile;
use errcat_cli::pipeline::{Inputs, generate, read};

/// Debug builds on busy machines are slow. Quadratic algorithms exceed it by far.
const BOUND: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 10 });
/// The maximum length of a code.
const MAX_BYTES: usize = 256;
/// The limit of most file systems on a file name, less than the endings of temporary files.
const MAX_FILE_NAME_BYTES: usize = 240;

#[test]
fn codes_have_up_to_256_bytes() {
    let codes = ["a".repeat(MAX_BYTES), format!("{}b", "a".repeat(MAX_BYTES - 1)), "é".repeat(MAX_BYTES / 2)];
    let names = ["First", "Second", "Third"];
    let errors = codes.iter().zip(names);
    let text = errors.fold(String::from("title: Errors\nerrors:\n"), |text, (code, name)| {
        text + &format!("  {code}:\n    name: {name}\n    status: 404\n    message: It is {name}\n")
    });
    let inputs = catalog::inputs([api("code"), table("errors", &text)]);
    let plan = generate(&Inputs { templates: catalog::templates(), ..inputs }).expect("no findings");
    let pages: BTreeSet<String> = plan
        .files()
        .map(|(path, _)| path.as_str().to_lowercase())
        .filter(|path| path.ends_with("/index.html") && path.contains("/demo/"))
        .collect();
    let of_codes = pages.iter().filter(|path| path.contains("/aaa") || path.contains("/---")).count();
    assert_eq!(of_codes, codes.len(), "{pages:?}");
    for (path, _) in plan.files() {
        assert!(path.as_str().split('/').all(|name| name.len() <= MAX_FILE_NAME_BYTES), "{path}");
    }
    let long = text.replace(&codes[0], &"a".repeat(MAX_BYTES + 1));
    let report = read(&catalog::inputs([api("code"), table("errors", &long)])).expect_err("it is too long");
    let findings = report.findings.sorted(&report.sources);
    let rules: Vec<&str> = findings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(rules, ["invalid-code"]);
    assert!(findings[0].message.contains("257 bytes, more than 256"), "{}", findings[0].message);
}

#[test]
fn many_tables_and_errors_have_the_same_code() {
    let start = Instant::now();
    let tables = (0..1_000).map(|n| {
        table(
            &format!("topic_{n}"),
            &format!("title: Topic {n}\nerrors:\n  NOT_ENABLED:\n    status: 403\n    message: No {n}\n"),
        )
    });
    let files: Vec<InputFile> = tables.chain([api("table, code")]).collect();
    let checked = read(&catalog::inputs(files.clone())).expect("no findings");
    let codes: BTreeSet<&str> = checked.catalog.apis[0].codes.iter().map(|code| &*code.code).collect();
    assert_eq!(codes.len(), 1_000);
    assert!(checked.catalog.apis[0].codes.iter().all(|code| code.wire == "NOT_ENABLED"));
    // Each of them looks like the first one.
    let alike = files.into_iter().map(|file| match file.path.ends_with("api.yaml") {
        true => api("code"),
        false => file,
    });
    let report = read(&catalog::inputs(alike)).expect_err("findings");
    assert!(
        report.findings.sorted(&report.sources).iter().all(|finding| finding.rule.name == "duplicate-code")
    );

    let mut text = String::from("title: Errors\nerrors:\n");
    for n in 0..5_000 {
        writeln!(text, "  key_{n}: {{ code: REJECTED, status: 400, message: Rejected because of {n} }}")
            .expect("a String");
    }
    read(&catalog::inputs([api("code, message"), table("errors", &text)])).expect("no findings");
    assert!(start.elapsed() < BOUND, "{:?}", start.elapsed());
}

fn api(identify_by: &str) -> InputFile {
    let body = "{ table: \"{table}\", code: \"{code}\", message: \"{message}\" }";
    let text = format!(
        "title: Demo\nsummary: An API.\nenvelope: e\nenvelopes:\n  e:\n    summary: Every error.\n    body: {body}\n    \
         identify_by: [{identify_by}]\n"
    );
    catalog::file("demo/api.yaml", text)
}

fn table(name: &str, text: &str) -> InputFile {
    catalog::file(&format!("demo/{name}.yaml"), text)
}
