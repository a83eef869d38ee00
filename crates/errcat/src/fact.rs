//! Facts: constants that errors have in addition to their code, such as a number or an SQLSTATE.

use std::fmt;

use crate::Value;

/// A constant that an error has in addition to its code.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fact {
    /// The name: `errno`.
    pub name: &'static str,
    /// The value: `1146`.
    pub value: FactValue,
}

/// The value of a [`Fact`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FactValue {
    /// A text.
    Text(&'static str),
    /// A whole number.
    Integer(i64),
    /// Any number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
}

impl FactValue {
    /// Returns the text of a fact of the type `string`.
    pub const fn as_str(self) -> Option<&'static str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Returns the number of a fact of the type `integer`.
    pub const fn as_i64(self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(number) } else { None }
    }

    /// Returns the number of a fact of the type `number` or `integer`.
    pub const fn as_f64(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            #[allow(clippy::cast_precision_loss, reason = "as when it is parsed from JSON")]
            Self::Integer(number) => Some(number as f64),
            Self::Text(_) | Self::Boolean(_) => None,
        }
    }

    /// Returns the value of a fact of the type `boolean`.
    pub const fn as_bool(self) -> Option<bool> {
        if let Self::Boolean(boolean) = self { Some(boolean) } else { None }
    }
}

impl From<FactValue> for Value<'static> {
    fn from(value: FactValue) -> Self {
        match value {
            FactValue::Text(text) => Self::Text(text),
            FactValue::Integer(number) => Self::Integer(number),
            FactValue::Number(number) => Self::Number(number),
            FactValue::Boolean(boolean) => Self::Boolean(boolean),
        }
    }
}

/// Writes the value without quotes.
impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.pad(text),
            Self::Integer(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Boolean(boolean) => boolean.fmt(f),
        }
    }
}
