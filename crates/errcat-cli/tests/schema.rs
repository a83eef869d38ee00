//! Tests that the JSON Schema and the parser agree: an editor accepts a file if and only if its shape passes
//! `check`, and completes it with valid snippets. Both are applied to every file of the real catalogs, of
//! `tests/good` and `tests/bad`, and to `tests/good/everything` with each of its values replaced by each kind
//! of value, removed and renamed.
//!
//! Editors read YAML 1.2, as [`json`] does. Cases that a schema can't express are listed with the reason in
//! [`BEYOND`].

mod catalog;

use errcat_catalog::InputFile;
use errcat_catalog::finding::{Findings, Sources, Span};
use errcat_catalog::raw::{RawApi, RawTable};
use errcat_catalog::report;
use errcat_catalog::shape::Shape;
use errcat_catalog::yaml::{self, Kind, Node};
use jsonschema::Validator;
use serde_json::{Value as Json, json};

/// The rules on the shape of a file, which the schema covers.
const SHAPE: &[&str] = &[
    "unknown-key",
    "wrong-type",
    "missing-key",
    "empty-text",
    "ambiguous-text",
    "duplicate-key",
    "duplicate-item",
];

/// Files, inline or of the corpus, on which the schema and the parser disagree, and why.
const BEYOND: &[(&str, &str)] = &[
    ("bad/duplicate-key/errors.yaml", "JSON has no map with a key twice"),
    ("bad/duplicate-key-field/errors.yaml", "likewise"),
    ("bad/wrong-type-octal/errors.yaml", "an octal number in YAML 1.1 only"),
    ("bad/wrong-type-merge/errors.yaml", "what is merged, or can't be, is no longer there"),
    ("good/empty-table/later.yaml", "only the name distinguishes a table without `errors` from api.yaml"),
    ("title: NO\nerrors: {}", "a boolean in YAML 1.1 only"),
    ("title: 2024-01-15\nerrors: {}", "a date in YAML 1.1 only"),
    ("title: T\nerrors: { slow: { examples: [{ request: { body: 0123 } }] } }", "a body is any data"),
    ("title: T\norder: 1.0\nerrors: {}", "JSON has no difference between 1.0 and 1"),
    ("title: T\nis: null\nerrors: {}", "a code may be called null, but an editor sees nothing"),
];

#[test]
fn the_schema_and_the_parser_agree_on_every_file() {
    let validator = validator();
    let mut disagreements = Vec::new();
    let mut count = 0;
    let written = BEYOND.iter().filter(|(text, _)| text.contains(": "));
    let written = written.map(|(text, _)| ((*text).to_owned(), catalog::file("demo/errors.yaml", *text)));
    for (path, file) in corpus().into_iter().chain(written) {
        let Some((node, mut read)) = tree(&file) else { continue };
        count += 1;
        read.extend(findings(&node, is_api(&file)));
        let printed: Vec<String> =
            validator.iter_errors(&json(&node)).map(|error| error.to_string()).collect();
        let agree = read.is_empty() == printed.is_empty();
        let is_beyond = BEYOND.iter().any(|(known, _)| *known == path);
        if agree == is_beyond {
            disagreements.push(format!("{path}\n  the parser: {read:?}\n  the schema: {printed:?}"));
        }
    }
    assert!(count > 100 && disagreements.is_empty(), "{count} files\n{}", disagreements.join("\n"));
}

#[test]
fn the_schema_and_the_parser_agree_on_mutated_values() {
    let validator = validator();
    let mut disagreements = Vec::new();
    let (mut accepted, mut rejected) = (0, 0);
    for (path, file) in corpus().into_iter().filter(|(path, _)| path.starts_with("good/everything/")) {
        let Some((node, _)) = tree(&file) else { continue };
        for at in 0..size(&node) {
            for change in CHANGES {
                let mut changed = node.clone();
                change.apply(&mut changed, at);
                let (read, shown) = (findings(&changed, is_api(&file)), json(&changed));
                *if read.is_empty() { &mut accepted } else { &mut rejected } += 1;
                if read.is_empty() != validator.is_valid(&shown) {
                    disagreements
                        .push(format!("{path}: {change:?} of value {at}: the parser: {read:?}\n  {shown}"));
                }
            }
        }
    }
    let some = &disagreements[..disagreements.len().min(5)];
    assert!(some.is_empty(), "{} of them, such as\n{}", disagreements.len(), some.join("\n"));
    assert!(accepted > 500 && rejected > 500, "{accepted} changes were accepted, {rejected} rejected");
}

/// Every key of the language must be in `tests/good/everything`.
#[test]
fn every_key_works_in_every_place() {
    let mut used = Vec::new();
    for (_, file) in corpus().into_iter().filter(|(path, _)| path.starts_with("good/everything/")) {
        tree(&file).iter().for_each(|(node, _)| keys(node, &mut used));
    }
    let schema: Json = serde_json::from_str(&errcat_catalog::schema::json()).expect("JSON");
    for (name, record) in schema["$defs"].as_object().expect("definitions") {
        for key in record["properties"].as_object().expect("a record").keys() {
            assert!(used.contains(key), "`{key}` of {name}");
        }
    }
}

