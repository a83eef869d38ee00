//! Values of params, as written to a message, a header or a body.
//!
//! A value holds the data, its [`ParamType`] defines the format: the same [`Duration`] is `45` in seconds and
//! `45000` in milliseconds. [`Value::text`] combines the two.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use crate::time::{Rfc3339, unix_nanos};
use crate::{Json, ParamType};

/// The text for an absent value. It makes the gap visible and keeps the sentence readable.
pub const ABSENT: &str = "-";

/// The value of a param, borrowed from the error.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// No value: an optional param, or one that a hand-written error doesn't provide.
    Absent,
    /// A text.
    Text(&'a str),
    /// A text that is formatted on demand.
    Display(&'a dyn fmt::Display),
    /// A whole number.
    Integer(i64),
    /// A whole number that may be too large for [`Value::Integer`].
    Unsigned(u64),
    /// A floating-point number. NaN and infinities, which JSON doesn't support, are `null` in a body.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A length of time.
    Duration(Duration),
    /// A point in time.
    Time(SystemTime),
    /// Any JSON value.
    Json(&'a Json),
    /// A list of values.
    List(&'a dyn Items),
    /// A map of texts to values.
    Map(&'a dyn Items),
}

/// The text between two items of a list or a map in a message or a header.
pub(crate) const SEPARATOR: &str = ", ";

/// The items of a list or a map, borrowed from the error.
pub trait Items {
    /// Returns the items in their order, each with its key. Items of a list have an empty key.
    fn items(&self) -> Box<dyn Iterator<Item = (&str, Value<'_>)> + '_>;
}

impl<'a> Value<'a> {
    /// Returns the value as text for a message or a header.
    ///
    /// A duration is a number in the type's unit, or in seconds if the type isn't a duration, with as many
    /// digits as needed (`45`, `0.25`). A time is `2024-01-15T10:30:00.000Z`, or a whole number in the type's
    /// unit since 1970, rounded down. `, ` separates the items of lists and maps. An absent value is
    /// [`ABSENT`].
    pub fn text(self, ty: ParamType) -> ValueText<'a> {
        ValueText { value: self, ty }
    }

    /// Returns `true` if there is no value.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// Formats a value like a derived `Debug` formats the field that holds it. A [`Value::Display`] is formatted
/// with its `Display`.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("None"),
            Self::Text(text) => fmt::Debug::fmt(text, f),
            Self::Display(text) => write!(f, "{text}"),
            Self::Integer(number) => fmt::Debug::fmt(number, f),
            Self::Unsigned(number) => fmt::Debug::fmt(number, f),
            Self::Number(number) => fmt::Debug::fmt(number, f),
            Self::Boolean(boolean) => fmt::Debug::fmt(boolean, f),
            Self::Duration(duration) => fmt::Debug::fmt(duration, f),
            // The standard library shows a struct with the seconds since 1970.
            Self::Time(time) => fmt::Display::fmt(&Rfc3339(*time), f),
            Self::Json(json) => fmt::Debug::fmt(json, f),
            Self::List(list) => f.debug_list().entries(list.items().map(|(_, item)| item)).finish(),
            Self::Map(map) => f.debug_map().entries(map.items()).finish(),
        }
    }
}

/// Returns `true` if both values have the same variant and the same data. Two [`Value::Display`] are equal if
/// they write the same text.
impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Absent) => true,
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Display(one), Self::Display(other)) => one.to_string() == other.to_string(),
            (Self::Integer(one), Self::Integer(other)) => one == other,
            (Self::Unsigned(one), Self::Unsigned(other)) => one == other,
            (Self::Number(one), Self::Number(other)) => one == other,
            (Self::Boolean(one), Self::Boolean(other)) => one == other,
            (Self::Duration(one), Self::Duration(other)) => one == other,
            (Self::Time(one), Self::Time(other)) => one == other,
            (Self::Json(one), Self::Json(other)) => one == other,
            (Self::List(one), Self::List(other)) | (Self::Map(one), Self::Map(other)) => {
                one.items().eq(other.items())
            }
            _ => false,
        }
    }
}

/// A value as text: see [`Value::text`].
#[derive(Debug, Clone, Copy)]
pub struct ValueText<'a> {
    value: Value<'a>,
    ty: ParamType,
}

