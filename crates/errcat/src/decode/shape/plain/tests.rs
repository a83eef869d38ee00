use super::super::{ParsedBody, parse_part};
use super::*;
use crate::{BodyPiece, Envelope, Identity, Param, ParamType};

/// An envelope with every kind of node that can be plain.
static ENVELOPE: Envelope<'static> = Envelope {
    name: "plain",
    body: Node::Object(&[
        member("version", Node::Integer(2)),
        member("ok", Node::Boolean(false)),
        optional("nothing", Node::Null),
        member("é", Node::String("error \"é\"")),
        member("status", Node::Slot(Slot::Status)),
        member(
            "error",
            Node::Object(&[
                member("code", Node::Slot(Slot::Code)),
                optional("text", Node::Text(&[BodyPiece::Text("at "), BodyPiece::Slot(Slot::Param("q"))])),
                optional("details", Node::Slot(Slot::Params)),
                member("empty", Node::Object(&[])),
            ]),
        ),
        optional("id", Node::Slot(Slot::Context("id"))),
        optional("at", Node::Slot(Slot::Context("at"))),
        optional("param", Node::Slot(Slot::Param("p"))),
        optional("number", Node::SlotAsText(Slot::Fact("number"))),
        optional("", Node::Slot(Slot::Extensions)),
    ]),
    identify_by: &[Identity::Code],
    context: &[
        Param { name: "id", ty: ParamType::Integer, ..Param::EMPTY },
        Param { name: "at", ..Param::EMPTY },
    ],
    ..Envelope::EMPTY
};

const fn member(name: &'static str, value: Node<'static>) -> Member<'static> {
    Member { name, value, optional: false }
}

const fn optional(name: &'static str, value: Node<'static>) -> Member<'static> {
    Member { name, value, optional: true }
}

const BODIES: [&str; 4] = [
    r#"{"version":2,"ok":false,"nothing":null,"é":"error","status":404,"error":{"code":"c","text":"at 1","details":{"a":1,"b":"x"},"empty":{}},"id":7,"at":"x","param":-1,"number":"5","more":true}"#,
    r#" { "version" : 2, "ok" : false, "é" : "x", "status" : 0, "error" : { "code" : "é", "empty" : { } } } "#,
    r#"{"version":3,"ok":null,"é":"","status":404,"error":{"code":"c","empty":{}},"id":"7","number":null}"#,
    r#"{"version":2.0,"ok":false,"é":"error \"é\"","status":404,"error":{"code":"c","empty":{"a":[]}}}"#,
];

/// Matches a body as plain JSON. Returns `None` if it isn't plain.
fn plain(body: &str) -> Option<String> {
    let mut parsed = ParsedBody::default();
    let mut cursor = Cursor::new(body);
    let (path, node) = (&Path::Root, &ENVELOPE.body);
    let shape = ShapeMatcher { envelope: &ENVELOPE, node, is_optional: false, path, parsed: &mut parsed };
    match shape.plain(&mut cursor)? {
        true if !cursor.is_at_end() => None,
        true => Some(format!("{parsed:?}")),
        false => Some("another envelope".to_owned()),
    }
}

/// Matches a body with the general parser.
fn general(body: &str) -> String {
    let mut parsed = ParsedBody::default();
    match parse_part(&ENVELOPE, &ENVELOPE.body, &Path::Root, body, &mut parsed) {
        true => format!("{parsed:?}"),
        false => "another envelope".to_owned(),
    }
}

#[test]
fn bodies_as_servers_write_them_are_plain() {
    assert_eq!(BODIES.map(|body| plain(body).is_some()), [true, true, true, false]);
}

/// Every body that differs in one place from another one is either matched like the general parser does, or
/// left to it.
#[test]
fn plain_bodies_are_matched_like_others() {
    let replacements = [
        "",
        " ",
        "\n",
        "\u{1}",
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "0",
        "1",
        "-",
        ".",
        "e5",
        "null",
        "true",
        "é",
        "\"x\":1,",
        "\"code\":\"d\",",
        "[1]",
        "\\u0041",
        "18446744073709551616",
    ];
    let (mut plain_count, mut count) = (0, 0);
    for body in BODIES {
        let places: Vec<usize> = body.char_indices().map(|(at, _)| at).chain([body.len()]).collect();
        for (start, end) in places.iter().flat_map(|start| places.iter().map(move |end| (*start, *end))) {
            if end < start || end > start + 5 {
                continue;
            }
            for replacement in replacements {
                let changed = [&body[..start], replacement, &body[end..]].concat();
                count += 1;
                if let Some(found) = plain(&changed) {
                    plain_count += 1;
                    assert_eq!(found, general(&changed), "{changed}");
                }
            }
        }
    }
    assert!(plain_count * 40 > count, "only {plain_count} of {count} are plain");
}
