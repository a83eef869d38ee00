//! The keys of an object, compared with an envelope's members while they are parsed.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

use crate::{KeyPattern, Member, Slot};

/// A key of an object in a body.
pub(super) enum Key<'b> {
    /// A member of the envelope, by its index.
    Member(usize),
    /// A key that the envelope doesn't define.
    Other(Cow<'b, str>),
}

/// Parses a key. Compares it first with the member that usually comes next.
pub(super) struct KeySeed<'m> {
    pub(super) members: &'m [Member<'m>],
    pub(super) next: usize,
    pub(super) patterns: &'m [KeyPattern<'m>],
}

impl KeySeed<'_> {
    fn find(&self, key: &str) -> Option<usize> {
        let is_it = |member: &Member<'_>| member.name == key && !is_extensions(member);
        match self.members.get(self.next) {
            Some(member) if is_it(member) => Some(self.next),
            _ => self.members.iter().position(is_it).or_else(|| self.find_pattern(key)),
        }
    }

    fn find_pattern(&self, key: &str) -> Option<usize> {
        let is_of = |pattern: &&KeyPattern<'_>| {
            let rest = key.strip_prefix(pattern.start).and_then(|rest| rest.strip_suffix(pattern.end));
            rest.is_some_and(|rest| !rest.is_empty())
        };
        let mut patterns = self.patterns.iter().filter(is_of);
        patterns.find_map(|pattern| self.members.iter().position(|member| member.name == pattern.name))
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key<'de>;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<Key<'de>, D::Error> {
        parser.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_> {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Key<'de>, E> {
        Ok(self.find(key).map_or(Key::Other(Cow::Borrowed(key)), Key::Member))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key<'de>, E> {
        Ok(self.find(key).map_or_else(|| Key::Other(Cow::Owned(key.to_owned())), Key::Member))
    }
}

pub(super) fn is_extensions(member: &Member<'_>) -> bool {
    member.value.slot() == Some(Slot::Extensions)
}
