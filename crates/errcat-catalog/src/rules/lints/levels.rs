//! The levels of lints, by error.

use std::collections::HashSet;

use super::{CODE_LINTS, Subject, all_settings};
use crate::finding::{Level, Rule, Span, Spanned};
use crate::lint_levels::ALL;
use crate::raw::RawLint;
use crate::scope::Scope;
use crate::shape::{Keys, Map};
use crate::suggest::nearest;

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
            Setting::Set((name, raw)) => {
                self.used.insert(name.span);
                raw.level
            }
            Setting::Reported => Level::Allow,
            Setting::None => self.scope.lints.level(lint),
        }
    }

    /// Returns the `allow`s that haven't silenced a finding, except those that may once reported values are
    /// fixed.
    pub(super) fn needless(&self) -> Vec<&'a Spanned<String>> {
        let is_needless = |(name, raw): &&(Spanned<String>, RawLint)| {
            raw.level == Level::Allow
                && !self.used.contains(&name.span)
                && super::is_lint(name)
                && !self.may_silence_code(name)
        };
        sound_settings(self.scope).filter(is_needless).map(|(name, _)| name).collect()
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

/// The setting of a lint.
pub(super) enum Setting<'s> {
    /// The catalog sets the level.
    Set(&'s (Spanned<String>, RawLint)),
    /// The catalog seems to set the level, but that is reported as a mistake.
    Reported,
    /// Only the workspace may set the level.
    None,
}

/// Returns the setting of a lint that applies to a subject: that of the error, or else of its table or its
/// API.
pub(super) fn nearest_setting<'s>(scope: &'s Scope<'_>, lint: &Rule, subject: Subject) -> Setting<'s> {
    let entry = match subject {
        Subject::Api => None,
        Subject::Entry(index) => Some(&scope.entries[index]),
    };
    let of_table = entry.map(|entry| scope[entry.table].raw).map(|table| (&table.lints, &table.keys));
    let of_entry = entry.map(|entry| (&entry.raw.lints, &entry.raw.keys));
    let of_api = [(&scope.api.lints, &scope.api.keys)];
    let nearest = of_entry.into_iter().chain(of_table).chain(of_api);
    let mut settings = nearest.map(|(lints, keys)| setting_in(lints, keys, lint));
    settings.find(|setting| !matches!(setting, Setting::None)).unwrap_or(Setting::None)
}

/// Returns the setting of a lint in a map: by its name, or else that of `all`.
fn setting_in<'s>(lints: &'s Map<RawLint>, keys: &Keys, lint: &Rule) -> Setting<'s> {
    let named = |wanted: &str| lints.0.iter().find(|(name, _)| name.value == wanted);
    let is_meant = |name: &str| {
        name == lint.name
            || name == ALL
            || (!super::is_lint(name) && nearest(name, super::all().map(|lint| lint.name)) == Some(lint.name))
    };
    let is_reported = || keys.is_unusable("lints") || lints.unusable().chain(lints.keys()).any(is_meant);
    match named(lint.name).or_else(|| named(ALL)) {
        Some(setting) => Setting::Set(setting),
        None if is_reported() => Setting::Reported,
        None => Setting::None,
    }
}

/// Returns the settings of lints in errors, tables and `api.yaml` that have no findings on their shape.
/// Otherwise, the lints may not have found what is allowed.
fn sound_settings<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s (Spanned<String>, RawLint)> {
    let is_api_sound = scope.complete && !scope.api.keys.any_reported();
    let are_tables_sound = !scope.tables.iter().any(|table| table.raw.keys.any_reported());
    let is_sound = move |index: usize| {
        let mut chain = scope.entries[index].chain.iter().chain([&index]);
        !scope.is_open(index) && !chain.any(|link| scope.entries[*link].raw.keys.any_reported())
    };
    // Near duplicates depend on all errors.
    let is_local = |(name, _): &&(Spanned<String>, RawLint)| {
        name.value != ALL && name.value != super::duplicates::NEAR_DUPLICATE.name
    };
    let of_errors = (0..scope.entries.len()).filter(move |index| is_sound(*index)).flat_map(move |index| {
        let lints = &scope.entries[index].raw.lints.0;
        lints.iter().filter(move |setting| are_tables_sound || is_local(setting))
    });
    let of_tables = scope.tables.iter().map(|table| &table.raw.lints).filter(move |_| are_tables_sound);
    let of_api = std::iter::once(&scope.api.lints).filter(move |_| are_tables_sound);
    let shared = of_tables.chain(of_api).flat_map(|lints| &lints.0);
    shared.chain(of_errors).filter(move |_| is_api_sound)
}
