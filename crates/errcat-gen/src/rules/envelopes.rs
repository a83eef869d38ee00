//! Rules on envelopes.

use std::collections::HashMap;

use crate::finding::{Finding, Findings};
use crate::raw::{RawEnvelope, RawIdentity};
use crate::rules::{Rule, did_you_mean};
use crate::scope::Scope;
use crate::shape::to_json;
use crate::template;
use crate::value::{self, RESERVED};
use crate::yaml::{Kind, Node};

/// Bodies are data, and their placeholders are well written.
pub(super) fn invalid_body(scope: &Scope<'_>, findings: &mut Findings) {
    for (_, envelope) in &scope.api.envelopes.0 {
        to_json(&envelope.body.0, findings);
        value::for_each_text(&envelope.body.0, &mut |text, node| {
            if template::parse(text).is_err() {
                let help = "write `{name}` for a placeholder, `{{` or `}}` for a brace as text";
                findings.push(Finding::new(
                    Rule::InvalidBody,
                    node.span,
                    "a brace that isn't a placeholder",
                    help,
                ));
            }
        });
        let mut keys = Vec::new();
        collect_keys(&envelope.body.0, &mut keys);
        for (name, node) in keys.into_iter().filter(|(name, _)| name.contains(['{', '}'])) {
            let message = format!("a placeholder in the key `{}`", name.escape_debug());
            let help = "write the key as it is on the wire: only values have placeholders";
            findings.push(Finding::new(Rule::InvalidBody, node.span, message, help));
        }
    }
}

fn collect_keys<'a>(node: &'a Node, keys: &mut Vec<(&'a str, &'a Node)>) {
    match &node.kind {
        Kind::Scalar { .. } => {}
        Kind::List(items) => items.iter().for_each(|item| collect_keys(item, keys)),
        Kind::Map(pairs) => {
            for (key, value) in pairs {
                if let Kind::Scalar { text, .. } = &key.kind {
                    keys.push((text, key));
                }
                collect_keys(value, keys);
            }
        }
    }
}

/// Placeholders of a body are built in, of its context, or params of every error that has it.
pub(super) fn unknown_slot(scope: &Scope<'_>, findings: &mut Findings) {
    for (at, (name, envelope)) in scope.api.envelopes.0.iter().enumerate() {
        let users: Vec<usize> = users(scope, at).collect();
        value::for_each_text(&envelope.body.0, &mut |text, node| {
            for slot in template::placeholders(text) {
                if RESERVED.contains(&slot) || envelope.context.get(slot).is_some() {
                    continue;
                }
                let has = |user: &usize| scope.entries[*user].params.iter().any(|param| param.name == slot);
                if users.is_empty() || !users.iter().any(has) {
                    let known = RESERVED.iter().copied().chain(envelope.context.keys());
                    let help = did_you_mean(slot, known).unwrap_or_else(|| {
                        format!("add it to `context`, or declare the param `{slot}` in its errors")
                    });
                    let message =
                        format!("`{{{slot}}}` is nothing that the envelope `{}` can show", name.value);
                    findings.push(Finding::new(Rule::UnknownSlot, node.span, message, help));
                    continue;
                }
                for user in users.iter().filter(|user| !has(user)) {
                    let code = scope.entries[*user].code;
                    let message = format!(
                        "`{}` lacks the param `{slot}` that its envelope `{}` shows",
                        code.value, name.value
                    );
                    let help = format!("declare `{slot}` under its `params`, or give it another envelope");
                    findings.push(
                        Finding::new(Rule::UnknownSlot, code.span, message, help)
                            .related(node.span, "shown here"),
                    );
                }
            }
        });
    }
}

/// `optional` and `fields` name members of the body.
pub(super) fn unknown_member(scope: &Scope<'_>, findings: &mut Findings) {
    for (_, envelope) in &scope.api.envelopes.0 {
        let mut members = Vec::new();
        collect_members(&envelope.body.0, "", &mut members);
        let known = |path: &str| {
            members.iter().any(|(member, is_open)| {
                let below = path.strip_prefix(member.as_str());
                below.is_some_and(|rest| rest.is_empty() || (*is_open && rest.starts_with(['.', '['])))
            })
        };
        let paths = envelope
            .optional
            .iter()
            .map(|word| &word.0)
            .chain(envelope.fields.0.iter().map(|(path, _)| path));
        for path in paths.filter(|path| !known(&path.value)) {
            let help = did_you_mean(&path.value, members.iter().map(|(member, _)| member.as_str()))
                .unwrap_or_else(|| {
                    "write the path as it stands in the body: `error`, `error.code`, `detail[].loc`".into()
                });
            let message = format!("the body has no member `{}`", path.value.escape_debug());
            findings
                .push(Finding::new(Rule::UnknownMember, path.span, message, help).label("not in the body"));
        }
    }
}