/// Each snippet is a valid part of a file, and the file that it completes has no findings.
#[test]
fn snippets_are_valid() {
    let schema: Json = serde_json::from_str(&errcat_catalog::schema::json()).expect("JSON");
    let error = |error: Json| json!({ "title": "Errors", "errors": { "failed": error } });
    let with = |key: &str, value: Json| error(json!({ "status": 400, "title": "Failed", key: value }));
    let complete = |place: &str, body: Json| match place {
        "" => body,
        "Table.errors" => json!({ "title": "Errors", "errors": body }),
        "Table.status" => {
            json!({ "title": "Errors", "status": body, "errors": { "failed": { "title": "Failed" } } })
        }
        "Error" => error(body),
        "Error.status" => with("status", body),
        "Error.params" => with("params", body),
        "Param" => with("params", json!({ "param": body })),
        "Example" => with("examples", json!([body])),
        "CodeExample" => with("code_examples", json!([body])),
        _ => panic!("complete the snippets of {place} here"),
    };
    let mut places = vec![(String::new(), &schema)];
    for (name, record) in schema["$defs"].as_object().expect("definitions") {
        let properties = record["properties"].as_object().expect("a record");
        places.push((name.clone(), record));
        places.extend(properties.iter().map(|(key, value)| (format!("{name}.{key}"), value)));
    }
    let api = include_str!("bad/api.yaml");
    let mut count = 0;
    for (place, snippet) in places.iter().flat_map(|(place, part)| {
        part["defaultSnippets"].as_array().into_iter().flatten().map(move |it| (place, it))
    }) {
        let file = complete(place, expand(&snippet["body"]));
        assert!(validator().is_valid(&file), "{place}: {file:#}");
        // JSON is YAML.
        let files = [("demo/api.yaml", api), ("demo/errors.yaml", &file.to_string())];
        let inputs = catalog::inputs(files.map(|(path, text)| catalog::file(path, text)));
        let checked = errcat_cli::pipeline::read(&inputs);
        let checked = checked.unwrap_or_else(|report| panic!("{}", report::human(&report, false)));
        assert!(checked.warnings.is_empty(), "{place}: {file:#}");
        count += 1;
    }
    assert!(count > 80, "{count} snippets");
}

/// Replaces `${1:text}` by the text, as an editor does if the author changes nothing.
fn expand(body: &Json) -> Json {
    let placeholder = |text: &str| -> Option<String> {
        let (number, text) = text.strip_prefix("${")?.strip_suffix('}')?.split_once(':')?;
        number.parse::<u8>().ok().map(|_| text.to_owned())
    };
    match body {
        Json::String(text) => match placeholder(text) {
            Some(text) => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
            None => body.clone(),
        },
        Json::Array(items) => items.iter().map(expand).collect(),
        Json::Object(members) => {
            let member =
                |(key, value): (&String, &Json)| (placeholder(key).unwrap_or(key.clone()), expand(value));
            Json::Object(members.iter().map(member).collect())
        }
        _ => body.clone(),
    }
}

/// A change of a value.
#[derive(Debug, Clone, Copy)]
enum Change {
    Nothing,
    Empty,
    Blank,
    Word,
    Number,
    Fraction,
    True,
    List,
    ListOfText,
    Map,
    MapOfText,
    /// Removes the first key of a map.
    Taken,
    /// Renames the first key of a map.
    Renamed,
    /// Renames the first key of a map to `x-…`.
    Owned,
}

const CHANGES: [Change; 14] = {
    use Change::*;
    [
        Nothing, Empty, Blank, Word, Number, Fraction, True, List, ListOfText, Map, MapOfText, Taken,
        Renamed, Owned,
    ]
};

impl Change {
    /// Changes the value at index `at` in the order of the file.
    fn apply(self, node: &mut Node, at: usize) {
        let mut left = at;
        self.descend(node, &mut left);
    }

    fn descend(self, node: &mut Node, left: &mut usize) -> bool {
        if *left == 0 {
            self.change(node);
            return true;
        }
        *left -= 1;
        match &mut node.kind {
            Kind::Scalar { .. } => false,
            Kind::List(items) => items.iter_mut().any(|item| self.descend(item, left)),
            Kind::Map(pairs) => pairs.iter_mut().any(|(_, value)| self.descend(value, left)),
        }
    }

