//! The levels of lints that a workspace sets.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::rule::{Level, Rule};

/// The word for all lints without their own level.
pub const ALL: &str = "all";

/// The levels of lints, by name. [`crate::rules::check_lint_names`] checks the names.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct LintLevels(BTreeMap<String, Level>);

impl LintLevels {
    /// No levels.
    pub const NONE: Self = LintLevels(BTreeMap::new());

    /// Returns the level of a lint in this workspace, unless the catalog sets another.
    pub fn level(&self, lint: &Rule) -> Level {
        let named = self.0.get(lint.name).or_else(|| self.0.get(ALL)).copied();
        named.or(lint.default_level).unwrap_or(Level::Deny)
    }

    /// Returns the names of the lints that are set, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
