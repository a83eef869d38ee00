use super::*;
use crate::ParamType;
use crate::{BodyPiece, Identity, Param};

/// Parses a body, or returns `None` if it isn't of the envelope.
fn parse<'b>(envelope: &'static Envelope<'static>, body: &'b str) -> Option<ParsedBody<'b>> {
    let mut parsed = ParsedBody::default();
    super::parse(envelope, body, &mut parsed).then_some(parsed)
}

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
    identify_by: &[Identity::Code],
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
}

#[test]
fn spelling_and_order_make_no_difference() {
    let other_spelling = REQUIRED.replace(":2,", ":2.0,").replace("0.5", "5e-1");
    let (first, rest) = other_spelling.split_once(',').expect("several members");
    let body = format!(" {{ {rest}, {first} }}\n");
    let parsed = parse(&EVERYTHING, &body).expect("a body of this shape");
    assert_eq!(parsed.differences, []);
}

/// Returns the differences of the body in which `from` is replaced, or `None` if it isn't of the envelope.
fn differences(from: &str, to: &str) -> Option<Vec<String>> {
    let body = format!("{{{}}}", REQUIRED.replacen(from, to, 1));
    let parsed = parse(&EVERYTHING, &body)?;
    Some(parsed.differences.iter().map(ToString::to_string).collect())
}

#[test]
fn differences_cost_only_their_own_value() {
    for (from, to, expected) in [
        ("\"version\":2", "\"version\":3", "/version: expected 2, found 3"),
        ("\"version\":2", "\"version\":\"2\"", "/version: expected 2, found \"2\""),
        ("\"version\":2,", "", "/version: expected 2, found nothing"),
        ("0.5", "0.51", "/ratio: expected 0.5, found 0.51"),
        ("false", "true", "/ok: expected false, found true"),
        ("\"nothing\":null", "\"nothing\":0", "/nothing: expected null, found 0"),
        ("\"error\"", "\"Error\"", "/kind: expected \"error\", found \"Error\""),
        ("[\"c\",1]", "[\"c\"]", "/list/1: expected 1, found nothing"),
        ("[\"c\",1]", "[\"c\",1,2]", "/list/2: expected nothing, found 2"),
        (":404", ":\"404\"", "/status: expected a status, found \"404\""),
        (",\"id\":7", "", "/id: expected a value, found nothing"),
        (":7", ":\"seven\"", "/id: expected a whole number, found \"seven\""),
        (":7", ":7,\"title\":1", "/title: expected a text, found 1"),
        (":7", ":7,\"title\":{\"a\":1}", "/title: expected a text, found an object"),
        (":7", ":7,\"params\":[]", "/params: expected an object, found a list"),
        (":7", ":7,\"params\":5", "/params: expected an object, found 5"),
        (":7", ":7,\"inner\":{}", "/inner/docs: expected a URL, found nothing"),
        (":7", ":7,\"text\":\"404 p\"", "/text: expected a text, found \"404 p\""),
        (":7", ":7,\"m/o\":[1]", "/m~1o: expected nothing, found [1]"),
    ] {
        assert_eq!(differences(from, to), Some(vec![expected.to_owned()]), "{to}");
    }
}

#[test]
fn other_shapes_dont_match() {
    for (from, to) in [
        ("\"list\":[\"c\",1],", ""),
        ("[\"c\",1]", "[]"),
        ("[\"c\",1]", "{\"c\":1}"),
        ("[\"c\",1]", "[null,1]"),
        ("[\"c\",1]", "null"),
        ("[\"c\",1]", "[[\"c\"],1]"),
        (":7", ":7}}"),
        (":7", ":7} x"),
        (":7", ":7,"),
    ] {
        assert_eq!(differences(from, to), None, "{to}");
    }
    for body in ["", "{", "[]", "{}", "null", "\"text\"", "404", "<html>"] {
        assert!(parse(&EVERYTHING, body).is_none(), "{body}");
    }
}

#[test]
fn without_other_facts_all_variable_members_are_required() {
    static BY_STATUS: Envelope<'static> = Envelope {
        body: Node::Object(&[
            member("kind", Node::String("error")),
            member("message", Node::Slot(Slot::Message)),
            member("docs", Node::Slot(Slot::DocsUrl)),
        ]),
        identify_by: &[Identity::Status],
        ..Envelope::EMPTY
    };
    for (body, fits) in [
        (r#"{"kind":"error","message":"m","docs":"d"}"#, true),
        (r#"{"message":"m"}"#, true),
        (r#"{"kind":"error","message":null}"#, true),
        (r#"{"kind":"error","docs":"d"}"#, false),
        (r#"{"message":null}"#, false),
        (r#"{"message":5}"#, false),
    ] {
        assert_eq!(parse(&BY_STATUS, body).is_some(), fits, "{body}");
    }
}

/// The shape of Google's errors (AIP-193).
#[test]
fn objects_are_found_anywhere_in_a_list() {
    static DETAILS: Envelope<'static> = Envelope {
        body: Node::Object(&[member(
            "details",
            Node::List(&[Node::Object(&[
                member("@type", Node::String("ErrorInfo")),
                member("reason", Node::Slot(Slot::Code)),
            ])]),
        )]),
        identify_by: &[Identity::Code],
        ..Envelope::EMPTY
    };
    let retry = r#"{"@type":"RetryInfo","retryDelay":"1s"}"#;
    let quota = r#"{"@type":"QuotaFailure","reason":"r"}"#;
    let info = r#"{"@type":"ErrorInfo","reason":"c"}"#;
    let code = |items: &[&str]| {
        let body = format!("{{\"details\":[{}]}}", items.join(","));
        parse(&DETAILS, &body)
            .map(|parsed| (parsed.code.unwrap_or_default().into_owned(), parsed.fit.literals))
    };
    for items in [&[info][..], &[retry, info], &[quota, retry, info], &[info, quota], &["5", "null", info]] {
        assert_eq!(code(items), Some(("c".to_owned(), 1)), "{items:?}");
    }
    assert_eq!(code(&[retry, quota]), Some(("r".to_owned(), 0)), "another type");
    assert_eq!(code(&[retry]), None);
    assert_eq!(code(&[]), None);
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
        context: &[Param { name: "id", ..Param::EMPTY }],
        ..Envelope::EMPTY
    };
    let body = r#"{"detail":"d","id":"i"}"#;
    let specificity = |envelope| parse(envelope, body).map(|parsed| parsed.fit.specificity);
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
