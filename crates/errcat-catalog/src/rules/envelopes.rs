//! Rules on envelopes.

use errcat::Constant;

use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::raw::RawEnvelope;
use crate::rules::bodies::{self, INVALID_BODY};
use crate::rules::texts::brace_finding;
use crate::scope::Scope;
use crate::shape::{BodyTemplate, Choice, to_json};
use crate::suggest::{did_you_mean, quoted};
use crate::template::{self, BodyPlaceholder};
use crate::value::{self, CAST, CONSTANTS, RESERVED};
use crate::yaml::{Kind, Node};

/// Checks that bodies can be written as JSON, and the syntax of their placeholders.
pub(super) fn invalid_body(scope: &Scope<'_>, findings: &mut Findings) {
    for (name, envelope) in &scope.api.envelopes.0 {
        for part in value::parts(envelope) {
            to_json(part, findings);
        }
        for (text, span) in value::texts(envelope) {
            if let Err(unbalanced) = template::parse_body(text) {
                let place = scope.parts(text, span).place(template::extent(text, unbalanced));
                findings.push(brace_finding(&INVALID_BODY, place, "a placeholder"));
            }
            check_casts(scope, text, span, findings);
        }
        check_each(name, envelope, findings);
        bodies::check(scope, envelope, findings);
        value::parts(envelope).for_each(|part| check_unquoted_placeholders(part, findings));
    }
}

/// Checks that a list of errors is the only place of `{each}`, and that its items have a form.
fn check_each(name: &Spanned<String>, envelope: &RawEnvelope, findings: &mut Findings) {
    let mut lists = Vec::new();
    collect_lists(&envelope.body.0, &mut lists);
    let mut report = |place: Span, message: &str, help: &str| {
        findings.push(Finding::new(&INVALID_BODY, place, message, help));
    };
    let help = "write `[\"{each}\"]` once, where the list of errors is";
    for (text, span) in value::texts(envelope) {
        let is_list = lists.contains(&span);
        if template::in_body(text).any(|slot| slot.name == "each") && !is_list {
            report(
                span,
                "`{each}` stands for the errors of a response, and is the only item of a list",
                help,
            );
        }
    }
    if let Some(second) = lists.get(1) {
        report(*second, "the errors of a response are in the body twice", help);
    }
    match (lists.first(), &envelope.each, envelope.keys.place("each")) {
        (Some(list), None, None) if !envelope.keys.is_reported("each") => {
            let help = "add the form of an item to the envelope: `each: { code: \"{code}\" }`";
            report(*list, "the items of this list have no form", help);
        }
        (None, Some(_), place) => {
            report(place.unwrap_or(name.span), "the body has no list of errors", help);
        }
        _ => {}
    }
}

/// Collects the locations of `{each}` in lists that consist of it.
fn collect_lists(node: &Node, lists: &mut Vec<Span>) {
    match &node.kind {
        Kind::List(items) if value::is_each(node) => lists.push(items[0].span),
        Kind::List(items) => items.iter().for_each(|item| collect_lists(item, lists)),
        Kind::Map(pairs) => pairs.iter().for_each(|(_, value)| collect_lists(value, lists)),
        Kind::Scalar { .. } => {}
    }
}

/// Reports casts to unknown types, and those that change nothing.
fn check_casts(scope: &Scope<'_>, text: &str, span: Span, findings: &mut Findings) {
    let mut parts = scope.parts(text, span);
    for BodyPlaceholder { name, cast, range } in template::in_body(text) {
        let is_alone = range.len() == text.len();
        let message = match cast {
            None => continue,
            Some(CAST) if is_alone => continue,
            Some(CAST) => "a placeholder in a longer text is always written as text".to_owned(),
            Some(cast) => format!("a value can't be written as {}, only as `{CAST}`", quoted(cast)),
        };
        let help = match is_alone {
            true => format!("write \"{{{name}:{CAST}}}\", or \"{{{name}}}\" to keep the type"),
            false => format!("write `{{{name}}}`"),
        };
        findings.push(Finding::new(&INVALID_BODY, parts.place(range), message, help));
    }
}

/// Reports placeholders without quotes. YAML reads `{title}` as a map whose key `title` has no value.
fn check_unquoted_placeholders(node: &Node, findings: &mut Findings) {
    let items: Vec<&Node> = match &node.kind {
        Kind::Scalar { .. } => return,
        Kind::List(items) => items.iter().collect(),
        Kind::Map(pairs) => {
            if let [(Node { kind: Kind::Scalar { text: name, plain: true }, .. }, value)] = pairs.as_slice()
                && matches!(&value.kind, Kind::Scalar { text, plain: true } if text.is_empty())
            {
                let message =
                    format!("without quotes, YAML reads {} as a map", quoted(&format!("{{{name}}}")));
                let help = format!("write \"{{{name}}}\"");
                findings.push(Finding::new(&INVALID_BODY, node.span, message, help));
            }
            pairs.iter().map(|(_, value)| value).collect()
        }
    };
    items.into_iter().for_each(|item| check_unquoted_placeholders(item, findings));
}

