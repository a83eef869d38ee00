//! Rules as values: a name that can be looked up, the reason for the rule, and how to satisfy it.
//!
//! Each rule is a static next to its check. [`crate::rules::all`] lists those of the language; the crates above have lists of
//! their own.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// A rule. Two rules are the same if they have the same name.
pub struct Rule {
    /// The name that findings show and users look up: `duplicate-key`.
    pub name: &'static str,
    /// Why the rule exists, in a paragraph.
    pub why: &'static str,
    /// How to satisfy it, in a paragraph.
    pub fix: &'static str,
    /// The level of a lint that neither the workspace nor the catalog sets; `None` for a rule that always applies.
    pub default_level: Option<Level>,
    /// Whether a catalog that breaks the rule can be understood all the same. Always true of lints.
    pub is_harmless: bool,
}

/// What happens to a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// They are dropped.
    Allow,
    /// They are reported.
    Warn,
    /// They are errors.
    Deny,
}

impl Rule {
    /// The base of a rule that always applies: `Rule { name, why, fix, ..Rule::REQUIRED }`.
    pub const REQUIRED: Rule = Rule { name: "", why: "", fix: "", default_level: None, is_harmless: false };

    /// The base of a lint, a rule that is a matter of taste: off until a workspace or a catalog turns it on.
    pub const LINT: Rule = Rule { default_level: Some(Level::Allow), is_harmless: true, ..Rule::REQUIRED };

    /// Returns `true` if the rule's level can be set.
    pub fn is_lint(&self) -> bool {
        self.default_level.is_some()
    }
}

impl Level {
    /// The word for it in settings and catalogs.
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
