//! Values on their way into the fields of an error: from a response, or from a catalog's examples.
//!
//! Generated code makes an error of them:
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

use std::str::FromStr;
use std::time::{Duration, SystemTime};

use crate::value::ABSENT;
use crate::{Entry, Json, OwnedValue, Param};

/// The values of an entry's params, by their index into [`Entry::params`]. Each can be taken once.
#[derive(Debug)]
pub struct Values<'a> {
    params: &'a [Param<'a>],
    values: Vec<OwnedValue>,
}

impl<'a> Values<'a> {
    pub(crate) fn new(params: &'a [Param<'a>], values: Vec<OwnedValue>) -> Self {
        Self { params, values }
    }

    /// None at all: only an error that needs no value can be made of these.
    pub fn none(entry: &'a Entry) -> Self {
        Self::new(entry.params, Vec::new())
    }

    /// The examples of an entry.
    pub fn examples(entry: &'a Entry) -> Self {
        let example = |param: &Param<'_>| {
            OwnedValue::from_json_text(param.example, param.ty).unwrap_or(OwnedValue::Absent)
        };
        Self::new(entry.params, entry.params.iter().map(example).collect())
    }

    /// The examples of an entry, as a client has them after a response was made of [`Values::examples`]:
    /// those of params that aren't public are withheld, and optional ones that are nowhere in the response
    /// are absent.
    pub fn wire_examples(entry: &'a Entry) -> Self {
        let mut examples = Self::examples(entry);
        for (index, value) in examples.values.iter_mut().enumerate() {
            if !is_sent(entry, index) {
                *value = OwnedValue::Absent;
            }
        }
        examples
    }

    /// The value of a param, for a field of type `T`. `None`: there is none, and `T` can't do without.
    ///
    /// What a server keeps to itself, a param that isn't public, is a gap in a client's error:
    /// [`FromValue::withheld`].
    pub fn take<T: FromValue>(&mut self, index: usize) -> Option<T> {
        match (self.take_value(index), self.is_withheld(index)) {
            (OwnedValue::Absent, true) => T::withheld(),
            (value, _) => T::from_value(value),
        }
    }

    /// The value of a param whose type is one of Rust's, by its text.
    pub fn parse<T: FromStr>(&mut self, index: usize) -> Option<T> {
        self.take::<String>(index)?.parse().ok()
    }

    /// As [`Values::parse`], for an optional param: a value that is missing, or no `T`, is `Some(None)`.
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

/// Whether a param of an entry is in its response.
fn is_sent(entry: &Entry, index: usize) -> bool {
    let param = &entry.params[index];
    let in_header = || entry.headers.iter().any(|header| header.param.map(usize::from) == Some(index));
    let in_message = || entry.message.mentions(index);
    param.is_public() && (in_header() || entry.envelope.is_some_and(|it| it.carries(param, in_message())))
}

/// What a field of a generated error is made of.
pub trait FromValue: Sized {
    /// The field's value; `None` if `value` is no such value.
    fn from_value(value: OwnedValue) -> Option<Self>;

    /// What stands for a value that the server keeps to itself, if something can without being mistaken for
    /// a value: [`ABSENT`], as in a message, for a text, `null` for JSON, and nothing for a number.
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
    fn examples_are_values() {
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
    fn a_client_doesnt_have_what_isnt_public() {
        let mut values = Values::wire_examples(&ENTRY);
        assert_eq!(values.take(0), Some("$5.00".to_owned()));
        assert_eq!(values.take(1), None::<Duration>, "it is nowhere in the response");
        assert_eq!(values.take(4), Some("-".to_owned()));
        assert_eq!(values.take::<i64>(6), None);
        assert_eq!(values.take::<Option<i64>>(6), Some(None));
    }

    #[test]
    fn what_is_missing_or_of_another_type_is_none() {
        let mut values = Values::examples(&ENTRY);
        assert_eq!(values.take::<i64>(0), None);
        assert_eq!(values.take::<String>(0), None, "it was taken");
        assert_eq!(values.take::<Option<i64>>(1), Some(None));
        assert_eq!(values.take::<String>(99), None);
        assert_eq!(values.take::<Option<String>>(99), Some(None));
        assert_eq!(values.parse_optional::<u8>(3), Some(None));
        assert_eq!(values.parse_optional::<u8>(3), Some(None));
        assert_eq!(Values::none(&ENTRY).take::<String>(0), None);
        assert_eq!(Values::none(&ENTRY).take::<String>(4), Some("-".to_owned()));
    }
}
