//! Rules, with their name, the reason for them, and how to satisfy them.
//!
//! Each rule is a static next to its check. [`crate::rules::all`] lists the rules of the language; other
//! crates have their own lists.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// A rule. Rules are equal if their names are.
pub struct Rule {
    /// The name, which findings show: `duplicate-key`.
    pub name: &'static str,
    /// The reason for the rule, one paragraph.
    pub why: &'static str,
    /// How to satisfy the rule, one paragraph.
    pub fix: &'static str,
    /// The level of a lint if neither the workspace nor the catalog sets it; `None` for a rule that always
    /// applies.
    pub default_level: Option<Level>,
    /// `true` if a catalog that breaks the rule is still readable. Always `true` for lints.
    pub is_harmless: bool,
}

/// The treatment of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Findings are dropped.
    Allow,
    /// Findings are reported as warnings.
    Warn,
    /// Findings are errors.
    Deny,
}

impl Rule {
    /// The base of a rule that always applies: `Rule { name, why, fix, ..Rule::REQUIRED }`.
    pub const REQUIRED: Rule = Rule { name: "", why: "", fix: "", default_level: None, is_harmless: false };

    /// The base of a lint, an optional rule: off unless the workspace or the catalog turns it on.
    pub const LINT: Rule = Rule { default_level: Some(Level::Allow), is_harmless: true, ..Rule::REQUIRED };

    /// Returns `true` if the rule's level can be set.
    pub fn is_lint(&self) -> bool {
        self.default_level.is_some()
    }
}

impl Level {
    /// Returns the word for the level in settings and catalogs.
    pub fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rule({})", self.name)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

impl PartialOrd for Rule {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rule {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(other.name)
    }
}

impl Hash for Rule {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}
