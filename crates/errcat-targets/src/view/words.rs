//! The wording of statuses, types, severities and retry policies.

use std::time::Duration;

use errcat_catalog::model::{
    Api, Backoff, Envelope, Identity, ParamType, Retry, RetryAfter, StatusRange, StatusWord,
};
use errcat_catalog::status::reason;

/// Returns the meaning of a status's first digit.
pub(crate) fn status_class(status: StatusWord) -> &'static str {
    match status {
        StatusWord::Number(100..200) => "informational",
        StatusWord::Number(200..300) => "success",
        StatusWord::Number(300..400) => "redirection",
        StatusWord::Number(400..500) | StatusWord::Range(StatusRange::ClientError) => "client error",
        StatusWord::Number(_) | StatusWord::Range(StatusRange::ServerError) => "server error",
        StatusWord::Range(StatusRange::Any) => "any error status",
    }
}

/// Returns a status and its reason, such as `404 Not Found`.
pub(crate) fn status_line(status: u16) -> String {
    format!("{status} {}", reason(status)).trim_end().to_owned()
}

/// Returns a type with its unit.
pub(crate) fn param_type(ty: &ParamType) -> String {
    match ty {
        ParamType::String | ParamType::Enum(_) => "string".to_owned(),
        ParamType::Integer => "integer".to_owned(),
        ParamType::Number => "number".to_owned(),
        ParamType::Boolean => "boolean".to_owned(),
        ParamType::DurationSeconds => "duration in seconds".to_owned(),
        ParamType::DurationMilliseconds => "duration in milliseconds".to_owned(),
        ParamType::TimestampRfc3339 => "timestamp, RFC 3339".to_owned(),
        ParamType::TimestampSeconds => "timestamp in Unix seconds".to_owned(),
        ParamType::TimestampMilliseconds => "timestamp in Unix milliseconds".to_owned(),
        ParamType::Json => "JSON".to_owned(),
        ParamType::List(item) => format!("list of {}", param_type(item)),
        ParamType::Map(item) => format!("map of {}", param_type(item)),
        ParamType::Rust(path) => format!("string ({path})"),
    }
}

/// Returns a sentence about the parts of a response that identify errors.
pub(crate) fn identify_by(envelope: &Envelope) -> String {
    let name = |identity: &Identity| match envelope.identifying_header(identity) {
        Some(header) => format!("the {identity} in the header {}", header.name),
        None => format!("the {identity}"),
    };
    let names: Vec<String> = envelope.identify_by.iter().map(name).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("Identify errors by {one}."),
        [others @ .., last] => format!("Identify errors by {} and {last}.", others.join(", ")),
    }
}

/// Returns a retry policy as a sentence.
pub(crate) fn retry(api: &Api, retry: &Retry) -> String {
    let Retry::Later(policy) = retry else {
        return "Don’t retry: the same request will fail again.".to_owned();
    };
    let mut sentence = match &policy.after {
        None => "Retry".to_owned(),
        Some(RetryAfter::Delay(delay)) => format!("Wait {}, then retry", duration(*delay)),
        Some(RetryAfter::Header(header)) => {
            let header = &api[*header];
            match header.value.ty {
                ParamType::DurationSeconds => {
                    format!("Wait the number of seconds in {}, then retry", header.name)
                }
                ParamType::DurationMilliseconds => {
                    format!("Wait the number of milliseconds in {}, then retry", header.name)
                }
                _ => format!("Wait until the time in {}, then retry", header.name),
            }
        }
    };
    match (policy.backoff, policy.jitter) {
        (Some(Backoff::Exponential), true) => sentence.push_str(" with exponential backoff and jitter"),
        (Some(Backoff::Exponential), false) => sentence.push_str(" with exponential backoff"),
        (Some(Backoff::Constant), true) => sentence.push_str(" at equal intervals, with jitter"),
        (Some(Backoff::Constant), false) => sentence.push_str(" at equal intervals"),
        (None, true) => sentence.push_str(" with jitter"),
        (None, false) if policy.after.is_none() => sentence.push_str(" later"),
        (None, false) => {}
    }
    if let Some(attempts) = policy.attempts {
        sentence.push_str(&format!(", up to {attempts} attempts in total"));
    }
    sentence.push('.');
    if policy.idempotent_only {
        sentence.push_str(" Only retry requests that are safe to send twice.");
    }
    sentence
}

/// Formats a delay: `500 milliseconds`, `1 second`, `1.5 seconds`.
fn duration(delay: Duration) -> String {
    match (delay.as_secs(), delay.subsec_millis()) {
        (1, 0) => "1 second".to_owned(),
        (0, milliseconds) if milliseconds > 0 => format!("{milliseconds} milliseconds"),
        _ => format!("{} seconds", delay.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{duration, retry};
    use crate::fixture;
    use errcat_catalog::model::{Backoff, Id, Retry, RetryAfter, RetryPolicy};

    #[test]
    fn retry_policies_are_sentences() {
        let api = &fixture::catalog().apis[0];
        let header = Id::enumerate(&api.headers).find(|(_, header)| header.name == "Retry-After");
        let (header, _) = header.expect("a known header");
        let full = RetryPolicy {
            after: Some(RetryAfter::Header(header)),
            backoff: Some(Backoff::Exponential),
            jitter: true,
            attempts: Some(3),
            idempotent_only: true,
        };
        let delay =
            RetryPolicy { after: Some(RetryAfter::Delay(Duration::from_secs(2))), ..Default::default() };
        let backoff =
            RetryPolicy { backoff: Some(Backoff::Constant), attempts: Some(2), ..Default::default() };
        for (policy, sentence) in [
            (
                full,
                "Wait the number of seconds in Retry-After, then retry with exponential backoff and jitter, \
                 up to 3 attempts in total. Only retry requests that are safe to send twice.",
            ),
            (delay, "Wait 2 seconds, then retry."),
            (backoff, "Retry at equal intervals, up to 2 attempts in total."),
            (RetryPolicy::default(), "Retry later."),
        ] {
            assert_eq!(retry(api, &Retry::Later(policy)), sentence);
        }
        assert_eq!(retry(api, &Retry::Never), "Don’t retry: the same request will fail again.");
    }

    #[test]
    fn delays_have_units() {
        for (milliseconds, words) in [
            (500, "500 milliseconds"),
            (1000, "1 second"),
            (1500, "1.5 seconds"),
            (90_000, "90 seconds"),
            (0, "0 seconds"),
        ] {
            assert_eq!(duration(Duration::from_millis(milliseconds)), words);
        }
    }
}