/// The paths of a body's members, each with whether a placeholder stands there, below which anything may be.
fn collect_members(node: &Node, path: &str, members: &mut Vec<(String, bool)>) {
    match &node.kind {
        Kind::Scalar { .. } => {}
        Kind::List(items) => {
            items.iter().for_each(|item| collect_members(item, &format!("{path}[]"), members))
        }
        Kind::Map(pairs) => {
            for (key, value) in pairs {
                let Kind::Scalar { text, .. } = &key.kind else { continue };
                let path = if path.is_empty() { text.clone() } else { format!("{path}.{text}") };
                let is_open = matches!(&value.kind, Kind::Scalar { text, .. } if text.contains('{'));
                collect_members(value, &path, members);
                members.push((path, is_open));
            }
        }
    }
}

/// `identify_by` names something, and something that the body carries.
pub(super) fn unidentifiable(scope: &Scope<'_>, findings: &mut Findings) {
    for (name, envelope) in &scope.api.envelopes.0 {
        if envelope.identify_by.0.is_empty() {
            let message = format!("the envelope `{}` doesn't say what errors are told apart by", name.value);
            let help = "add `identify_by: [status]`, or code, title, message";
            findings.push(Finding::new(Rule::Unidentifiable, name.span, message, help));
        }
        let slots = value::slots(&envelope.body.0);
        for identity in &envelope.identify_by.0 {
            let slot = match identity {
                RawIdentity::Status => continue,
                RawIdentity::Code => "code",
                RawIdentity::Title => "title",
                RawIdentity::Message => "message",
            };
            if !slots.iter().any(|known| known == slot) {
                let message = format!(
                    "errors are told apart by {slot}, but the body of `{}` has no `{{{slot}}}`",
                    name.value
                );
                let help = format!("put `\"{{{slot}}}\"` into the body, or take {slot} out of `identify_by`");
                findings.push(Finding::new(Rule::Unidentifiable, name.span, message, help));
            }
        }
    }
}

/// Errors that can't be told apart are of one kind.
pub(super) fn ambiguous_identity(scope: &Scope<'_>, findings: &mut Findings) {
    for (at, (name, envelope)) in scope.api.envelopes.0.iter().enumerate() {
        let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
        for user in users(scope, at).filter(|user| scope.entries[*user].raw.retired.is_none()) {
            for key in identities(scope, user, envelope) {
                groups.entry(key).or_default().push(user);
            }
        }
        for group in groups.values() {
            let first = &scope.entries[group[0]];
            let shared = |kind: &&usize, upto: usize| {
                group[..=upto].iter().all(|user| scope.entries[*user].chain.contains(*kind))
            };
            let apart = (1..group.len()).find(|at| !first.chain.iter().any(|kind| shared(&kind, *at)));
            if let Some(apart) = apart {
                let entry = &scope.entries[group[apart]];
                let by: Vec<&str> = envelope.identify_by.0.iter().map(word).collect();
                let message = format!(
                    "`{}` and `{}` can't be told apart by {} in the envelope `{}`, and are of no common kind",
                    entry.code.value,
                    first.code.value,
                    by.join(" and "),
                    name.value
                );
                let help = format!(
                    "write `is: …` so that both are of one kind, or add to `identify_by` of `{}`",
                    name.value
                );
                findings.push(
                    Finding::new(Rule::AmbiguousIdentity, entry.code.span, message, help)
                        .related(first.code.span, "looks the same to a client"),
                );
            }
        }
    }
}

fn word(identity: &RawIdentity) -> &'static str {
    match identity {
        RawIdentity::Status => "status",
        RawIdentity::Code => "code",
        RawIdentity::Title => "title",
        RawIdentity::Message => "message",
    }
}

/// What a client sees of an error, once for each of its statuses.
fn identities(scope: &Scope<'_>, index: usize, envelope: &RawEnvelope) -> Vec<String> {
    let statuses: Vec<String> = match scope.statuses(index) {
        Some(statuses) if !statuses.0.is_empty() => {
            statuses.0.iter().map(|status| status.value.to_string()).collect()
        }
        _ => vec![String::new()],
    };
    let key = |status: &String| {
        let part = |identity: &RawIdentity| match identity {
            RawIdentity::Status => status.clone(),
            RawIdentity::Code => scope.entries[index].code.value.clone(),
            RawIdentity::Title => scope.title(index).map_or_else(
                || scope.entries[scope.entries[index].owner].code.value.clone(),
                |title| title.value.clone(),
            ),
            RawIdentity::Message => scope.message(index).map(|text| text.value.clone()).unwrap_or_default(),
        };
        envelope.identify_by.0.iter().map(part).collect::<Vec<_>>().join("\u{0}")
    };
    let mut keys: Vec<String> = statuses.iter().map(key).collect();
    keys.dedup();
    keys
}

/// The entries that have an envelope.
fn users(scope: &Scope<'_>, envelope: usize) -> impl Iterator<Item = usize> {
    (0..scope.entries.len()).filter(move |index| scope.envelope(*index).is_some_and(|(at, _)| at == envelope))
}
