//! Tests the invariants of generated files, for any catalog: output is deterministic on any number of
//! threads, each file is marked and inside its folder, and the catalog's texts stay inside Rust literals,
//! even hostile ones.

mod catalog;

use std::collections::HashSet;

use errcat::Entries;
use errcat_catalog::finding::Level;
use errcat_catalog::{InputFile, report};
use errcat_cli::pipeline::{Inputs, generate, read};
use errcat_targets::output::{Ownership, Plan};
use errcat_targets::settings::{Flavor, Markdown, Settings};
use proc_macro2::{TokenStream, TokenTree};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

#[test]
fn output_is_deterministic_on_any_number_of_threads() {
    let inputs = catalog::real();
    let expected = bytes(&plan(&inputs));
    assert!(bytes(&plan(&inputs)) == expected, "a second run differs");
    for threads in [1, 4] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        assert!(pool.install(|| bytes(&plan(&inputs))) == expected, "{threads} threads differ");
    }
    let mut reversed = catalog::real();
    reversed.templates.reverse();
    assert!(bytes(&plan(&reversed)) == expected, "the order of the templates matters");
}

#[test]
fn every_generated_file_is_marked_and_inside_its_folder() {
    let inputs = catalog::real();
    let plan = plan(&inputs);
    assert_in_place(&plan, &inputs.settings.targets);
    for (path, file) in plan.files().filter(|(_, file)| file.ownership == Ownership::Generated) {
        let head = &file.bytes[..file.bytes.len().min(512)];
        assert!(String::from_utf8_lossy(head).contains("@generated"), "{path} isn't marked");
    }
    assert!(plan.files().len() > 200, "{} files", plan.files().len());
    assert!(rust_files(&plan).count() > 20);
    rust_files(&plan).for_each(|(path, text)| parses(path, text));
}

/// Asserts that each file is inside its folder, isn't the parent of another, and doesn't differ from another
/// only in case.
fn assert_in_place(plan: &Plan, settings: &Settings) {
    let Settings { catalog, rust, derive, site, markdown, .. } = settings;
    let pages = markdown.as_ref().map_or(site, |markdown| &markdown.folder);
    let mut paths = HashSet::new();
    for (path, file) in plan.files() {
        let in_folder = [rust, derive, pages].iter().any(|folder| path.starts_with(folder));
        let name = path.file_name().expect("a name");
        let in_catalog =
            path.starts_with(catalog) && [".gitattributes", "catalog.lock", "schema.json"].contains(&name);
        assert!(in_folder || in_catalog, "{path} is out of place");
        assert!(path.as_str().split('/').all(|part| !matches!(part, "" | "." | "..")), "{path}");
        assert!(!path.as_str().contains(['\\', ':', '\0']), "{path} leads elsewhere on Windows");
        assert!(paths.insert(path.as_str().to_lowercase()), "{path} differs from another only in case");
        for folder in path.ancestors().skip(1) {
            assert!(!plan.contains(folder), "{folder} is a file and a folder");
        }
        let is_owned = plan.owned_directories().iter().any(|owned| path.starts_with(owned));
        assert!(is_owned || in_catalog || file.ownership == Ownership::Scaffolded, "{path} has no owner");
    }
}

/// Tests the rule `template` separately, because fixtures of rules contain only catalogs.
#[test]
fn a_mistake_in_a_template_is_reported_at_its_location() {
    let mut inputs = catalog::fixture(&catalog::folders("good")[0], None);
    inputs.templates = catalog::real().templates;
    for (broken, line) in
        [("{# a page #}\n{{ title", 2), ("a\nb {{ unknown_variable }}", 2), ("{% if x %}", 1)]
    {
        let error =
            inputs.templates.iter_mut().find(|file| file.path == "site/error.html").expect("a template");
        error.bytes = broken.into();
        let report = generate(&inputs).expect_err("a mistake");
        let found = report.findings.sorted(&report.sources)[0].clone();
        assert_eq!(found.rule.name, "template", "{found:?}");
        assert_eq!(report.sources.file(found.span.file).path, "templates/site/error.html");
        assert_eq!(report.sources.position(found.span).0, line, "{}", report::human(&report, false));
    }
}

