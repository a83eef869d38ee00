//! Whether a body has the shape of an envelope, and what it says then.
//!
//! The envelope guides the parser, so that a body is read in one pass, without a tree between. Literals must be
//! there, and members that aren't optional; what the envelope doesn't know is skipped.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use serde_json::value::RawValue;

use self::scalar::{Maybe, Text, raw};
use crate::envelope::ABOUT_BLANK;
use crate::owned::OwnedValue;
use crate::unfill::{Part, unfill};
use crate::value::ABSENT;
use crate::{BodyPiece, Envelope, Member, Node, ParamType, Slot};

mod scalar;

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
    /// The greater, the more of the body the envelope explains: of two that both fit, that one is meant.
    pub(super) fn specificity(&self) -> (usize, usize) {
        self.specificity
    }
}

/// Reads a body; `None` if it hasn't the envelope's shape.
pub(super) fn read<'b>(envelope: &'static Envelope<'static>, body: &'b str) -> Option<Reading<'b>> {
    let mut reading = Reading::default();
    let mut parser = serde_json::Deserializer::from_str(body);
    Shape { envelope, node: &envelope.body, reading: &mut reading }.deserialize(&mut parser).ok()?;
    parser.end().ok()?;
    Some(reading)
}

/// A part of the envelope, for the part of the body that is to have its shape.
struct Shape<'r, 'b> {
    envelope: &'static Envelope<'static>,
    node: &'static Node<'static>,
    reading: &'r mut Reading<'b>,
}

impl<'de> DeserializeSeed<'de> for Shape<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, parser: D) -> Result<(), D::Error> {
        let is_literal = match self.node {
            Node::Null => Option::<IgnoredAny>::deserialize(parser)?.is_none(),
            Node::Boolean(boolean) => bool::deserialize(parser)? == *boolean,
            Node::Integer(number) => {
                let found = Number::deserialize(parser)?;
                found.as_i64() == Some(*number) || found.as_f64() == Some(*number as f64)
            }
            Node::Number(number) => Number::deserialize(parser)?.as_f64() == Some(*number),
            Node::String(text) => Text::deserialize(parser)?.0 == *text,
            Node::List(_) => return parser.deserialize_seq(self),
            Node::Object(_) => return parser.deserialize_map(self),
            Node::Slot(slot) => return self.slot(*slot, parser),
            Node::Text(pieces) => {
                let text = Text::deserialize(parser)?.0;
                self.pieces(pieces, &text).is_some()
            }
        };
        self.reading.tight();
        if is_literal { Ok(()) } else { Err(mismatch()) }
    }
}

