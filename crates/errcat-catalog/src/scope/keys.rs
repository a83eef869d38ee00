//! The values of placeholders in the keys of a body.

use std::borrow::Cow;

use super::Scope;

impl Scope<'_> {
    /// Returns the value that an error has for a placeholder in a key. `None` if it has none.
    pub fn key_value(&self, index: usize, name: &str) -> Option<Cow<'_, str>> {
        if self.has_public_fact(name) {
            let facts = self.facts(index);
            let is_it = |id: usize| self.api.facts.0[id].0.value == name;
            let (_, value) = facts.iter().find(|(id, _)| is_it(id.index()))?;
            return Some(value.text.as_str().into());
        }
        match name {
            "table" => Some(self[self.entries[index].table].name.into()),
            "code" => Some(self.wire_code(index).value.as_str().into()),
            "kind" => Some(self.wire_code(self.kind(index)?).value.as_str().into()),
            _ => None,
        }
    }
}
