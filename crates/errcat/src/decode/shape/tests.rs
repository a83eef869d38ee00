use super::*;
use crate::{BodyPiece, Param};

const fn member(name: &'static str, value: Node<'static>) -> Member<'static> {
    Member { name, value, optional: false }
}

const fn optional(name: &'static str, value: Node<'static>) -> Member<'static> {
    Member { name, value, optional: true }
}

/// An envelope with every kind of node.
static EVERYTHING: Envelope<'static> = Envelope {
    name: "everything",
    body: Node::Object(&[
        member("version", Node::Integer(2)),
        member("ratio", Node::Number(0.5)),
        member("ok", Node::Boolean(false)),
        member("nothing", Node::Null),
        member("kind", Node::String("error")),
        member("list", Node::List(&[Node::Slot(Slot::Code), Node::Integer(1)])),
        member("status", Node::Slot(Slot::Status)),
        member("id", Node::Slot(Slot::Context("id"))),
        optional("title", Node::Slot(Slot::Title)),
        optional("inner", Node::Object(&[member("docs", Node::Slot(Slot::DocsUrl))])),
        optional("param", Node::Slot(Slot::Param("p"))),
        optional("params", Node::Slot(Slot::Params)),
        optional(
            "text",
            Node::Text(&[
                BodyPiece::Slot(Slot::Status),
                BodyPiece::Text(" "),
                BodyPiece::Slot(Slot::Message),
                BodyPiece::Text(" ("),
                BodyPiece::Slot(Slot::Param("q")),
                BodyPiece::Text(")"),
            ]),
        ),
    ]),
    context: &[Param { name: "id", ty: ParamType::Integer, ..Param::EMPTY }],
    ..Envelope::EMPTY
};

const REQUIRED: &str =
    r#""version":2,"ratio":0.5,"ok":false,"nothing":null,"kind":"error","list":["c",1],"status":404,"id":7"#;

#[test]
fn every_slot_is_extracted() {
    let body = format!(
        r#"{{{REQUIRED},"title":"T\n","inner":{{"docs":"https://d"}},"param": {{"b": 1.0}} ,"params":{{"x":1,"y\"":null}},"text":"404 a (b) (c)"}}"#
    );
    let parsed = parse(&EVERYTHING, &body).expect("a body of this shape");
    assert_eq!(parsed.code.as_deref(), Some("c"));
    assert_eq!(parsed.title.as_deref(), Some("T\n"));
    assert_eq!(parsed.docs_url.as_deref(), Some("https://d"));
    assert_eq!(parsed.message.as_deref(), Some("a"));
    assert_eq!(parsed.context, [("id", OwnedValue::Integer(7))]);
    let params = format!("{:?} {:?}", parsed.params, parsed.members);
    assert_eq!(
        params,
        r#"[("p", Json("{\"b\": 1.0}")), ("q", Text("b) (c"))] [("x", Json("1")), ("y\"", Json("null"))]"#
    );
}

#[test]
fn optional_members_may_be_missing_and_unknown_ones_are_skipped() {
    for rest in [
        "",
        r#","title":null,"inner":null,"params":null,"text":null"#,
        r#","more":[{"deep":[1,"a",null]}],"":{}"#,
        r#","inner":{"docs":null,"more":1}"#,
    ] {
        let body = format!("{{{REQUIRED}{rest}}}");
        let parsed = parse(&EVERYTHING, &body).unwrap_or_else(|| panic!("{body}"));
        assert_eq!((parsed.title, parsed.docs_url), (None, None));
    }
    let other_spelling =
        REQUIRED.replace(":2,", ":2.0,").replace("0.5", "5e-1").replace("[\"c\",1]", "[\"c\",1,2]");
    assert!(parse(&EVERYTHING, &format!(" {{ {other_spelling} }}\n")).is_some());
}