pub(crate) static UNKNOWN_SLOT: Rule = Rule {
    name: "unknown-slot",
    why: "A placeholder in a body is `code`, `title`, `message`, `status`, `docs_url`, `type`, \
          `params`, a part of the error (`retryable`, `severity`, `kind`, `answer`, `meaning`, `causes`, \
          `fixes`, `table`, `api`), a context field, a public fact, or a param that every error with this \
          envelope has.",
    fix: "Add the field to `context`, the fact to `facts`, or the param to the error that lacks it.",
    ..Rule::REQUIRED
};

/// Checks that placeholders of a body are built in, context fields, or params of every error with the
/// envelope.
pub(super) fn unknown_slot(scope: &Scope<'_>, findings: &mut Findings) {
    for (at, (name, envelope)) in scope.api.envelopes.0.iter().enumerate() {
        let users: Vec<usize> = users(scope, at).collect();
        for (text, span) in value::texts(envelope) {
            let mut parts = scope.parts(text, span);
            for BodyPlaceholder { name: slot, range, .. } in template::in_body(text) {
                let has = |user: &usize| scope.has_param(*user, slot) || scope.may_have(*user, slot);
                // A param may have the name of a part of the error. Then every error needs it.
                let is_shadowed = || users.iter().any(|user| scope.has_param(*user, slot));
                let is_constant = Constant::from_word(slot).is_some();
                if scope.may_be_known_slot(envelope, slot) && !(is_constant && is_shadowed()) {
                    continue;
                }
                let place = parts.place(range);
                if !users.iter().any(has) {
                    let facts = scope.api.facts.keys().filter(|name| scope.has_public_fact(name));
                    let known =
                        RESERVED.into_iter().chain(CONSTANTS).chain(envelope.context.keys()).chain(facts);
                    let help = did_you_mean(slot, known).unwrap_or_else(|| {
                        format!("add it to `context`, or declare the param `{slot}` in its errors")
                    });
                    let message = format!("the envelope `{}` has no value for `{{{slot}}}`", name.value);
                    findings.push(Finding::new(&UNKNOWN_SLOT, place, message, help));
                    continue;
                }
                for user in users.iter().filter(|user| !has(user)) {
                    let code = scope.entries[*user].code;
                    let message = format!(
                        "{} has no param `{slot}`, which its envelope `{}` uses",
                        quoted(&code.value),
                        name.value
                    );
                    let help = format!("declare `{slot}` under its `params`, or use another envelope");
                    findings.push(
                        Finding::new(&UNKNOWN_SLOT, code.span, message, help).related(place, "used here"),
                    );
                }
            }
        }
    }
}

pub(crate) static UNKNOWN_MEMBER: Rule = Rule {
    name: "unknown-member",
    why: "`optional` and `fields` refer to members of the body by path. The body has no such path.",
    fix: "Write the path as it is in the body: `error`, `error.code`, `detail[].loc`.",
    ..Rule::REQUIRED
};

/// Checks that the paths in `optional` and `fields` are members of the body.
pub(super) fn unknown_member(scope: &Scope<'_>, findings: &mut Findings) {
    for (_, envelope) in &scope.api.envelopes.0 {
        if envelope.has_unknown_body() {
            continue;
        }
        let mut members = Vec::new();
        let each = envelope.each.as_ref().map(|BodyTemplate(item)| item);
        collect_members(&envelope.body.0, each, "", &mut members);
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
                    "write the path as it is in the body: `error`, `error.code`, `detail[].loc`".into()
                });
            let message = format!("the body has no member {}", quoted(&path.value));
            findings.push(Finding::new(&UNKNOWN_MEMBER, path.span, message, help).label("not in the body"));
        }
    }
}

/// Collects the paths of a body's members. The flag is `true` if the value has a placeholder: it may have any
/// members of its own.
fn collect_members(node: &Node, each: Option<&Node>, path: &str, members: &mut Vec<(String, bool)>) {
    match &node.kind {
        Kind::Scalar { .. } => {}
        Kind::List(_) if let (true, Some(item)) = (value::is_each(node), each) => {
            collect_members(item, None, &format!("{path}[]"), members);
        }
        Kind::List(items) => {
            items.iter().for_each(|item| collect_members(item, each, &format!("{path}[]"), members));
        }
        Kind::Map(pairs) => {
            for (key, value) in pairs {
                let Kind::Scalar { text, .. } = &key.kind else { continue };
                let path = if path.is_empty() { text.clone() } else { format!("{path}.{text}") };
                let is_open = matches!(&value.kind, Kind::Scalar { text, .. } if text.contains('{'));
                collect_members(value, each, &path, members);
                members.push((path, is_open));
            }
        }
    }
}

/// Returns the entries that use an envelope.
pub(super) fn users(scope: &Scope<'_>, envelope: usize) -> impl Iterator<Item = usize> {
    (0..scope.entries.len())
        .filter(move |index| scope.envelope(*index).is_some_and(|(at, _)| at.index() == envelope))
}
