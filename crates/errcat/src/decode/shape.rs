//! Matches a body against the shape of an envelope and extracts what is in it.
//!
//! The envelope drives the parser, so that a body is parsed in one pass, without an intermediate tree.
//! Literals and members that aren't optional must be present. Members that the envelope doesn't define are
//! skipped.
//!
//! A mismatch is the result `false` and not a parser error, because an API has several envelopes, all but one
//! don't match, and formatting errors would be wasted work.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use self::scalar::{Scalar, raw};
use crate::owned::OwnedValue;
use crate::value::ABSENT;
use crate::{Envelope, Member, Node, ParamType, Slot};

mod scalar;
mod slot;

/// The contents of a body.
#[derive(Debug, Default)]
pub(super) struct ParsedBody<'b> {
    pub(super) code: Option<Cow<'b, str>>,
    pub(super) title: Option<Cow<'b, str>>,
    pub(super) message: Option<Cow<'b, str>>,
    /// The URL of the error's page, if it has one.
    pub(super) docs_url: Option<Cow<'b, str>>,
    /// The params in [`Slot::Params`] and [`Slot::Extensions`], by their wire name.
    pub(super) members: Vec<(Cow<'b, str>, WireValue<'b>)>,
    /// The params that have a slot of their own, by name.
    pub(super) params: Vec<(&'static str, WireValue<'b>)>,
    pub(super) context: Vec<(&'static str, OwnedValue)>,
    /// The number of literals and slots that matched: first those that accept only certain values, then all.
    specificity: (usize, usize),
}

/// A param's value as it appears in a body.
#[derive(Debug)]
pub(super) enum WireValue<'b> {
    /// JSON.
    Json(Cow<'b, str>),
    /// A part of a longer text.
    Text(Box<str>),
}

impl WireValue<'_> {
    pub(super) fn value(&self, ty: ParamType) -> Option<OwnedValue> {
        match self {
            // A server may write any value as a string: `"45"`.
            Self::Json(json) => OwnedValue::from_json_text(json, ty).or_else(|| {
                let text: Cow<'_, str> = serde_json::from_str(json).ok()?;
                OwnedValue::from_text(&text, ty)
            }),
            Self::Text(text) if **text == *ABSENT => None,
            Self::Text(text) => OwnedValue::from_text(text, ty),
        }
    }
}

impl ParsedBody<'_> {
    /// Counts a literal or a slot that accepts only certain values.
    fn count_specific(&mut self) {
        self.specificity.0 += 1;
        self.specificity.1 += 1;
    }

    /// Returns how much of the body the envelope explains. If two envelopes match, the greater value wins.
    pub(super) fn specificity(&self) -> (usize, usize) {
        self.specificity
    }
}

/// Parses a body, or returns `None` if it doesn't have the envelope's shape.
pub(super) fn parse<'b>(envelope: &'static Envelope<'static>, body: &'b str) -> Option<ParsedBody<'b>> {
    let mut parsed = ParsedBody::default();
    let mut parser = serde_json::Deserializer::from_str(body);
    let shape = ShapeMatcher { envelope, node: &envelope.body, is_optional: false, parsed: &mut parsed };
    let fits = shape.deserialize(&mut parser).ok()?;
    parser.end().ok()?;
    fits.then_some(parsed)
}

/// A node of the envelope, to match the corresponding part of the body.
struct ShapeMatcher<'r, 'b> {
    envelope: &'static Envelope<'static>,
    node: &'static Node<'static>,
    /// `true` if `null` counts as missing.
    is_optional: bool,
    parsed: &'r mut ParsedBody<'b>,
}

/// Returns `true` if the part has the shape.
impl<'de> DeserializeSeed<'de> for ShapeMatcher<'_, 'de> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<bool, D::Error> {
        match self.node {
            Node::List(_) | Node::Each(_) | Node::Object(_) => parser.deserialize_any(self),
            Node::Integer(_) | Node::Number(_) => Ok(self.json(raw().deserialize(parser)?)),
            Node::Null | Node::Boolean(_) | Node::String(_) | Node::Text(_) => {
                Ok(self.scalar(Scalar::deserialize(parser)?))
            }
            Node::Slot(slot) | Node::SlotAsText(slot) => match slot {
                Slot::Params | Slot::Extensions => parser.deserialize_any(self),
                Slot::CodeNumber
                | Slot::Status
                | Slot::Context(_)
                | Slot::Param(_)
                | Slot::Fact(_)
                | Slot::Constant(_) => Ok(self.json(raw().deserialize(parser)?)),
                Slot::Code | Slot::Title | Slot::Message | Slot::DocsUrl | Slot::Type => {
                    Ok(self.scalar(Scalar::deserialize(parser)?))
                }
            },
        }
    }
}

/// Visits objects and lists.
impl<'de> Visitor<'de> for ShapeMatcher<'_, 'de> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the envelope {}", self.envelope.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let members = match self.node {
            Node::Object(members) => *members,
            Node::Slot(_) | Node::SlotAsText(_) => {
                &[Member { name: "", value: Node::Slot(Slot::Extensions), optional: true }]
            }
            _ => return skip_map(map),
        };
        if self.node.slot().is_some() {
            self.parsed.count_specific();
        }
        let has_extensions = members.iter().any(is_extensions);
        // One bit per member. Members beyond the 64th aren't checked for presence.
        let mut seen = 0_u64;
        while let Some(Scalar::Text(key)) = map.next_key()? {
            let known = members.iter().position(|member| member.name == key && !is_extensions(member));
            let Some(at) = known else {
                if has_extensions {
                    self.parsed
                        .members
                        .push((key, WireValue::Json(Cow::Borrowed(map.next_value_seed(raw())?))));
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
                continue;
            };
            seen |= 1_u64.checked_shl(at as u32).unwrap_or(0);
            let Member { value: node, optional: is_optional, .. } = &members[at];
            let (envelope, parsed) = (self.envelope, &mut *self.parsed);
            let shape = ShapeMatcher { envelope, node, is_optional: *is_optional, parsed };
            if !map.next_value_seed(shape)? {
                return skip_map(map);
            }
        }
        let is_missing = |(at, member): (usize, &Member<'_>)| {
            let is_seen = 1_u64.checked_shl(at as u32).is_none_or(|bit| seen & bit != 0);
            !is_seen && !member.optional && !is_extensions(member)
        };
        Ok(!members.iter().enumerate().any(is_missing))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        let Node::List(nodes) = self.node else { return skip_seq(seq) };
        for node in *nodes {
            let (envelope, parsed) = (self.envelope, &mut *self.parsed);
            let shape = ShapeMatcher { envelope, node, is_optional: false, parsed };
            if seq.next_element_seed(shape)? != Some(true) {
                return skip_seq(seq);
            }
        }
        skip_seq(seq).map(|_| true)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(self.is_optional)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }
}

/// Skips the rest of an object that doesn't match.
fn skip_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<bool, A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(false)
}

/// Skips the rest of a list that doesn't match.
fn skip_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<bool, A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(false)
}

fn is_extensions(member: &Member<'_>) -> bool {
    member.value.slot() == Some(Slot::Extensions)
}

#[cfg(test)]
mod tests;
