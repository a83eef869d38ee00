//! Sends and reads errors with lists, maps and known values: generated and derived ones.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use api_errors::{CatalogError, several_values};
use api_errors::several_values::errors::Error;
use api_errors::several_values::params::{Header, Option as Choice, Plan, Result as Outcome};
use errcat::{Body, Value};

/// A hand-written error. Its fields have the types of the catalog.
#[derive(Debug, CatalogError)]
#[catalog(several_values)]
#[code(no_plan)]
struct NoPlan {
    plan: Option<Plan>,
    plans: Vec<Header>,
    by_name: BTreeMap<String, Outcome>,
    zones: Vec<u16>,
}

fn main() {
    let limits = BTreeMap::from([("a: b, c".to_owned(), 0.1), (String::new(), 5.0)]);
    let error = Error::OverLimit {
        zones: vec![1, -2],
        plan: Plan::UsEast1,
        limits: limits.clone(),
        fields: vec!["a, b".to_owned(), String::new(), "\"é\"".to_owned()],
        waits: vec![Duration::from_millis(1500)],
        times: Some(vec![SystemTime::UNIX_EPOCH]),
        flags: None,
        token: vec!["s3cret".to_owned()],
        shards: BTreeMap::from([("x".to_owned(), SystemTime::UNIX_EPOCH)]),
    };
    let (headers, body) = sent(&error);
    assert!(!format!("{error:?} {error} {body}").contains("s3cret"));
    assert!(!body.contains("shards"), "{body}");
    assert_eq!(headers, [("Allow-Zones", "1, -2".to_owned())]);
    // The server keeps the lists that aren't public. They are empty for a client.
    let response = several_values::decode(400, &headers, body.as_bytes());
    let received = match error {
        Error::OverLimit { zones, plan, limits, fields, waits, times, flags, token: _, shards: _ } => {
            let (token, shards) = (vec![], BTreeMap::new());
            Error::OverLimit { zones, plan, limits, fields, waits, times, flags, token, shards }
        }
        other => other,
    };
    assert_eq!(response.error(), Some(&several_values::Error::Errors(received)), "{body}");

    for plan in [Plan::Free, Plan::V12, Plan::DonTQuoteMe, Plan::Undeclared("gold".to_owned())] {
        let error = Error::NoPlan {
            zones: vec![],
            plan: Some(plan.clone()),
            plans: vec![Header::Team, Header::Undeclared("x, y".to_owned())],
            by_name: BTreeMap::from([("a".to_owned(), Outcome::Ok), ("b".to_owned(), Outcome::Err)]),
            when: None,
        };
        let (headers, body) = sent(&error);
        let response = several_values::decode(400, &headers, body.as_bytes());
        assert_eq!(response.error(), Some(&several_values::Error::Errors(error)), "{body}");
        let derived = NoPlan {
            zones: vec![],
            plan: Some(plan),
            plans: vec![Header::Team, Header::from("x, y")],
            by_name: BTreeMap::from([("a".to_owned(), Outcome::Ok), ("b".to_owned(), Outcome::Err)]),
        };
        assert_eq!(sent(&derived), (headers, body));
    }
    assert_eq!(Choice::KNOWN, [Choice::None, Choice::Some]);
}

/// Returns the headers and the body of an error.
fn sent(error: &impl CatalogError) -> (Vec<(&'static str, String)>, String) {
    let mut headers = Vec::new();
    error.headers(&mut |name, value| headers.push((name, value.to_string())));
    let body = Body::with(error, &|_| Value::Absent, |body| body.to_vec()).expect("a body");
    (headers, String::from_utf8(body).expect("UTF-8"))
}
