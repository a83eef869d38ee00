//! Errors to bytes and back, with hostile values; and decoding of arbitrary bytes.
#![cfg(feature = "json")]

mod api;

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use errcat::{CatalogError, DecodedError, Json, OwnedValue, ParamType, decode};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::string::string_regex;

use crate::api::everything::{self, TYPES};
use crate::api::{Api, ApiError, body, headers, kakunin, kortix, search, zazmic};

/// Texts that are hard to write or to extract again.
const HARD: &[&str] = &[
    "",
    "-",
    "\"",
    "\\",
    "{}",
    "{balance}",
    "}\" | 7, 0.5, true, 1s, 1ms",
    ") is insufficient for this task (",
    "\r\nSet-Cookie: a=b",
    "\u{202e}\u{200f}\u{feff}",
    "👩‍👩‍👧\u{0}",
    "\u{2028}é\u{1f600}",
    "null",
];

/// Any text, often with a hard one.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        select(HARD).prop_map(str::to_owned),
        (select(HARD), any::<String>(), select(HARD)).prop_map(|(a, b, c)| format!("{a}{b}{c}")),
    ]
}

/// Any JSON, as text.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|it| it.to_string()),
        any::<i64>().prop_map(|it| it.to_string()),
        text().prop_map(|it| serde_json::to_string(&it).expect("a text")),
        string_regex("-?[1-9][0-9]{0,40}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?").expect("a pattern"),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let pair = (text(), inner.clone())
            .prop_map(|(key, value)| format!("{}:{value}", serde_json::to_string(&key).expect("a text")));
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::vec(pair, 0..4).prop_map(|pairs| format!("{{{}}}", pairs.join(","))),
        ]
    })
}

/// Any value of a type that the wire form can represent: timestamps in whole units, and durations that JSON
/// numbers can distinguish.
fn value(ty: ParamType) -> BoxedStrategy<OwnedValue> {
    let time = |unit: i64| {
        // The years 0 to 9999.
        (-62_167_219_200_000 / unit..=253_402_300_799_999 / unit).prop_map(move |units| {
            let distance = Duration::from_millis((units * unit).unsigned_abs());
            let epoch = SystemTime::UNIX_EPOCH;
            OwnedValue::Time(if units < 0 { epoch - distance } else { epoch + distance })
        })
    };
    let number = || any::<f64>().prop_filter("JSON only has finite numbers", |number| number.is_finite());
    match ty {
        ParamType::String | ParamType::Rust => text().prop_map(OwnedValue::Text).boxed(),
        ParamType::Integer => any::<i64>().prop_map(OwnedValue::Integer).boxed(),
        // `-0` is sent as `0`.
        ParamType::Number => number().prop_map(|it| OwnedValue::Number(it + 0.0)).boxed(),
        ParamType::Boolean => any::<bool>().prop_map(OwnedValue::Boolean).boxed(),
        ParamType::DurationSeconds => prop_oneof![
            any::<u64>().prop_map(|it| OwnedValue::Duration(Duration::from_secs(it))),
            (0..1_000_000_000_u64).prop_map(|it| OwnedValue::Duration(Duration::from_millis(it))),
        ]
        .boxed(),
        ParamType::DurationMilliseconds => {
            any::<u64>().prop_map(|it| OwnedValue::Duration(Duration::from_millis(it))).boxed()
        }
        ParamType::TimestampRfc3339 | ParamType::TimestampMilliseconds => time(1).boxed(),
        ParamType::TimestampSeconds => time(1_000).boxed(),
        ParamType::Json => json().prop_map(|it| OwnedValue::Json(Json::from_text(it))).boxed(),
        ParamType::List(item) => prop::collection::vec(value(*item), 0..4).prop_map(OwnedValue::List).boxed(),
        ParamType::Map(item) => {
            prop::collection::btree_map(text(), value(*item), 0..4).prop_map(OwnedValue::Map).boxed()
        }
    }
}

fn values(count: usize) -> impl Strategy<Value = Vec<OwnedValue>> {
    TYPES[..count].iter().map(|ty| value(*ty)).collect::<Vec<_>>()
}

/// Checks that a client decodes an error to the same error.
#[track_caller]
fn check(error: &everything::Error) {
    let bytes = body(error);
    let response = decode(error.status().unwrap_or(200), &headers(error), &bytes);
    assert_eq!(response.error(), Some(error), "{}", String::from_utf8_lossy(&bytes));
    assert_eq!(response.error().map(body), Some(bytes));
}

