//! Whether a body has the shape of an envelope, and what it says then.
//!
//! The envelope guides the parser, so that a body is read in one pass, without a tree between. Literals must
//! be there, and members that aren't optional; what the envelope doesn't know is skipped.
//!
//! An API has several envelopes, and all but one don't fit: that is no error of the parser's, which would be
//! formatted, but a `false`.

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

/// What a body says.
#[derive(Debug, Default)]
pub(super) struct Reading<'b> {
    pub(super) code: Option<Cow<'b, str>>,
    pub(super) title: Option<Cow<'b, str>>,
    pub(super) message: Option<Cow<'b, str>>,
    /// The address of the error's page, if it has one.
    pub(super) docs_url: Option<Cow<'b, str>>,
    /// The params of [`Slot::Params`] and [`Slot::Extensions`], by their name on the wire.
    pub(super) members: Vec<(Cow<'b, str>, Wire<'b>)>,
    /// The params that have a place of their own, by name.
    pub(super) params: Vec<(&'static str, Wire<'b>)>,
    pub(super) context: Vec<(&'static str, OwnedValue)>,
    /// How many literals and places took something; first those that don't take just anything.
    specificity: (usize, usize),
}

/// A param's value, as it is in a body.
#[derive(Debug)]
pub(super) enum Wire<'b> {
    /// JSON.
    Json(Cow<'b, str>),
    /// A part of a text.
    Text(Box<str>),
}

impl Wire<'_> {
    pub(super) fn value(&self, ty: ParamType) -> Option<OwnedValue> {
        match self {
            Self::Json(json) => OwnedValue::from_json_text(json, ty),
            Self::Text(text) if **text == *ABSENT => None,
            Self::Text(text) => OwnedValue::from_text(text, ty),
        }
    }
}

impl Reading<'_> {
    /// Counts a literal or a place that doesn't take just anything.
    fn tight(&mut self) {
        self.specificity.0 += 1;
        self.specificity.1 += 1;
    }

    /// The greater, the more of the body the envelope explains: of two that both fit, that one is meant.
    pub(super) fn specificity(&self) -> (usize, usize) {
        self.specificity
    }
}

/// Reads a body; `None` if it hasn't the envelope's shape.
pub(super) fn read<'b>(envelope: &'static Envelope<'static>, body: &'b str) -> Option<Reading<'b>> {
    let mut reading = Reading::default();
    let mut parser = serde_json::Deserializer::from_str(body);
    let shape = Shape { envelope, node: &envelope.body, is_optional: false, reading: &mut reading };
    let fits = shape.deserialize(&mut parser).ok()?;
    parser.end().ok()?;
    fits.then_some(reading)
}

/// A part of the envelope, for the part of the body that is to have its shape.
struct Shape<'r, 'b> {
    envelope: &'static Envelope<'static>,
    node: &'static Node<'static>,
    /// Whether `null` is as good as nothing.
    is_optional: bool,
    reading: &'r mut Reading<'b>,
}

/// Whether it has the shape.
impl<'de> DeserializeSeed<'de> for Shape<'_, 'de> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<bool, D::Error> {
        match self.node {
            Node::List(_) | Node::Object(_) | Node::Slot(Slot::Params | Slot::Extensions) => {
                parser.deserialize_any(self)
            }
            Node::Integer(_)
            | Node::Number(_)
            | Node::Slot(Slot::Status | Slot::Context(_) | Slot::Param(_)) => {
                Ok(self.json(raw().deserialize(parser)?))
            }
            Node::Null | Node::Boolean(_) | Node::String(_) | Node::Slot(_) | Node::Text(_) => {
                Ok(self.scalar(Scalar::deserialize(parser)?))
            }
        }
    }
}

/// An object or a list.
impl<'de> Visitor<'de> for Shape<'_, 'de> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the envelope {}", self.envelope.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let members = match self.node {
            Node::Object(members) => *members,
            Node::Slot(_) => &[Member { name: "", value: Node::Slot(Slot::Extensions), optional: true }],
            _ => return skip_map(map),
        };
        if let Node::Slot(_) = self.node {
            self.reading.tight();
        }
        let has_extensions = members.iter().any(is_extensions);
        // By bit. Whether a member beyond the 64th is there isn't asked.
        let mut seen = 0_u64;
        while let Some(Scalar::Text(key)) = map.next_key()? {
            let known = members.iter().position(|member| member.name == key && !is_extensions(member));
            let Some(at) = known else {
                if has_extensions {
                    self.reading.members.push((key, Wire::Json(Cow::Borrowed(map.next_value_seed(raw())?))));
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
                continue;
            };
            seen |= 1_u64.checked_shl(at as u32).unwrap_or(0);
            let Member { value: node, optional: is_optional, .. } = &members[at];
            let (envelope, reading) = (self.envelope, &mut *self.reading);
            let shape = Shape { envelope, node, is_optional: *is_optional, reading };
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
            let (envelope, reading) = (self.envelope, &mut *self.reading);
            let shape = Shape { envelope, node, is_optional: false, reading };
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

/// Reads the rest of an object that hasn't the shape.
fn skip_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<bool, A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(false)
}

/// Reads the rest of a list that hasn't the shape.
fn skip_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<bool, A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(false)
}

fn is_extensions(member: &Member<'_>) -> bool {
    matches!(member.value, Node::Slot(Slot::Extensions))
}

#[cfg(test)]
mod tests;
