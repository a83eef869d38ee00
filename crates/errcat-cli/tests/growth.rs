//! Tests that time and memory grow linearly with the catalog: an input four times as large takes about four
//! times as long and generates about four times as much. No input overflows the stack.
//!
//! Each case runs with two sizes. The time limits are generous, because of busy machines. Quadratic growth
//! exceeds the limit of bytes, which doesn't depend on the clock, or is prevented by a rule.

mod catalog;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use errcat_catalog::finding::MAX_FINDINGS;
use errcat_catalog::{InputFile, Report, report};
use errcat_cli::pipeline::{Inputs, generate};

const API: &str = "title: Demo\nsummary: An API.\nenvelope: http\nenvelopes:\n  http:\n    summary: Every error.\n    \
                   body: { error: \"{code}\", message: \"{message}\", details: \"{params}\" }\n    identify_by: code\n";
const ERROR: &str = "title: Errors\nerrors:\n  slow:\n    status: 503\n    message: M\n";

static TEMPLATES: LazyLock<Vec<InputFile>> = LazyLock::new(|| catalog::real().templates);

#[test]
fn markdown_that_opens_and_never_closes() {
    for open in [
        "[", "![", "> ", "- ", "1. ", "*", "**a ", "*a _b ", "~~a ", "`", "<", "<a ", "<!-- ", "&#", "\\",
        "| a ", "(", "> - ",
    ] {
        grows(open, 4_000, |n| guide(&open.repeat(n)));
    }
}

#[test]
fn markdown_that_nests() {
    grows("ticks", 60, |n| guide(&many(n, |i| "`".repeat(i + 1) + "a ")));
    grows("lists", 60, |n| guide(&many(n, |i| "  ".repeat(i) + "- a\n")));
    grows("quotes", 60, |n| guide(&many(n, |i| "> ".repeat(i) + "a\n")));
    grows("lazy quotes", 1_000, |n| guide(&"> > > > > > > > a\nb\n".repeat(n)));
    grows("images", 1_000, |n| guide(&("![".repeat(n) + "a" + &"](https://a.example)".repeat(n))));
}

#[test]
fn markdown_of_many_parts() {
    grows("links", 2_000, |n| guide(&"[slow] ".repeat(n)));
    grows("definitions", 1_000, |n| guide(&("[a]: https://a.example\n".repeat(n) + &"[a]\n".repeat(n))));
    grows("headings", 1_000, |n| guide(&(many(n, |i| format!("## x {i}\n\n")) + &"## x\n\n".repeat(n))));
    grows("lines of a table", 500, |n| guide(&format!("|a|b|\n|-|-|\n{}", "|a|b|\n".repeat(n))));
}

#[test]
fn code_in_any_language() {
    for language in ["http", "json", "python", "rust", "sh", "js", "yaml"] {
        for part in ["\"", "\\", "a\"b'c`d//e#f\n", "a", "'a "] {
            let code = |n| serde_json::Value::from(part.repeat(n));
            let case = format!("{language}: {part}");
            grows(&case, 4_000, |n| with(&format!("examples: [{{ code: {{ {language}: {} }} }}]", code(n))));
        }
    }
}

#[test]
fn lists_of_an_error() {
    let list = |key: &'static str, item: fn(usize) -> String| {
        grows(key, 400, |n| with(&format!("{key}: [{}]", many(n, |i| item(i) + ", "))));
    };
    list("causes", |i| format!("c {i}"));
    list("fixes", |i| format!("f {i}"));
    list("sources", |i| format!("\"a{i}.py:1-3, 5\""));
    list("aliases", |i| format!("old_{i}"));
    list("examples", |i| {
        format!("{{ request: {{ body: {{ a: {i} }} }}, corrected: {{ body: {{ b: {i} }} }} }}")
    });
    let lines = |n: usize, by: usize| serde_json::Value::from(many(n, |i| format!("a {}\n", i * by % n)));
    let request = |n| {
        format!(
            "examples: [{{ request: {{ body: {} }}, corrected: {{ body: {} }} }}]",
            lines(n, 1),
            lines(n, 7919)
        )
    };
    grows("a correction", 400, |n| with(&request(n)));
}

