//! Names of components, which are unique in a description, even if case is ignored.

use std::collections::HashSet;

use heck::ToUpperCamelCase;

/// The names that are in use in one section of the components. Names start with the API's name, so that they
/// don't collide with those of the team's own description.
pub(super) struct Names {
    prefix: String,
    taken: HashSet<String>,
}

impl Names {
    pub(super) fn new(api: &str) -> Self {
        Names { prefix: api.to_upper_camel_case(), taken: HashSet::new() }
    }

    /// Returns a name that isn't in use. Component names are ASCII letters, digits, `.`, `-` and `_`.
    pub(super) fn add(&mut self, parts: &[&str]) -> String {
        let is_valid = |c: char| c.is_ascii_alphanumeric();
        let clean = |part: &&str| part.replace(|c: char| !is_valid(c), "_");
        let name = self.prefix.clone() + &parts.iter().map(clean).collect::<String>();
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        names.find(|name| self.taken.insert(name.to_ascii_lowercase())).expect("numbers don't end")
    }
}
