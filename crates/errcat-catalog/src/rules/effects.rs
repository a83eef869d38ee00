//! Rules on values that have no effect.

mod errors;
mod facts;
mod tables;

use crate::finding::{Finding, Findings, Rule, Span};
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static INEFFECTIVE_KEY: Rule = Rule {
    name: "ineffective-key",
    why: "A key that has no effect is a leftover, or misses its purpose: the default of a table that all \
          errors override, a name on the wire for a param that no body contains, a header of an error \
          that is never a response.",
    fix: "Remove the key, or add what it needs to have an effect.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that keys have an effect.
pub(super) fn ineffective_key(scope: &Scope<'_>, findings: &mut Findings) {
    tables::check(scope, findings);
    errors::check(scope, findings);
    facts::check(scope, findings);
}

fn finding(place: Span, message: impl Into<String>, help: impl Into<String>) -> Finding {
    Finding::new(&INEFFECTIVE_KEY, place, message, help)
}

pub(crate) static INVALID_SUCCESSOR: Rule = Rule {
    name: "invalid-successor",
    why: "`use` is the code to use instead of a deprecated or retired one. It leads readers in a circle if it \
          is the code itself, and nowhere if it is retired too.",
    fix: "Use a code that is still in use, or remove `use`.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that `use` refers to another code that isn't retired.
pub(super) fn invalid_successor(scope: &Scope<'_>, findings: &mut Findings) {
    for entry in &scope.entries {
        let Some(word) = &entry.raw.r#use else { continue };
        let Some(successor) = scope.owner_of(&word.value).map(|owner| &scope.entries[owner]) else {
            continue;
        };
        let code = quoted(&entry.code.value);
        if word.value == entry.code.value {
            let message = format!("{code} can't replace itself");
            findings.push(Finding::new(
                &INVALID_SUCCESSOR,
                word.span,
                message,
                "use another code, or remove `use`",
            ));
        } else if successor.raw.retired.is_some() {
            let message = format!("the replacement of {code} is retired");
            let help = match &successor.raw.r#use {
                Some(next) if next.value != entry.code.value => {
                    format!("use {}, which replaces it, or remove `use`", quoted(&next.value))
                }
                _ => "use another code, or remove `use`".to_owned(),
            };
            findings.push(
                Finding::new(&INVALID_SUCCESSOR, word.span, message, help)
                    .related(successor.code.span, "retired"),
            );
        }
    }
}
