use std::time::{Duration, SystemTime};

use super::*;
use crate::sample::{LowBalance, NotFound};
use crate::{Audience, IntoValue, Json};

/// A body that isn't built from an error.
fn body<'a>(envelope: &'a Envelope<'a>, params: &'a [Param<'a>], values: &'a [Value<'a>]) -> Body<'a> {
    Body {
        envelope,
        code: "c",
        title: "T",
        status: Some(400),
        docs_url: None,
        message: Value::Text("m"),
        facts: &|name| match name {
            "errno" => Value::Integer(1146),
            "state" => Value::Text("42S02"),
            _ => Value::Absent,
        },
        constants: &|constant| match constant {
            Constant::Retryable => ConstantValue::Boolean(true),
            Constant::Fixes => ConstantValue::List(&["Wait", "Ask"]),
            Constant::Causes => ConstantValue::List(&[]),
            Constant::Table => ConstantValue::Text("t"),
            _ => ConstantValue::Absent,
        },
        params,
        values,
        context: &|_| Value::Absent,
        others: &[],
    }
}

fn json(node: Node<'_>, params: &[Param<'_>], values: &[Value<'_>]) -> String {
    let envelope = Envelope { body: node, ..Envelope::EMPTY };
    body(&envelope, params, values).to_text()
}

/// Writes a single value of a type as it appears in a body.
fn wire(ty: ParamType, value: impl IntoValue) -> String {
    let param = Param { name: "p", ty, ..Param::EMPTY };
    json(Node::Slot(Slot::Param("p")), &[param], &[value.value()])
}

#[test]
fn body_has_the_shape_of_the_envelope() {
    let error = LowBalance::sample();
    let request_id = String::from("req_1");
    let context = |name: &str| match name {
        "request_id" => request_id.value(),
        _ => Value::Absent,
    };
    let text = Body::with(&error, &context, |body| String::from_utf8(body.to_vec()));
    let expected = r#"{"error":"Insufficient balance","message":"Your balance ($5.00) is insufficient for $10.00","statusCode":403,"code":"zazmic/insufficient_balance","details":{"retryAfter":1.5},"request_id":"req_1","docs":"https://e.example/zazmic/insufficient_balance/","version":2}"#;
    assert_eq!(text, Some(Ok(expected.to_owned())));
}

#[test]
fn empty_optional_members_are_omitted() {
    let mut error = LowBalance::sample();
    error.retry_after = None;
    let text = Body::with(&error, &|_| Value::Absent, |body| body.to_string_pretty());
    let expected = r#"{
  "error": "Insufficient balance",
  "message": "Your balance ($5.00) is insufficient for $10.00",
  "statusCode": 403,
  "code": "zazmic/insufficient_balance",
  "request_id": null,
  "docs": "https://e.example/zazmic/insufficient_balance/",
  "version": 2
}"#;
    assert_eq!(text.as_deref(), Some(expected));
}

#[test]
fn causes_and_fixes_in_a_body_have_the_errors_values() {
    let error = LowBalance::sample();
    let node = |constant| Node::Slot(Slot::Constant(constant));
    let members = [
        Member { name: "causes", value: Node::SlotAsText(Slot::Constant(Constant::Causes)), optional: false },
        Member { name: "fixes", value: node(Constant::Fixes), optional: false },
    ];
    let envelope = Envelope { body: Node::Object(&members), ..Envelope::EMPTY };
    let json = Body::with_others(&error, &envelope, &[], &|_| Value::Absent, |body| {
        String::from_utf8_lossy(&body.to_vec()).into_owned()
    });
    let expected =
        r#"{"causes":"The balance of \\- is low","fixes":["Add \\$10\\.00, not `$5.00` or {cost}","Ask"]}"#;
    assert_eq!(json.as_deref(), Some(expected));
}

#[test]
fn dyn_errors_have_a_body_if_they_have_an_envelope() {
    let error = LowBalance::sample();
    let error: &dyn CatalogError = &error;
    assert!(Body::with(error, &|_| Value::Absent, |body| body.to_vec()).is_some());
    assert_eq!(Body::with(&NotFound, &|_| Value::Absent, |body| body.to_vec()), None);
}

#[test]
fn only_public_params_reach_a_body() {
    let params = [Audience::Public, Audience::Internal, Audience::Secret].map(|audience| Param {
        name: "p",
        wire: "p",
        in_body: true,
        audience,
        ..Param::EMPTY
    });
    for (param, shown) in params.iter().zip([true, false, false]) {
        for node in [
            Node::Slot(Slot::Param("p")),
            Node::Slot(Slot::Params),
            Node::Text(&[BodyPiece::Slot(Slot::Param("p"))]),
            Node::Text(&[BodyPiece::Slot(Slot::Params)]),
        ] {
            let text = json(node, std::slice::from_ref(param), &[Value::Text("hidden")]);
            assert_eq!(text.contains("hidden"), shown, "{text}");
        }
    }
}

#[test]
fn literals_and_texts_are_written() {
    let node = Node::List(&[
        Node::Null,
        Node::Boolean(true),
        Node::Integer(-1),
        Node::Number(1.5),
        Node::String("a\"\n"),
        Node::Object(&[]),
        Node::Text(&[
            BodyPiece::Slot(Slot::Status),
            BodyPiece::Text(" "),
            BodyPiece::Slot(Slot::Params),
            BodyPiece::Slot(Slot::DocsUrl),
        ]),
    ]);
    let params = [Param { name: "n", wire: "N", in_body: true, ..Param::EMPTY }];
    let text = json(node, &params, &[Value::Integer(5)]);
    assert_eq!(text, r#"[null,true,-1,1.5,"a\"\n",{},"400 {\"N\":5}-"]"#);
}

#[test]
fn optional_objects_are_omitted_once_all_members_are() {
    let absent = Node::Slot(Slot::DocsUrl);
    let inner = [Member { name: "docs", value: absent, optional: true }];
    let outer = [
        Member { name: "links", value: Node::Object(&inner), optional: true },
        Member { name: "none", value: Node::Object(&[]), optional: true },
    ];
    assert_eq!(json(Node::Object(&outer), &[], &[]), r#"{"none":{}}"#);
}

#[test]
fn values_keep_their_types() {
    assert_eq!(wire(ParamType::String, "5"), r#""5""#);
    assert_eq!(wire(ParamType::Rust, Value::Display(&'x')), r#""x""#);
    assert_eq!(wire(ParamType::Integer, -5_i64), "-5");
    assert_eq!(wire(ParamType::Integer, u64::MAX), "18446744073709551615");
    assert_eq!(wire(ParamType::Number, 0.1), "0.1");
    assert_eq!(wire(ParamType::Number, 5.0), "5");
    assert_eq!(wire(ParamType::Boolean, false), "false");
    assert_eq!(wire(ParamType::DurationSeconds, Duration::from_millis(1_230)), "1.23");
    assert_eq!(wire(ParamType::DurationSeconds, Duration::from_secs(45)), "45");
    assert_eq!(wire(ParamType::DurationMilliseconds, Duration::from_secs(45)), "45000");
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_642_252_800_250);
    assert_eq!(wire(ParamType::TimestampRfc3339, time), r#""2022-01-15T13:20:00.250Z""#);
    assert_eq!(wire(ParamType::TimestampSeconds, time), "1642252800");
    assert_eq!(wire(ParamType::TimestampMilliseconds, time), "1642252800250");
    assert_eq!(wire(ParamType::Integer, None::<i64>), "null");
}

#[test]
fn extreme_values_are_valid_json() {
    let far = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(i64::MAX as u64 - 1));
    let early = SystemTime::UNIX_EPOCH.checked_sub(Duration::from_secs(i64::MAX as u64 - 1));
    for ty in [ParamType::TimestampRfc3339, ParamType::TimestampMilliseconds] {
        for time in [far, early].into_iter().flatten() {
            assert!(serde_json::from_str::<serde_json::Value>(&wire(ty, time)).is_ok());
        }
    }
    assert_eq!(wire(ParamType::DurationMilliseconds, Duration::MAX), "1.8446744073709552e+22");
    assert_eq!(wire(ParamType::Number, f64::NAN), "null");
    assert_eq!(wire(ParamType::Number, f64::NEG_INFINITY), "null");
    assert_eq!(wire(ParamType::Number, f64::MAX), "1.7976931348623157e+308");
    assert_eq!(wire(ParamType::Number, -0.0), "0");
}

#[test]
fn invalid_json_is_written_as_a_string() {
    let raw = Json::from_text(" {\"b\": 1.00, \"a\": 123456789012345678901234567890} ");
    let written = r#"{"b": 1.00, "a": 123456789012345678901234567890}"#;
    assert_eq!(wire(ParamType::Json, raw), written);
    assert_eq!(wire(ParamType::Json, Json::from_text("{oops")), r#""{oops""#);
    assert_eq!(wire(ParamType::Json, Json::from_text("")), r#""""#);
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(wire(ParamType::Json, Json::from_text(deep.clone())), deep);
}

#[test]
fn missing_values_are_null() {
    let params = [Param { name: "p", wire: "p", in_body: true, ..Param::EMPTY }];
    assert_eq!(json(Node::Slot(Slot::Param("p")), &params, &[]), "null");
    assert_eq!(json(Node::Slot(Slot::Param("q")), &params, &[]), "null");
    assert_eq!(json(Node::Slot(Slot::Context("q")), &params, &[]), "null");
    assert_eq!(json(Node::Slot(Slot::Params), &params, &[]), "{}");
}

#[test]
fn context_values_are_written_by_their_type() {
    let context = [Param { name: "at", ty: ParamType::TimestampSeconds, ..Param::EMPTY }];
    let envelope = Envelope { body: Node::Slot(Slot::Context("at")), context: &context, ..Envelope::EMPTY };
    let body = Body { context: &|_| Value::Time(SystemTime::UNIX_EPOCH), ..body(&envelope, &[], &[]) };
    assert_eq!(body.to_text(), "0");
    assert_eq!(format!("{body:?}"), "Body(0)");
}

#[test]
fn facts_keep_their_type() {
    let member = |name, fact, optional| Member { name, value: Node::Slot(Slot::Fact(fact)), optional };
    let members =
        [member("errno", "errno", false), member("state", "state", true), member("none", "grpc", false)];
    assert_eq!(json(Node::Object(&members), &[], &[]), r#"{"errno":1146,"state":"42S02","none":null}"#);
    assert_eq!(json(Node::Object(&[member("none", "grpc", true)]), &[], &[]), "{}");
    let pieces = [BodyPiece::Text("ERROR "), BodyPiece::Slot(Slot::Fact("errno"))];
    assert_eq!(json(Node::Text(&pieces), &[], &[]), r#""ERROR 1146""#);
}

#[test]
fn constants_keep_their_type() {
    use Constant::{Causes, Fixes, Kind, Retryable, Table};
    let slot = |constant| json(Node::Slot(Slot::Constant(constant)), &[], &[]);
    assert_eq!([Retryable, Table, Fixes, Causes].map(slot), ["true", "\"t\"", r#"["Wait","Ask"]"#, "[]"]);
    assert_eq!(slot(Kind), "null");
    let pieces = [BodyPiece::Text("Fix: "), BodyPiece::Slot(Slot::Constant(Fixes))];
    assert_eq!(json(Node::Text(&pieces), &[], &[]), r#""Fix: Wait\nAsk""#);
    let optional =
        |constant| Member { name: "x", value: Node::Slot(Slot::Constant(constant)), optional: true };
    assert_eq!(json(Node::Object(&[Causes, Kind].map(optional)), &[], &[]), "{}");
}

#[test]
fn slots_can_be_written_as_strings() {
    let ty = ParamType::DurationMilliseconds;
    let params = [
        Param { name: "wait", wire: "waitMs", ty, in_body: true, ..Param::EMPTY },
        Param { name: "none", ..Param::EMPTY },
    ];
    let values = [Value::Duration(Duration::from_secs(2)), Value::Absent];
    let text = |slot| json(Node::SlotAsText(slot), &params, &values);
    assert_eq!(text(Slot::Status), r#""400""#);
    assert_eq!(text(Slot::Fact("errno")), r#""1146""#);
    assert_eq!(text(Slot::Param("wait")), r#""2000""#);
    assert_eq!(text(Slot::Param("none")), "null");
    assert_eq!(text(Slot::Params), r#"{"waitMs":"2000"}"#);
    assert_eq!(text(Slot::Constant(Constant::Retryable)), r#""true""#);
    assert_eq!(text(Slot::Constant(Constant::Fixes)), r#""Wait\nAsk""#);
    let extensions = [
        Member { name: "status", value: Node::Slot(Slot::Status), optional: false },
        Member { name: "", value: Node::SlotAsText(Slot::Extensions), optional: true },
    ];
    assert_eq!(json(Node::Object(&extensions), &params, &values), r#"{"status":400,"waitMs":"2000"}"#);
}

#[test]
fn codes_can_be_numbers() {
    let envelope = Envelope { body: Node::Slot(Slot::CodeNumber), ..Envelope::EMPTY };
    let code = |code| Body { code, ..body(&envelope, &[], &[]) }.to_text();
    assert_eq!([code("21211"), code("-32020")], ["21211", "-32020"]);
}

#[test]
fn headers_are_sent_if_their_slots_have_a_value() {
    let body = body(&Envelope::EMPTY, &[], &[]);
    let header = |pieces: &[BodyPiece<'_>]| body.header(pieces);
    let code = BodyPiece::Slot(Slot::Code);
    assert_eq!(header(&[code, BodyPiece::Text("Exception")]).as_deref(), Some("cException"));
    assert_eq!(header(&[BodyPiece::Slot(Slot::Fact("errno"))]).as_deref(), Some("1146"));
    assert_eq!(header(&[code, BodyPiece::Slot(Slot::Fact("none"))]), None);
    assert_eq!(header(&[BodyPiece::Slot(Slot::Constant(Constant::Fixes))]).as_deref(), Some("Wait Ask"));
}
