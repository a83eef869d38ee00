//! Owned values: a catalog's examples, a server's context values, the values that a client decodes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use memchr::memchr2;
use serde_json::value::RawValue;

use crate::time::{from_unix_nanos, parse_rfc3339};
use crate::{IntoValue, Json, ParamType, Value};

/// The owned form of [`Value`].
#[derive(Debug, Clone, PartialEq)]
pub enum OwnedValue {
    /// No value.
    Absent,
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A whole number too large for [`OwnedValue::Integer`].
    Unsigned(u64),
    /// Any number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A length of time.
    Duration(Duration),
    /// A point in time.
    Time(SystemTime),
    /// Any JSON.
    Json(Json),
    /// A list of values.
    List(Vec<OwnedValue>),
    /// A map of texts to values.
    Map(BTreeMap<String, OwnedValue>),
}

impl OwnedValue {
    /// Parses a value of type `ty` from its JSON form: `45` is a duration of 45 seconds or 45 milliseconds,
    /// `"2024-01-15T10:30:00Z"` or `1642252800` a timestamp.
    ///
    /// `null` is an absent value, except for the type `json`, where it is the value `null`. Returns `None` if
    /// the JSON has the wrong type, or if a number or a date is out of range.
    pub fn from_json(json: &serde_json::Value, ty: ParamType) -> Option<Self> {
        if json.is_null() && ty != ParamType::Json {
            return Some(Self::Absent);
        }
        match ty {
            ParamType::String | ParamType::Rust => json.as_str().map(|text| Self::Text(text.into())),
            ParamType::Integer => match json.as_i64() {
                Some(number) => Some(Self::Integer(number)),
                None => json.as_u64().map(Self::Unsigned),
            },
            ParamType::Number => json.as_f64().map(Self::Number),
            ParamType::Boolean => json.as_bool().map(Self::Boolean),
            ParamType::DurationSeconds | ParamType::DurationMilliseconds => {
                duration(json, ty).map(Self::Duration)
            }
            ParamType::TimestampRfc3339 => parse_rfc3339(json.as_str()?).map(Self::Time),
            ParamType::TimestampSeconds | ParamType::TimestampMilliseconds => {
                unix_time(json, ty).map(Self::Time)
            }
            ParamType::Json => Some(Self::Json(json.into())),
            ParamType::List(item) => {
                let items = json.as_array()?.iter().map(|json| Self::from_json(json, *item)?.present());
                items.collect::<Option<_>>().map(Self::List)
            }
            ParamType::Map(item) => {
                let members = json.as_object()?.iter();
                let items =
                    members.map(|(key, json)| Some((key.clone(), Self::from_json(json, *item)?.present()?)));
                items.collect::<Option<_>>().map(Self::Map)
            }
        }
    }

    /// Like [`OwnedValue::from_json`], from JSON text. A value of type `json` keeps the text unchanged,
    /// including the order of members and the digits of numbers.
    pub(crate) fn from_json_text(text: &str, ty: ParamType) -> Option<Self> {
        match ty {
            ParamType::Json => Some(Self::Json(Json::from_text(text))),
            // Each item is parsed from its own text, like a value that isn't in a list.
            ParamType::List(item) if text.starts_with('[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                let items = items.into_iter().map(|json| Self::from_json_text(json.get(), *item)?.present());
                items.collect::<Option<_>>().map(Self::List)
            }
            ParamType::Map(item) if text.starts_with('{') => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
                let items = members
                    .into_iter()
                    .map(|(key, json)| Some((key, Self::from_json_text(json.get(), *item)?.present()?)));
                items.collect::<Option<_>>().map(Self::Map)
            }
            ParamType::String | ParamType::Rust | ParamType::TimestampRfc3339 if text.starts_with('"') => {
                Self::from_text(&unescaped(text)?, ty)
            }
            // Numbers are parsed like those in a message, to the last digit. serde_json parses an `f64`
            // faster, but the last digit may be wrong.
            _ if text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
                let json = || serde_json::from_str(text).ok();
                Self::from_text(text, ty).filter(|_| ty.is_number()).or_else(|| Self::from_json(&json()?, ty))
            }
            _ => Self::from_json(&serde_json::from_str(text).ok()?, ty),
        }
    }

    /// Returns the value if there is one.
    fn present(self) -> Option<Self> {
        Some(self).filter(|value| *value != Self::Absent)
    }
}

