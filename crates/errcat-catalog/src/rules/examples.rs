//! The rule on written responses, which have to be those of their error.

use serde_json::Value as Json;

use crate::finding::{Finding, Findings, Rule, Span};
use crate::raw::RawResponse;
use crate::scope::Scope;
use crate::shape::Data;
use crate::suggest::quoted;
use crate::value;
use crate::yaml::{Kind, Node};

pub(crate) static FOREIGN_RESPONSE: Rule = Rule {
    name: "foreign-response",
    why: "The response of an example has another status, code or title than its error, so it is the response \
          of another error, or was copied from one.",
    fix: "Correct the response, move the example to the error that it shows, or remove the response: it is then \
          generated from the examples of the params.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that written responses have the status, the code and the title of their error.
pub(super) fn foreign_response(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate() {
        for response in entry.raw.examples.iter().filter_map(|example| example.response.as_ref()) {
            findings.extend(check_response(scope, index, response));
        }
    }
}

fn check_response(scope: &Scope<'_>, index: usize, response: &RawResponse) -> Findings {
    let mut findings = Findings::default();
    let code = quoted(scope.entries[index].code);
    let statuses = scope.statuses(index).filter(|_| !scope.has_unknown_status(index));
    // Other values are reported by `invalid-status`.
    let status = response.status.as_ref().filter(|status| (200..=599).contains(&status.value));
    if let (Some(status), Some(statuses)) = (status, statuses)
        && let statuses = statuses.known()
        && !u16::try_from(status.value).is_ok_and(|status| statuses.contains(status))
    {
        let known: Vec<String> = statuses.words().map(|known| known.to_string()).collect();
        let (has, help) = match known.as_slice() {
            _ if let Some(range) = statuses.range() => {
                (range.as_str().to_owned(), format!("write a status of `{}`, or remove it", range.as_str()))
            }
            [] => ("no status".to_owned(), "remove the response, or set the error's status".to_owned()),
            known => (known.join(" or "), format!("write `status: {}`, or remove it", known[0])),
        };
        let message = format!("the response has the status {}, but {code} has {has}", status.value);
        findings.push(Finding::new(&FOREIGN_RESPONSE, status.span, message, help));
    }
    if let Some(Data(body)) = &response.body
        && let Some((_, envelope)) = scope.envelope(index)
    {
        let parsed = body.value.as_str().and_then(|text| serde_json::from_str(text).ok());
        let mut compare = |slot: &str, written: &Json| {
            let Some(expected) = expected(scope, index, slot, written) else { return };
            let place = place_in(scope, body.span, written);
            let message = format!("the body has the {slot} {}, but {code} has {expected}", shown(written));
            let help = format!("write {expected}, or remove the body: one is generated");
            findings.push(Finding::new(&FOREIGN_RESPONSE, place, message, help));
        };
        for_each_slot(&envelope.body.0, parsed.as_ref().unwrap_or(&body.value), &mut compare);
    }
    findings
}

/// Returns the error's value of a placeholder if a body contains another one. `None` if the value is that of
/// the error, isn't known, or may be any.
fn expected(scope: &Scope<'_>, index: usize, slot: &str, written: &Json) -> Option<String> {
    let text = match written {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => return None, // A value of another type doesn't name another error.
    };
    let known: Vec<String> = match slot {
        "code" => vec![scope.entries[index].code.value.clone()],
        "title" if !scope.is_reported(index, "title") => vec![scope.title(index)?.value.clone()],
        "status" if !scope.has_unknown_status(index) => {
            scope.statuses(index)?.numbers().iter().map(|status| status.value.to_string()).collect()
        }
        _ => return None,
    };
    let is_known = known.is_empty() || known.contains(&text);
    (!is_known).then(|| known.iter().map(|known| quoted(known)).collect::<Vec<_>>().join(" or "))
}

/// Calls `visit` for each placeholder of an envelope that is a whole member, and the value that a body has
/// there.
fn for_each_slot(template: &Node, body: &Json, visit: &mut impl FnMut(&str, &Json)) {
    match (&template.kind, body) {
        (Kind::Scalar { text, .. }, _) => {
            let slot = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
            if let Some(slot) = slot.filter(|slot| value::RESERVED.contains(slot)) {
                visit(slot, body);
            }
        }
        (Kind::List(items), Json::Array(values)) => {
            items.iter().zip(values).for_each(|(item, value)| for_each_slot(item, value, visit));
        }
        (Kind::Map(members), Json::Object(values)) => {
            for (key, member) in members {
                if let Kind::Scalar { text, .. } = &key.kind
                    && let Some(value) = values.get(text)
                {
                    for_each_slot(member, value, visit);
                }
            }
        }
        _ => {}
    }
}

/// Returns the place of a value in a body; that of the body if the value is there several times.
fn place_in(scope: &Scope<'_>, body: Span, value: &Json) -> Span {
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut found = scope.sources.text(body).match_indices(&value).map(|(at, _)| body.start as usize + at);
    match (found.next(), found.next()) {
        (Some(start), None) => Span::of(body.file, start..start + value.len()),
        _ => body,
    }
}

fn shown(value: &Json) -> String {
    quoted(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}