/// An object or a list.
impl<'de> Visitor<'de> for Shape<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the envelope {}", self.envelope.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Node::Object(members) = self.node else { return Err(mismatch()) };
        let envelope = self.envelope;
        let has_extensions = members.iter().any(is_extensions);
        // By bit. Whether a member beyond the 64th is there isn't asked.
        let mut seen = 0_u64;
        while let Some(Text(key)) = map.next_key()? {
            let known = members.iter().position(|member| member.name == key && !is_extensions(member));
            let Some(at) = known else {
                if has_extensions {
                    self.reading.members.push((key, Wire::Json(map.next_value_seed(raw())?)));
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
                continue;
            };
            seen |= 1_u64.checked_shl(at as u32).unwrap_or(0);
            let member = &members[at];
            let shape = Shape { envelope, node: &member.value, reading: &mut *self.reading };
            if member.optional && !takes_null(&member.value) {
                map.next_value_seed(Maybe(shape))?;
            } else {
                map.next_value_seed(shape)?;
            }
        }
        let is_missing = |(at, member): (usize, &Member<'_>)| {
            let is_seen = 1_u64.checked_shl(at as u32).is_none_or(|bit| seen & bit != 0);
            !is_seen && !member.optional && !is_extensions(member)
        };
        if members.iter().enumerate().any(is_missing) { Err(mismatch()) } else { Ok(()) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Node::List(nodes) = self.node else { return Err(mismatch()) };
        for node in *nodes {
            let shape = Shape { envelope: self.envelope, node, reading: &mut *self.reading };
            seq.next_element_seed(shape)?.ok_or_else(mismatch)?;
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

impl<'de> Shape<'_, 'de> {
    fn slot<D: Deserializer<'de>>(self, slot: Slot<'static>, parser: D) -> Result<(), D::Error> {
        let reading = self.reading;
        match slot {
            Slot::Code => reading.code = Some(Text::deserialize(parser)?.0),
            Slot::Title => reading.title = Some(Text::deserialize(parser)?.0),
            Slot::Message => reading.message = Some(Text::deserialize(parser)?.0),
            // HTTP's own is the one to go by: a proxy changes it, and leaves the body as it is.
            Slot::Status => {
                Option::<Number>::deserialize(parser)?;
            }
            Slot::DocsUrl | Slot::Type => {
                let url = Option::<Text<'_>>::deserialize(parser)?;
                reading.docs_url = url.map(|url| url.0).filter(|url| url != ABOUT_BLANK);
            }
            Slot::Params | Slot::Extensions => parser.deserialize_map(Params(&mut *reading))?,
            Slot::Context(name) => {
                let json = raw().deserialize(parser)?;
                if let Some(field) = self.envelope.context.iter().find(|field| field.name == name) {
                    let value = OwnedValue::from_json_text(&json, field.ty);
                    reading.context.extend(value.map(|value| (name, value)));
                }
                reading.specificity.1 += 1;
                return Ok(());
            }
            Slot::Param(name) => {
                reading.params.push((name, Wire::Json(raw().deserialize(parser)?)));
                reading.specificity.1 += 1;
                return Ok(());
            }
        }
        reading.tight();
        Ok(())
    }

    /// Takes a text with places in it apart.
    fn pieces(&mut self, pieces: &'static [BodyPiece<'static>], text: &str) -> Option<()> {
        let parts: Vec<_> = pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| match piece {
                BodyPiece::Text(text) => Part::Text(text),
                BodyPiece::Slot(Slot::Status) => Part::Narrow(at),
                BodyPiece::Slot(_) => Part::Wide(at),
            })
            .collect();
        let is_status = |text: &str| text == ABSENT || text.parse::<u16>().is_ok();
        let fits = |at: usize, text: &str| !matches!(parts[at], Part::Narrow(_)) || is_status(text);
        for (at, text) in unfill(&parts, text, &fits)? {
            let BodyPiece::Slot(slot) = pieces[at] else { continue };
            let present = || (text != ABSENT).then(|| Cow::Owned(text.to_owned()));
            match slot {
                Slot::Code => self.reading.code = Some(Cow::Owned(text.to_owned())),
                Slot::Title => self.reading.title = Some(Cow::Owned(text.to_owned())),
                Slot::Message => self.reading.message = Some(Cow::Owned(text.to_owned())),
                Slot::Status => {}
                Slot::DocsUrl => self.reading.docs_url = present(),
                Slot::Type => self.reading.docs_url = present().filter(|url| url != ABOUT_BLANK),
                Slot::Params | Slot::Extensions => {
                    let object: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).ok()?;
                    let members = object.into_iter().map(|(name, json)| {
                        (Cow::Owned(name), Wire::Json(Cow::Owned(json.get().to_owned())))
                    });
                    self.reading.members.extend(members);
                }
                Slot::Context(name) => {
                    let field = self.envelope.context.iter().find(|field| field.name == name);
                    let value = present().and_then(|text| OwnedValue::from_text(&text, field?.ty));
                    self.reading.context.extend(value.map(|value| (name, value)));
                }
                Slot::Param(name) => self.reading.params.push((name, Wire::Text(text.into()))),
            }
        }
        Some(())
    }
}

impl Reading<'_> {
    fn tight(&mut self) {
        self.specificity.0 += 1;
        self.specificity.1 += 1;
    }
}

/// The object that [`Slot::Params`] is.
struct Params<'r, 'b>(&'r mut Reading<'b>);

impl<'de> Visitor<'de> for Params<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of params")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Text(name)) = map.next_key()? {
            self.0.members.push((name, Wire::Json(map.next_value_seed(raw())?)));
        }
        Ok(())
    }
}

fn is_extensions(member: &Member<'_>) -> bool {
    matches!(member.value, Node::Slot(Slot::Extensions))
}

/// Whether `null` is a value there, and not the lack of one.
fn takes_null(node: &Node<'_>) -> bool {
    matches!(node, Node::Null | Node::Slot(Slot::Param(_) | Slot::Context(_)))
}

fn mismatch<E: Error>() -> E {
    E::custom("another shape")
}

#[cfg(test)]
mod tests;
