//! Rules on the names and uses of params.

use std::collections::{HashMap, HashSet};

use errcat::Audience;

use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::names;
use crate::rules::texts::prose;
use crate::scope::{MAX_PARAMS, Origin, Param, Scope, fills};
use crate::shape::Text;
use crate::suggest::nearest;
use crate::template;
use crate::value::{self, RESERVED};

pub(crate) static UNUSED_PARAM: Rule = Rule {
    name: "unused-param",
    why: "Code that raises the error has to supply every param. One that is used in neither the \
          message, a header, the body, the log, a cause nor a fix is then lost.",
    fix: "Use it, or remove it.",
    ..Rule::REQUIRED
};

/// Checks that each param is used in the message, a header, the body, the log, a cause or a fix. Errors
/// without an envelope may have any params.
pub(super) fn unused_param(scope: &Scope<'_>, findings: &mut Findings) {
    let slots: Vec<Vec<String>> =
        scope.api.envelopes.0.iter().map(|(_, envelope)| value::slots(envelope)).collect();
    let in_prose = names_in_prose(scope);
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let Some((envelope, _)) = scope.envelope(index) else { continue };
        let slots: Vec<&str> = slots[envelope.index()].iter().map(String::as_str).collect();
        if has_unknown_uses(scope, index, &slots) {
            continue;
        }
        let in_prose = in_prose.get(&index).map_or(&[][..], Vec::as_slice);
        let own = entry.params.iter().filter(|param| entry.raw.params.get(param.name).is_some());
        for param in own.filter(|param| is_unused(scope, index, param, &slots, in_prose)) {
            let message = format!("the param `{}` isn't used", param.name);
            let help = if param.audience() == Audience::Internal {
                "use it in `log:`, or remove it"
            } else {
                "use it in the message, in a header, or in an envelope with `{params}`; or remove it"
            };
            findings.push(Finding::new(&UNUSED_PARAM, param.place, message, help).label("unused"));
        }
    }
}

/// Returns `true` if other rules report a text or an envelope that may use any param, or too many params.
fn has_unknown_uses(scope: &Scope<'_>, index: usize, slots: &[&str]) -> bool {
    let entry = &scope.entries[index];
    let Some((_, envelope)) = scope.envelope(index) else { return true };
    let is_unreadable = |text: &Text| text.is_empty() || template::parse(&text.value).is_err();
    let is_unknown = |slot: &&str| {
        !scope.may_be_known_slot(envelope, slot) && entry.params.iter().all(|param| param.name != *slot)
    };
    ["title", "message", "log"].iter().any(|key| entry.raw.keys.is_reported(key))
        || entry.params.len() > MAX_PARAMS
        || envelope.has_unknown_body()
        || slots.iter().any(is_unknown)
        || scope.message(index).is_none_or(is_unreadable)
        || entry.raw.log.as_ref().is_some_and(is_unreadable)
}

/// Returns the names in braces in causes and fixes, by the index of the entry that defines the code.
fn names_in_prose<'s>(scope: &'s Scope<'_>) -> HashMap<usize, Vec<&'s str>> {
    let mut names: HashMap<usize, Vec<&str>> = HashMap::new();
    for (index, text) in prose::texts(scope) {
        let found = prose::placeholders(text).map(|placeholder| placeholder.name);
        names.entry(scope.entries[index].owner).or_default().extend(found);
    }
    names
}

fn is_unused(scope: &Scope<'_>, index: usize, param: &Param<'_>, slots: &[&str], in_prose: &[&str]) -> bool {
    let entry = &scope.entries[index];
    let is_reported = matches!(param.origin, Origin::Declared(raw) if raw.keys.is_reported("audience"));
    if param.audience() == Audience::Secret || is_reported || scope.may_have(index, param.name) {
        return false;
    }
    let names = || entry.params.iter().map(|param| param.name);
    // A misspelled placeholder is reported by `undeclared-param`.
    let is_meant = |name: &str| {
        name == param.name
            || (names().all(|known| known != name) && nearest(name, names()) == Some(param.name))
    };
    let mut texts = scope.message(index).into_iter().chain(&entry.raw.log);
    let is_used = texts.any(|text| template::placeholders(&text.value).any(is_meant))
        || in_prose.iter().any(|name| is_meant(name))
        || slots.contains(&param.name)
        || scope.headers(index).any(|(_, _, header)| fills(header, param.name))
        || scope.in_body(index, param, slots);
    !is_used
}