/// Returns the text of a JSON string.
fn unescaped(json: &str) -> Option<Cow<'_, str>> {
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    match memchr2(b'\\', b'"', inner.as_bytes()) {
        Some(_) => serde_json::from_str(json).ok().map(Cow::Owned),
        None => Some(Cow::Borrowed(inner)),
    }
}

fn duration(json: &serde_json::Value, ty: ParamType) -> Option<Duration> {
    let milliseconds = ty == ParamType::DurationMilliseconds;
    if let Some(whole) = json.as_u64() {
        let unit = if milliseconds { Duration::from_millis } else { Duration::from_secs };
        return Some(unit(whole));
    }
    let seconds = json.as_f64()? / if milliseconds { 1e3 } else { 1.0 };
    // Rejects negative and too long durations.
    Duration::try_from_secs_f64(seconds).ok()
}

fn unix_time(json: &serde_json::Value, ty: ParamType) -> Option<SystemTime> {
    let unit = ty.unix_unit()?;
    let nanos = match json.as_i64() {
        Some(whole) => i128::from(whole) * unit,
        // The cast saturates at a value that no platform can represent as a time.
        None => (json.as_f64()? * unit as f64) as i128,
    };
    from_unix_nanos(nanos)
}

impl IntoValue for OwnedValue {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Absent => Value::Absent,
            Self::Text(text) => Value::Text(text),
            Self::Integer(number) => Value::Integer(*number),
            Self::Unsigned(number) => Value::Unsigned(*number),
            Self::Number(number) => Value::Number(*number),
            Self::Boolean(boolean) => Value::Boolean(*boolean),
            Self::Duration(duration) => Value::Duration(*duration),
            Self::Time(time) => Value::Time(*time),
            Self::Json(json) => Value::Json(json),
            Self::List(list) => Value::List(list),
            Self::Map(map) => Value::Map(map),
        }
    }
}

impl From<Value<'_>> for OwnedValue {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Absent => Self::Absent,
            Value::Text(text) => Self::Text(text.into()),
            Value::Display(text) => Self::Text(text.to_string()),
            Value::Integer(number) => Self::Integer(number),
            Value::Unsigned(number) => Self::Unsigned(number),
            Value::Number(number) => Self::Number(number),
            Value::Boolean(boolean) => Self::Boolean(boolean),
            Value::Duration(duration) => Self::Duration(duration),
            Value::Time(time) => Self::Time(time),
            Value::Json(json) => Self::Json(json.clone()),
            Value::List(list) => Self::List(list.items().map(|(_, item)| item.into()).collect()),
            Value::Map(map) => Self::Map(map.items().map(|(key, item)| (key.into(), item.into())).collect()),
        }
    }
}

