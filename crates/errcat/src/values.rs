//! The values for the fields of an error, from a response or from a catalog's examples.
//!
//! Generated code builds an error from them:
//!
//! ```
//! # use errcat::Values;
//! # enum Error { AgentNotFound, BalanceTooLow { balance: String, attempts: Option<i64> } }
//! # impl Error {
//! fn build(entry: usize, values: &mut Values<'_>) -> Option<Self> {
//!     Some(match entry {
//!         0 => Self::AgentNotFound,
//!         1 => Self::BalanceTooLow { balance: values.take(0)?, attempts: values.take(1)? },
//!         _ => return None,
//!     })
//! }
//! # }
//! ```

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use crate::value::ABSENT;
use crate::{Entry, Json, OwnedValue, Param};

/// The values of an entry's params, by their index in [`Entry::params`]. Each can be taken once.
#[derive(Debug)]
pub struct Values<'a> {
    params: &'a [Param<'a>],
    values: Vec<OwnedValue>,
}

impl<'a> Values<'a> {
    pub(crate) fn new(params: &'a [Param<'a>], values: Vec<OwnedValue>) -> Self {
        Self { params, values }
    }

    /// Creates an empty set of values. Only errors without required params can be built from it.
    pub fn none(entry: &'a Entry) -> Self {
        Self::new(entry.params, Vec::new())
    }

    /// Creates values from the examples of an entry.
    pub fn examples(entry: &'a Entry) -> Self {
        let example = |param: &Param<'_>| {
            OwnedValue::from_json_text(param.example, param.ty).unwrap_or(OwnedValue::Absent)
        };
        Self::new(entry.params, entry.params.iter().map(example).collect())
    }

    /// Creates values from the examples of an entry, as a client receives them after a server sends an error
    /// built from [`Values::examples`]. Params that aren't public are withheld, and optional params that the
    /// response doesn't contain are absent.
    pub fn wire_examples(entry: &'a Entry) -> Self {
        let mut examples = Self::examples(entry);
        for (index, value) in examples.values.iter_mut().enumerate() {
            if !is_sent(entry, index) {
                *value = OwnedValue::Absent;
            }
        }
        examples
    }

    /// Takes the value of a param, for a field of type `T`. Returns `None` if there is no value and `T`
    /// requires one.
    ///
    /// A param that isn't public is withheld by the server. In a client's error, its field has the
    /// placeholder [`FromValue::withheld`].
    pub fn take<T: FromValue>(&mut self, index: usize) -> Option<T> {
        match (self.take_value(index), self.is_withheld(index)) {
            (OwnedValue::Absent, true) => T::withheld(),
            (value, _) => T::from_value(value),
        }
    }

    /// Takes the value of a param with a Rust type, and parses it from its text.
    pub fn parse<T: FromStr>(&mut self, index: usize) -> Option<T> {
        self.take::<String>(index)?.parse().ok()
    }

    /// Like [`Values::parse`], for an optional param. Returns `Some(None)` if the value is missing or can't
    /// be parsed.
    pub fn parse_optional<T: FromStr>(&mut self, index: usize) -> Option<Option<T>> {
        let text: Option<String> = self.take(index)?;
        Some(text.and_then(|text| text.parse().ok()))
    }

    fn take_value(&mut self, index: usize) -> OwnedValue {
        let value = self.values.get_mut(index);
        value.map_or(OwnedValue::Absent, |value| std::mem::replace(value, OwnedValue::Absent))
    }

    fn is_withheld(&self, index: usize) -> bool {
        self.params.get(index).is_some_and(|param| !param.is_public())
    }
}

/// Returns `true` if an entry's response contains a param in a form that can be read.
pub(crate) fn is_sent(entry: &Entry, index: usize) -> bool {
    let param = &entry.params[index];
    let in_header = || entry.headers.iter().any(|header| header.param.map(usize::from) == Some(index));
    let is_text_read = param.ty.is_read_from_text();
    let in_message = || is_text_read && entry.message.mentions(index);
    param.is_public()
        && (is_text_read && in_header() || entry.envelope.is_some_and(|it| it.carries(param, in_message())))
}

/// A type of field that is built from a value.
pub trait FromValue: Sized {
    /// Converts a value, or returns `None` if it has another type.
    fn from_value(value: OwnedValue) -> Option<Self>;

    /// Returns a placeholder for a withheld value, if there is one that can't be mistaken for a real value:
    /// [`ABSENT`], as in a message, for text, `null` for JSON, and none for a number. A list or a map is
    /// empty.
    fn withheld() -> Option<Self> {
        None
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: OwnedValue) -> Option<Self> {
        Some(T::from_value(value))
    }

    fn withheld() -> Option<Self> {
        Some(None)
    }
}