impl fmt::Display for ValueText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Value::Absent => f.write_str(ABSENT),
            Value::Text(text) => f.write_str(text),
            Value::Display(text) => write!(f, "{text}"),
            Value::Integer(number) => write!(f, "{number}"),
            Value::Unsigned(number) => write!(f, "{number}"),
            Value::Number(number) => write!(f, "{number}"),
            Value::Boolean(boolean) => write!(f, "{boolean}"),
            Value::Duration(duration) => write_units(f, duration, self.ty.duration_unit()),
            Value::Time(time) => match self.ty.unix_unit() {
                Some(unit) => write!(f, "{}", unix_nanos(time).div_euclid(unit)),
                None => write!(f, "{}", Rfc3339(time)),
            },
            Value::Json(json) => f.write_str(json.as_str()),
            Value::List(list) => list.items().enumerate().try_for_each(|(at, (_, item))| {
                write!(f, "{}{}", if at == 0 { "" } else { SEPARATOR }, item.text(self.ty.item()))
            }),
            Value::Map(map) => map.items().enumerate().try_for_each(|(at, (key, item))| {
                write!(f, "{}{key}: {}", if at == 0 { "" } else { SEPARATOR }, item.text(self.ty.item()))
            }),
        }
    }
}

impl ParamType {
    /// Returns the type of the items of a list or a map; of any other value, its own type.
    pub(crate) fn item(self) -> Self {
        match self {
            Self::List(item) | Self::Map(item) => *item,
            ty => ty,
        }
    }

    /// Returns the nanoseconds per unit of a duration: those of a second unless the type defines another
    /// unit.
    pub(crate) fn duration_unit(self) -> u128 {
        match self {
            Self::DurationMilliseconds => 1_000_000,
            _ => 1_000_000_000,
        }
    }

    /// Returns the nanoseconds per unit of a timestamp, or `None` if the timestamp isn't a number.
    pub(crate) fn unix_unit(self) -> Option<i128> {
        match self {
            Self::TimestampSeconds => Some(1_000_000_000),
            Self::TimestampMilliseconds => Some(1_000_000),
            _ => None,
        }
    }
}

/// Writes a duration in units of `unit` nanoseconds, exactly, without floating-point arithmetic.
fn write_units(f: &mut fmt::Formatter<'_>, duration: Duration, unit: u128) -> fmt::Result {
    let nanos = duration.as_nanos();
    write!(f, "{}", nanos / unit)?;
    let mut fraction = nanos % unit;
    if fraction == 0 {
        return Ok(());
    }
    let mut width = unit.ilog10() as usize;
    while fraction % 10 == 0 {
        fraction /= 10;
        width -= 1;
    }
    write!(f, ".{fraction:0width$}")
}

/// A type that can be the value of a param: the types of the fields of generated errors.
pub trait IntoValue {
    /// Returns the value, borrowed.
    fn value(&self) -> Value<'_>;
}

/// A type that the catalog can give a param: `type: std::net::IpAddr`. It is written with its
/// [`Display`](fmt::Display), and read with its [`FromStr`]. Every type with these traits implements it.
pub trait RustType: Clone + fmt::Display + FromStr {}

impl<T: Clone + fmt::Display + FromStr> RustType for T {}

macro_rules! into_value {
    ($($ty:ty: $this:ident => $value:expr,)*) => {$(
        impl IntoValue for $ty {
            fn value(&self) -> Value<'_> {
                let $this = self;
                $value
            }
        }
    )*};
}

into_value! {
    str: this => Value::Text(this),
    String: this => Value::Text(this),
    Cow<'_, str>: this => Value::Text(this),
    i8: this => Value::Integer((*this).into()),
    i16: this => Value::Integer((*this).into()),
    i32: this => Value::Integer((*this).into()),
    i64: this => Value::Integer(*this),
    isize: this => Value::Integer(*this as i64),
    u8: this => Value::Integer((*this).into()),
    u16: this => Value::Integer((*this).into()),
    u32: this => Value::Integer((*this).into()),
    u64: this => Value::Unsigned(*this),
    usize: this => Value::Unsigned(*this as u64),
    f64: this => Value::Number(*this),
    bool: this => Value::Boolean(*this),
    Duration: this => Value::Duration(*this),
    SystemTime: this => Value::Time(*this),
    Json: this => Value::Json(this),
}