#[test]
fn other_shapes_dont_match() {
    for (from, to) in [
        ("\"version\":2", "\"version\":3"),
        ("\"version\":2", "\"version\":\"2\""),
        ("\"version\":2,", ""),
        ("0.5", "0.51"),
        ("false", "true"),
        ("\"nothing\":null", "\"nothing\":0"),
        ("\"error\"", "\"Error\""),
        ("[\"c\",1]", "[\"c\"]"),
        ("[\"c\",1]", "{\"c\":1}"),
        ("[\"c\",1]", "[null,1]"),
        (":404", ":\"404\""),
        (",\"id\":7", ""),
        (":7", ":7,\"title\":1"),
        (":7", ":7,\"params\":[]"),
        (":7", ":7,\"inner\":{}"),
        (":7", ":7,\"text\":\"four (p)\""),
        (":7", ":7,\"text\":\"404 p\""),
        (":7", ":7}}"),
        (":7", ":7} x"),
        (":7", ":7,"),
    ] {
        let body = format!("{{{}}}", REQUIRED.replacen(from, to, 1));
        assert!(parse(&EVERYTHING, &body).is_none(), "{body}");
    }
    for body in ["", "{", "[]", "null", "\"text\"", "404", "<html>"] {
        assert!(parse(&EVERYTHING, body).is_none(), "{body}");
    }
}

#[test]
fn context_of_the_wrong_type_is_ignored() {
    let body = format!("{{{}}}", REQUIRED.replace(":7", ":\"seven\""));
    assert_eq!(parse(&EVERYTHING, &body).map(|parsed| parsed.context), Some(vec![]));
}

#[test]
fn extension_members_are_params() {
    let body = r#"{"type":"about:blank","title":"T","balance":5,"detail":"d","x":[1]}"#;
    let parsed = parse(&Envelope::PROBLEM, body).expect("a body of this shape");
    assert_eq!(parsed.docs_url, None);
    assert_eq!(format!("{:?}", parsed.members), r#"[("balance", Json("5")), ("x", Json("[1]"))]"#);
}

#[test]
fn envelopes_that_explain_more_are_more_specific() {
    static TEXT: Envelope<'static> =
        Envelope { body: Node::Object(&[member("detail", Node::Slot(Slot::Message))]), ..Envelope::EMPTY };
    static ANYTHING: Envelope<'static> = Envelope {
        body: Node::Object(&[member("detail", Node::Slot(Slot::Param("errors")))]),
        ..Envelope::EMPTY
    };
    static MORE: Envelope<'static> = Envelope {
        body: Node::Object(&[
            member("detail", Node::Slot(Slot::Message)),
            optional("id", Node::Slot(Slot::Context("id"))),
        ]),
        ..Envelope::EMPTY
    };
    let body = r#"{"detail":"d","id":"i"}"#;
    let specificity = |envelope| parse(envelope, body).map(|parsed| parsed.specificity());
    assert!(specificity(&TEXT) > specificity(&ANYTHING));
    assert!(specificity(&MORE) > specificity(&TEXT));
}

#[test]
fn nesting_depth_is_bounded_except_in_raw_json() {
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    assert!(parse(&EVERYTHING, &deep).is_none());
    let body = format!("{{{REQUIRED},\"param\":{deep}}}");
    assert!(parse(&EVERYTHING, &body).is_some());
}

#[test]
fn numbers_may_be_strings_and_codes_numbers() {
    static SHAPE: Envelope<'static> = Envelope {
        body: Node::Object(&[
            member("code", Node::Slot(Slot::CodeNumber)),
            member("status", Node::SlotAsText(Slot::Status)),
            member("wait", Node::SlotAsText(Slot::Param("wait"))),
            member("metadata", Node::SlotAsText(Slot::Params)),
            optional("retryable", Node::Slot(Slot::Constant(crate::Constant::Retryable))),
        ]),
        ..Envelope::EMPTY
    };
    for body in [
        r#"{"code":-32020,"status":"404","wait":"7","metadata":{"left":"3"},"retryable":false}"#,
        r#"{"code":"-32020","status":404,"wait":7,"metadata":{"left":3},"retryable":null}"#,
    ] {
        let parsed = parse(&SHAPE, body).unwrap_or_else(|| panic!("{body}"));
        assert_eq!(parsed.code.as_deref(), Some("-32020"));
        assert_eq!(parsed.params[0].1.value(ParamType::Integer), Some(OwnedValue::Integer(7)));
        assert_eq!(parsed.members[0].1.value(ParamType::Integer), Some(OwnedValue::Integer(3)));
    }
}
