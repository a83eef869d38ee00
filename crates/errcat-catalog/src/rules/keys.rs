//! The rule on keys with placeholders.

use crate::finding::{Finding, Findings, Rule};
use crate::raw::RawEnvelope;
use crate::rules::envelopes::users;
use crate::rules::texts::brace_finding;
use crate::scope::Scope;
use crate::suggest::{did_you_mean, quoted};
use crate::template;
use crate::value::{self, BracedKey, KEY_SLOTS};

pub(crate) static INVALID_KEY: Rule = Rule {
    name: "invalid-key",
    why: "A key of a body can contain values that are the same in every response of an error: the table, \
          the code, the code in `is`, and public facts. Every error with the envelope needs these values, \
          and they must not result in a key that the object already has. Clients find an error by its key, \
          so the value has to contain what identifies the error.",
    fix: "Use only `{table}`, `{code}`, `{kind}` and public facts in keys, and `{code}` in the value. Write \
          `{{` and `}}` for literal braces.",
    ..Rule::REQUIRED
};

/// Checks that clients and servers can fill the placeholders in the keys of bodies.
pub(super) fn invalid_key(scope: &Scope<'_>, findings: &mut Findings) {
    for (at, (_, envelope)) in scope.api.envelopes.0.iter().enumerate() {
        if envelope.has_unknown_body() {
            continue;
        }
        for key in value::braced_keys(envelope) {
            if is_valid(scope, envelope, &key, findings) {
                check_errors(scope, at, &key, findings);
            }
        }
    }
}

/// Checks a key without its errors.
fn is_valid(scope: &Scope<'_>, envelope: &RawEnvelope, key: &BracedKey<'_>, findings: &mut Findings) -> bool {
    let mut parts = scope.parts(key.text, key.node.span);
    if let Err(unbalanced) = template::parse(key.text) {
        let place = parts.place(template::extent(key.text, unbalanced));
        findings.push(brace_finding(&INVALID_KEY, place, "a placeholder"));
        return false;
    }
    let is_known = |name: &str| KEY_SLOTS.contains(&name) || scope.may_have_public_fact(name);
    let placed: Vec<_> = template::placed(key.text).collect();
    if let Some((name, range)) = placed.iter().find(|(name, _)| !is_known(name)) {
        let message = format!("a key can't contain `{{{name}}}`");
        let facts = scope.api.facts.keys().filter(|name| scope.has_public_fact(name));
        let help = did_you_mean(name, KEY_SLOTS.into_iter().chain(facts));
        let help = help.unwrap_or_else(|| {
            "use values that are the same in every response of an error: `{table}`, `{code}`, `{kind}` and \
             public facts"
                .to_owned()
        });
        findings.push(Finding::new(&INVALID_KEY, parts.place(range.clone()), message, help));
        return false;
    }
    let identities = scope.identities(envelope);
    let mut is_identified = placed.is_empty();
    value::for_each_text(key.value, &mut |text, _| {
        let is_identity = |name: &str| identities.iter().any(|identity| identity.name() == name);
        is_identified |= template::in_body(text).any(|slot| is_identity(slot.name));
    });
    let is_reported = envelope.identify_by.0.is_empty() || envelope.keys.is_reported("identify_by");
    if !is_identified && !is_reported {
        let message = format!("the value of the key {} doesn't identify an error", quoted(key.text));
        let help = "write `{code}` in the value, and add `code` to `identify_by`";
        findings.push(Finding::new(&INVALID_KEY, key.node.span, message, help));
    }
    is_identified
}

/// Checks that each error with the envelope has the values of a key, and that the object doesn't have the
/// resulting key twice.
fn check_errors(scope: &Scope<'_>, envelope: usize, key: &BracedKey<'_>, findings: &mut Findings) {
    let mut is_twice = false;
    for user in users(scope, envelope) {
        let value = |name: &str| scope.key_value(user, name);
        let code = scope.entries[user].code;
        if let Some(missing) = template::placeholders(key.text).find(|name| value(name).is_none()) {
            let message = format!(
                "{} has no value for `{{{missing}}}`, which is in a key of its body",
                quoted(&code.value)
            );
            let help = match missing {
                "kind" => "set `is`, or use another envelope".to_owned(),
                fact => format!("set the fact `{fact}`, or use another envelope"),
            };
            let finding = Finding::new(&INVALID_KEY, code.span, message, help);
            findings.push(finding.related(key.node.span, "used here"));
            continue;
        }
        let filled = |text: &str| value::filled_key(text, &value);
        let others = key.members.iter().filter(|(node, _)| node.span != key.node.span);
        let mut others = others.filter_map(|(node, _)| filled(value::key_text(node)?));
        let own = filled(key.text);
        if !is_twice && others.any(|other| Some(&other) == own.as_ref()) {
            is_twice = true;
            let message = format!(
                "the body of {} has the key {} twice",
                quoted(&code.value),
                quoted(&own.unwrap_or_default())
            );
            let help = "add a text to the key, such as `{table}Error`";
            findings.push(
                Finding::new(&INVALID_KEY, key.node.span, message, help).related(code.span, "for this error"),
            );
        }
    }
}