#[test]
fn texts_of_an_error() {
    for key in ["meaning", "log", "since", "deprecated"] {
        grows(key, 20_000, |n| with(&format!("{key}: \"{}\"", "a b*<".repeat(n / 5))));
        grows(key, 20_000, |n| with(&format!("{key}: \"{}\"", "a".repeat(n))));
    }
    let placeholders =
        |n| with(&format!("params: {{ p: {{ doc: A, example: a }} }}\n    log: \"{}\"", "{p} ".repeat(n)));
    grows("placeholders", 4_000, placeholders);
}

#[test]
fn many_errors() {
    grows("codes", 60, |n| errors(n, |_| String::new()));
    grows("of one kind", 60, |n| errors(n, |i| if i == 0 { String::new() } else { "is: code_0".into() }));
    let tables = |n| {
        (0..n).map(|i| catalog::file(&format!("demo/t{i}.yaml"), ERROR.replace("slow", &format!("c{i}"))))
    };
    grows("tables", 40, |n| tables(n).collect());
    let apis = |n| {
        let api = |i| {
            [
                catalog::file(&format!("a{i}/errors.yaml"), ERROR),
                catalog::file(&format!("a{i}/api.yaml"), API),
            ]
        };
        (0..n).flat_map(api).collect()
    };
    grows("APIs", 20, apis);
    let headers = |n| {
        let headers = many(n, |i| format!("  X-{i}: {{ doc: A, example: a }}\n"));
        let api = catalog::file("demo/api.yaml", format!("{API}headers:\n{headers}"));
        errors(n, |i| format!("headers: [X-{i}]")).into_iter().chain([api]).collect()
    };
    grows("headers", 60, headers);
}

