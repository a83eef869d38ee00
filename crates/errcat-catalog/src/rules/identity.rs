//! Rules on how clients identify errors.

use std::collections::{HashMap, HashSet};

use crate::finding::{Finding, Findings, Rule};
use crate::model::Identity;
use crate::raw::{RawEnvelope, RawIdentity};
use crate::rules::envelopes::users;
use crate::scope::Scope;
use crate::suggest::{did_you_mean, quoted};
use crate::template;
use crate::value;

pub(crate) static UNIDENTIFIABLE: Rule = Rule {
    name: "unidentifiable",
    why: "Clients can only identify errors by the status, and by values in the body and in headers of the \
          envelope: the code, the title, the message, the type and public facts.",
    fix: "Add the placeholder to the body, or set `identify_by` to values that are in it.",
    ..Rule::REQUIRED
};

/// Checks that `identify_by` is set, and that the body or a header contains its values.
pub(super) fn unidentifiable(scope: &Scope<'_>, findings: &mut Findings) {
    for (name, envelope) in &scope.api.envelopes.0 {
        if envelope.has_unknown_body() || envelope.keys.is_reported("headers") {
            continue;
        }
        if envelope.identify_by.0.is_empty() && !envelope.keys.is_reported("identify_by") {
            let message = format!("the envelope `{}` doesn't define how to identify errors", name.value);
            let help = "add `identify_by: [status]`, or use code, type, title or message";
            findings.push(Finding::new(&UNIDENTIFIABLE, name.span, message, help));
        }
        let mut slots = value::slots(envelope);
        slots.extend(value::key_slots(envelope).into_iter().map(str::to_owned));
        for raw in &envelope.identify_by.0 {
            let problem = match raw {
                RawIdentity::Header(header) => unidentifying_header(scope, envelope, header),
                RawIdentity::Value(identity) => match &identity.value {
                    Identity::Status => None,
                    Identity::Fact(fact) if !scope.may_have_public_fact(fact) => {
                        Some(unknown_identity(scope, envelope, fact))
                    }
                    identity if slots.iter().any(|known| known == identity.name()) => None,
                    identity => Some((
                        format!(
                            "errors are identified by {identity}, but the body of `{}` doesn't contain `{{{identity}}}`",
                            name.value
                        ),
                        format!(
                            "add `\"{{{identity}}}\"` to the body, or remove {identity} from `identify_by`"
                        ),
                    )),
                },
            };
            if let Some((message, help)) = problem {
                findings.push(Finding::new(&UNIDENTIFIABLE, raw.span(), message, help));
            }
        }
    }
}

/// Returns the message and the help for a word that is neither built in nor a public fact.
fn unknown_identity(scope: &Scope<'_>, envelope: &RawEnvelope, word: &str) -> (String, String) {
    if scope.api.facts.get(word).is_some() {
        let message = format!("clients don't see the fact `{word}`");
        return (message, format!("remove `audience` from `{word}`, or identify errors by something else"));
    }
    let facts = scope.api.facts.keys().filter(|name| scope.has_public_fact(name));
    let known = Identity::BUILT_IN.iter().map(Identity::name).chain(facts);
    let is_header = envelope.headers.keys().any(|name| name.eq_ignore_ascii_case(word));
    let help = match did_you_mean(word, known) {
        _ if is_header => format!("write `header.{word}`"),
        Some(help) => help,
        None => "write `status`, `code`, `title`, `message`, `type`, `table`, a public fact or `header.NAME`"
            .to_owned(),
    };
    (format!("{} isn't a value by which errors can be identified", quoted(word)), help)
}

