//! An error as the body of a response: an envelope, filled.
//!
//! [`Body`] borrows everything, so that the generator can fill the docs' examples with the encoder that
//! answers requests. It is written in one pass, without a tree between.

use std::fmt::{self, Display};

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use self::typed::Typed;
use crate::envelope::ABOUT_BLANK;
use crate::indent::indent;
use crate::{BodyPiece, CatalogError, Envelope, Member, Node, Param, ParamType, Slot, Value};

/// What fills an envelope.
///
/// Of `params`, only the public ones reach the body, wherever the envelope names them.
pub struct Body<'a> {
    /// The shape.
    pub envelope: &'a Envelope<'a>,
    /// As it is on the wire.
    pub code: &'a str,
    /// A few words.
    pub title: &'a str,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The address of the error's page.
    pub docs_url: Option<&'a str>,
    /// The message, filled.
    pub message: Value<'a>,
    /// What the error carries.
    pub params: &'a [Param<'a>],
    /// Its values, in the order of `params`; those that are missing are absent.
    pub values: &'a [Value<'a>],
    /// What the server fills in, by the name of a field of [`Envelope::context`], which has its type.
    pub context: &'a dyn Fn(&str) -> Value<'a>,
}

impl Body<'_> {
    /// Calls `then` with the body of `error`; `None` if the error is never a body.
    ///
    /// `context` gives the fields that the server fills in, by name: the current request's id, for one.
    ///
    /// The message is the catalog's, not the error's `Display`, so that nothing else can get into it.
    pub fn with<'c, T>(
        error: &(impl CatalogError + ?Sized),
        context: &dyn Fn(&str) -> Value<'c>,
        then: impl FnOnce(&Body<'_>) -> T,
    ) -> Option<T> {
        let entry = error.entry();
        let envelope = entry.envelope?;
        let mut then = Some(then);
        let mut result = None;
        error.params(&mut |values| {
            let filled = entry.message.for_clients(entry.params, values);
            let body = Body {
                envelope,
                code: entry.code,
                title: entry.title,
                status: error.status(),
                docs_url: error.docs_url(),
                message: entry.message.whole().map_or(Value::Display(&filled), Value::Text),
                params: entry.params,
                values,
                // Not `context` itself: what it returns would have to live as long as `values`, exactly.
                context: &|name| context(name),
            };
            result = then.take().map(|then| then(&body));
        });
        result
    }

    /// The body's bytes: JSON in UTF-8, without spaces.
    pub fn to_vec(&self) -> Vec<u8> {
        self.to_json().into_bytes()
    }

    /// The body for reading: JSON, indented by two spaces.
    pub fn to_string_pretty(&self) -> String {
        indent(&self.to_json())
    }

    fn to_json(&self) -> String {
        // Keys are strings and memory takes any write: serde_json has nothing to fail on.
        serde_json::to_string(self).expect("a body is always JSON")
    }

    /// What fills a slot and how it is written; `None` for the params, which are many.
    fn fill(&self, slot: Slot<'_>) -> Option<Typed<'_>> {
        let text = |text| Typed { value: Value::Text(text), ty: ParamType::String };
        let filled = match slot {
            Slot::Code => text(self.code),
            Slot::Title => text(self.title),
            Slot::Message => Typed { value: self.message, ty: ParamType::String },
            Slot::Status => Typed {
                value: self.status.map_or(Value::Absent, |status| Value::Integer(status.into())),
                ty: ParamType::Integer,
            },
            Slot::DocsUrl => self.docs_url.map_or(Typed::ABSENT, text),
            Slot::Type => text(self.docs_url.unwrap_or(ABOUT_BLANK)),
            Slot::Context(name) => {
                let field = self.envelope.context.iter().find(|field| field.name == name);
                field.map_or(Typed::ABSENT, |field| Typed { value: (self.context)(name), ty: field.ty })
            }
            Slot::Param(name) => {
                let mut public = self.public_params();
                let param = public.find(|(param, _)| param.name == name);
                param.map_or(Typed::ABSENT, |(_, typed)| typed)
            }
            Slot::Params | Slot::Extensions => return None,
        };
        Some(filled)
    }

    fn public_params(&self) -> impl Iterator<Item = (&Param<'_>, Typed<'_>)> {
        let values = self.values.iter().copied().chain(std::iter::repeat(Value::Absent));
        let params = self.params.iter().zip(values).filter(|(param, _)| param.is_public());
        params.map(|(param, value)| (param, Typed { value, ty: param.ty }))
    }

    /// The members of the object that [`Slot::Params`] becomes, or that [`Slot::Extensions`] is in.
    fn members(&self) -> impl Iterator<Item = (&str, Typed<'_>)> {
        self.public_params()
            .filter(|(param, typed)| param.in_body && !typed.value.is_absent())
            .map(|(param, typed)| (param.wire, typed))
    }

    fn is_left_out(&self, member: &Member<'_>) -> bool {
        member.optional && self.is_empty(&member.value)
    }

    fn is_empty(&self, node: &Node<'_>) -> bool {
        match node {
            Node::Slot(slot) => match self.fill(*slot) {
                Some(filled) => filled.value.is_absent(),
                None => self.members().next().is_none(),
            },
            Node::Object(members) => {
                !members.is_empty() && members.iter().all(|member| self.is_left_out(member))
            }
            _ => false,
        }
    }
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Body").field(&format_args!("{}", self.to_json())).finish()
    }
}

/// For `serde_json`: a param that is JSON already is written as it is, which other formats can't.
impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Part { body: self, node: &self.envelope.body }.serialize(serializer)
    }
}

/// A part of an envelope, and what fills it.
struct Part<'a, 'b> {
    body: &'a Body<'b>,
    node: &'a Node<'a>,
}

impl Serialize for Part<'_, '_> {
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
                    list.serialize_element(&Part { body, node })?;
                }
                list.end()
            }
            Node::Object(members) => {
                let mut object = serializer.serialize_map(None)?;
                for member in members.iter().filter(|member| !body.is_left_out(member)) {
                    if !matches!(member.value, Node::Slot(Slot::Extensions)) {
                        object.serialize_entry(member.name, &Part { body, node: &member.value })?;
                        continue;
                    }
                    let is_taken = |name: &str| members.iter().any(|member| member.name == name);
                    for (name, typed) in body.members().filter(|(name, _)| !is_taken(name)) {
                        object.serialize_entry(name, &typed)?;
                    }
                }
                object.end()
            }
            Node::Slot(slot) => match body.fill(*slot) {
                Some(filled) => filled.serialize(serializer),
                None => ParamsObject(body).serialize(serializer),
            },
            Node::Text(pieces) => serializer.collect_str(&FilledText { body, pieces }),
        }
    }
}

/// The object that [`Slot::Params`] becomes.
struct ParamsObject<'a, 'b>(&'a Body<'b>);

impl Serialize for ParamsObject<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.members())
    }
}

/// A text with its slots filled.
struct FilledText<'a, 'b> {
    body: &'a Body<'b>,
    pieces: &'a [BodyPiece<'a>],
}

impl Display for FilledText<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in self.pieces {
            match piece {
                BodyPiece::Text(text) => f.write_str(text)?,
                BodyPiece::Slot(slot) => match self.body.fill(*slot) {
                    Some(filled) => filled.value.text(filled.ty).fmt(f)?,
                    None => {
                        let json = serde_json::to_string(&ParamsObject(self.body));
                        f.write_str(&json.map_err(|_| fmt::Error)?)?;
                    }
                },
            }
        }
        Ok(())
    }
}

mod typed;

#[cfg(test)]
mod tests;
