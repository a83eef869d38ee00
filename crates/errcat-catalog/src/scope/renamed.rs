//! Finds the current code of an error that was renamed.

use super::Scope;
use crate::finding::Findings;
use crate::yaml::{self, Kind, Node};

impl Scope<'_> {
    /// Returns the code of an error whose former code is given. It has the former code in `aliases`, or is
    /// the only new error with the message that the lock has for it.
    pub fn renamed(&self, former: &str) -> Option<&str> {
        let is_alias = |index: &usize| {
            let mut aliases = self.entries[*index].raw.aliases.0.iter();
            self.is_owner(*index) && aliases.any(|alias| alias.value == former)
        };
        let with_alias = (0..self.entries.len()).find(is_alias);
        with_alias.map(|index| self.id(index)).or_else(|| self.renamed_in_lock(former))
    }

    fn renamed_in_lock(&self, former: &str) -> Option<&str> {
        let lock = self.lock?;
        // Rules on the lock are applied once the catalog has no errors.
        let lines = yaml::read(&self.sources.file(lock).text, lock, &mut Findings::default())?;
        let message = text(member(member(&lines, former)?, "message")?)?;
        let is_successor = |index: &usize| {
            let is_new = member(&lines, self.id(*index)).is_none();
            is_new && self.is_owner(*index) && self.message(*index).is_some_and(|text| text.value == message)
        };
        let mut successors = (0..self.entries.len()).filter(is_successor);
        let only = successors.next().filter(|_| successors.next().is_none())?;
        Some(self.id(only))
    }
}

/// Returns the value of a key.
fn member<'n>(map: &'n Node, key: &str) -> Option<&'n Node> {
    let Kind::Map(pairs) = &map.kind else { return None };
    pairs.iter().find(|(name, _)| text(name) == Some(key)).map(|(_, value)| value)
}

fn text(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Scalar { text, .. } => Some(text),
        _ => None,
    }
}
