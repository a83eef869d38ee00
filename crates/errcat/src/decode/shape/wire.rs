//! The values of a body, before their type is known.

use std::borrow::Cow;

use crate::ParamType;
use crate::owned::OwnedValue;
use crate::value::ABSENT;

/// A param's value as it appears in a body.
#[derive(Debug)]
pub(in super::super) enum WireValue<'b> {
    /// JSON.
    Json(Cow<'b, str>),
    /// A part of a longer text.
    Text(Box<str>),
    /// A part of a body that isn't JSON. It is empty if there is no value.
    Raw(Box<str>),
}

impl WireValue<'_> {
    pub(in super::super) fn value(&self, ty: ParamType) -> Option<OwnedValue> {
        match self {
            // A server may write any value as a string: `"45"`.
            Self::Json(json) => OwnedValue::from_json_text(json, ty).or_else(|| {
                let text: Cow<'_, str> = serde_json::from_str(json).ok()?;
                OwnedValue::from_text(&text, ty)
            }),
            Self::Text(text) if **text == *ABSENT => Some(OwnedValue::Absent),
            // An empty text can be a value.
            Self::Raw(text) if text.is_empty() && !ty.is_wide() => Some(OwnedValue::Absent),
            Self::Text(text) | Self::Raw(text) => OwnedValue::from_text(text, ty),
        }
    }

    /// Returns `true` if there is no value.
    pub(in super::super) fn is_absent(&self) -> bool {
        match self {
            Self::Json(text) => text == "null",
            Self::Text(text) => **text == *ABSENT,
            Self::Raw(text) => text.is_empty(),
        }
    }

    pub(in super::super) fn text(&self) -> &str {
        match self {
            Self::Json(json) => json,
            Self::Text(text) | Self::Raw(text) => text,
        }
    }
}
