//! Rules on facts that the docs show: statuses, headers, delays, operations, sources and URLs.

use std::collections::HashMap;

use crate::finding::{Finding, Findings, Rule, Spanned};
use crate::raw::RawRetry;
use crate::scope::Scope;
use crate::shape::Text;
use crate::source;
use crate::suggest::{did_you_mean, quoted};

pub(crate) static INVALID_STATUS: Rule = Rule {
    name: "invalid-status",
    why: "HTTP statuses are numbers from 100 to 599 (RFC 9110, section 15).",
    fix: "Write the status that is sent, or `none` if the error is never sent as a response.",
    ..Rule::REQUIRED
};

/// Checks that statuses are 100 to 599, and those of successes below 400.
pub(super) fn invalid_status(scope: &Scope<'_>, findings: &mut Findings) {
    let of_tables = scope.tables.iter().filter_map(|table| table.raw.status.as_ref());
    let of_errors = scope.entries.iter().filter_map(|entry| entry.raw.status.as_ref());
    let of_examples = scope
        .entries
        .iter()
        .flat_map(|entry| &entry.raw.examples)
        .filter_map(|example| example.response.as_ref()?.status.as_ref());
    let all = of_tables.chain(of_errors).flat_map(|statuses| &statuses.0).chain(of_examples);
    for status in all.filter(|status| !(100..=599).contains(&status.value)) {
        let message = format!("{} is not an HTTP status", status.value);
        findings.push(Finding::new(&INVALID_STATUS, status.span, message, "write a number from 100 to 599"));
    }
    for (status, _) in &scope.api.success.0 {
        if !status.value.parse().is_ok_and(|status: u16| (100..400).contains(&status)) {
            let is_error = status.value.parse().is_ok_and(|status: u16| (400..=599).contains(&status));
            let what = if is_error { "a success: statuses from 400 on are errors" } else { "an HTTP status" };
            let message = format!("{} is not {what}", quoted(&status.value));
            findings.push(Finding::new(
                &INVALID_STATUS,
                status.span,
                message,
                "write a number from 100 to 399",
            ));
        }
    }
}

pub(crate) static MISSING_STATUS: Rule = Rule {
    name: "missing-status",
    why: "Without a status, it is unclear whether it was forgotten or the error has none.",
    fix: "Add `status:`, inherit one with `is:`, or write `status: none`.",
    ..Rule::REQUIRED
};

/// Checks that each error sets its status, inherits one, or has `status: none`.
pub(super) fn missing_status(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        if scope.kind_word(index).is_some() {
            continue; // It inherits: a finding on the kind, or on the reference to it, is enough.
        }
        if scope.statuses(index).is_none() && !scope.has_unknown_status(index) {
            let message = format!("{} has no status", quoted(&entry.code.value));
            let help = "add `status: 404`, inherit one with `is: …`, or write `status: none`";
            findings.push(Finding::new(&MISSING_STATUS, entry.code.span, message, help));
        }
    }
}

pub(crate) static INVALID_HEADER: Rule = Rule {
    name: "invalid-header",
    why: "A header name consists of letters, digits and a few symbols (RFC 9110, section 5.1), and \
          names that differ only in case are the same.",
    fix: "Write the name as it is sent, and define it once.",
    ..Rule::REQUIRED
};

/// Checks that header names are tokens (RFC 9110, section 5.6.2) and unique.
pub(super) fn invalid_header(scope: &Scope<'_>, findings: &mut Findings) {
    let mut first: HashMap<String, &Spanned<String>> = HashMap::new();
    for (name, _) in &scope.api.headers.0 {
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if name.is_empty() || !name.chars().all(is_token) {
            let message = format!("{} isn't a valid header name", quoted(&name.value));
            let help = "use letters, digits and `-`";
            findings.push(Finding::new(&INVALID_HEADER, name.span, message, help));
        }
        if let Some(before) = first.insert(name.to_lowercase(), name) {
            let message =
                format!("{} and {} are the same header", quoted(&before.value), quoted(&name.value));
            let help = "remove one: case makes no difference";
            findings.push(
                Finding::new(&INVALID_HEADER, name.span, message, help)
                    .related(before.span, "first defined here"),
            );
        }
    }
}

pub(crate) static INVALID_DELAY: Rule = Rule {
    name: "invalid-delay",
    why: "`after` is a header of `api.yaml`, or a delay: a number with `ms`, `s`, `m` or `h`. \
          `attempts` is at least 1.",
    fix: "Write `after: Retry-After` or `after: 2s`, and at least 1 attempt.",
    ..Rule::REQUIRED
};

