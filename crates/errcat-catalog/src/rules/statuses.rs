//! Rules on statuses.

use std::collections::HashSet;

use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::raw::RawStatuses;
use crate::scope::Scope;
use crate::suggest::quoted;

/// The statuses of responses without a body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
const WITHOUT_BODY: [i64; 3] = [204, 205, 304];

pub(crate) static INVALID_STATUS: Rule = Rule {
    name: "invalid-status",
    why: "HTTP statuses are numbers from 100 to 599 (RFC 9110, section 15). Those below 200 announce that \
          the response follows, so no error can have them.",
    fix: "Write the status that is sent, from 200 to 599; `4xx`, `5xx` or `default` if the server decides, \
          or if it isn't known; or `none` if the error is never sent as a response.",
    ..Rule::REQUIRED
};

/// Checks that statuses are 200 to 599, and those of successes below 400.
pub(super) fn invalid_status(scope: &Scope<'_>, findings: &mut Findings) {
    let of_tables = scope.tables.iter().filter_map(|table| table.raw.status.as_ref());
    let of_errors = scope.entries.iter().filter_map(|entry| entry.raw.status.as_ref());
    let of_examples = scope
        .entries
        .iter()
        .flat_map(|entry| &entry.raw.examples)
        .filter_map(|example| example.response.as_ref()?.status.as_ref());
    let all = of_tables.chain(of_errors).flat_map(RawStatuses::numbers).chain(of_examples);
    for status in all.filter(|status| !(200..=599).contains(&status.value)) {
        let message = match status.value {
            100..200 => format!("{} announces a response, and is never the status of one", status.value),
            _ => format!("{} is not an HTTP status", status.value),
        };
        findings.push(Finding::new(&INVALID_STATUS, status.span, message, "write a number from 200 to 599"));
    }
    for (status, _) in &scope.api.success.0 {
        check_success(status, findings);
    }
}

fn check_success(status: &Spanned<String>, findings: &mut Findings) {
    // `0200` would be a second way to write 200.
    let number = if status.len() == 3 { status.value.parse().ok() } else { None };
    let is_in = |range: std::ops::Range<u16>| number.is_some_and(|status| range.contains(&status));
    if is_in(100..400) {
        return;
    }
    let what = if is_in(400..600) { "a success: statuses from 400 on are errors" } else { "an HTTP status" };
    let message = format!("{} is not {what}", quoted(&status.value));
    findings.push(Finding::new(&INVALID_STATUS, status.span, message, "write a number from 100 to 399"));
}

pub(crate) static MISSING_STATUS: Rule = Rule {
    name: "missing-status",
    why: "Without a status, it is unclear whether it was forgotten or the error has none.",
    fix: "Add `status:`, or inherit one with `is:`. Write `default` if it isn't known, and `none` if the error is \
          never a response.",
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
            let help = "add `status: 404`, or inherit one with `is: …`; write `default` if it isn't known, `none` if it is never a response";
            findings.push(Finding::new(&MISSING_STATUS, entry.code.span, message, help));
        }
    }
}

pub(crate) static STATUS_WITHOUT_BODY: Rule = Rule {
    name: "status-without-body",
    why: "Responses with status 204, 205 or 304 have no body (RFC 9110, sections 15.3.5, 15.3.6 and \
          15.4.5). Servers drop one, or clients read it as the start of the next response.",
    fix: "Use another status, or `envelope: none` if the error has no body.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that errors and examples with a body have statuses that can have one.
pub(super) fn status_without_body(scope: &Scope<'_>, findings: &mut Findings) {
    // Errors that inherit a status don't repeat the finding.
    let mut known: HashSet<Span> = HashSet::new();
    let mut check = |status: &Spanned<i64>, what: &str, help: &str| {
        if WITHOUT_BODY.contains(&status.value) && known.insert(status.span) {
            let message = format!("a response with status {} has no body, but {what}", status.value);
            findings.push(Finding::new(&STATUS_WITHOUT_BODY, status.span, message, help));
        }
    };
    for (index, entry) in scope.entries.iter().enumerate() {
        if scope.envelope(index).is_some() {
            let what = format!("the envelope of {} defines one", quoted(&entry.code.value));
            let statuses = scope.statuses(index).into_iter().flat_map(RawStatuses::numbers);
            statuses.for_each(|status| {
                check(status, &what, "use another status, or `envelope: none` if the error has no body");
            });
        }
        for response in entry.raw.examples.iter().filter_map(|example| example.response.as_ref()) {
            if let (Some(status), Some(_)) = (&response.status, &response.body) {
                check(status, "this one does", "use another status, or remove the body");
            }
        }
    }
}
