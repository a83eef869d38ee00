//! Which level a lint has where.

use std::collections::HashSet;

use super::{OF_CODE, Subject, all_said};
use crate::finding::{Level, Rule, Span, Spanned};
use crate::lint_levels::ALL;
use crate::raw::RawLint;
use crate::scope::Scope;
use crate::shape::Map;

/// The levels of an API's lints, and which of its `allow`s were of use so far.
pub(super) struct Levels<'a> {
    scope: &'a Scope<'a>,
    used: HashSet<Span>,
}

impl<'a> Levels<'a> {
    /// The levels that the workspace and the catalog say.
    pub(super) fn new(scope: &'a Scope<'a>) -> Self {
        Levels { scope, used: HashSet::new() }
    }

    /// Whether a lint may be told anywhere, or is silenced anywhere: if not, it needn't be looked for.
    pub(super) fn is_said(&self, lint: &Rule) -> bool {
        self.scope.lints.level(lint) != Level::Allow
            || all_said(self.scope).any(|lints| lints.keys().any(|name| name == lint.name || name == ALL))
    }

    /// The level of a lint at what it is about: what is said there, or in its table, its API or the workspace. An
    /// `allow` that this comes to was of use.
    pub(super) fn of(&mut self, lint: &Rule, subject: Subject) -> Level {
        match said_at(self.scope, lint, subject) {
            Some((name, raw)) => {
                self.used.insert(name.span);
                raw.level
            }
            None => self.scope.lints.level(lint),
        }
    }

    /// The `allow`s that nothing came to.
    pub(super) fn needless(&self) -> Vec<&'a Spanned<String>> {
        let is_needless = |(name, raw): &&(Spanned<String>, RawLint)| {
            raw.level == Level::Allow
                && !self.used.contains(&name.span)
                && super::is_lint(name)
                && !self.may_silence_code(name)
        };
        let all = all_said(self.scope).flat_map(|lints| &lints.0);
        all.filter(is_needless).map(|(name, _)| name).collect()
    }

    /// Whether a name may be needed by what only code shows: that of a lint on code, or `all` where such a lint is on.
    fn may_silence_code(&self, name: &str) -> bool {
        let is_on = |lint: &&'static Rule| {
            let said = all_said(self.scope).flat_map(|lints| &lints.0);
            let mut on = said.filter(|(_, raw)| raw.level != Level::Allow);
            self.scope.lints.level(lint) != Level::Allow
                || on.any(|(name, _)| name.value == ALL || name.value == lint.name)
        };
        OF_CODE.iter().any(|lint| lint.name == name) || (name == ALL && OF_CODE.iter().any(is_on))
    }
}

/// What is said of a lint nearest to what it is about.
pub(super) fn said_at<'s>(
    scope: &'s Scope<'_>,
    lint: &Rule,
    subject: Subject,
) -> Option<&'s (Spanned<String>, RawLint)> {
    let entry = match subject {
        Subject::Api => None,
        Subject::Entry(index) => Some(&scope.entries[index]),
    };
    let of_table = entry.map(|entry| &scope[entry.table].raw.lints);
    let of_entry = entry.map(|entry| &entry.raw.lints);
    let mut nearest = of_entry.into_iter().chain(of_table).chain([&scope.api.lints]);
    nearest.find_map(|lints| said(lints, lint))
}

/// What a map of lints says of one: by its name, or of all.
fn said<'a>(lints: &'a Map<RawLint>, lint: &Rule) -> Option<&'a (Spanned<String>, RawLint)> {
    let named = |wanted: &str| lints.0.iter().find(|(name, _)| name.value == wanted);
    named(lint.name).or_else(|| named(ALL))
}