/// Returns the message and the help if a header identifies nothing.
fn unidentifying_header(scope: &Scope<'_>, envelope: &RawEnvelope, header: &str) -> Option<(String, String)> {
    let is_header = |name: &str| name.eq_ignore_ascii_case(header);
    let Some((_, text)) = envelope.headers.0.iter().find(|(name, _)| is_header(name)) else {
        if envelope.headers.unusable().any(is_header) {
            return None;
        }
        let help = did_you_mean(header, envelope.headers.keys())
            .unwrap_or_else(|| format!("add it to the envelope: `headers: {{ {header}: \"{{code}}\" }}`"));
        return Some((format!("the envelope has no header {}", quoted(header)), help));
    };
    let identifies = |name: &str| {
        Identity::BUILT_IN.iter().any(|identity| identity.name() == name) || scope.may_have_public_fact(name)
    };
    let help = "use `{code}`, `{title}`, `{type}` or a public fact in its value";
    let is_same = !template::in_body(&text.value).any(|slot| identifies(slot.name));
    is_same.then(|| (format!("the header {} is the same for every error", quoted(header)), help.to_owned()))
}

pub(crate) static AMBIGUOUS_IDENTITY: Rule = Rule {
    name: "ambiguous-identity",
    why: "Clients decode a response to the error that matches `identify_by`. If several match, they \
          get the code that all of them inherit from. These errors don't have one in common.",
    fix: "Let them inherit from the same code with `is`, or add a value that differs to \
          `identify_by`.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that errors that look the same to clients inherit from a common code.
pub(super) fn ambiguous_identity(scope: &Scope<'_>, findings: &mut Findings) {
    for (at, (name, envelope)) in scope.api.envelopes.0.iter().enumerate() {
        let identities = scope.identities(envelope);
        let is_unknown = |by: &Identity| matches!(by, Identity::Fact(name) if !scope.has_public_fact(name));
        let is_reported = |raw: &RawIdentity| match raw {
            RawIdentity::Header(name) => unidentifying_header(scope, envelope, name).is_some(),
            RawIdentity::Value(_) => false,
        };
        if envelope.keys.is_reported("identify_by")
            || envelope.keys.is_reported("headers")
            || identities.iter().any(is_unknown)
            || envelope.identify_by.0.iter().any(is_reported)
        {
            continue;
        }
        let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
        let is_sent = |user: &usize| scope.entries[*user].raw.retired.is_none() && !scope.is_open(*user);
        let known = scope.known_statuses(users(scope, at));
        for user in users(scope, at).filter(is_sent) {
            for key in scope.identity_keys(user, &identities, &known) {
                groups.entry(key).or_default().push(user);
            }
        }
        for group in groups.values() {
            let first = &scope.entries[group[0]];
            // The kinds that all errors so far have in common. The first error that leaves none is reported.
            let mut shared = first.chain.clone();
            let mut codes = HashSet::from([scope.wire_code(group[0]).value.as_str()]);
            let apart = group.iter().find(|user| {
                // Errors with the same code are reported by `duplicate-code`.
                if codes.insert(&scope.wire_code(**user).value) {
                    shared.retain(|kind| scope.entries[**user].chain.contains(kind));
                }
                shared.is_empty()
            });
            let apart = apart.map(|user| &scope.entries[*user]);
            if let Some(entry) = apart {
                let by: Vec<&str> = identities.iter().map(Identity::name).collect();
                let message = format!(
                    "{} and {} have the same {} in the envelope `{}`, and no common code to inherit from",
                    quoted(&entry.code.value),
                    quoted(&first.code.value),
                    by.join(" and "),
                    name.value
                );
                let is_blank = scope.api.docs_url.is_none() && identities.contains(&Identity::Type);
                // The built-in envelope can't be changed.
                let help = match is_blank {
                    true => "let both inherit from one code with `is: …`, or set `docs_url` in api.yaml: without it, the type of every error is `about:blank`".to_owned(),
                    false => format!(
                        "let both inherit from one code with `is: …`, or add a value that differs to `identify_by` of `{}`",
                        name.value
                    ),
                };
                findings.push(
                    Finding::new(&AMBIGUOUS_IDENTITY, entry.code.span, message, help)
                        .related(first.code.span, "looks the same to a client"),
                );
            }
        }
    }
}