#[test]
fn extreme_values_generate_valid_code() {
    let types = [
        ("integer", "", &["9223372036854775807", "-9223372036854775808", "0"][..]),
        ("number", "", &["1.5e+300", "-0.1", "18446744073709551615", "5e-324"]),
        ("duration", "seconds", &["1.5e+300", "18446744073709551615", "1e-10", "0"]),
        ("duration", "milliseconds", &["1.5e+300", "18446744073709551615", "0.5"]),
        ("timestamp", "seconds", &["9223372036854775807", "-9223372036854775808", "0"]),
        ("timestamp", "milliseconds", &["9223372036854775807", "-1"]),
        (
            "timestamp",
            "rfc3339",
            &["\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00Z\"", "\"2024-02-29T23:59:60Z\""],
        ),
        ("json", "", &["null", "{}", "[[[1.5e+300]]]", "\"\""]),
    ];
    let values =
        types.iter().flat_map(|(ty, unit, values)| values.iter().map(move |value| (ty, unit, value)));
    for (ty, unit, value) in values {
        let unit = if unit.is_empty() { String::new() } else { format!("unit: {unit}, ") };
        let value = format!("{{ type: {ty}, {unit}doc: Extreme., example: {value} }}");
        let header = value.replace("doc:", "param: by_header, doc:");
        let api = format!(
            "title: Demo\nsummary: An API.\nenvelope: http\nenvelopes:\n  http:\n    summary: Every error.\n    \
             body: {{ code: \"{{code}}\", at: \"{{at}}\", more: \"{{params}}\" }}\n    identify_by: code\n    \
             context: {{ at: {value} }}\nheaders: {}\n",
            if *ty == "json" { "{}".into() } else { format!("{{ X: {header}, Y: {value} }}") },
        );
        let headers = if *ty == "json" { "" } else { "headers: [X, Y], retry: { after: X }, " };
        let table = format!(
            "title: Errors\nerrors:\n  slow: {{ status: 503, {headers}message: \"{{p}}\", \
             params: {{ p: {value}, q: {value} }} }}\n"
        );
        let files = [catalog::file("demo/api.yaml", api), catalog::file("demo/errors.yaml", table)];
        let inputs = Inputs { templates: templates(), ..catalog::inputs(files) };
        match generate(&inputs) {
            Ok(plan) => rust_files(&plan).for_each(|(path, text)| parses(path, text)),
            Err(report) => {
                let findings = report.findings.sorted(&report.sources);
                let is_reported = findings.iter().all(|finding| finding.rule.name == "invalid-example");
                assert!(is_reported, "{value}\n{}", report::human(&report, false));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hostile_texts_stay_inside_literals(texts in proptest::collection::vec(text(), 16), code in code()) {
        let inputs = hostile(&texts, &code);
        // A catalog that a rule rejects isn't generated.
        let plan = match generate(&inputs) {
            Ok(plan) => plan,
            Err(report) => {
                let findings = report.findings.sorted(&report.sources);
                let expected = ["invalid-code", "url-collision", "device-name"];
                prop_assert!(findings.iter().all(|f| f.level == Level::Warn || expected.contains(&f.rule.name)), "{}", report::human(&report, false));
                return Ok(());
            }
        };
        let mut literals = HashSet::new();
        for (path, text) in rust_files(&plan) {
            parses(path, text);
            collect(text.parse().expect("tokens"), &mut literals);
        }
        // The other texts are only in documentation.
        for text in [2, 4].into_iter().chain(8..16).map(|index| &texts[index]) {
            prop_assert!(literals.contains(text), "{text:?} is no literal");
        }
        prop_assert!(literals.contains(&header_value(&texts[5])));
        prop_assert!(literals.contains(&code));
        for (path, file) in plan.files().filter(|(path, _)| path.as_str().ends_with(".html")) {
            let page = String::from_utf8_lossy(&file.bytes);
            prop_assert!(!page.contains("<script>x"), "{path} would run");
        }
    }
}

/// The only texts that become tokens are names of variants and types of params. Rules require a name and a
/// path.
#[test]
fn only_names_and_paths_become_tokens() {
    let api = json!({
        "title": "T", "summary": "S", "envelope": "http",
        "envelopes": { "http": { "summary": "S", "identify_by": "code", "body": { "code": "{code}" } } },
    });
    let found = |error: Json, rule: &str| {
        let table = json!({ "title": "T", "errors": { "code": error } });
        let files = [("demo/api.yaml", &api), ("demo/errors.yaml", &table)];
        let inputs = catalog::inputs(files.map(|(path, json)| catalog::file(path, json.to_string())));
        let Err(report) = read(&inputs) else { panic!("{table} is a catalog") };
        let findings = report.findings.sorted(&report.sources);
        assert!(
            findings.iter().any(|finding| finding.rule.name == rule),
            "{}",
            report::human(&report, false)
        );
    };
    for ty in [
        "std::process::abort()",
        "include_str!(\"/etc/passwd\")",
        "a::b!()",
        "a::B<{ abort() }>",
        "[u8; { loop {} }]",
        "a::B; fn evil() {}",
        "a::B /* x */",
        "a::B\n",
        "impl a::B",
        "dyn a::B",
        "fn() -> a::B",
        "*const a::B",
        "a::B = 1",
        "<a::B as c::D>::E",
        "a::B::{c, d}",
        "a::*",
        "unsafe",
        "self::x::{}",
        "#[path = \"x\"] a::B",
        "a::B)(",
    ] {
        let params = json!({ "p": { "type": ty, "doc": "D", "example": "x" } });
        found(json!({ "status": 400, "message": "{p}", "params": params }), "unknown-type");
    }
    for name in [
        "A(u8)",
        "A = 1",
        "A { b: u8 }",
        "A, B",
        "A }",
        "r#A",
        "A::B",
        "A!",
        "#[x] A",
        "A//",
        "A\n",
        "Ä",
        "a",
        "Self",
    ] {
        found(json!({ "name": name, "status": 400, "message": "M" }), "invalid-variant");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Names of folders, tables, guides, codes and aliases become names of files.
    #[test]
    fn hostile_names_stay_inside_their_folder(
        names in proptest::collection::vec(code(), 3),
        codes in proptest::collection::vec(code(), 3),
        flavor in proptest::sample::select(vec![None, Some(Flavor::Mdbook), Some(Flavor::Docusaurus), Some(Flavor::Mintlify), Some(Flavor::Mkdocs)]),
        is_plain in proptest::bool::ANY,
    ) {
        // If every name is hostile, hardly any catalog passes.
        let name = |index: usize, plain: &str| if is_plain { plain.to_owned() } else { names[index].clone() };
        let (api, table, guide) = (name(0, "demo"), name(1, "errors"), name(2, "guide"));
        let error = |name: &str| json!({ "name": name, "status": 400, "message": "M" });
        let mut errors = json!({ (&codes[0]): error("First"), (&codes[1]): error("Second") });
        errors[&codes[0]]["aliases"] = json!([codes[2]]);
        let api_file = json!({
            "title": "T", "summary": "S", "envelope": "http",
            "envelopes": { "http": { "summary": "S", "identify_by": "code", "body": { "code": "{code}" } } },
        });
        let files = [
            (format!("{api}/api.yaml"), api_file.to_string()),
            (format!("{api}/{table}.yaml"), json!({ "title": "T", "errors": errors }).to_string()),
            (format!("{api}/guides/{guide}.md"), "# Guide\n\nText.\n".to_owned()),
        ];
        let files = files.map(|(path, text)| catalog::file(&path, text));
        let mut inputs = Inputs { templates: templates(), ..catalog::inputs(files) };
        inputs.settings.targets.markdown =
            flavor.map(|flavor| Markdown { folder: "docs/errors".into(), flavor, prefix: None });
        if let Ok(plan) = generate(&inputs) {
            assert_in_place(&plan, &inputs.settings.targets);
            rust_files(&plan).for_each(|(path, text)| parses(path, text));
        }
    }
}

/// Generates texts that would end a literal, a comment, an attribute, a tag or a code block if they weren't
/// escaped.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        60 => proptest::sample::select(vec![
            "\"", "'", "\\", "\"#", "r#\"", "\\\"", "*/", "/*", "//", "///", "//!", "`", "```", "~~~", "\n", "\n\n", "\t", "#[",
            "<script>x", "</script>", "<!--", "-->", "]]>", "&amp;", "<b onclick=x>", "{", "}", "{{", "}}", "{x}", "{{ x }}",
            "{% x %}", "{# x #}", "${x}", "\\[x\\]", "|", "---", "===", "- ", "> ", "# ", "    ", "שלום\u{200f}", "👩\u{200d}💻",
            "\u{a0}", "می\u{200c}خ", "🙈", "é", "e\u{301}", "ß", "İ", "@generated", "crate::", "\\u{202e}", "\\r", "\\0", "%s", "$5.00",
        ]).prop_map(str::to_owned),
        30 => "[a-zA-Z0-9 .,;:!?*_~^=+-]{0,12}".prop_map(|text| text),
        1 => Just("long ".repeat(2_000)),
    ];
    let pieces = proptest::collection::vec(piece, 1..12);
    // Texts must not be empty, and must not contain links, which rules check.
    pieces
        .prop_map(|pieces| format!("T{}.", pieces.concat()))
        .prop_filter("a link", |text| errcat_catalog::links::links(text).is_empty())
}

