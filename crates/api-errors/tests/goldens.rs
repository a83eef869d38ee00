//! Every error of every API, built from the examples of its params, survives encoding
//! and decoding. The bytes are the same as on the error's page.
#![cfg(feature = "http")]

use std::collections::HashMap;

use api_errors::errcat::{
    Body, CatalogError, Decode, DecodedError, Entry, OwnedValue, Param, Value, Values,
    http,
};
use api_errors::{kaizen, kakunin, kortix, zazmic};

/// Returns the errors of an API that are in use, built from the examples of their
/// params, with their entries.
fn examples<E: Decode>() -> Vec<(E, &'static Entry)> {
    let tables = E::tables().iter().enumerate();
    let entries = tables.flat_map(|(table, entries)| {
        entries.iter().enumerate().map(move |(index, entry)| (table, index, entry))
    });
    entries
        .filter(|(_, _, entry)| entry.retired.is_none())
        .map(|(table, index, entry)| {
            let mut values = Values::examples(entry);
            (
                E::build(table, index, &mut values).expect("an example for every param"),
                entry,
            )
        })
        .collect()
}

/// Returns the context values from the docs' examples.
fn context(entry: &Entry) -> impl Fn(&str) -> Option<OwnedValue> {
    let params: HashMap<&str, &Param<'_>> = entry
        .envelope
        .iter()
        .flat_map(|envelope| envelope.context)
        .map(|param| (param.name, param))
        .collect();
    move |name| {
        let param = params.get(name)?;
        OwnedValue::from_json(&serde_json::from_str(param.example).ok()?, param.ty)
    }
}

fn round_trip<E: Decode + Clone + PartialEq>(api: &str) {
    let examples = examples::<E>();
    assert!(!examples.is_empty(), "{api} has no errors");
    for (error, entry) in examples {
        let Some(envelope) = entry.envelope else { continue };
        let response = http::response_in(&error, &context(entry));
        let (head, body) = response.into_parts();
        let decoded =
            api_errors::errcat::decode::<E>(head.status.as_u16(), &head.headers, &body);
        let at = format!("{api}/{} in {}: {decoded:?}", entry.code, entry.table);
        assert_eq!(decoded.differences(), [], "{at}");
        let candidates = decoded.candidates();
        assert!(
            candidates.iter().any(|it| it.code == entry.code),
            "{at}: {candidates:?}"
        );
        match decoded.decoded() {
            // An error that is only identified by its status is decoded as its kind.
            DecodedError::Error(found) if found.entry().code != entry.code => {
                assert!(is_kind(entry, found.entry(), E::tables()), "{at}");
            }
            DecodedError::Error(found) => {
                // Params that the envelope doesn't contain are lost. All others must
                // survive.
                let again = http::response_in(found, &context(entry));
                assert_eq!(again.headers(), &head.headers, "{at}");
                assert_eq!(again.body(), &body, "{at}");
                assert_eq!(found.to_string(), error.to_string(), "{at}");
                assert_eq!(decoded.retry(), error.retry(), "{at}");
            }
            DecodedError::Kind(kind) => {
                assert!(is_kind(entry, kind, E::tables()), "{at}");
            }
            other => panic!("{at}: {other:?}"),
        }
        assert_eq!(decoded.body(), body, "{at}");
        assert_eq!(head.headers["content-type"], envelope.content_type, "{at}");
    }
}

/// Returns `true` if an entry is a kind of another, directly or indirectly.
fn is_kind(entry: &Entry, kind: &Entry, tables: &[&[Entry]]) -> bool {
    let mut up = Some(entry);
    while let Some(entry) = up {
        if entry.code == kind.code {
            return true;
        }
        let named = |other: &&Entry| Some(other.code) == entry.kind;
        up = tables.iter().flat_map(|entries| entries.iter()).find(named);
    }
    false
}

#[test]
fn kaizen_errors_round_trip() {
    round_trip::<kaizen::Error>("kaizen");
}

#[test]
fn kakunin_errors_round_trip() {
    round_trip::<kakunin::Error>("kakunin");
}

#[test]
fn kortix_errors_round_trip() {
    round_trip::<kortix::Error>("kortix");
}

#[test]
fn zazmic_errors_round_trip() {
    round_trip::<zazmic::Error>("zazmic");
}

/// Servers send constant bodies without encoding them. Compares the bodies of an API's
/// errors with encoded ones, for each of their statuses. Returns how many are constant.
fn compare_with_encoded<E: Decode>() -> usize {
    let examples = examples::<E>();
    for (error, entry) in &examples {
        for status in entry.statuses {
            let error = error.with_status(*status);
            let encoded = Body::with(&error, &|_| Value::Absent, |body| body.to_vec());
            let sent = http::response(&error).into_body();
            assert_eq!(sent, encoded.unwrap_or_default(), "{} {status}", entry.code);
        }
    }
    examples.iter().filter(|(_, entry)| entry.constant_body.is_some()).count()
}

#[test]
fn constant_bodies_equal_encoded_ones() {
    // Each body of kaizen has the ID of its request.
    assert_eq!(compare_with_encoded::<kaizen::Error>(), 0);
    let constant = [
        compare_with_encoded::<kakunin::Error>(),
        compare_with_encoded::<kortix::Error>(),
        compare_with_encoded::<zazmic::Error>(),
    ];
    if cfg!(any(feature = "axum", feature = "actix")) {
        assert!(constant.iter().all(|count| *count > 0), "{constant:?}");
    }
}

#[test]
fn bodies_match_the_samples_of_the_references() {
    let body = |error: &dyn CatalogError| {
        let response = http::response_in(error, &context(error.entry()));
        String::from_utf8(response.into_body()).expect("JSON is UTF-8")
    };
    let too_low = zazmic::http::Error::BalanceTooLow {
        balance: "$5.00".into(),
        cost: "$10.00".into(),
    };
    assert_eq!(
        body(&too_low),
        r#"{"error":"Insufficient balance","message":"Your balance ($5.00) is insufficient for this task ($10.00). Please add credits.","statusCode":403}"#
    );
    assert_eq!(
        body(&kakunin::certify::Error::AgentNotFound),
        r#"{"error":"Agent not found"}"#
    );
    let task = examples::<zazmic::Error>()
        .into_iter()
        .find(|(_, entry)| (entry.code, entry.table) == ("AGENT_ERROR", "task"))
        .expect("AGENT_ERROR");
    assert_eq!(
        body(&task.0),
        r#"{"id":"task_abc123","status":"failed","error":{"code":"AGENT_ERROR","message":"Agent execution failed: Connection timeout","details":{"timeout":30000,"attemptedAt":"2024-01-15T10:30:00.000Z"}},"createdAt":"2024-01-15T10:30:00.000Z","completedAt":"2024-01-15T10:30:30.000Z"}"#
    );
}