    fn change(self, node: &mut Node) {
        let span = node.span;
        let scalar = |text: &str, plain| Kind::Scalar { text: text.to_owned(), plain };
        let text = || Node { span, kind: scalar("text", true) };
        if let (Kind::Map(pairs), Change::Taken | Change::Renamed | Change::Owned) = (&mut node.kind, self) {
            match pairs.first_mut() {
                None => {}
                Some(_) if matches!(self, Change::Taken) => drop(pairs.remove(0)),
                Some((key, _)) => {
                    key.kind = scalar(if matches!(self, Change::Owned) { "x-own" } else { "another" }, true);
                }
            }
            return;
        }
        node.kind = match self {
            Change::Nothing => scalar("", true),
            Change::Empty => scalar("", false),
            Change::Blank => scalar(" ", false),
            Change::Word => scalar("text", true),
            Change::Number => scalar("404", true),
            Change::Fraction => scalar("4.5", true),
            Change::True => scalar("true", true),
            Change::List => Kind::List(Vec::new()),
            Change::ListOfText => Kind::List(vec![text()]),
            Change::Map => Kind::Map(Vec::new()),
            Change::MapOfText => Kind::Map(vec![(text(), text())]),
            Change::Taken | Change::Renamed | Change::Owned => return,
        };
    }
}

fn validator() -> Validator {
    let schema: Json = serde_json::from_str(&errcat_catalog::schema::json()).expect("JSON");
    jsonschema::validator_for(&schema).expect("a JSON Schema")
}

/// Returns every YAML file, with its path in the tests: `bad/wrong-type/errors.yaml`,
/// `real/kakunin/certify.yaml`.
fn corpus() -> Vec<(String, InputFile)> {
    let of = |set: &'static str| {
        catalog::folders(set).into_iter().flat_map(move |folder| {
            let name = catalog::name(&folder).to_owned();
            let files = catalog::fixture(&folder, None).files.into_iter();
            files.map(move |file| {
                let path = file.path.trim_start_matches("catalog/");
                (format!("{set}/{name}/{}", path.trim_start_matches("demo/")), file)
            })
        })
    };
    let real = catalog::real().files.into_iter().map(|file| (file.path.replacen("catalog", "real", 1), file));
    of("good").chain(of("bad")).chain(real).filter(|(path, _)| path.ends_with(".yaml")).collect()
}

/// Parses a file, and returns its tree and the rules that it breaks; `None` if an editor can't parse it
/// either.
fn tree(file: &InputFile) -> Option<(Node, Vec<&'static str>)> {
    let mut sources = Sources::default();
    let id = sources.add("file.yaml", std::str::from_utf8(&file.bytes).ok()?);
    let mut findings = Findings::default();
    let node = yaml::read(&sources.file(id).text, id, &mut findings);
    let is_shape = findings.sorted(&sources).iter().all(|finding| SHAPE.contains(&finding.rule.name));
    let nothing = Node { span: Span::start_of(id), kind: Kind::Map(Vec::new()) };
    is_shape.then(|| (node.unwrap_or(nothing), names(&findings)))
}

/// Returns the rules on shapes that are broken.
fn findings(node: &Node, is_api: bool) -> Vec<&'static str> {
    let mut findings = Findings::default();
    if is_api {
        RawApi::read(node, &mut findings);
    } else {
        RawTable::read(node, &mut findings);
    }
    names(&findings)
}

fn names(findings: &Findings) -> Vec<&'static str> {
    let mut sources = Sources::default();
    sources.add("file.yaml", "");
    findings.sorted(&sources).iter().map(|finding| finding.rule.name).collect()
}

fn is_api(file: &InputFile) -> bool {
    file.path.ends_with("/api.yaml")
}

/// Converts a tree as an editor reads it: YAML 1.2, core schema (section 10.3).
fn json(node: &Node) -> Json {
    match &node.kind {
        Kind::List(items) => items.iter().map(json).collect(),
        Kind::Map(pairs) => {
            let text = |key: &Node| {
                if let Kind::Scalar { text, .. } = &key.kind { text.clone() } else { "?".into() }
            };
            Json::Object(pairs.iter().rev().map(|(key, value)| (text(key), json(value))).collect())
        }
        Kind::Scalar { text, plain: false } => json!(text),
        Kind::Scalar { text, plain: true } => match text.as_str() {
            "" | "~" | "null" | "Null" | "NULL" => Json::Null,
            "true" | "True" | "TRUE" => json!(true),
            "false" | "False" | "FALSE" => json!(false),
            _ if text.starts_with(|c: char| c.is_ascii_alphabetic()) => json!(text),
            _ => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(integer), _) => json!(integer),
                (Err(_), Ok(number)) => json!(number),
                (Err(_), Err(_)) => json!(text),
            },
        },
    }
}

/// Returns the number of values of a tree, including itself.
fn size(node: &Node) -> usize {
    1 + match &node.kind {
        Kind::Scalar { .. } => 0,
        Kind::List(items) => items.iter().map(size).sum(),
        Kind::Map(pairs) => pairs.iter().map(|(_, value)| size(value)).sum(),
    }
}

fn keys(node: &Node, used: &mut Vec<String>) {
    match &node.kind {
        Kind::Scalar { .. } => {}
        Kind::List(items) => items.iter().for_each(|item| keys(item, used)),
        Kind::Map(pairs) => {
            for (key, value) in pairs {
                if let Kind::Scalar { text, .. } = &key.kind {
                    used.push(text.clone());
                }
                keys(value, used);
            }
        }
    }
}
