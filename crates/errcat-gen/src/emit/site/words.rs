//! What the pages say in words: statuses, types, severities and retry policies.

use std::time::Duration;

use crate::model::{Api, Audience, Backoff, Identity, ParamType, Retry, RetryAfter, Severity};

/// A status's reason phrase (RFC 9110, section 15, and the IANA registry); nothing for one that isn't registered.
pub(super) fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        101 => "Switching Protocols",
        102 => "Processing",
        103 => "Early Hints",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        511 => "Network Authentication Required",
        _ => "",
    }
}

/// What a status's first digit says.
pub(super) fn status_class(status: u16) -> &'static str {
    match status {
        100..200 => "informational",
        200..300 => "success",
        300..400 => "redirection",
        400..500 => "client error",
        _ => "server error",
    }
}

/// Status and reason: `404 Not Found`.
pub(super) fn status_line(status: u16) -> String {
    format!("{status} {}", reason(status)).trim_end().to_owned()
}

/// A type with its unit.
pub(super) fn param_type(ty: &ParamType) -> String {
    match ty {
        ParamType::String => "string".to_owned(),
        ParamType::Integer => "integer".to_owned(),
        ParamType::Number => "number".to_owned(),
        ParamType::Boolean => "boolean".to_owned(),
        ParamType::DurationSeconds => "duration in seconds".to_owned(),
        ParamType::DurationMilliseconds => "duration in milliseconds".to_owned(),
        ParamType::TimestampRfc3339 => "timestamp, RFC 3339".to_owned(),
        ParamType::TimestampSeconds => "timestamp in Unix seconds".to_owned(),
        ParamType::TimestampMilliseconds => "timestamp in Unix milliseconds".to_owned(),
        ParamType::Json => "JSON".to_owned(),
        ParamType::Rust(path) => format!("string ({path})"),
    }
}

/// A severity as the catalog writes it.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
        Severity::Critical => "critical",
    }
}

/// An audience as the catalog writes it.
pub(super) fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Internal => "internal",
        Audience::Secret => "secret",
    }
}

/// A member that tells errors apart, as the catalog writes it.
pub(super) fn identity(identity: Identity) -> &'static str {
    match identity {
        Identity::Status => "status",
        Identity::Code => "code",
        Identity::Title => "title",
        Identity::Message => "message",
        Identity::Type => "type",
    }
}

/// What a client tells errors apart by, as a sentence.
pub(super) fn identify_by(identities: &[Identity]) -> String {
    let names: Vec<String> = identities.iter().map(|one| format!("the {}", identity(*one))).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("Tell errors apart by {one}."),
        [others @ .., last] => format!("Tell errors apart by {} and {last}.", others.join(", ")),
    }
}

/// A retry policy as a sentence.
pub(super) fn retry(api: &Api, retry: &Retry) -> String {
    let Retry::Later(policy) = retry else {
        return "Don’t retry: the same request fails again.".to_owned();
    };
    let mut sentence = match &policy.after {
        None => "Retry later".to_owned(),
        Some(RetryAfter::Delay(delay)) => format!("Retry after {}", duration(*delay)),
        Some(RetryAfter::Header(header)) => {
            let header = &api.headers[*header];
            match header.value.ty {
                ParamType::DurationSeconds => format!("Retry after as many seconds as {} says", header.name),
                ParamType::DurationMilliseconds => {
                    format!("Retry after as many milliseconds as {} says", header.name)
                }
                _ => format!("Retry at the time that {} says", header.name),
            }
        }
    };
    match (policy.backoff, policy.jitter) {
        (Some(Backoff::Exponential), true) => sentence.push_str(", with exponential backoff and jitter"),
        (Some(Backoff::Exponential), false) => sentence.push_str(", with exponential backoff"),
        (Some(Backoff::Constant), true) => sentence.push_str(", waiting equally long each time, with jitter"),
        (Some(Backoff::Constant), false) => sentence.push_str(", waiting equally long each time"),
        (None, true) => sentence.push_str(", with jitter"),
        (None, false) => {}
    }
    if let Some(attempts) = policy.attempts {
        sentence.push_str(&format!(", at most {attempts} attempts in all"));
    }
    if policy.idempotent_only {
        sentence.push_str(", and only a request that is safe to send twice");
    }
    sentence + "."
}

/// A delay as a person says it: `500 ms`, `2 s`.
fn duration(delay: Duration) -> String {
    match (delay.as_secs(), delay.subsec_millis()) {
        (seconds, 0) => format!("{seconds} s"),
        (0, milliseconds) => format!("{milliseconds} ms"),
        (seconds, milliseconds) => format!("{seconds}.{milliseconds:03} s"),
    }
}