impl IntoValue for Value<'_> {
    fn value(&self) -> Value<'_> {
        *self
    }
}

impl<T: IntoValue + ?Sized> IntoValue for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl<T: IntoValue + ?Sized> IntoValue for Box<T> {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Absent, IntoValue::value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: impl IntoValue, ty: ParamType) -> String {
        value.value().text(ty).to_string()
    }

    #[test]
    fn durations_are_numbers_in_the_unit_of_the_type() {
        use ParamType::{DurationMilliseconds, DurationSeconds, String};
        assert_eq!(text(Duration::from_secs(45), DurationSeconds), "45");
        assert_eq!(text(Duration::from_secs(45), DurationMilliseconds), "45000");
        assert_eq!(text(Duration::from_millis(1_250), DurationSeconds), "1.25");
        assert_eq!(text(Duration::from_nanos(1), DurationSeconds), "0.000000001");
        assert_eq!(text(Duration::from_nanos(1), DurationMilliseconds), "0.000001");
        assert_eq!(text(Duration::from_micros(1_230), DurationMilliseconds), "1.23");
        assert_eq!(text(Duration::ZERO, DurationSeconds), "0");
        assert_eq!(text(Duration::MAX, DurationSeconds), "18446744073709551615.999999999");
        assert_eq!(text(Duration::MAX, DurationMilliseconds), "18446744073709551615999.999999");
        assert_eq!(text(Duration::from_secs(45), String), "45");
    }

    #[test]
    fn times_are_rfc_3339_texts_or_unix_numbers() {
        use ParamType::{TimestampMilliseconds, TimestampRfc3339, TimestampSeconds};
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_705_314_600_500);
        assert_eq!(text(time, TimestampRfc3339), "2024-01-15T10:30:00.500Z");
        assert_eq!(text(time, TimestampSeconds), "1705314600");
        assert_eq!(text(time, TimestampMilliseconds), "1705314600500");
        let before = SystemTime::UNIX_EPOCH - Duration::from_millis(1);
        assert_eq!(text(before, TimestampSeconds), "-1");
        assert_eq!(text(before, TimestampMilliseconds), "-1");
    }

    #[test]
    fn other_values_use_display() {
        assert_eq!(text("a b", ParamType::String), "a b");
        assert_eq!(text(Cow::Borrowed("a"), ParamType::String), "a");
        assert_eq!(text(-5_i8, ParamType::Integer), "-5");
        assert_eq!(text(u64::MAX, ParamType::Integer), "18446744073709551615");
        assert_eq!(text(0.5, ParamType::Number), "0.5");
        assert_eq!(text(5.0, ParamType::Number), "5");
        assert_eq!(text(f64::NAN, ParamType::Number), "NaN");
        assert_eq!(text(true, ParamType::Boolean), "true");
        assert_eq!(text(Json::from_text("[1]"), ParamType::Json), "[1]");
        assert_eq!(text(Value::Display(&'x'), ParamType::Rust), "x");
        assert_eq!(text(Some("a"), ParamType::String), "a");
        assert_eq!(text(None::<i64>, ParamType::Integer), ABSENT);
        assert!(None::<i64>.value().is_absent() && !Some(1).value().is_absent());
    }

    #[test]
    fn debug_formats_like_the_field() {
        assert_eq!(format!("{:?}", "a\"b".value()), "\"a\\\"b\"");
        assert_eq!(format!("{:?}", Duration::from_millis(1_500).value()), "1.5s");
        assert_eq!(format!("{:?}", SystemTime::UNIX_EPOCH.value()), "1970-01-01T00:00:00.000Z");
        assert_eq!(format!("{:?}", 5.0.value()), "5.0");
        assert_eq!(format!("{:?}", u64::MAX.value()), "18446744073709551615");
        assert_eq!(format!("{:?}", Value::Absent), "None");
        assert_eq!(format!("{:?}", Value::Display(&"a b")), "a b");
        assert_eq!(format!("{:?}", false.value()), "false");
    }
}