impl FromValue for String {
    fn from_value(value: OwnedValue) -> Option<Self> {
        match value {
            OwnedValue::Text(text) => Some(text),
            _ => None,
        }
    }

    fn withheld() -> Option<Self> {
        Some(ABSENT.into())
    }
}

impl FromValue for Json {
    fn from_value(value: OwnedValue) -> Option<Self> {
        match value {
            OwnedValue::Json(json) => Some(json),
            _ => None,
        }
    }

    fn withheld() -> Option<Self> {
        Some(Self::from_text("null"))
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: OwnedValue) -> Option<Self> {
        match value {
            OwnedValue::List(items) => items.into_iter().map(T::from_value).collect(),
            _ => None,
        }
    }

    fn withheld() -> Option<Self> {
        Some(Vec::new())
    }
}

impl<T: FromValue> FromValue for BTreeMap<String, T> {
    fn from_value(value: OwnedValue) -> Option<Self> {
        match value {
            OwnedValue::Map(items) => {
                items.into_iter().map(|(key, item)| Some((key, T::from_value(item)?))).collect()
            }
            _ => None,
        }
    }

    fn withheld() -> Option<Self> {
        Some(BTreeMap::new())
    }
}

macro_rules! from_value {
    ($($variant:ident => $ty:ty,)*) => {$(
        impl FromValue for $ty {
            fn from_value(value: OwnedValue) -> Option<Self> {
                match value {
                    OwnedValue::$variant(value) => Some(value),
                    _ => None,
                }
            }
        }
    )*};
}

from_value! {
    Integer => i64,
    Number => f64,
    Boolean => bool,
    Duration => Duration,
    Time => SystemTime,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Audience, Envelope, Message, Node, ParamType, Piece, Slot};

    static ENVELOPE: Envelope<'static> = Envelope {
        body: Node::List(&[Node::Slot(Slot::Message), Node::Slot(Slot::Params)]),
        ..Envelope::EMPTY
    };

    static ENTRY: Entry = Entry {
        message: Message(&[Piece::Param(0), Piece::Param(4)]),
        envelope: Some(&ENVELOPE),
        params: &[
            Param { example: "\"$5.00\"", ..Param::EMPTY },
            Param { ty: ParamType::DurationMilliseconds, example: "1500", ..Param::EMPTY },
            Param { ty: ParamType::Json, example: "{\"b\":1.0,\"a\":[]}", ..Param::EMPTY },
            Param { ty: ParamType::Rust, example: "\"127.0.0.1\"", ..Param::EMPTY },
            Param { audience: Audience::Internal, example: "\"acc_1\"", ..Param::EMPTY },
            Param { audience: Audience::Secret, ..Param::EMPTY },
            Param { audience: Audience::Internal, ty: ParamType::Integer, example: "7", ..Param::EMPTY },
        ],
        ..Entry::EMPTY
    };

    #[test]
    fn examples_become_values() {
        let mut values = Values::examples(&ENTRY);
        assert_eq!(values.take(0), Some("$5.00".to_owned()));
        assert_eq!(values.take(1), Some(Duration::from_millis(1_500)));
        assert_eq!(values.take(2), Some(Json::from_text("{\"b\":1.0,\"a\":[]}")));
        assert_eq!(values.parse(3), Some(std::net::Ipv4Addr::LOCALHOST));
        assert_eq!(values.take(4), Some("acc_1".to_owned()));
        assert_eq!(values.take(5), Some("-".to_owned()));
        assert_eq!(values.take(6), Some(7_i64));
    }

    #[test]
    fn wire_examples_lack_params_that_are_not_public() {
        let mut values = Values::wire_examples(&ENTRY);
        assert_eq!(values.take(0), Some("$5.00".to_owned()));
        assert_eq!(values.take(1), None::<Duration>, "not part of the response");
        assert_eq!(values.take(4), Some("-".to_owned()));
        assert_eq!(values.take::<i64>(6), None);
        assert_eq!(values.take::<Option<i64>>(6), Some(None));
    }

    #[test]
    fn missing_and_mistyped_values_are_none() {
        let mut values = Values::examples(&ENTRY);
        assert_eq!(values.take::<i64>(0), None);
        assert_eq!(values.take::<String>(0), None, "already taken");
        assert_eq!(values.take::<Option<i64>>(1), Some(None));
        assert_eq!(values.take::<String>(99), None);
        assert_eq!(values.take::<Option<String>>(99), Some(None));
        assert_eq!(values.parse_optional::<u8>(3), Some(None));
        assert_eq!(values.parse_optional::<u8>(3), Some(None));
        assert_eq!(Values::none(&ENTRY).take::<String>(0), None);
        assert_eq!(Values::none(&ENTRY).take::<String>(4), Some("-".to_owned()));
    }
}
