//! The public API of the generated crate, as promised by the README and the design.

use std::collections::HashSet;
use std::error::Error as _;

use api_errors::errcat::{CatalogError, Retry, RetryAfter};
use api_errors::kakunin::{self, Code, certify, events, http};
use api_errors::zazmic;

#[test]
fn errors_expose_the_catalogs_data() {
    let error = certify::Error::AgentNotFound;
    assert_eq!(error.code(), Code::AgentNotFound);
    assert_eq!(error.code().as_str(), "agent_not_found");
    assert_eq!(error.to_string(), "Agent not found");
    assert_eq!(error.status(), Some(404));
    assert_eq!(error.retry(), Retry::Never);
    assert_eq!(
        error.docs_url(),
        Some("https://errcat.example/errors/kakunin/agent_not_found/")
    );
    assert_eq!(error.entry().kind, Some("not_found"));
    assert!(error.entry().fixes.iter().any(|fix| fix.contains("agent ID")));
    assert!(error.source().is_none());
}

#[test]
fn codes_are_two_bytes_and_parse_in_any_spelling() {
    assert_eq!(size_of::<Code>(), 2);
    for text in ["agent_not_found", "AGENT_NOT_FOUND", "Agent-Not-Found"] {
        assert_eq!(text.parse(), Ok(Code::AgentNotFound), "{text}");
    }
    let unknown = "agent_not_fund".parse::<Code>().unwrap_err();
    assert_eq!(unknown.to_string(), "unknown code \"agent_not_fund\"");
}

#[test]
fn every_code_parses_from_its_text() {
    let mut seen = HashSet::new();
    for code in Code::ALL {
        assert_eq!(code.as_str().parse(), Ok(*code));
        assert_eq!(code.entry().code, code.as_str());
        assert_eq!(format!("{code:?}"), code.entry().name);
        assert!(seen.insert(code.as_str()));
    }
    for code in zazmic::Code::ALL {
        assert_eq!(code.as_str().to_lowercase().replace('_', "-").parse(), Ok(*code));
    }
}

#[test]
fn shared_codes_have_fixes_per_table() {
    let (in_certify, in_events) =
        (certify::Error::AgentNotFound, events::Error::AgentNotFound);
    assert_eq!(in_certify.code(), in_events.code());
    assert_ne!(in_certify.entry().fixes, in_events.entry().fixes);
    assert_eq!(in_events.entry().operations, ["POST /v1/events"]);
}

#[test]
fn messages_are_filled_in_from_fields() {
    let error = zazmic::http::Error::BalanceTooLow {
        balance: "$5.00".into(),
        cost: "$10.00".into(),
    };
    let message = "Your balance ($5.00) is insufficient for this task ($10.00). Please add credits.";
    assert_eq!(error.to_string(), message);
    assert_eq!(
        format!("{error:?}"),
        "BalanceTooLow { balance: \"$5.00\", cost: \"$10.00\" }"
    );
}

#[test]
fn errors_convert_to_the_apis_error_with_the_question_mark() {
    fn certify() -> Result<(), certify::Error> {
        Err(certify::Error::AgentRetired)
    }
    fn handle() -> Result<(), kakunin::Error> {
        certify()?;
        Ok(())
    }
    let error = handle().unwrap_err();
    assert_eq!(error, kakunin::Error::Certify(certify::Error::AgentRetired));
    assert_eq!((error.code(), error.status()), (Code::AgentRetired, Some(422)));
    assert_eq!(error.to_string(), "Cannot certify a retired agent");
}

#[test]
fn headers_are_filled_in_from_params() {
    use std::time::{Duration, SystemTime};
    let error = http::Error::RateLimited {
        limit: 100,
        reset: SystemTime::UNIX_EPOCH + Duration::from_millis(1_716_040_800_000),
        retry_after: Duration::from_secs(42),
    };
    let mut headers = Vec::new();
    error.headers(&mut |name, value| headers.push(format!("{name}: {value}")));
    let expected = [
        "X-RateLimit-Limit: 100",
        "X-RateLimit-Remaining: 0",
        "X-RateLimit-Reset: 1716040800000",
        "Retry-After: 42",
    ];
    assert_eq!(headers, expected);
    let Retry::Later(policy) = error.retry() else {
        panic!("a rate limit can be retried")
    };
    assert_eq!(policy.after, Some(RetryAfter::Header("Retry-After")));
}
