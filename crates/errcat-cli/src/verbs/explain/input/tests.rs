use camino::Utf8Path;
use errcat_catalog::InputFile;
use errcat_catalog::model::QualifiedCode;
use serde::Deserialize;

use super::{FoundError, FoundErrors, find};
use crate::pipeline::{Inputs, read};
use crate::session::Session;

/// A text, and what is found in it. The site's search has a test with the same table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    what: String,
    input: String,
    /// `true` if it is typed into a field. Programs don't print such a text.
    #[serde(default)]
    typed: bool,
    /// The error, or those of which any may be the first.
    #[serde(rename = "match")]
    matches: Option<OneOrMore>,
    /// Errors of which none is certain. More specific ones may follow.
    possible: Option<Vec<String>>,
    #[serde(default)]
    nothing: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

#[test]
fn each_text_finds_what_the_table_says() {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the repository");
    let catalog = Session::open(root).and_then(|session| Ok(session.catalog()?)).expect("the catalog").1;
    let queries: Vec<Query> =
        serde_json::from_str(include_str!("../../../../tests/queries.json")).expect("the table");
    let name = |code: &QualifiedCode| format!("{}/{}", catalog[code.api].name, catalog[*code].code);
    let mut wrong = Vec::new();
    for Query { what, input, typed, matches, possible, nothing } in queries {
        if typed {
            continue;
        }
        let FoundErrors { errors, possible: found } = find(&catalog, &input);
        let errors: Vec<String> = errors.iter().map(|error| name(&error.code)).collect();
        let found: Vec<String> = found.iter().map(name).collect();
        let is_right = match (matches, possible) {
            (Some(OneOrMore::One(code)), None) => errors.first() == Some(&code),
            (Some(OneOrMore::More(codes)), None) => errors.first().is_some_and(|code| codes.contains(code)),
            // A code of several APIs is certain, and its pages are printed.
            (None, Some(mut codes)) => {
                let all = if found.is_empty() { &errors } else { &found };
                let mut first: Vec<String> = all.iter().take(codes.len()).cloned().collect();
                first.sort();
                codes.sort();
                first == codes
            }
            _ => nothing && errors.is_empty() && found.is_empty(),
        };
        if !is_right {
            wrong.push(format!("{what}: {input}\n  found {errors:?}, possible {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_errors_of_a_list_are_found_with_their_own_values() {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/families/jsonapi");
    let file = |name: &str| {
        let bytes = std::fs::read(folder.join(name)).expect("a file");
        InputFile::new(format!("catalog/demo/{name}"), bytes)
    };
    let files = ["api.yaml", "errors.yaml"].map(file).into();
    let catalog = read(&Inputs { files, ..Inputs::default() }).expect("a valid catalog").catalog;
    let item = |code: &str, rest: &str| format!("{{\"code\":\"{code}\",{rest}}}");
    let items = [
        item("taken", r#""source":{"pointer":"/data/id"}"#),
        item("new_code", r#""source":{"pointer":"/data/new"}"#),
        item("too_many", r#""meta":{"limit":5}"#),
        item("blank", r#""source":{"pointer":"/data/name"}"#),
    ];
    let found = |items: &[String]| {
        let errors = find(&catalog, &format!("{{\"errors\":[{}]}}", items.join(","))).errors;
        let shown = errors.into_iter().map(|FoundError { code, values }| {
            format!("{} {}", catalog[code].code, values.into_values().collect::<String>())
        });
        shown.collect::<Vec<_>>()
    };
    assert_eq!(found(&items), ["taken /data/id", "too_many 5", "blank /data/name"]);
    assert_eq!(found(&items[1..]), ["too_many 5", "blank /data/name"], "the first one isn't known");
}
