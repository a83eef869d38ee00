//! Which of the rules that are a matter of taste a workspace wants.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::finding::Level;
use crate::rules::{Rule, did_you_mean};

/// The word for every lint that isn't named.
pub(crate) const ALL: &str = "all";

/// The level of lints, by name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "BTreeMap<String, Level>")]
pub struct Lints(BTreeMap<String, Level>);

impl Lints {
    /// The level that a lint has in this workspace, unless its catalog says another.
    pub fn level(&self, lint: Rule) -> Level {
        let said = self.0.get(lint.name()).or_else(|| self.0.get(ALL)).copied();
        said.or(lint.default_level()).unwrap_or(Level::Deny)
    }
}

impl TryFrom<BTreeMap<String, Level>> for Lints {
    type Error = String;

    fn try_from(levels: BTreeMap<String, Level>) -> Result<Self, String> {
        match levels.keys().find(|name| !is_lint(name)) {
            Some(name) => Err(unknown(name)),
            None => Ok(Lints(levels)),
        }
    }
}

/// Whether a name is that of a lint, or stands for all of them.
pub(crate) fn is_lint(name: &str) -> bool {
    name == ALL || Rule::lints().any(|lint| lint.name() == name)
}

fn unknown(name: &str) -> String {
    let help = match Rule::from_name(name) {
        Some(_) => "it always holds".to_owned(),
        None => did_you_mean(name, Rule::lints().map(Rule::name)).unwrap_or_else(|| {
            format!("there are {ALL}, {}", Rule::lints().map(Rule::name).collect::<Vec<_>>().join(", "))
        }),
    };
    format!("no lint is named `{name}`: {help}")
}