fn code() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "a", "Z", "0", "-", "_", ".", "..", "/", "\\", "\"", "'", "`", "*/", "{", "}", "<", ">", "&", "#",
        "?", "%2f", ":", "é", "🙈", "א", "nul", "index", ".md", "~", "|", "$", "[", "]", "(", ")", "@", ",",
        ";", "!", "=", "+",
    ]);
    proptest::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

/// Returns an API with these texts in every field that contains text. The files are JSON, which is valid
/// YAML.
fn hostile(texts: &[String], code: &str) -> Inputs {
    let braces = |text: &str| text.replace('{', "{{").replace('}', "}}");
    let t = |index: usize| Json::from(texts[index].as_str());
    let key: String = texts[4].chars().filter(|c| !"{}".contains(*c)).take(20).collect();
    // The cut may be in an emoji, behind a joiner.
    let key = key.trim_end_matches('\u{200d}');
    let api = json!({
        "title": t(0), "summary": t(1), "owner": t(2), "lints": { "all": "warn" }, "envelope": "http", "docs_url": "https://errors.example.com",
        "envelopes": { "http": {
            "summary": t(3), "identify_by": "code",
            "body": { "code": "{code}", (key): braces(&texts[4]), "more": "{params}" },
        } },
        "headers": { "X-Same": { "doc": t(5), "example": header_value(&texts[5]) } },
    });
    let table = json!({
        "title": t(6), "summary": t(7),
        "errors": { (code): {
            "name": "Hostile", "status": 400, "headers": "X-Same", "title": t(8),
            "message": format!("{}{{p}}", braces(&texts[9])), "log": braces(&texts[9]),
            "meaning": t(10), "causes": t(11), "fixes": [t(12)], "notes": t(13), "security": t(13), "since": t(14),
            "params": { "p": { "doc": t(14), "example": t(14), "wire": t(15) } },
            "deprecated": t(15), "owner": t(2),
            "examples": [{ "title": t(0), "doc": t(1), "request": { "body": { "x": t(2) }, "headers": { "X": header_value(&texts[3]) } },
                           "code": { "python": t(4) } }],
            "code_examples": [{ "title": t(0), "doc": t(1), "language": "rust", "fails": t(10) }],
        } },
    });
    let files = [("demo/api.yaml", api), ("demo/errors.yaml", table)];
    let files = files.map(|(path, json)| catalog::file(path, json.to_string()));
    Inputs { templates: templates(), ..catalog::inputs(files) }
}

