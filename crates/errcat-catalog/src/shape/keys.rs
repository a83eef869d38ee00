//! The keys of a record: where they are, and which of them have findings.

use crate::finding::Span;

/// A key of a record.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The name, as the language spells it.
    pub name: &'static str,
    /// The location of the key; that of the record if the key is missing.
    pub place: Span,
    /// The condition of the value.
    pub condition: Condition,
}

/// The condition of a key's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// It was read without findings.
    Sound,
    /// It has findings, but at least a part of it was read.
    Reported,
    /// It has findings, and nothing of it was read.
    Unusable,
    /// The key is required and missing, which is reported, or the record couldn't be read at all.
    Missing,
}

/// The keys of a record that are set, or reported as missing.
#[derive(Debug, Clone)]
pub struct Keys(Box<[Key]>);

impl Keys {
    /// Creates the keys of a record.
    pub fn new(keys: Vec<Key>) -> Self {
        Keys(keys.into())
    }

    /// Returns the keys that are set, in the order of the record.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Span)> {
        self.0.iter().filter(|key| key.condition != Condition::Missing).map(|key| (key.name, key.place))
    }

    /// Returns the location of a key; `None` if it isn't set.
    pub fn place(&self, name: &str) -> Option<Span> {
        self.iter().find(|(key, _)| *key == name).map(|(_, place)| place)
    }

    /// Returns `true` if a key has findings on its shape, or was reported as missing. A rule that fails
    /// because of its value would only report a consequence.
    pub fn is_reported(&self, name: &str) -> bool {
        self.0.iter().any(|key| key.name == name && key.condition != Condition::Sound)
    }

    /// Returns `true` if any key has findings on its shape, or was reported as missing.
    pub fn any_reported(&self) -> bool {
        self.0.iter().any(|key| key.condition != Condition::Sound)
    }

    /// Returns `true` if a key was reported, and nothing of its value could be read. It may define any names.
    pub fn is_unusable(&self, name: &str) -> bool {
        let is_lost = |condition| matches!(condition, Condition::Unusable | Condition::Missing);
        self.0.iter().any(|key| key.name == name && is_lost(key.condition))
    }
}
