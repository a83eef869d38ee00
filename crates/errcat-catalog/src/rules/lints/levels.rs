//! The levels of lints, by error.

use std::collections::HashSet;

use super::{CODE_LINTS, Subject, all_settings};
use crate::finding::{Level, Rule, Span, Spanned};
use crate::lint_levels::ALL;
use crate::raw::RawLint;
use crate::scope::Scope;
use crate::shape::Map;

/// The levels of an API's lints, and the `allow`s that have silenced a finding so far.
pub(super) struct Levels<'a> {
    scope: &'a Scope<'a>,
    used: HashSet<Span>,
}

impl<'a> Levels<'a> {
    pub(super) fn new(scope: &'a Scope<'a>) -> Self {
        Levels { scope, used: HashSet::new() }
    }

    /// Returns `true` if a lint is on, or if any `lints` of the catalog sets it. Otherwise it needn't run.
    pub(super) fn is_relevant(&self, lint: &Rule) -> bool {
        self.scope.lints.level(lint) != Level::Allow
            || all_settings(self.scope).any(|lints| lints.keys().any(|name| name == lint.name || name == ALL))
    }

    /// Returns the level of a lint for a finding: the one set at the error, its table, its API or the
    /// workspace. If it is set by an `allow`, that is marked as used.
    pub(super) fn resolve(&mut self, lint: &Rule, subject: Subject) -> Level {
        match nearest_setting(self.scope, lint, subject) {
            Some((name, raw)) => {
                self.used.insert(name.span);
                raw.level
            }
            None => self.scope.lints.level(lint),
        }
    }

    /// Returns the `allow`s that haven't silenced a finding.
    pub(super) fn needless(&self) -> Vec<&'a Spanned<String>> {
        let is_needless = |(name, raw): &&(Spanned<String>, RawLint)| {
            raw.level == Level::Allow
                && !self.used.contains(&name.span)
                && super::is_lint(name)
                && !self.may_silence_code(name)
        };
        let all = all_settings(self.scope).flat_map(|lints| &lints.0);
        all.filter(is_needless).map(|(name, _)| name).collect()
    }

    /// Returns `true` if an `allow` of this name may silence findings on code: it is the name of a lint on
    /// code, or `all` while such a lint is on.
    fn may_silence_code(&self, name: &str) -> bool {
        let is_on = |lint: &&'static Rule| {
            let settings = all_settings(self.scope).flat_map(|lints| &lints.0);
            let mut on = settings.filter(|(_, raw)| raw.level != Level::Allow);
            self.scope.lints.level(lint) != Level::Allow
                || on.any(|(name, _)| name.value == ALL || name.value == lint.name)
        };
        CODE_LINTS.iter().any(|lint| lint.name == name) || (name == ALL && CODE_LINTS.iter().any(is_on))
    }
}

/// Returns the setting of a lint that applies to a subject: that of the error, or else of its table or its
/// API.
pub(super) fn nearest_setting<'s>(
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
    nearest.find_map(|lints| setting_in(lints, lint))
}

/// Returns the setting of a lint in a map: by its name, or else that of `all`.
fn setting_in<'a>(lints: &'a Map<RawLint>, lint: &Rule) -> Option<&'a (Spanned<String>, RawLint)> {
    let named = |wanted: &str| lints.0.iter().find(|(name, _)| name.value == wanted);
    named(lint.name).or_else(|| named(ALL))
}
