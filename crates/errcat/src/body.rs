//! Error bodies: an envelope with its slots filled, written as JSON or as a text.
//!
//! [`Body`] borrows all its parts, so that the generator can render the docs' examples with the same encoder
//! that servers use. The JSON is written in one pass, without an intermediate tree.

use std::fmt::{self, Display};

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use self::typed::TypedValue;
use crate::error::response_status;
use crate::header::header_text;
use crate::indent::indent;
use crate::{
    BodyPiece, CatalogError, Constant, ConstantValue, Envelope, Json, Member, Node, Param, ParamType, Slot,
    Value,
};

/// The values that fill an envelope.
///
/// Only public params reach the body, wherever the envelope names them.
pub struct Body<'a> {
    /// The shape of the body.
    pub envelope: &'a Envelope<'a>,
    /// The code as sent on the wire.
    pub code: &'a str,
    /// The error's title, a few words.
    pub title: &'a str,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The URL of the error's page.
    pub docs_url: Option<&'a str>,
    /// The message, with its params filled in. Absent if it consists of a single param that has no value.
    pub message: Value<'a>,
    /// Returns the value of a public fact of the error by name.
    pub facts: &'a dyn Fn(&str) -> Value<'a>,
    /// Returns the value of a part of the catalog's entry.
    pub constants: &'a dyn Fn(Constant) -> ConstantValue<'a>,
    /// The params of the error.
    pub params: &'a [Param<'a>],
    /// The values of the params, in the order of `params`. Missing values are absent.
    pub values: &'a [Value<'a>],
    /// Returns the value of a field of [`Envelope::context`] by name.
    pub context: &'a dyn Fn(&str) -> Value<'a>,
    /// The further items of the list of errors, encoded: see [`CatalogError::others`].
    pub others: &'a [Json],
}

impl Body<'_> {
    /// Calls `then` with the body of `error` and returns its result, or `None` if the error has no envelope.
    ///
    /// `context` returns the values that the server adds, such as the ID of the current request, by field
    /// name.
    ///
    /// The message comes from the catalog, not from the error's `Display`, so that no other text can leak
    /// into it.
    pub fn with<'c, T>(
        error: &(impl CatalogError + ?Sized),
        context: &dyn Fn(&str) -> Value<'c>,
        then: impl FnOnce(&Body<'_>) -> T,
    ) -> Option<T> {
        let entry = error.entry();
        let envelope = entry.envelope?;
        let mut others = Vec::new();
        error.others(&mut |other| others.extend(Body::item(other, envelope, context)));
        Body::with_others(error, envelope, &others, context, then)
    }

    /// Encodes an error as an item of the list of errors in an envelope, in the form of its own envelope if
    /// that has a list too. Returns `None` if there is no list.
    fn item<'c>(
        error: &dyn CatalogError,
        envelope: &Envelope<'_>,
        context: &dyn Fn(&str) -> Value<'c>,
    ) -> Option<Json> {
        let of_list = envelope.body.each()?;
        let own = error.entry().envelope;
        let (envelope, node) =
            own.and_then(|own| Some((own, own.body.each()?))).unwrap_or((envelope, of_list));
        // Can't fail: see `to_json`.
        let encode = |body: &Body<'_>| serde_json::to_string(&FilledNode { body, node }).ok();
        Body::with_others(error, envelope, &[], context, encode)?.map(Json::from_text)
    }

    fn with_others<'c, T>(
        error: &(impl CatalogError + ?Sized),
        envelope: &Envelope<'_>,
        others: &[Json],
        context: &dyn Fn(&str) -> Value<'c>,
        then: impl FnOnce(&Body<'_>) -> T,
    ) -> Option<T> {
        let entry = error.entry();
        let mut then = Some(then);
        let mut result = None;
        error.params(&mut |values| {
            let filled = entry.message.for_clients(entry.params, values);
            let body = Body {
                envelope,
                others,
                code: entry.code,
                title: entry.title,
                status: response_status(error),
                docs_url: error.docs_url(),
                message: match entry.message.whole() {
                    Some(text) => Value::Text(text),
                    None if filled.is_absent() => Value::Absent,
                    None => Value::Display(&filled),
                },
                facts: &|name| entry.fact(name).map_or(Value::Absent, Value::from),
                constants: &|constant| entry.constant(constant),
                params: entry.params,
                values,
                // A new closure, because the values that `context` returns would otherwise need exactly the
                // lifetime of `values`.
                context: &|name| context(name),
            };
            result = then.take().map(|then| then(&body));
        });
        result
    }

    /// Returns the body in UTF-8. JSON is compact.
    pub fn to_vec(&self) -> Vec<u8> {
        /// More than most bodies need, so that they are written without copying them to larger memory.
        const CAPACITY: usize = 512;
        if let Some(text) = self.text() {
            return text.to_string().into_bytes();
        }
        let mut json = Vec::with_capacity(CAPACITY);
        // Can't fail, because all keys are strings and writes to memory always succeed.
        serde_json::to_writer(&mut json, self).expect("a body is always valid JSON");
        json
    }

    /// Returns the body as text. JSON is indented by two spaces.
    pub fn to_string_pretty(&self) -> String {
        match self.text() {
            Some(text) => text.to_string(),
            None => indent(&self.to_text()),
        }
    }

    /// Returns the value of a header in [`Envelope::headers`](crate::EnvelopeHeader), or `None` if any of its
    /// slots is absent.
    pub fn header(&self, value: &[BodyPiece<'_>]) -> Option<String> {
        let is_absent = |piece: &BodyPiece<'_>| match piece {
            BodyPiece::Text(_) => false,
            BodyPiece::Slot(slot) => self.is_absent(*slot),
        };
        if value.iter().any(is_absent) {
            return None;
        }
        let text = FilledText { body: self, pieces: value };
        header_text(ParamType::String, Value::Display(&text)).map(|text| text.to_string())
    }

    pub(crate) fn to_text(&self) -> String {
        String::from_utf8(self.to_vec()).expect("a body is UTF-8")
    }

    fn public_params(&self) -> impl Iterator<Item = (&Param<'_>, TypedValue<'_>)> {
        let values = self.values.iter().copied().chain(std::iter::repeat(Value::Absent));
        let params = self.params.iter().zip(values).filter(|(param, _)| param.is_public());
        params.map(|(param, value)| (param, TypedValue { value, ty: param.ty }))
    }

    /// Returns the members that [`Slot::Params`] and [`Slot::Extensions`] expand to.
    fn members(&self) -> impl Iterator<Item = (&str, TypedValue<'_>)> {
        self.public_params()
            .filter(|(param, typed)| param.in_body && !typed.value.is_absent())
            .map(|(param, typed)| (param.wire, typed))
    }

    fn is_omitted(&self, member: &Member<'_>) -> bool {
        member.optional && self.is_empty(&member.value)
    }

    fn is_empty(&self, node: &Node<'_>) -> bool {
        match node {
            Node::Slot(slot) | Node::SlotAsText(slot) => self.is_absent(*slot),
            Node::Object(members) => {
                !members.is_empty() && members.iter().all(|member| self.is_omitted(member))
            }
            _ => false,
        }
    }

    fn is_absent(&self, slot: Slot<'_>) -> bool {
        match slot {
            Slot::Message => self.message.is_absent(),
            slot => self.filled(slot).is_empty(),
        }
    }
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Body").field(&format_args!("{}", self.to_text())).finish()
    }
}