proptest! {
    // Each failure becomes a test of its own, so proptest's regression files aren't needed.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn params_in_an_object_round_trip(values in values(TYPES.len())) {
        check(&everything::Error::new("in_params", values));
    }

    #[test]
    fn optional_params_round_trip((values, mask) in (values(TYPES.len()), any::<u16>())) {
        let mask = |at: usize| mask & 1 << at != 0;
        let keep = |(at, it)| if mask(at) { OwnedValue::Absent } else { it };
        let kept = values.into_iter().enumerate().map(keep);
        check(&everything::Error::new("optional", kept.collect()));
    }

    #[test]
    fn params_in_headers_round_trip((values, mask) in (values(TYPES.len()), any::<u16>())) {
        let mut values: Vec<_> = values.into_iter().collect();
        for (at, value) in values.iter_mut().enumerate() {
            if mask & 1 << at != 0 || ![1, 3, 4, 7, 8].contains(&at) {
                *value = OwnedValue::Absent;
            }
        }
        if let OwnedValue::Duration(wait) = values[4] {
            // Headers only carry whole units.
            values[4] = OwnedValue::Duration(Duration::from_secs(wait.as_secs()));
        }
        check(&everything::Error::new("in_headers", values));
    }

    #[test]
    fn params_in_slots_round_trip(json in value(ParamType::Json), text in text(), is_there in any::<bool>()) {
        let text = if is_there { OwnedValue::Text(text) } else { OwnedValue::Absent };
        check(&everything::Error::new("in_places", vec![json, text]));
    }

    /// A text may contain the literals after it. The numbers determine where it ends.
    #[test]
    fn params_in_a_message_round_trip(values in values(9)) {
        check(&everything::Error::new("in_message", values));
    }

    /// A list of numbers is read from a message. A text may contain the separator, so other lists aren't.
    #[test]
    fn lists_of_numbers_in_a_message_round_trip(
        lines in value(ParamType::List(&ParamType::Integer)),
        files in value(ParamType::List(&ParamType::String)),
        limits in value(ParamType::Map(&ParamType::Integer)),
    ) {
        let sent = everything::Error::new("in_text", vec![lines.clone(), files, limits]);
        let read = everything::Error::new("in_text", vec![lines, OwnedValue::Absent, OwnedValue::Absent]);
        let response = decode::<everything::Error>(200, &(), &body(&sent));
        prop_assert_eq!(response.message(), Some(&*sent.to_string()));
        prop_assert_eq!(response.error(), Some(&read));
    }

    /// A message with two texts can be split in several ways. Each gives the same message.
    #[test]
    fn messages_with_two_texts_round_trip(balance in text(), cost in text()) {
        let error = zazmic::Error::new("balance_too_low", vec![balance.into(), cost.into(), "-".into()]);
        let response = decode::<zazmic::Error>(403, &(), &body(&error));
        prop_assert_eq!(response.message(), Some(&*error.to_string()));
        prop_assert_eq!(response.error().map(ToString::to_string), Some(error.to_string()));
        prop_assert_eq!(response.error().map(body), Some(body(&error)));
    }

    #[test]
    fn problem_details_are_identified(what in text(), number in any::<i64>()) {
        let error = everything::Error::new("problem", vec![what.into(), number.into()]);
        let response = decode::<everything::Error>(400, &(), &body(&error));
        // The param `status` has the name of another member, so the body doesn't contain it.
        prop_assert!(matches!(response.decoded(), DecodedError::Kind(entry) if entry.code == "problem"));
    }

    #[test]
    fn unknown_codes_are_kept(code in text(), message in text()) {
        let code = format!("x{code}");
        let body = serde_json::json!({
            "type": "error", "error": { "code": code, "message": message }, "more": [1, { "x": null }],
        });
        let bytes = body.to_string().into_bytes();
        let response = decode::<zazmic::Error>(200, &(), &bytes);
        prop_assert_eq!(response.code(), Some(&*code));
        prop_assert_eq!(response.message(), Some(&*message));
        prop_assert_eq!(response.body(), &*bytes);
    }

    #[test]
    fn decoding_any_bytes_does_not_panic(
        status in any::<u16>(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        name in select(&["Retry-After", "X-RateLimit-Reset", "X-RateLimit-Limit", "Content-Type"][..]),
        value in text(),
    ) {
        decode_with_all_apis(status, &[(name, value)], &bytes);
    }

    #[test]
    fn decoding_any_json_does_not_panic(status in any::<u16>(), json in json()) {
        decode_with_all_apis(status, &[], json.as_bytes());
    }

    /// Real bodies, truncated, and with bytes inserted, removed and changed.
    #[test]
    fn decoding_mutated_bodies_does_not_panic(
        real in select(real_bodies()),
        cut in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..3, any::<u8>()), 0..6),
    ) {
        let (status, mut bytes) = real;
        for (at, edit, byte) in edits {
            let at = at.index(bytes.len().max(1)).min(bytes.len());
            match edit {
                0 => bytes.insert(at, byte),
                1 if at < bytes.len() => drop(bytes.remove(at)),
                _ => bytes.iter_mut().skip(at).take(1).for_each(|it| *it = byte),
            }
        }
        decode_with_all_apis(status, &[], &bytes);
        decode_with_all_apis(status, &[], &bytes[..cut.index(bytes.len() + 1)]);
    }
}

