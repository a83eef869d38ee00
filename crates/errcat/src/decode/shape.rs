//! Matches a body against the shape of an envelope and extracts what is in it.
//!
//! The envelope drives the parser, so that a body is parsed in one pass, without an intermediate tree.
//!
//! Matching is generous: only what [`required::must_exist`] names has to be in the body. Everything else that
//! isn't as the envelope specifies is a [`Difference`].
//!
//! A mismatch is the result `false` and not a parser error, because an API has several envelopes, all but one
//! don't match, and formatting errors would be wasted work.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use self::key::{Key, KeySeed, is_extensions};
pub(super) use self::pointer::pointer;
use self::scalar::{Scalar, raw_json};
pub(super) use self::slot::read_headers;
pub(super) use self::wire::WireValue;
use crate::difference::{Difference, Path, quoted, record};
use crate::owned::OwnedValue;
use crate::{BodyFormat, Envelope, Member, Node, Slot};

mod key;
mod list;
mod pointer;
mod raw;
pub(super) mod required;
mod scalar;
mod slot;
mod wire;
#[cfg(feature = "xml")]
mod xml;

/// The contents of a body.
#[derive(Debug, Default)]
pub(super) struct ParsedBody<'b> {
    pub(super) code: Option<Cow<'b, str>>,
    pub(super) title: Option<Cow<'b, str>>,
    pub(super) message: Option<Cow<'b, str>>,
    /// The URL of the error's page, if it has one.
    pub(super) docs_url: Option<Cow<'b, str>>,
    /// The table that the error is in.
    pub(super) table: Option<Cow<'b, str>>,
    pub(super) status: Option<u64>,
    /// The facts that have a slot of their own, by name.
    pub(super) facts: Vec<(&'static str, WireValue<'b>)>,
    /// The params in [`Slot::Params`] and [`Slot::Extensions`], by their wire name.
    pub(super) members: Vec<(Cow<'b, str>, WireValue<'b>)>,
    /// The params that have a slot of their own, by name.
    pub(super) params: Vec<(&'static str, WireValue<'b>)>,
    pub(super) context: Vec<(&'static str, OwnedValue)>,
    pub(super) differences: Vec<Difference>,
    /// The further items of the list of errors, as JSON.
    pub(super) others: Vec<&'b str>,
    fit: Fit,
}

/// How well a body fits an envelope.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Fit {
    /// The number of literals with the value that the envelope specifies.
    pub(super) literals: usize,
    /// The number of literals that are missing or have another value.
    pub(super) wrong_literals: usize,
    /// The number of other members that are missing or have another type.
    pub(super) gaps: usize,
    /// The number of literals and slots that matched: first those that accept only certain values, then all.
    /// It measures how much of the body the envelope explains.
    pub(super) specificity: (usize, usize),
}

impl Fit {
    /// Returns `true` if nothing that the envelope specifies is missing or different.
    pub(super) fn is_perfect(self) -> bool {
        (self.wrong_literals, self.gaps) == (0, 0)
    }
}

impl<'b> ParsedBody<'b> {
    pub(super) fn fit(&self) -> Fit {
        self.fit
    }

    /// Counts a literal or a slot that accepts only certain values.
    fn count_specific(&mut self) {
        self.fit.specificity.0 += 1;
        self.fit.specificity.1 += 1;
    }

    /// Returns the value of a fact, if the response contains it.
    pub(super) fn fact(&self, name: &str) -> Option<&WireValue<'b>> {
        self.facts.iter().find(|(fact, _)| *fact == name).map(|(_, value)| value)
    }

    /// Returns `true` if a part of the body is as the envelope specifies, or if there is nothing else in it.
    /// Keys alone, such as `{"error": null}`, don't make a body an error of the API.
    fn is_evidence(&self) -> bool {
        self.fit.specificity.1 > 0 || self.differences.is_empty() && self.members.is_empty()
    }
}