pub(crate) static UNREADABLE_PARAM: Rule = Rule {
    name: "unreadable-param",
    why: "A list or a map is joined in a text, such as a message, a header or a part of a longer text. Its \
          items may contain the separator, so clients can't read it back, and without it they can't decode \
          the error.",
    fix: "Add it to the body of the envelope on its own, as `\"{fields}\"` or `\"{params}\"`, or make it \
          optional.",
    ..Rule::REQUIRED
};

/// Checks that clients can read required lists and maps.
pub(super) fn unreadable_param(scope: &Scope<'_>, findings: &mut Findings) {
    let envelopes = &scope.api.envelopes.0;
    let slots: Vec<Vec<String>> = envelopes.iter().map(|(_, envelope)| value::slots(envelope)).collect();
    let mut known: HashSet<Span> = HashSet::new();
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let Some((id, envelope)) = scope.envelope(index) else { continue };
        if envelope.has_unknown_body() {
            continue;
        }
        let slots: Vec<&str> = slots[id.index()].iter().map(String::as_str).collect();
        for param in &entry.params {
            let is_required = param.audience() == Audience::Public && !param.is_optional();
            if !is_required || param.is_read_from_text() {
                continue;
            }
            let in_params = || value::is_data_slot(envelope, "params") && scope.in_body(index, param, &slots);
            let message = || scope.message(index).map_or("", |text| text.value.as_str());
            let is_sent = || {
                slots.contains(&param.name)
                    || slots.contains(&"params")
                    || template::placeholders(message()).any(|name| name == param.name)
                    || scope.headers(index).any(|(_, _, header)| fills(header, param.name))
            };
            if value::is_data_slot(envelope, param.name) || in_params() || !is_sent() {
                continue;
            }
            // Errors that inherit the param don't repeat it.
            if known.insert(param.place) {
                let message = format!("clients can't read `{}` back from a text", param.name);
                let optional = match param.origin {
                    Origin::Declared(_) => "make it optional: `optional: true`",
                    Origin::Header(_) => "declare it in the errors with `optional: true`",
                };
                let name = param.name;
                let help =
                    format!("add `\"{{{name}}}\"` or `\"{{params}}\"` to the body on its own, or {optional}");
                findings.push(Finding::new(&UNREADABLE_PARAM, param.place, message, help));
            }
        }
    }
}

pub(crate) static RESERVED_PARAM: Rule = Rule {
    name: "reserved-param",
    why: "`{code}`, `{title}`, `{message}`, `{status}`, `{docs_url}`, `{type}`, `{params}` and \
          `{each}` have a fixed meaning in every body, and the name of a fact is its value.",
    fix: "Rename the param; `wire:` keeps the name on the wire.",
    ..Rule::REQUIRED
};

/// Checks that params and context fields don't have names with a fixed meaning in every body.
pub(super) fn reserved_param(scope: &Scope<'_>, findings: &mut Findings) {
    let mut check = |name: &Spanned<String>, help: String| {
        // Reported by `rust-keyword`.
        if names::is_taken(name) {
            return;
        }
        if RESERVED.contains(&name.value.as_str()) {
            let message = format!("`{{{}}}` has a fixed meaning in every body", name.value);
            findings.push(Finding::new(&RESERVED_PARAM, name.span, message, help));
        } else if let Some((fact, _)) = scope.api.facts.0.iter().find(|(fact, _)| fact.value == name.value) {
            let message = format!("`{{{}}}` is a fact of the API", name.value);
            let finding = Finding::new(&RESERVED_PARAM, name.span, message, help);
            findings.push(finding.related(fact.span, "the fact"));
        }
    };
    for (name, _) in scope.entries.iter().flat_map(|entry| &entry.raw.params.0) {
        check(name, format!("rename it, and keep the name on the wire: `wire: {}`", name.value));
    }
    for name in scope.api.headers.0.iter().filter_map(|(_, header)| header.param.as_ref()) {
        check(name, "rename the param: the header keeps its name".into());
    }
    for (name, _) in scope.api.envelopes.0.iter().flat_map(|(_, envelope)| &envelope.context.0) {
        check(name, "rename it: the body's member keeps its name".into());
    }
}