/// Returns the examples of all APIs as they are sent.
fn real_bodies() -> Vec<(u16, Vec<u8>)> {
    fn bodies<A: Api>() -> Vec<(u16, Vec<u8>)> {
        let places =
            A::TABLES.iter().enumerate().flat_map(|(table, it)| (0..it.len()).map(move |at| (table, at)));
        let examples = places.filter_map(|(table, at)| ApiError::<A>::example(table, at));
        examples.map(|error| (error.status().unwrap_or(200), body(&error))).collect()
    }
    [bodies::<kakunin::Kakunin>(), bodies::<zazmic::Zazmic>(), bodies::<kortix::Kortix>()].concat()
}

/// Decodes a response with each API, and calls every method of the result.
fn decode_with_all_apis(status: u16, headers: &[(&str, String)], bytes: &[u8]) {
    fn decode_with<A: Api>(status: u16, headers: &[(&str, String)], bytes: &[u8]) {
        let response = decode::<ApiError<A>>(status, headers, bytes);
        assert_eq!((response.status(), response.body()), (status, bytes));
        let _ = (response.code(), response.message(), response.entry());
        let _ = (response.retry(), response.retry_after(), response.rate_limit());
        let mut attempts = errcat::retry::Attempts::new();
        assert!(std::iter::from_fn(|| attempts.wait(&response, true)).count() < 10);
        drop((response.to_string(), format!("{response:?} {:?}", response.error())));
        if let Some(error) = response.error() {
            body(error);
        }
    }
    decode_with::<kakunin::Kakunin>(status, headers, bytes);
    decode_with::<zazmic::Zazmic>(status, headers, bytes);
    decode_with::<kortix::Kortix>(status, headers, bytes);
    decode_with::<everything::Everything>(status, headers, bytes);
}

#[test]
fn large_values_round_trip() {
    let long = "\"{é}\n👩‍👩‍👧\u{202e}".repeat(40_000);
    let error = zazmic::Error::new("AGENT_ERROR", vec![long.as_str().into(), OwnedValue::Absent]);
    assert!(body(&error).len() > 1 << 20);
    assert_eq!(decode(200, &(), &body(&error)).error(), Some(&error));
    let message = "a | b} \" 7, ".repeat(100_000);
    let mut values = vec![OwnedValue::from(message)];
    let time = SystemTime::UNIX_EPOCH;
    values.extend([(-7_i64).into(), 0.5.into(), true.into()]);
    values.extend([Duration::from_secs(7).into(), Duration::from_millis(7).into()]);
    values.extend([time.into(), time.into(), time.into()]);
    check(&everything::Error::new("in_message", values));
}

#[test]
fn non_finite_numbers_are_rejected() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut values: Vec<OwnedValue> = vec!["a".into(), 7_i64.into(), number.into(), true.into()];
        let time = SystemTime::UNIX_EPOCH;
        values.extend([Duration::ZERO.into(), Duration::ZERO.into()]);
        values.extend([time.into(), time.into(), time.into()]);
        let in_message = everything::Error::new("in_message", values.clone());
        values.extend([Json::from_text("[]").into(), "k".into()]);
        values.extend([OwnedValue::List(vec![]), OwnedValue::List(vec![])]);
        values.extend([OwnedValue::Map(BTreeMap::new()), OwnedValue::Map(BTreeMap::new())]);
        let in_params = everything::Error::new("in_params", values);
        for error in [in_message, in_params] {
            let response = decode::<everything::Error>(200, &(), &body(&error));
            assert!(response.error().is_none());
            assert_eq!(response.message(), Some(&*error.to_string()));
        }
    }
}

#[test]
fn bodies_of_a_search_engine_round_trip_to_the_byte() {
    let mut codes = std::collections::HashSet::new();
    for sent in search::BODIES.lines() {
        let response = decode::<search::Error>(400, &[("Content-Type", "application/json")], sent.as_bytes());
        let error = response.error().unwrap_or_else(|| panic!("{sent}: {response:?}"));
        assert_eq!(String::from_utf8(body(error)).as_deref(), Ok(sent));
        assert!(codes.insert(error.entry().code), "{sent}");
    }
    assert_eq!(codes.len(), 40);
}