macro_rules! from {
    ($($ty:ty => $variant:ident,)*) => {$(
        impl From<$ty> for OwnedValue {
            fn from(value: $ty) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}

from! {
    &str => Text,
    String => Text,
    i64 => Integer,
    u64 => Unsigned,
    f64 => Number,
    bool => Boolean,
    Duration => Duration,
    SystemTime => Time,
    Json => Json,
}

mod text;

pub(crate) use self::text::MAX_NUMBER_LENGTH;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Body, ConstantValue, Envelope, Node, Param, Slot};

    /// Parses JSON as a type and writes it again.
    fn round_trip(json: &serde_json::Value, ty: ParamType) -> Option<serde_json::Value> {
        let value = OwnedValue::from_json(json, ty)?;
        let envelope = Envelope { body: Node::Slot(Slot::Param("p")), ..Envelope::EMPTY };
        let body = Body {
            envelope: &envelope,
            code: "",
            title: "",
            status: None,
            docs_url: None,
            message: Value::Text(""),
            facts: &|_| Value::Absent,
            constants: &|_| ConstantValue::Absent,
            others: &[],
            params: &[Param { name: "p", ty, ..Param::EMPTY }],
            values: &[value.value()],
            context: &|_| Value::Absent,
        };
        serde_json::from_slice(&body.to_vec()).ok()
    }

    #[test]
    fn values_round_trip_through_json() {
        use ParamType::*;
        for (json, ty) in [
            (json!("a"), String),
            (json!("127.0.0.1"), Rust),
            (json!(-1), Integer),
            (json!(i64::MIN), Integer),
            (json!(u64::MAX), Integer),
            (json!(5), Number),
            (json!(0.1), Number),
            (json!(true), Boolean),
            (json!(45), DurationSeconds),
            (json!(1.23), DurationMilliseconds),
            (json!(0.000001), DurationMilliseconds),
            (json!("2024-01-15T10:30:00.000Z"), TimestampRfc3339),
            (json!("1969-12-31T23:59:59.999Z"), TimestampRfc3339),
            (json!(1_642_252_800), TimestampSeconds),
            (json!(-1), TimestampSeconds),
            (json!(1_716_040_800_000_i64), TimestampMilliseconds),
            (json!({ "b": [1, null], "a": {} }), Json),
            (json!(null), Json),
            (json!(null), Integer),
            (json!([]), List(&Integer)),
            (json!(["a, b", ""]), List(&String)),
            (json!([0.1, 5e-324, 17.000_000_000_000_004]), List(&Number)),
            (json!(["2024-01-15T10:30:00.000Z"]), List(&TimestampRfc3339)),
            (json!({ "": 1.5, "b, c: d": 2 }), Map(&DurationSeconds)),
            (json!({}), Map(&Boolean)),
            (json!(null), List(&String)),
        ] {
            assert_eq!(round_trip(&json, ty), Some(json.clone()), "{json} {ty:?}");
        }
    }

    #[test]
    fn equivalent_json_forms_are_accepted() {
        let day = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400);
        let read = |json, ty| OwnedValue::from_json(&json, ty);
        let time = Some(OwnedValue::Time(day));
        assert_eq!(read(json!("1970-01-02T02:00:00+02:00"), ParamType::TimestampRfc3339), time);
        assert_eq!(read(json!(86_400.0), ParamType::TimestampSeconds), time);
        let length = Some(OwnedValue::Duration(Duration::from_millis(1_500)));
        assert_eq!(read(json!(1.5), ParamType::DurationSeconds), length);
        assert_eq!(read(json!(1500.0), ParamType::DurationMilliseconds), length);
    }

    #[test]
    fn values_of_the_wrong_type_or_range_are_rejected() {
        use ParamType::*;
        for (json, ty) in [
            (json!(5), String),
            (json!(5), Rust),
            (json!("5"), Integer),
            (json!(5.5), Integer),
            (json!("5"), Number),
            (json!(0), Boolean),
            (json!(-1), DurationSeconds),
            (json!(-0.5), DurationMilliseconds),
            (json!(1e30), DurationSeconds),
            (json!("45"), DurationSeconds),
            (json!("yesterday"), TimestampRfc3339),
            (json!(1_642_252_800), TimestampRfc3339),
            (json!("2024-01-15T10:30:00Z"), TimestampSeconds),
            (json!(1e300), TimestampMilliseconds),
            (json!(-1e300), TimestampSeconds),
            (json!([1, "2"]), List(&Integer)),
            (json!([1, null]), List(&Integer)),
            (json!("a"), List(&String)),
            (json!({ "a": 1 }), List(&Integer)),
            (json!([]), Map(&Integer)),
            (json!({ "a": null }), Map(&Integer)),
        ] {
            assert_eq!(OwnedValue::from_json(&json, ty), None, "{json} {ty:?}");
        }
    }
}