/// Parses a body into `parsed`. Returns `false` if it isn't of the envelope. Contents are stored in place,
/// because moving them would take longer than parsing a short body.
pub(super) fn parse<'b>(
    envelope: &'static Envelope<'static>,
    body: &'b str,
    parsed: &mut ParsedBody<'b>,
) -> bool {
    let is_of = match envelope.text() {
        None => parse_part(envelope, &envelope.body, &Path::Root, body, parsed),
        #[cfg(feature = "xml")]
        Some((BodyFormat::Xml, pieces)) => xml::parse_xml(envelope, pieces, body, parsed),
        #[cfg(not(feature = "xml"))]
        Some((BodyFormat::Xml, _)) => false,
        Some((_, pieces)) => raw::parse_text(envelope, pieces, body, parsed),
    };
    is_of && parsed.is_evidence()
}

/// Parses an item of a list of errors, like [`parse`]. Returns `false` if the envelope has no list.
pub(super) fn parse_item<'b>(
    envelope: &'static Envelope<'static>,
    item: &'b str,
    parsed: &mut ParsedBody<'b>,
) -> bool {
    let Some(node) = envelope.body.each() else { return false };
    parse_part(envelope, node, &Path::Root, item, parsed) && parsed.is_evidence()
}

/// Parses the part of a body that corresponds to a node.
fn parse_part<'b>(
    envelope: &'static Envelope<'static>,
    node: &'static Node<'static>,
    path: &Path<'_>,
    json: &'b str,
    parsed: &mut ParsedBody<'b>,
) -> bool {
    let mut parser = serde_json::Deserializer::from_str(json);
    let shape = ShapeMatcher { envelope, node, is_optional: false, path, parsed };
    shape.deserialize(&mut parser).unwrap_or(false) && parser.end().is_ok()
}

/// A node of the envelope, to match the corresponding part of the body.
struct ShapeMatcher<'r, 'b> {
    envelope: &'static Envelope<'static>,
    node: &'static Node<'static>,
    /// `true` if `null` counts as missing.
    is_optional: bool,
    path: &'r Path<'r>,
    parsed: &'r mut ParsedBody<'b>,
}

impl ShapeMatcher<'_, '_> {
    /// Handles a value of another type, or another value of a literal. Returns `true` if the body may still
    /// be of the envelope.
    fn tolerates(self, found: &str) -> bool {
        !required::must_fit(self.envelope, self.node) && {
            self.count_gap(Some(found));
            true
        }
    }

    /// Handles a part that is missing. Returns `true` if the body may still be of the envelope.
    fn tolerates_missing(self) -> bool {
        !required::must_exist(self.envelope, self.node) && {
            self.count_gap(None);
            true
        }
    }

    fn count_gap(self, found: Option<&str>) {
        match self.node {
            Node::Null | Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::String(_) => {
                self.parsed.fit.wrong_literals += 1;
            }
            _ => self.parsed.fit.gaps += 1,
        }
        record(&mut self.parsed.differences, self.path, Some(&expected(self.node)), found);
    }

    fn count_literal(&mut self) {
        self.parsed.fit.literals += 1;
        self.parsed.count_specific();
    }
}

/// Returns what an envelope specifies for a part: a literal as JSON, everything else in words.
fn expected(node: &Node<'_>) -> String {
    let words = match node {
        Node::Null => "null",
        Node::Boolean(boolean) => return boolean.to_string(),
        Node::Integer(number) => return number.to_string(),
        Node::Number(number) => return number.to_string(),
        Node::String(text) => return quoted(text),
        Node::List(_) | Node::Each(_) => "a list",
        Node::Object(_) => "an object",
        Node::Text(_) => "a text",
        Node::Slot(slot) | Node::SlotAsText(slot) => match slot {
            Slot::Params | Slot::Extensions => "an object",
            Slot::Status => "a status",
            Slot::DocsUrl | Slot::Type => "a URL",
            Slot::CodeNumber => "a number",
            Slot::Context(_) | Slot::Param(_) | Slot::Fact(_) | Slot::Constant(_) => "a value",
            Slot::Code | Slot::Title | Slot::Message => "a text",
        },
    };
    words.to_owned()
}

