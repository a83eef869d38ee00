//! Lints on envelopes: what of them nothing uses or nobody explains.

use std::collections::HashSet;

use super::{Found, Subject, is_whole};
use crate::finding::{Finding, Rule, Span, Spanned};
use crate::raw::RawEnvelope;
use crate::scope::Scope;
use crate::suggest::quoted;
use crate::template::{self, RawPiece};
use crate::value::{self, SPREAD};
use crate::yaml::{Kind, Node};

pub(crate) static UNUSED_ENVELOPE: Rule = Rule {
    name: "unused-envelope",
    why: "An envelope that neither the API nor a table or an error names never comes. The docs show \
          it all the same, as a shape that clients have to understand.",
    fix: "Name it by `envelope:` where it is meant to be, or remove it.",
    ..Rule::LINT
};

/// An envelope is that of the API, of a table or of an error.
pub(super) fn unused_envelope(scope: &Scope<'_>, found: &mut Found) {
    if !is_whole(scope) {
        return;
    }
    let of_tables = scope.tables.iter().filter_map(|table| table.raw.envelope.as_ref());
    let of_errors = scope.entries.iter().filter_map(|entry| entry.raw.envelope.as_ref());
    let named = scope.api.envelope.iter().chain(of_tables).chain(of_errors);
    let named: HashSet<&str> = named.map(|word| word.value.as_str()).collect();
    for (name, _) in scope.api.envelopes.0.iter().filter(|(name, _)| !named.contains(name.value.as_str())) {
        let message = format!("no error has the envelope {}", quoted(name));
        let help = "name it by `envelope:` in a table or an error, or remove it";
        found.push((Subject::Api, Finding::new(&UNUSED_ENVELOPE, name.span, message, help)));
    }
}

pub(crate) static UNUSED_CONTEXT: Rule = Rule {
    name: "unused-context",
    why: "A context field that the body doesn't show has to be filled in by the server, and reaches \
          nobody.",
    fix: "Put its placeholder into the body, or remove it.",
    ..Rule::LINT
};

/// What a server fills in is shown somewhere in the body.
pub(super) fn unused_context(scope: &Scope<'_>, found: &mut Found) {
    for (name, envelope) in &scope.api.envelopes.0 {
        let slots = value::slots(&envelope.body.0);
        for (field, _) in envelope.context.0.iter().filter(|(field, _)| !slots.contains(&field.value)) {
            let message = format!("the body of the envelope {} doesn't show {}", quoted(name), quoted(field));
            let help = format!("put `\"{{{}}}\"` into the body, or remove it", field.value);
            found.push((Subject::Api, Finding::new(&UNUSED_CONTEXT, field.span, message, help)));
        }
    }
}

pub(crate) static UNEXPLAINED_MEMBER: Rule = Rule {
    name: "unexplained-member",
    why: "A member of a body without an entry in `fields` has an example in the docs, and nobody \
          says what it is.",
    fix: "Add its path to `fields` of the envelope. A member that is a context field and no more is \
          explained by that one's `doc`.",
    ..Rule::LINT
};

/// A client's author reads what each member of a body is.
pub(super) fn unexplained_member(scope: &Scope<'_>, found: &mut Found) {
    for (name, envelope) in &scope.api.envelopes.0 {
        let mut members = Vec::new();
        leaves(&envelope.body.0, "", None, &mut members);
        let is_unexplained =
            |leaf: &&Leaf<'_>| !explains(envelope, &leaf.path.value) && !is_context(envelope, leaf.value);
        for Leaf { path, .. } in members.iter().filter(is_unexplained) {
            let message = format!("nothing explains the member {} of {}", quoted(path), quoted(name));
            let help = format!("add `{}: …` to `fields` of the envelope", path.value);
            found.push((Subject::Api, Finding::new(&UNEXPLAINED_MEMBER, path.span, message, help)));
        }
    }
}

/// A member without members of its own: its path, at the place of its key, and its value.
struct Leaf<'a> {
    path: Spanned<String>,
    value: &'a str,
}

fn leaves<'a>(node: &'a Node, path: &str, key: Option<Span>, found: &mut Vec<Leaf<'a>>) {
    match &node.kind {
        Kind::Map(pairs) => {
            for (key, value) in pairs {
                let Kind::Scalar { text, .. } = &key.kind else { continue };
                let path = if path.is_empty() { text.clone() } else { format!("{path}.{text}") };
                if text != SPREAD {
                    leaves(value, &path, Some(key.span), found);
                }
            }
        }
        Kind::List(items) => items.iter().for_each(|item| leaves(item, &format!("{path}[]"), key, found)),
        Kind::Scalar { text, .. } => {
            let path = key.map(|span| Spanned { value: path.to_owned(), span });
            found.extend(path.map(|path| Leaf { path, value: text }));
        }
    }
}

/// Whether a text explains a member; one that explains a list explains its items.
fn explains(envelope: &RawEnvelope, path: &str) -> bool {
    envelope
        .fields
        .keys()
        .any(|field| path.strip_prefix(field).is_some_and(|rest| rest.replace("[]", "").is_empty()))
}

/// Whether a member is a field of the context and no more, whose doc explains it.
fn is_context(envelope: &RawEnvelope, value: &str) -> bool {
    let pieces = template::parse(value).unwrap_or_default();
    matches!(pieces.as_slice(), [RawPiece::Placeholder(name, _)] if envelope.context.get(name).is_some())
}
