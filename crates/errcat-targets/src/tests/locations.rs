//! The places of values, as pages name them.

use std::collections::BTreeMap;

use errcat_catalog::model::{BodyPiece, Catalog, EnvelopeHeader, Member, Node, Slot};

use super::{fixture, site};

/// Returns the catalog of a family, by the title of its API.
fn family(title: &str) -> Catalog {
    let is_family = |catalog: &Catalog| catalog.apis[0].title == title;
    fixture::families().into_iter().find(is_family).expect("a family")
}

/// Returns the lines about a value on the page of an error, in Markdown.
fn lines<'s>(site: &'s BTreeMap<String, String>, path: &str, value: &str) -> Vec<&'s str> {
    let start = format!("- `{value}` (");
    site[path].lines().filter(|line| line.starts_with(&start)).collect()
}

#[test]
fn params_are_located_in_bodies_of_every_format() {
    for (title, error, param, expected) in [
        ("Object store", "NO_SUCH_KEY", "key", "(string, optional): The key. Example: `a/b`. In the body."),
        ("XML store", "NoSuchKey", "key", "(string): The key. Example: `a/b`. In the body as `Error/Key`."),
        (
            "XML store",
            "NoSuchKey",
            "bucket",
            "(string): The bucket. Example: `b1`. In the body as `Error/Key/@bucket`.",
        ),
        (
            "Bank",
            "out-of-credit",
            "balance",
            "(integer): The balance. Example: `30`. In the message, the body.",
        ),
        ("Database server", "no_such_table", "db", "(string). Example: `<db>`. In the message."),
        (
            "Forms",
            "missing",
            "input",
            "(JSON, optional): The value. Example: `{}`. In the body as `detail[].input`.",
        ),
        (
            "JSON-RPC service",
            "-32601",
            "method",
            "(string): The method. Example: `sum`. In the body as `error.data.method`.",
        ),
        ("JSON:API service", "too_long", "max", "(integer): The maximum. Example: `40`. In the message."),
        (
            "JSON:API service",
            "too_long",
            "pointer",
            "(string): A JSON pointer. Example: `/data/attributes/name`. In the body as `errors[].source.pointer`.",
        ),
        (
            "Query engine",
            "COLUMN_NOT_FOUND",
            "name",
            "(string): The column. Example: `total`. In the body as `messageParameters.colName`.",
        ),
    ] {
        let site = site(&family(title));
        assert_eq!(lines(&site, &format!("demo/{error}.md"), param), [format!("- `{param}` {expected}")]);
    }
}

#[test]
fn params_are_located_in_headers_of_envelopes() {
    let mut catalog = family("JSON:API service");
    let value = vec![BodyPiece::Text("at ".to_owned()), BodyPiece::Slot(Slot::Param("pointer".to_owned()))];
    catalog.apis[0].envelopes[0].headers = vec![EnvelopeHeader { name: "X-Place".to_owned(), value }];
    let site = site(&catalog);
    let line = lines(&site, "demo/taken.md", "pointer").concat();
    assert!(line.ends_with("In the body as `errors[].source.pointer`, the header `X-Place`."), "{line}");
}

#[test]
fn messages_that_responses_lack_are_no_location() {
    let mut catalog = family("Telephony");
    let member =
        |name: &str, slot| Member { name: name.to_owned(), value: Node::Slot(slot), optional: false };
    catalog.apis[0].envelopes[0].body = Node::Object(vec![member("code", Slot::CodeNumber)]);
    let site = site(&catalog);
    assert_eq!(lines(&site, "demo/21211.md", "to"), ["- `to` (string): The number. Example: `+1555`."]);
}

#[test]
fn errors_are_recognized_by_what_their_responses_contain() {
    let site = site(&family("Ads"));
    let sentence = |error: &str| {
        let is_sentence = |line: &&str| line.starts_with("Recognize it by ");
        site[&format!("demo/{error}.md")].lines().find(is_sentence).unwrap_or_default().to_owned()
    };
    assert_eq!(
        sentence("long_name"),
        "Recognize it by `errors[].errorCode.budgetError` and `errors[].trigger`."
    );
    assert_eq!(sentence("EXPIRED"), "Recognize it by `errors[].errorCode.authorizationError`.");
}