/// Templates are trusted code of the workspace, but mistakes in them don't cause a crash either.
#[test]
fn templates_that_nest_or_call_themselves() {
    const MANY: usize = 20_000;
    let templates = [
        "{% if title %}".repeat(MANY),
        format!("{{{{ {}title{} }}}}", "(".repeat(MANY), ")".repeat(MANY)),
        format!("{{{{ title{} }}}}", " ~ title".repeat(MANY)),
        format!("{{{{ title{} }}}}", " | upper".repeat(MANY)),
        "{%- component again(a) -%}{{ <again a={a} /> }}{%- endcomponent again -%}{{ <again a={1} /> }}"
            .into(),
        "{% include \"site/guide.html\" %}".into(),
        "{% extends \"site/guide.html\" %}".into(),
    ];
    for text in templates {
        let mut inputs = inputs(guide("Text."));
        inputs.templates.retain(|template| template.path != "site/guide.html");
        let template = InputFile { path: "site/guide.html".into(), bytes: text.into(), too_large: false };
        inputs.templates.push(template);
        let start = Instant::now();
        let report = generate(&inputs).expect_err("it is wrong");
        let findings = report.findings.sorted(&report.sources);
        let finding = findings.first().expect("there is one");
        assert_eq!(finding.rule.name, "template", "{finding:?}");
        assert_eq!(report.sources.file(finding.span.file).path, "templates/site/guide.html");
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}

/// The number of findings of each rule is limited, and the last finding reports that.
#[test]
fn findings_are_limited_for_each_rule() {
    let most = MAX_FINDINGS + 5_000;
    let wrong: [(&str, String); 9] = [
        ("wrong-type", format!("title: T\noperations: [{}]\n", "[], ".repeat(most))),
        ("ambiguous-text", format!("title: T\noperations: [{}]\n", many(most, |i| format!("{i}, ")))),
        ("empty-text", format!("title: T\noperations: [{}]\n", "'', ".repeat(most))),
        ("duplicate-key", format!("title: T\nx-a: 1\nerrors: {{ {} }}\n", "a: {}, ".repeat(most))),
        ("yaml-tag", format!("title: T\nx-a: [{}]\n", "!a a, ".repeat(most))),
        ("unknown-code", format!("{ERROR}    related: [{}]\n", many(most, |i| format!("bad_{i}, ")))),
        ("unknown-header", format!("{ERROR}    headers: [{}]\n", many(most, |i| format!("X-{i}, ")))),
        ("unknown-lint", format!("{ERROR}    lints: {{ {} }}\n", many(most, |i| format!("l{i}: warn, ")))),
        ("broken-link", format!("{ERROR}    meaning: \"{}\"\n", many(most, |i| format!("[bad_{i}] ")))),
    ];
    for (rule, text) in wrong {
        let (report, taken) = found(vec![catalog::file("demo/errors.yaml", text)]);
        let of_rule = report.findings.sorted(&report.sources);
        let of_rule: Vec<_> = of_rule.into_iter().filter(|finding| finding.rule.name == rule).collect();
        assert_eq!(of_rule.len(), MAX_FINDINGS + 1, "{rule}");
        let last = of_rule.last().expect("there are some");
        assert!(
            last.message.starts_with("over 10000 findings") && last.help.starts_with("fix those"),
            "{last:?}"
        );
        let start = Instant::now();
        let (human, json) = (report::human(&report, false), report::json(&report));
        assert!(human.len() < 40_000, "{rule}: {}", human.len());
        assert!(json.len() < 2_000 * report.findings.len(), "{rule}: {}", json.len());
        let taken = taken + start.elapsed();
        assert!(taken < Duration::from_secs(30), "{rule}: {taken:?}");
    }
}

/// Asserts that an input four times as large generates about four times as much, in about four times the
/// time.
fn grows(case: &str, n: usize, files: impl Fn(usize) -> Vec<InputFile>) {
    let measure = |n| {
        let inputs = inputs(files(n));
        let start = Instant::now();
        let plan =
            generate(&inputs).unwrap_or_else(|found| panic!("{case}: {}", report::human(&found, false)));
        let bytes: usize = plan.files().map(|(_, file)| file.bytes.len()).sum();
        (bytes, start.elapsed())
    };
    let (few, many) = (measure(n), measure(4 * n));
    assert!(many.0 <= 5 * few.0, "{case}: {} bytes become {}", few.0, many.0);
    let most = 16 * few.1 + Duration::from_secs(2);
    assert!(many.1 <= most, "{case}: {:?} become {:?}", few.1, many.1);
}

fn found(files: Vec<InputFile>) -> (Report, Duration) {
    let inputs = inputs(files);
    let start = Instant::now();
    let report = generate(&inputs).expect_err("it is wrong");
    (report, start.elapsed())
}

fn inputs(mut files: Vec<InputFile>) -> Inputs {
    let is_demo = files.iter().any(|file| file.path.starts_with("catalog/demo/"));
    if is_demo && !files.iter().any(|file| file.path == "catalog/demo/api.yaml") {
        files.push(catalog::file("demo/api.yaml", API));
    }
    Inputs { templates: TEMPLATES.clone(), ..catalog::inputs(files) }
}

/// Returns the files of an API with a guide.
fn guide(text: &str) -> Vec<InputFile> {
    let guide = catalog::file("demo/guides/long.md", format!("# Long\n\n{text}\n"));
    vec![catalog::file("demo/errors.yaml", ERROR), guide]
}

/// Returns the files of an API with one error, which has these additional lines.
fn with(more: &str) -> Vec<InputFile> {
    vec![catalog::file("demo/errors.yaml", format!("{ERROR}    {more}\n"))]
}

/// Returns a table with a number of errors, each with its own line.
fn errors(count: usize, line: impl Fn(usize) -> String) -> Vec<InputFile> {
    let error = |i| format!("  code_{i}:\n    status: 503\n    message: It is slow {i}\n    {}\n", line(i));
    vec![catalog::file("demo/errors.yaml", format!("title: Errors\nerrors:\n{}", many(count, error)))]
}

fn many(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}
