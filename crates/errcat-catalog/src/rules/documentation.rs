//! Rules on facts that the docs show: answers, delays, operations, sources and URLs.

use crate::finding::{Finding, Findings, Rule};
use crate::raw::RawRetry;
use crate::scope::Scope;
use crate::shape::Text;
use crate::source;
use crate::suggest::{did_you_mean, quoted};

/// The maximum length of an answer, in characters: two lines of a page, and one of a search result.
const MAX_ANSWER_CHARS: usize = 160;

pub(crate) static INVALID_ANSWER: Rule = Rule {
    name: "invalid-answer",
    why: "The answer is the first thing that readers see, so it is one sentence on what to do. Search results, \
          terminals and `llms.txt` show it on one line.",
    fix: "Shorten it to one line of at most 160 characters, and move the rest to `meaning`, `causes` or `fixes`.",
    ..Rule::REQUIRED
};

/// Checks that answers are one short line.
pub(super) fn invalid_answer(scope: &Scope<'_>, findings: &mut Findings) {
    for answer in scope.entries.iter().filter_map(|entry| entry.raw.answer.as_ref()) {
        let (lines, chars) = (answer.value.lines().count(), answer.value.chars().count());
        let message = if lines > 1 {
            format!("an answer of {lines} lines, more than 1")
        } else if chars > MAX_ANSWER_CHARS {
            format!("an answer of {chars} characters, more than {MAX_ANSWER_CHARS}")
        } else {
            continue;
        };
        let help = "say what to do in one sentence, and move the rest to `meaning`, `causes` or `fixes`";
        findings.push(Finding::new(&INVALID_ANSWER, answer.span, message, help));
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
    let of_tables = scope.tables.iter().flat_map(|table| table.raw.all_operations());
    let of_errors = scope.entries.iter().flat_map(|entry| entry.raw.own_operations());
    let of_examples = scope
        .entries
        .iter()
        .flat_map(|entry| &entry.raw.examples)
        .flat_map(|example| example.request.iter().chain(&example.corrected))
        .filter_map(|request| request.operation.as_ref());
    for operation in of_tables.chain(of_errors).chain(of_examples) {
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