/// A body that isn't JSON is a string. Only `serde_json` can serialize params of type `json`, because they
/// are written as raw JSON.
impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.text() {
            Some(text) => serializer.collect_str(&text),
            None => FilledNode { body: self, node: &self.envelope.body }.serialize(serializer),
        }
    }
}

/// A node of the envelope, with the body that fills it.
struct FilledNode<'a, 'b> {
    body: &'a Body<'b>,
    node: &'a Node<'a>,
}

impl Serialize for FilledNode<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let body = self.body;
        match self.node {
            Node::Null => serializer.serialize_unit(),
            Node::Boolean(boolean) => serializer.serialize_bool(*boolean),
            Node::Integer(number) => serializer.serialize_i64(*number),
            Node::Number(number) => serializer.serialize_f64(*number),
            Node::String(text) => serializer.serialize_str(text),
            Node::List(nodes) => {
                let mut list = serializer.serialize_seq(Some(nodes.len()))?;
                for node in *nodes {
                    list.serialize_element(&FilledNode { body, node })?;
                }
                list.end()
            }
            Node::Each(node) => {
                let mut list = serializer.serialize_seq(Some(1 + body.others.len()))?;
                list.serialize_element(&FilledNode { body, node })?;
                for other in body.others {
                    list.serialize_element(&TypedValue { value: Value::Json(other), ty: ParamType::Json })?;
                }
                list.end()
            }
            Node::Object(members) => {
                let mut object = serializer.serialize_map(None)?;
                for member in members.iter().filter(|member| !body.is_omitted(member)) {
                    if member.value.slot() != Some(Slot::Extensions) {
                        object.serialize_entry(member.name, &FilledNode { body, node: &member.value })?;
                        continue;
                    }
                    let is_taken = |name: &str| members.iter().any(|member| member.name == name);
                    for (name, typed) in body.members().filter(|(name, _)| !is_taken(name)) {
                        match member.value {
                            Node::SlotAsText(_) => object.serialize_entry(name, &typed.as_text())?,
                            _ => object.serialize_entry(name, &typed)?,
                        }
                    }
                }
                object.end()
            }
            Node::Slot(slot) => body.filled(*slot).serialize(serializer),
            Node::SlotAsText(slot) => body.filled(*slot).as_text().serialize(serializer),
            Node::Text(pieces) => serializer.collect_str(&FilledText { body, pieces }),
        }
    }
}

/// A text with its slots filled.
struct FilledText<'a, 'b> {
    body: &'a Body<'b>,
    pieces: &'a [BodyPiece<'a>],
}

impl Display for FilledText<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            BodyPiece::Text(text) => f.write_str(text),
            BodyPiece::Slot(slot) => self.body.filled(*slot).fmt(f),
        })
    }
}

mod constant;
mod filled;
mod raw;
mod typed;

pub(crate) use self::constant::constant;

#[cfg(test)]
mod tests;
