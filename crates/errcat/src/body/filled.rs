//! Slots of a body, filled.

use std::fmt::{self, Display};

use serde::ser::{Serialize, Serializer};

use super::Body;
use super::typed::TypedValue;
use crate::envelope::ABOUT_BLANK;
use crate::prose::FilledText;
use crate::value::ABSENT;
use crate::{ConstantValue, ParamType, Slot, Value};

/// The replacement of a slot.
#[derive(Clone, Copy)]
pub(super) enum Filled<'a, 'b> {
    /// A single value.
    Value(TypedValue<'a>),
    /// A list of texts, with the params that they mention.
    List(&'a Body<'b>, &'a [&'a str]),
    /// An object with the public params: [`Slot::Params`] and [`Slot::Extensions`].
    Params(&'a Body<'b>),
}

impl<'b> Body<'b> {
    /// Returns the replacement of a slot.
    pub(super) fn filled(&self, slot: Slot<'_>) -> Filled<'_, 'b> {
        let text = |text| TypedValue { value: Value::Text(text), ty: ParamType::String };
        let integer = |value| TypedValue { value, ty: ParamType::Integer };
        Filled::Value(match slot {
            Slot::Code => text(self.code),
            // A code that isn't a number can only be the catalog's mistake, which the generator reports.
            Slot::CodeNumber => self.code.parse().map_or(text(self.code), |it| integer(Value::Integer(it))),
            Slot::Title => text(self.title),
            // A message can only be omitted, not null.
            Slot::Message if self.message.is_absent() => text(ABSENT),
            Slot::Message => TypedValue { value: self.message, ty: ParamType::String },
            Slot::Status => {
                integer(self.status.map_or(Value::Absent, |status| Value::Integer(status.into())))
            }
            Slot::DocsUrl => self.docs_url.map_or(TypedValue::ABSENT, text),
            Slot::Type => text(self.docs_url.unwrap_or(ABOUT_BLANK)),
            Slot::Context(name) => {
                let field = self.envelope.context.iter().find(|field| field.name == name);
                field.map_or(TypedValue::ABSENT, |field| TypedValue {
                    value: (self.context)(name),
                    ty: field.ty,
                })
            }
            Slot::Param(name) => {
                let mut public = self.public_params();
                let param = public.find(|(param, _)| param.name == name);
                param.map_or(TypedValue::ABSENT, |(_, typed)| typed)
            }
            Slot::Fact(name) => TypedValue::of_fact((self.facts)(name)),
            Slot::Constant(constant) => match (self.constants)(constant) {
                ConstantValue::Absent => TypedValue::ABSENT,
                ConstantValue::Text(it) => text(it),
                ConstantValue::Boolean(it) => {
                    TypedValue { value: Value::Boolean(it), ty: ParamType::Boolean }
                }
                ConstantValue::List(texts) => return Filled::List(self, texts),
            },
            Slot::Params | Slot::Extensions => return Filled::Params(self),
        })
    }
}

impl Body<'_> {
    /// Returns a cause or a fix with the values of params.
    fn prose<'a>(&'a self, text: &'a str) -> FilledText<'a> {
        FilledText { text, params: self.params, values: self.values }
    }
}

/// Writes the text as a string.
impl Serialize for FilledText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'a, 'b> Filled<'a, 'b> {
    /// Returns `true` if an optional member with this value is omitted.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Value(typed) => typed.value.is_absent(),
            Self::List(_, texts) => texts.is_empty(),
            Self::Params(body) => body.members().next().is_none(),
        }
    }

    /// Returns the value in the form of a string: see [`Node::SlotAsText`](crate::Node::SlotAsText).
    pub(super) fn as_text(self) -> FilledAsText<'a, 'b> {
        FilledAsText(self)
    }
}

/// Writes the value with its type.
impl Serialize for Filled<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(typed) => typed.serialize(serializer),
            Self::List(body, texts) => serializer.collect_seq(texts.iter().map(|text| body.prose(text))),
            Self::Params(body) => serializer.collect_map(body.members()),
        }
    }
}

/// Writes the value as a part of a text.
impl Display for Filled<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(typed) => typed.value.text(typed.ty).fmt(f),
            Self::List(body, texts) => texts.iter().enumerate().try_for_each(|(at, text)| {
                f.write_str(if at == 0 { "" } else { "\n" })?;
                body.prose(text).fmt(f)
            }),
            Self::Params(_) => f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?),
        }
    }
}

/// A value in the form of a string.
pub(super) struct FilledAsText<'a, 'b>(Filled<'a, 'b>);

impl Serialize for FilledAsText<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Filled::Value(typed) => typed.as_text().serialize(serializer),
            Filled::List(..) => serializer.collect_str(&self.0),
            Filled::Params(body) => {
                serializer.collect_map(body.members().map(|(name, typed)| (name, typed.as_text())))
            }
        }
    }
}
