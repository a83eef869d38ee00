//! The decoder agrees with the vectors that are generated from the catalog.
#![cfg(feature = "json")]

mod generate;

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use api_errors::errcat::{self, retry::Attempts};
use api_errors::errcat::{
    Audience, Backoff, Decode, DecodedError, ErrorResponse, OwnedValue, Retry,
    RetryAfter, Value,
};
use api_errors::{kaizen, kakunin, kortix, zazmic};
use errcat_targets::settings::FolderSettings;
use serde_json::{Map, Value as Json, json};

#[test]
fn the_decoder_agrees_with_the_vectors() {
    let vectors = vectors();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (api, vectors) in vectors["apis"].as_object().expect("APIs") {
        for vector in vectors.as_array().expect("a list") {
            let decode: fn(&Json, &str) -> Json = match api.as_str() {
                "kaizen" => decode::<kaizen::Error>,
                "kakunin" => decode::<kakunin::Error>,
                "kortix" => decode::<kortix::Error>,
                "zazmic" => decode::<zazmic::Error>,
                other => panic!("no decoder for {other}"),
            };
            let decoded = decode(vector, "");
            count += 1;
            // A constant body is recognized as a whole, unless a space is appended to it.
            let parsed = decode(vector, " ");
            if parsed != decoded {
                wrong.push(format!("{parsed}\n  differs with a space: {decoded}"));
            }
            for (member, expected) in vector["expect"].as_object().expect("an object") {
                if decoded[member] != *expected {
                    wrong.push(format!(
                        "{api}: {}: {member}\n  expected {expected}\n  decoded  {}\n  {vector}",
                        vector["name"], decoded[member]
                    ));
                }
            }
            let optional =
                ["wire_code", "context", "retry", "retry_after_ms", "waits_ms"];
            for member in optional {
                if vector["expect"].get(member).is_none() && !decoded[member].is_null() {
                    wrong.push(format!(
                        "{api}: {}: {member} {}",
                        vector["name"], decoded[member]
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 80, "only {count} vectors");
}

/// Returns the vectors of this repository's catalogs.
fn vectors() -> Json {
    let plan = generate::generate("vectors", FolderSettings::default());
    let (_, file) =
        plan.files().find(|(path, _)| path.ends_with("vectors.json")).expect("a file");
    serde_json::from_slice(&file.bytes).expect("JSON")
}

/// Decodes the response of a vector, with a text appended to its body.
fn decode<E: Decode>(vector: &Json, end: &str) -> Json {
    let headers: Vec<(&str, &str)> =
        vector["headers"].as_array().into_iter().flatten().map(pair).collect();
    let status =
        u16::try_from(vector["status"].as_u64().expect("a status")).expect("a status");
    let body = format!("{}{end}", vector["body"].as_str().expect("a body"));
    let response: ErrorResponse<E> = errcat::decode::decode_at(
        status,
        headers.as_slice(),
        body.as_bytes(),
        UNIX_EPOCH,
    );
    let (found, known) = match response.decoded() {
        DecodedError::Error(_) => ("error", true),
        DecodedError::Kind(_) => ("partial", true),
        DecodedError::Unknown { .. } => ("unknown", false),
        DecodedError::Unreadable => ("unreadable", false),
        _ => ("other", false),
    };
    let entry = response.entry();
    let wire_code =
        response.code().filter(|code| entry.is_none_or(|entry| entry.code != *code));
    let params = response.error().map(params).unwrap_or_default();
    let fields = entry
        .and_then(|entry| entry.envelope)
        .map_or(&[][..], |envelope| envelope.context);
    let mut context = Map::new();
    for name in fields.iter().map(|field| field.name).chain(expected_context(vector)) {
        let value =
            response.context(name).and_then(|value| neutral(&errcat_value(value)));
        context.extend(value.map(|value| (name.to_owned(), value)));
    }
    let candidates: BTreeSet<String> = response
        .candidates()
        .into_iter()
        .filter(|entry| entry.retired.is_none())
        .map(|entry| entry.id().to_owned())
        .collect();
    json!({
        "found": found,
        "code": known.then(|| entry.map(|entry| entry.id())),
        "wire_code": wire_code,
        "message": response.message(),
        "params": params,
        "context": (!context.is_empty()).then_some(context),
        "candidates": candidates,
        "differs": !response.differences().is_empty(),
        "others": others(&response),
        "retry": retry(response.retry()),
        "retry_after_ms": response.retry_after_at(UNIX_EPOCH).map(milliseconds),
        "waits_ms": waits(&response),
    })
}

/// Returns the further errors of a response.
fn others<E: Decode>(response: &ErrorResponse<E>) -> Json {
    let other = |other: &DecodedError<E>| match other {
        DecodedError::Error(error) => {
            json!({ "code": error.entry().id(), "found": "error", "params": params(error) })
        }
        DecodedError::Kind(entry) => json!({ "code": entry.id(), "found": "partial" }),
        DecodedError::Unknown { .. } => json!({ "code": null, "found": "unknown" }),
        _ => json!({ "code": null, "found": "unreadable" }),
    };
    response.others().iter().map(other).collect()
}

/// Returns the public params of an error.
fn params<E: Decode>(error: &E) -> Map<String, Json> {
    let mut params = Map::new();
    error.params(&mut |values| {
        for (param, value) in error.entry().params.iter().zip(values) {
            if param.audience == Audience::Public {
                params
                    .extend(neutral(value).map(|value| (param.name.to_owned(), value)));
            }
        }
    });
    params
}

fn pair(pair: &Json) -> (&str, &str) {
    (pair[0].as_str().expect("a name"), pair[1].as_str().expect("a value"))
}

fn expected_context(vector: &Json) -> impl Iterator<Item = &str> {
    vector["expect"]["context"]
        .as_object()
        .into_iter()
        .flat_map(Map::keys)
        .map(String::as_str)
}

fn errcat_value(value: &OwnedValue) -> Value<'_> {
    api_errors::errcat::IntoValue::value(value)
}

fn neutral(value: &Value<'_>) -> Option<Json> {
    Some(match value {
        Value::Absent => return None,
        Value::Text(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Unsigned(number) => json!(number),
        Value::Number(number) => json!(number),
        Value::Boolean(boolean) => json!(boolean),
        Value::Duration(duration) => json!({ "duration_ms": milliseconds(*duration) }),
        Value::Time(time) => {
            let after = time
                .duration_since(SystemTime::UNIX_EPOCH)
                .expect("examples are after 1970");
            json!({ "time_ms": milliseconds(after) })
        }
        Value::Json(text) => serde_json::from_str(&text.to_string()).expect("JSON"),
        other => panic!("no value of this kind in the catalog: {other:?}"),
    })
}

fn retry(retry: Retry) -> Json {
    let policy = match retry {
        Retry::Later(policy) => policy,
        Retry::Never => return json!("never"),
        _ => return Json::Null,
    };
    let members = [
        (
            "after",
            match policy.after {
                Some(RetryAfter::Header(name)) => Some(json!({ "header": name })),
                Some(RetryAfter::Delay(delay)) => {
                    Some(json!({ "delay_ms": milliseconds(delay) }))
                }
                None => None,
            },
        ),
        (
            "backoff",
            policy.backoff.map(|backoff| match backoff {
                Backoff::Constant => json!("constant"),
                Backoff::Exponential => json!("exponential"),
            }),
        ),
        ("jitter", policy.jitter.then_some(json!(true))),
        ("attempts", policy.attempts.map(|attempts| json!(attempts))),
        ("idempotent_only", policy.idempotent_only.then_some(json!(true))),
    ];
    members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect::<Map<_, _>>()
        .into()
}

/// Returns the waits between attempts, without jitter.
fn waits<E: Decode>(response: &ErrorResponse<E>) -> Json {
    let Retry::Later(policy) = response.retry() else { return Json::Null };
    let retry =
        Retry::Later(api_errors::errcat::RetryPolicy { jitter: false, ..policy });
    let waits = |idempotent| {
        let mut attempts = Attempts::new();
        let asked = response.retry_after_at(UNIX_EPOCH);
        let waits = std::iter::from_fn(|| attempts.wait_for(retry, asked, idempotent));
        waits.map(milliseconds).collect::<Vec<_>>()
    };
    json!({ "idempotent": waits(true), "other": waits(false) })
}

fn milliseconds(duration: Duration) -> Json {
    match duration.subsec_nanos() % 1_000_000 {
        0 => json!(u64::try_from(duration.as_millis()).expect("a short duration")),
        _ => json!(duration.as_secs_f64() * 1000.0),
    }
}
