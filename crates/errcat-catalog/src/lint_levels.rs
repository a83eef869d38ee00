//! The levels of lints that a workspace sets.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::rule::{Level, Rule};

/// The word for every lint that isn't named.
pub const ALL: &str = "all";

/// The levels of lints, by name. [`crate::rules::check_lint_names`] checks the names.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct LintLevels(BTreeMap<String, Level>);

impl LintLevels {
    /// No level is set.
    pub const NONE: Self = LintLevels(BTreeMap::new());

    /// The level of a lint in this workspace, unless its catalog sets another.
    pub fn level(&self, lint: &Rule) -> Level {
        let named = self.0.get(lint.name).or_else(|| self.0.get(ALL)).copied();
        named.or(lint.default_level).unwrap_or(Level::Deny)
    }

    /// The names that are set, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
