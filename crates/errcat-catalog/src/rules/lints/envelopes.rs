//! Lints on envelopes: parts that aren't used or aren't explained.

use std::collections::HashSet;

use errcat::Constant;

use super::{LintFindings, Subject, is_whole, meant};
use crate::finding::{Finding, Rule, Span, Spanned};
use crate::raw::RawEnvelope;
use crate::scope::Scope;
use crate::shape::{BodyTemplate, Choice};
use crate::suggest::quoted;
use crate::template;
use crate::value::{self, SPREAD};
use crate::yaml::{Kind, Node};

pub(crate) static UNUSED_ENVELOPE: Rule = Rule {
    name: "unused-envelope",
    why: "An envelope that neither the API, a table nor an error uses is never sent. The docs show it \
          nevertheless, as a format that clients have to handle.",
    fix: "Set it with `envelope:` where it should be used, or remove it.",
    ..Rule::LINT
};

/// Checks that envelopes are used by the API, a table or an error.
pub(super) fn unused_envelope(scope: &Scope<'_>, found: &mut LintFindings) {
    if !is_whole(scope, &["envelope"]) {
        return;
    }
    let of_tables = scope.tables.iter().filter_map(|table| table.raw.envelope.as_ref());
    let of_errors = scope.entries.iter().filter_map(|entry| entry.raw.envelope.as_ref());
    let used = scope.api.envelope.iter().chain(of_tables).chain(of_errors);
    let used: HashSet<&str> = used.map(|word| meant(&word.value, || scope.api.envelopes.keys())).collect();
    // Names that aren't defined are reported by `unknown-envelope`, and may stand for any.
    let is_known = |name: &&str| *name == "none" || scope.api.envelopes.get(name).is_some();
    if !used.iter().all(is_known) {
        return;
    }
    for (name, _) in scope.api.envelopes.0.iter().filter(|(name, _)| !used.contains(name.value.as_str())) {
        let message = format!("no error uses the envelope {}", quoted(name));
        let help = "set it with `envelope:` in a table or an error, or remove it";
        found.push((Subject::Api, Finding::new(&UNUSED_ENVELOPE, name.span, message, help)));
    }
}

pub(crate) static UNUSED_CONTEXT: Rule = Rule {
    name: "unused-context",
    why: "The server has to supply every context field. Clients never receive one that isn't in the \
          body.",
    fix: "Add its placeholder to the body, or remove it.",
    ..Rule::LINT
};

/// Checks that the body contains every context field.
pub(super) fn unused_context(scope: &Scope<'_>, found: &mut LintFindings) {
    for (name, envelope) in &scope.api.envelopes.0 {
        if envelope.has_unknown_body() {
            continue;
        }
        let slots = value::slots(envelope);
        for (field, _) in envelope.context.0.iter().filter(|(field, _)| !slots.contains(&field.value)) {
            let message =
                format!("the body of the envelope {} doesn't contain {}", quoted(name), quoted(field));
            let help = format!("add `\"{{{}}}\"` to the body, or remove it", field.value);
            found.push((Subject::Api, Finding::new(&UNUSED_CONTEXT, field.span, message, help)));
        }
    }
}

pub(crate) static UNEXPLAINED_MEMBER: Rule = Rule {
    name: "unexplained-member",
    why: "The docs show an example of every member of a body. Without an entry in `fields`, they don't \
          explain what the member is.",
    fix: "Add its path to `fields` in the envelope. A member that consists only of a context field \
          or a fact is explained by its `doc`.",
    ..Rule::LINT
};

/// Checks that every member of a body is explained.
pub(super) fn unexplained_member(scope: &Scope<'_>, found: &mut LintFindings) {
    for (name, envelope) in &scope.api.envelopes.0 {
        let is_reported = |key: &&str| envelope.keys.is_reported(key);
        if envelope.has_unknown_body() || ["context", "fields"].iter().any(is_reported) {
            continue;
        }
        let mut members = Vec::new();
        let each = envelope.each.as_ref().map(|BodyTemplate(item)| item);
        collect_leaves(&envelope.body.0, each, "", None, &mut members);
        let is_unexplained = |leaf: &&Leaf<'_>| {
            !is_explained(envelope, &leaf.path.value) && !has_doc(scope, envelope, leaf.value)
        };
        for Leaf { path, .. } in members.iter().filter(is_unexplained) {
            let message = format!("the member {} of {} isn't explained", quoted(path), quoted(name));
            let help = format!("add `{}: …` to `fields` in the envelope", path.value);
            found.push((Subject::Api, Finding::new(&UNEXPLAINED_MEMBER, path.span, message, help)));
        }
    }
}

/// A member without members of its own. The path has the span of the key.
struct Leaf<'a> {
    path: Spanned<String>,
    value: &'a str,
}

fn collect_leaves<'a>(
    node: &'a Node,
    each: Option<&'a Node>,
    path: &str,
    key: Option<Span>,
    found: &mut Vec<Leaf<'a>>,
) {
    match &node.kind {
        Kind::Map(pairs) => {
            for (key, value) in pairs {
                let Kind::Scalar { text, .. } = &key.kind else { continue };
                let path = if path.is_empty() { text.clone() } else { format!("{path}.{text}") };
                if text != SPREAD {
                    collect_leaves(value, each, &path, Some(key.span), found);
                }
            }
        }
        Kind::List(_) if let (true, Some(item)) = (value::is_each(node), each) => {
            collect_leaves(item, None, &format!("{path}[]"), key, found);
        }
        Kind::List(items) => {
            items.iter().for_each(|item| collect_leaves(item, each, &format!("{path}[]"), key, found));
        }
        Kind::Scalar { text, .. } => {
            let path = key.map(|span| Spanned { value: path.to_owned(), span });
            found.extend(path.map(|path| Leaf { path, value: text }));
        }
    }
}

/// Returns `true` if `fields` explains a member, or the list whose item it is.
fn is_explained(envelope: &RawEnvelope, path: &str) -> bool {
    envelope
        .fields
        .keys()
        .any(|field| path.strip_prefix(field).is_some_and(|rest| rest.replace("[]", "").is_empty()))
}

/// Returns `true` if the value consists only of a context field or a fact, which have a `doc`, or of a part
/// of the error, which the docs describe.
fn has_doc(scope: &Scope<'_>, envelope: &RawEnvelope, value: &str) -> bool {
    let is_described = |name: &str| {
        envelope.context.get(name).is_some()
            || scope.may_have_public_fact(name)
            || Constant::from_word(name).is_some()
    };
    let mut placeholders = template::in_body(value);
    placeholders.next().is_some_and(|it| it.range.len() == value.len() && is_described(it.name))
}