/// Checks that `after` is a header or a delay, and `attempts` at least 1.
pub(super) fn invalid_delay(scope: &Scope<'_>, findings: &mut Findings) {
    for raw in scope.entries.iter().map(|entry| entry.raw) {
        let Some(RawRetry::Policy(policy)) = &raw.retry else { continue };
        if let Some(after) = &policy.after
            && !scope.api.keys.is_unusable("headers")
            && scope.api.headers.get(&after.value).is_none()
            && !scope.api.headers.unusable().any(|header| header == after.value)
            && source::delay(&after.value).is_none()
        {
            let message = format!("{} is neither a header nor a delay", quoted(&after.value));
            let help = did_you_mean(&after.value, scope.api.headers.keys())
                .unwrap_or_else(|| "write a header of api.yaml, or a delay such as `2s` or `500ms`".into());
            findings.push(Finding::new(&INVALID_DELAY, after.span, message, help));
        }
        if let Some(attempts) = &policy.attempts
            && u32::try_from(attempts.value).map_or(true, |n| n == 0)
        {
            let message = format!("{} isn't a valid number of attempts", attempts.value);
            findings.push(Finding::new(&INVALID_DELAY, attempts.span, message, "write 1 or more"));
        }
    }
}

pub(crate) static INVALID_OPERATION: Rule = Rule {
    name: "invalid-operation",
    why: "An operation is a method and a path, as in an OpenAPI document, so that tools can compare it \
          with the routes of a service.",
    fix: "Write an upper-case method and a path: `POST /v1/agents/{id}/certify`.",
    ..Rule::REQUIRED
};

/// Checks that operations are a method and a path.
pub(super) fn invalid_operation(scope: &Scope<'_>, findings: &mut Findings) {
    let of_tables =
        scope.tables.iter().flat_map(|table| table.raw.operation.iter().chain(&table.raw.operations));
    let of_examples = scope
        .entries
        .iter()
        .flat_map(|entry| &entry.raw.examples)
        .flat_map(|example| example.request.iter().chain(&example.corrected))
        .filter_map(|request| request.operation.as_ref());
    for operation in of_tables.chain(of_examples) {
        let is_operation = operation.value.split_once(' ').is_some_and(|(method, path)| {
            let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase());
            is_method && path.starts_with('/') && !path.contains(char::is_whitespace)
        });
        if !is_operation && !operation.is_empty() {
            let message = format!("{} is not an operation", quoted(&operation.value));
            let help = "write an upper-case method and a path: `POST /v1/events`";
            findings.push(Finding::new(&INVALID_OPERATION, operation.span, message, help));
        }
    }
}

pub(crate) static INVALID_SOURCE: Rule = Rule {
    name: "invalid-source",
    why: "A source is a location in code that tools can find: a path and line numbers.",
    fix: "Write `core/auth.py:143-146, 963`, with one file per item.",
    ..Rule::REQUIRED
};

/// Checks that sources are a path and line numbers.
pub(super) fn invalid_source(scope: &Scope<'_>, findings: &mut Findings) {
    for text in scope.entries.iter().flat_map(|entry| &entry.raw.sources.0) {
        if !text.is_empty() && source::parse(&text.value, text.span).is_none() {
            let message = format!("{} isn't a source location", quoted(&text.value));
            let help = "write a path and line numbers, one file per item: `core/auth.py:143-146, 963`";
            findings.push(Finding::new(&INVALID_SOURCE, text.span, message, help));
        }
    }
}

pub(crate) static INVALID_URL: Rule = Rule {
    name: "invalid-url",
    why: "The URL becomes a link, and only http and https are safe to follow.",
    fix: "Start it with `https://` or `http://`. `repository` must also contain `{path}`.",
    ..Rule::REQUIRED
};

/// Checks that URLs are http or https, and that `repository` contains `{path}`.
pub(super) fn invalid_url(scope: &Scope<'_>, findings: &mut Findings) {
    let api = scope.api;
    let mut check = |url: &Text, also: &str| {
        let rest = url.value.strip_prefix("https://").or_else(|| url.value.strip_prefix("http://"));
        let is_url = rest.is_some_and(|rest| {
            !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || "\"<>\\^`".contains(c))
        });
        if !url.is_empty() && (!is_url || !url.value.contains(also)) {
            let shown = quoted(&url.value);
            let (message, help) = if is_url {
                (
                    format!("{shown} doesn't contain `{also}`"),
                    format!("put `{also}` where the path of a file goes"),
                )
            } else {
                let help = "start it with `https://`, and leave out white space and quotes";
                (format!("{shown} isn't an http or https URL"), help.to_owned())
            };
            findings.push(Finding::new(&INVALID_URL, url.span, message, help));
        }
    };
    [&api.base_url, &api.docs_url, &api.reference].into_iter().flatten().for_each(|url| check(url, ""));
    api.repository.iter().for_each(|url| check(url, "{path}"));
}
