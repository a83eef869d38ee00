//! Every error of every API, made of its params' examples, goes through encode → bytes → decode and comes back; and the
//! bytes are those that its page shows.
#![cfg(feature = "http")]

use std::collections::HashMap;

use api_errors::errcat::{
    CatalogError, Decode, Entry, Found, OwnedValue, Param, Values, http,
};
use api_errors::{kaizen, kakunin, kortix, zazmic};

/// The errors of an API that can be raised, with their entries, from the params' examples.
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

/// What the server fills in, as the docs show it.
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
    assert!(!examples.is_empty(), "{api} has no error");
    for (error, entry) in examples {
        let Some(envelope) = entry.envelope else { continue };
        let response = http::response_in(&error, &context(entry));
        let (head, body) = response.into_parts();
        let decoded =
            api_errors::errcat::decode::<E>(head.status.as_u16(), &head.headers, &body);
        let at = format!("{api}/{} in {}: {decoded:?}", entry.code, entry.table);
        match decoded.found() {
            // What is told apart by its status alone comes back as its kind.
            Found::Error(found) if found.entry().code != entry.code => {
                assert!(is_kind(entry, found.entry(), E::tables()), "{at}");
            }
            Found::Error(found) => {
                // A param that this envelope doesn't carry can't come back; all that it does carry must.
                let again = http::response_in(found, &context(entry));
                assert_eq!(again.headers(), &head.headers, "{at}");
                assert_eq!(again.body(), &body, "{at}");
                assert_eq!(found.to_string(), error.to_string(), "{at}");
                assert_eq!(decoded.retry(), error.retry(), "{at}");
            }
            Found::Kind(kind) => assert!(is_kind(entry, kind, E::tables()), "{at}"),
            other => panic!("{at}: {other:?}"),
        }
        assert_eq!(decoded.body(), body, "{at}");
        assert_eq!(head.headers["content-type"], envelope.content_type, "{at}");
    }
}

/// Whether an entry is a kind of another, however far up.
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
fn kaizen_comes_back() {
    round_trip::<kaizen::Error>("kaizen");
}

#[test]
fn kakunin_comes_back() {
    round_trip::<kakunin::Error>("kakunin");
}

#[test]
fn kortix_comes_back() {
    round_trip::<kortix::Error>("kortix");
}

#[test]
fn zazmic_comes_back() {
    round_trip::<zazmic::Error>("zazmic");
}

#[test]
fn the_samples_of_the_references_are_met_to_the_letter() {
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
