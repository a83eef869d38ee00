//! Rules on messages and logs, and on placeholders in causes and fixes.

use std::collections::HashSet;

use errcat::Audience;

use crate::finding::{Finding, Findings, Rule, Span};
use crate::names;
use crate::scope::{MAX_PARAMS, Param, Scope};
use crate::shape::Text;
use crate::suggest::{did_you_mean, quoted};
use crate::template;

pub(super) mod prose;

pub(crate) static MISSING_MESSAGE: Rule = Rule {
    name: "missing-message",
    why: "The message is the text that clients receive. Without one, they don't learn what went wrong.",
    fix: "Add `message:`, or add `title:`, which is then used as the message too.",
    ..Rule::REQUIRED
};

/// Checks that every error has a message, or a title to use as the message.
pub(super) fn missing_message(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate() {
        if scope.is_owner(index) && scope.message(index).is_none() {
            let message = format!("{} has no message", quoted(&entry.code.value));
            let help = "add `message: …`, or a `title: …`, which is then used as the message too";
            findings.push(Finding::new(&MISSING_MESSAGE, entry.code.span, message, help));
        }
    }
}

pub(crate) static UNBALANCED_BRACE: Rule = Rule {
    name: "unbalanced-brace",
    why: "`{name}` is a placeholder for a param. An unbalanced brace is a typo, and clients would see \
          it.",
    fix: "Close the brace, or write `{{` and `}}` for literal braces.",
    ..Rule::REQUIRED
};

/// Checks that braces in messages and logs are balanced.
pub(super) fn unbalanced_brace(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, text) in templates(scope) {
        let Err(unbalanced) = template::parse(&text.value) else { continue };
        let place = scope.parts(&text.value, text.span).place(template::extent(&text.value, unbalanced));
        let mut finding = brace_finding(&UNBALANCED_BRACE, place, "a param");
        if is_title(scope, index, text) {
            finding.message = format!("{} in a title that is the message, too", finding.message);
            finding.help = "write `message: …`, where `{{` and `}}` are literal braces".to_owned();
        }
        findings.push(finding);
    }
}

/// Creates a finding about a brace that neither belongs to a placeholder nor is doubled.
pub(super) fn brace_finding(rule: &'static Rule, place: Span, what: &str) -> Finding {
    let is_pair = place.end > place.start + 1;
    let message = if is_pair { "the text in braces isn't a valid name" } else { "an unbalanced brace" };
    Finding::new(
        rule,
        place,
        message,
        format!("write `{{name}}` for {what}, or `{{{{` and `}}}}` for literal braces"),
    )
}

pub(crate) static UNDECLARED_PARAM: Rule = Rule {
    name: "undeclared-param",
    why: "A placeholder in a message or log is replaced by a param of the error. Without the param, \
          clients would see the placeholder. In a cause or a fix, other names in braces are text, \
          unless they look like a misspelled param.",
    fix: "Declare the param under `params`, or use the name of a declared one. In a cause or a fix, write \
          `{{name}}` for a literal `{name}`.",
    ..Rule::REQUIRED
};

/// Checks that placeholders in messages and logs are params, and that those in causes and fixes aren't
/// misspelled.
pub(super) fn undeclared_param(scope: &Scope<'_>, findings: &mut Findings) {
    prose::misspelled_params(scope, findings);
    for (index, text) in templates(scope) {
        let params = &scope.entries[index].params;
        if params.len() > MAX_PARAMS {
            continue; // Reported by `too-many`; the list of params is cut off.
        }
        let mut known: HashSet<&str> = params.iter().map(|param| param.name).collect();
        let mut parts = scope.parts(&text.value, text.span);
        for (name, range) in template::placed(&text.value) {
            // Each name is reported once.
            if known.insert(name) && !scope.may_have(index, name) {
                let declare = || match names::is_snake_case(name) {
                    true => format!("declare it: `params: {{ {name}: {{ doc: …, example: … }} }}`"),
                    false => "rename it to `snake_case`, and declare it under `params`".to_owned(),
                };
                let help = match is_title(scope, index, text) {
                    true => {
                        "write it in `message: …`, and declare it under `params`: titles are text".to_owned()
                    }
                    false => {
                        did_you_mean(name, params.iter().map(|param| param.name)).unwrap_or_else(declare)
                    }
                };
                let place = parts.place(range);
                let message = format!("{} is not a param of this error", quoted(&format!("{{{name}}}")));
                findings.push(Finding::new(&UNDECLARED_PARAM, place, message, help).label("not declared"));
            }
        }
    }
}

pub(crate) static EXPOSED_PARAM: Rule = Rule {
    name: "exposed-param",
    why: "Internal params are only for operators, and secret ones are never shown. A message, \
          header, cause or fix that contains one shows it to every client.",
    fix: "Remove it from the text or header; `log` may contain internal params. If clients may see \
          the value, remove `audience`.",
    ..Rule::REQUIRED
};

/// Checks that internal and secret params don't reach clients, and that secret ones don't reach the log.
pub(super) fn exposed_param(scope: &Scope<'_>, findings: &mut Findings) {
    prose::exposed_params(scope, findings);
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let hidden = entry.params.iter().filter(|param| param.audience() != Audience::Public);
        for param in hidden.take(MAX_PARAMS) {
            let is_secret = param.audience() == Audience::Secret;
            let use_in = |text: &Text| {
                let found = template::placed(&text.value).find(|(name, _)| *name == param.name);
                found.map(|(_, range)| scope.parts(&text.value, text.span).place(range))
            };
            let mut expose = |place: Span, what: &str, help: &str| {
                findings.push(exposed(param, place, what, help));
            };
            if let Some(place) = scope.message(index).and_then(use_in) {
                expose(place, "the message", "move it to `log`, or make the param public");
            }
            if let Some(place) = entry.raw.log.as_ref().filter(|_| is_secret).and_then(use_in) {
                expose(place, "the log", "");
            }
            if let Some(place) = scope.header_filled_by(index, param.name) {
                expose(place, "a header", "remove the header, or make the param public");
            }
        }
    }
}

/// Creates a finding about a param that isn't public. `help` isn't for secret ones.
fn exposed(param: &Param<'_>, place: Span, what: &str, help: &str) -> Finding {
    let is_secret = param.audience() == Audience::Secret;
    let audience = if is_secret { "secret" } else { "internal" };
    let message = format!("the {audience} param `{}` would be shown in {what}", param.name);
    let help = if is_secret { "remove it: secrets are never shown or logged" } else { help };
    Finding::new(&EXPOSED_PARAM, place, message, help).related(param.place, format!("{audience} here"))
}

/// Returns `true` if a text is the title of an entry, which serves as its message.
fn is_title(scope: &Scope<'_>, index: usize, text: &Text) -> bool {
    scope.entries[index].raw.title.as_ref().is_some_and(|title| title.span == text.span)
}

/// Returns the messages and logs, each with the index of its entry.
fn templates<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = (usize, &'s Text)> {
    scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)).flat_map(|(index, entry)| {
        scope.message(index).into_iter().chain(entry.raw.log.as_ref()).map(move |text| (index, text))
    })
}
