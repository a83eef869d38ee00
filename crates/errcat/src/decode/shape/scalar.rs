//! Texts and raw JSON that borrow from the body where they can.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, Visitor};
use serde_json::value::RawValue;

/// A text, borrowed unless it has escapes.
#[derive(Debug, PartialEq)]
pub(super) struct Text<'b>(pub(super) Cow<'b, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(parser: D) -> Result<Self, D::Error> {
        parser.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

/// Any JSON, as it is written.
pub(super) fn raw<'b>() -> Raw<'b> {
    Raw(PhantomData)
}

pub(super) struct Raw<'b>(PhantomData<&'b str>);

impl<'de> DeserializeSeed<'de> for Raw<'de> {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<Self::Value, D::Error> {
        Ok(Cow::Borrowed(<&RawValue>::deserialize(parser)?.get()))
    }
}

/// `null`, or what the seed takes.
pub(super) struct Maybe<S>(pub(super) S);

impl<'de, S: DeserializeSeed<'de, Value = ()>> DeserializeSeed<'de> for Maybe<S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_option(self)
    }
}

impl<'de, S: DeserializeSeed<'de, Value = ()>> Visitor<'de> for Maybe<S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what an optional member is")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        self.0.deserialize(parser)
    }
}