/// Returns `false` if the part rules out the envelope.
impl<'de> DeserializeSeed<'de> for ShapeMatcher<'_, 'de> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<bool, D::Error> {
        match self.node {
            Node::List(_) | Node::Each(_) | Node::Object(_) => parser.deserialize_any(self),
            Node::Integer(_) | Node::Number(_) => Ok(self.json(raw_json().deserialize(parser)?)),
            Node::Null | Node::Boolean(_) | Node::String(_) | Node::Text(_) => {
                Ok(self.scalar(Scalar::deserialize(parser)?))
            }
            Node::Slot(slot) | Node::SlotAsText(slot) => match slot {
                Slot::Params | Slot::Extensions => parser.deserialize_any(self),
                Slot::Context(name) if self.is_text(name) => Ok(self.scalar(Scalar::deserialize(parser)?)),
                Slot::CodeNumber | Slot::Context(_) | Slot::Param(_) | Slot::Fact(_) | Slot::Constant(_) => {
                    Ok(self.json(raw_json().deserialize(parser)?))
                }
                Slot::Code | Slot::Title | Slot::Message | Slot::Status | Slot::DocsUrl | Slot::Type => {
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

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<bool, A::Error> {
        const EXTENSIONS: &[Member<'_>] =
            &[Member { name: "", value: Node::Slot(Slot::Extensions), optional: true }];
        let members = match self.node {
            Node::Object(members) => *members,
            Node::Slot(_) | Node::SlotAsText(_) => {
                self.parsed.count_specific();
                EXTENSIONS
            }
            _ => {
                skip_map(map)?;
                return Ok(self.tolerates("an object"));
            }
        };
        // One bit per member. Members beyond the 64th aren't checked for presence.
        let mut seen = 0_u64;
        // Members usually come in the order of the envelope.
        let mut next = 0;
        let patterns = self.envelope.key_patterns;
        while let Some(key) = map.next_key_seed(KeySeed { members, next, patterns })? {
            let at = match key {
                Key::Member(at) => at,
                Key::Other(name) if members.iter().any(is_extensions) => {
                    let json = map.next_value_seed(raw_json())?;
                    self.parsed.members.push((name, WireValue::Json(Cow::Borrowed(json))));
                    continue;
                }
                Key::Other(name) => {
                    let json = map.next_value_seed(raw_json())?;
                    let path = Path::Member(self.path, &name);
                    record(&mut self.parsed.differences, &path, None, Some(json));
                    continue;
                }
            };
            next = at + 1;
            seen |= 1_u64.checked_shl(at as u32).unwrap_or(0);
            let path = Path::Member(self.path, members[at].name);
            if !map.next_value_seed(self.below(&members[at].value, members[at].optional, &path))? {
                skip_map(map)?;
                return Ok(false);
            }
        }
        if seen.count_ones() as usize == members.len() {
            return Ok(true);
        }
        for (at, member) in members.iter().enumerate() {
            let is_seen = 1_u64.checked_shl(at as u32).is_none_or(|bit| seen & bit != 0);
            if is_seen || member.optional || is_extensions(member) {
                continue;
            }
            let path = Path::Member(self.path, member.name);
            if !self.below(&member.value, false, &path).tolerates_missing() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<bool, A::Error> {
        match self.node {
            Node::List(nodes) => self.list(nodes, seq),
            Node::Each(node) => self.each(node, seq),
            _ => {
                skip_seq(seq)?;
                Ok(self.tolerates("a list"))
            }
        }
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(self.is_optional || self.tolerates("null"))
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<bool, E> {
        Ok(self.tolerates(if boolean { "true" } else { "false" }))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<bool, E> {
        Ok(self.tolerates(&number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<bool, E> {
        Ok(self.tolerates(&number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<bool, E> {
        Ok(self.tolerates(&number.to_string()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        Ok(self.tolerates(&quoted(text)))
    }
}

impl<'b> ShapeMatcher<'_, 'b> {
    /// Returns the matcher of a part of this part.
    fn below<'s>(
        &'s mut self,
        node: &'static Node<'static>,
        is_optional: bool,
        path: &'s Path<'s>,
    ) -> ShapeMatcher<'s, 'b> {
        ShapeMatcher { envelope: self.envelope, node, is_optional, path, parsed: self.parsed }
    }
}

/// Skips the rest of an object.
fn skip_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// Skips the rest of a list.
fn skip_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

#[cfg(test)]
mod tests;
