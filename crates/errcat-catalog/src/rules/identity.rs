//! Rules on how clients identify errors.

use std::collections::{HashMap, HashSet};

use errcat::Identity;

use crate::finding::{Finding, Findings, Rule};
use crate::raw::RawEnvelope;
use crate::rules::envelopes::users;
use crate::scope::Scope;
use crate::shape::Choice;
use crate::suggest::quoted;
use crate::template::{self, RawPiece};
use crate::value;

pub(crate) static UNIDENTIFIABLE: Rule = Rule {
    name: "unidentifiable",
    why: "Clients can only identify errors by the status and by values in the body.",
    fix: "Add the placeholder to the body, or set `identify_by` to values that are in it.",
    ..Rule::REQUIRED
};

/// Checks that `identify_by` is set, and that the body contains its values.
pub(super) fn unidentifiable(scope: &Scope<'_>, findings: &mut Findings) {
    for (name, envelope) in &scope.api.envelopes.0 {
        if envelope.keys.is_reported("body") {
            continue;
        }
        if envelope.identify_by.0.is_empty() && !envelope.keys.is_reported("identify_by") {
            let message = format!("the envelope `{}` doesn't define how to identify errors", name.value);
            let help = "add `identify_by: [status]`, or use code, type, title or message";
            findings.push(Finding::new(&UNIDENTIFIABLE, name.span, message, help));
        }
        let slots = value::slots(&envelope.body.0);
        let place = envelope.keys.place("identify_by").unwrap_or(name.span);
        for identity in &envelope.identify_by.0 {
            let slot = match identity {
                Identity::Status => continue,
                identity => identity.word(),
            };
            if !slots.iter().any(|known| known == slot) {
                let message = format!(
                    "errors are identified by {slot}, but the body of `{}` doesn't contain `{{{slot}}}`",
                    name.value
                );
                let help = format!("add `\"{{{slot}}}\"` to the body, or remove {slot} from `identify_by`");
                findings.push(Finding::new(&UNIDENTIFIABLE, place, message, help));
            }
        }
    }
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
        if envelope.keys.is_reported("identify_by") {
            continue;
        }
        let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
        let is_sent = |user: &usize| scope.entries[*user].raw.retired.is_none() && !scope.is_open(*user);
        for user in users(scope, at).filter(is_sent) {
            for key in identities(scope, user, envelope) {
                groups.entry(key).or_default().push(user);
            }
        }
        for group in groups.values() {
            let first = &scope.entries[group[0]];
            // The kinds that all errors so far have in common. The first error that leaves none is reported.
            let mut shared = first.chain.clone();
            let mut codes = HashSet::from([first.code.value.as_str()]);
            let apart = group.iter().map(|user| &scope.entries[*user]).find(|entry| {
                // Codes that are defined twice are reported by `duplicate-code`.
                if codes.insert(&entry.code.value) {
                    shared.retain(|kind| entry.chain.contains(kind));
                }
                shared.is_empty()
            });
            if let Some(entry) = apart {
                let by: Vec<&str> = envelope.identify_by.0.iter().map(|by| by.word()).collect();
                let message = format!(
                    "{} and {} have the same {} in the envelope `{}`, and no common code to inherit from",
                    quoted(&entry.code.value),
                    quoted(&first.code.value),
                    by.join(" and "),
                    name.value
                );
                let is_blank =
                    scope.api.docs_url.is_none() && envelope.identify_by.0.contains(&Identity::Type);
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

/// Returns the values by which clients identify an error, joined: one text for each status of the error.
fn identities(scope: &Scope<'_>, index: usize, envelope: &RawEnvelope) -> Vec<String> {
    if envelope.identify_by.0.contains(&Identity::Status) && scope.has_unknown_status(index) {
        return Vec::new();
    }
    let statuses: Vec<String> = match scope.statuses(index) {
        Some(statuses) if !statuses.0.is_empty() => {
            statuses.0.iter().map(|status| status.value.to_string()).collect()
        }
        _ => vec![String::new()],
    };
    let texts = envelope.identify_by.0.iter().map(|identity| match identity {
        Identity::Title => scope.title(index),
        Identity::Message => scope.message(index),
        _ => None,
    });
    if texts.flatten().any(|text| text.is_empty()) {
        return Vec::new(); // Reported by another rule.
    }
    let key = |status: &String| {
        let part = |identity: &Identity| match identity {
            Identity::Status => status.clone(),
            Identity::Code => scope.entries[index].code.value.clone(),
            // A type is the URL of the code's page, or the same for all codes if they have no pages.
            Identity::Type if scope.api.docs_url.is_none() => "about:blank".to_owned(),
            Identity::Type => scope.entries[index].code.value.clone(),
            Identity::Title => scope.title(index).map_or_else(
                || scope.entries[scope.entries[index].owner].code.value.clone(),
                |title| title.value.clone(),
            ),
            Identity::Message => scope.message(index).map(|text| literals(&text.value)).unwrap_or_default(),
        };
        envelope.identify_by.0.iter().map(part).collect::<Vec<_>>().join("\u{0}")
    };
    let mut keys: Vec<String> = statuses.iter().map(key).collect();
    keys.dedup();
    keys
}

/// Returns a message as clients compare it: a placeholder stands for any text, whatever its name is.
fn literals(message: &str) -> String {
    let Ok(pieces) = template::parse(message) else { return message.to_owned() };
    let literal = |piece: RawPiece<'_>| match piece {
        RawPiece::Text(text) => text,
        RawPiece::Placeholder(..) => "{}".to_owned(),
    };
    pieces.into_iter().map(literal).collect()
}