/// Returns the part of a text that a header can contain.
fn header_value(text: &str) -> String {
    let value: String = text.chars().filter(|c| matches!(c, ' '..='~')).collect();
    value.trim().to_owned()
}

fn templates() -> Vec<InputFile> {
    catalog::real().templates
}

fn plan(inputs: &Inputs) -> Plan {
    generate(inputs).unwrap_or_else(|found| panic!("{}", report::human(&found, false)))
}

fn bytes(plan: &Plan) -> Vec<(String, Vec<u8>)> {
    plan.files().map(|(path, file)| (path.to_string(), file.bytes.clone())).collect()
}

fn rust_files(plan: &Plan) -> impl Iterator<Item = (&str, &str)> {
    let files = plan.files().filter(|(path, _)| path.extension() == Some("rs"));
    files.map(|(path, file)| (path.as_str(), std::str::from_utf8(&file.bytes).expect("UTF-8")))
}

fn parses(path: &str, text: &str) {
    if let Err(error) = syn::parse_file(text) {
        panic!("{path}: {error}\n{text}");
    }
}

/// Collects the values of all string literals, and the texts of entries, which a literal encodes.
fn collect(tokens: TokenStream, literals: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), literals),
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    let text = text.value();
                    if text.starts_with("\napi ") {
                        literals.extend(entry_texts(&text));
                    }
                    literals.insert(text);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// Returns the texts of entries, decoded like in the generated crate.
fn entry_texts(text: &str) -> Vec<String> {
    let entries: &'static Entries = Box::leak(Box::new(Entries::new(text.to_owned().leak(), &[])));
    let texts = entries.all().iter().flat_map(|entry| {
        let message = |message: errcat::Message<'_>| {
            let texts = message.0.iter().filter_map(|piece| match piece {
                errcat::Piece::Text(text) => Some(*text),
                errcat::Piece::Param(_) => None,
            });
            texts.collect::<String>()
        };
        let mut texts = vec![message(entry.message)];
        texts.extend(entry.log.map(message));
        texts.extend([entry.code, entry.title, entry.meaning].map(str::to_owned));
        let lists = [entry.causes, entry.fixes, entry.notes, entry.security, entry.sources, entry.aliases];
        texts.extend(lists.into_iter().flatten().map(|text| (*text).to_owned()));
        let options = [entry.owner, entry.since, entry.deprecated, entry.retired];
        texts.extend(options.into_iter().flatten().map(str::to_owned));
        texts.extend(entry.params.iter().flat_map(|param| [param.doc, param.wire]).map(str::to_owned));
        texts.extend(entry.headers.iter().map(|header| header.constant.to_owned()));
        texts
    });
    texts.collect()
}
