//! Parses values from the text of a message or a header: the inverse of [`Value::text`](crate::Value::text).

use std::time::{Duration, SystemTime};

use crate::time::{from_unix_nanos, parse_rfc3339};
use crate::value::SEPARATOR;
use crate::{Json, OwnedValue, ParamType};

/// The maximum length of a number, duration or timestamp as text, in bytes. The longest that
/// [`Value::text`](crate::Value::text) writes is the smallest `f64`, with 326 bytes.
pub(crate) const MAX_NUMBER_LENGTH: usize = 400;

impl OwnedValue {
    /// Parses a value of type `ty` from its text in a message, as written by
    /// [`Value::text`](crate::Value::text). Returns `None` if the text isn't such a value.
    ///
    /// Texts, JSON and Rust types can contain anything, so any text is a value of these types. For the same
    /// reason, lists of them and maps can't be read from a text.
    pub fn from_text(text: &str, ty: ParamType) -> Option<Self> {
        if text.len() > MAX_NUMBER_LENGTH && !ty.is_wide() {
            return None;
        }
        match ty {
            ParamType::String | ParamType::Rust => Some(Self::Text(text.into())),
            ParamType::Json => Some(Self::Json(Json::from_text(text))),
            ParamType::Integer => match text.parse() {
                Ok(number) => Some(Self::Integer(number)),
                Err(_) => text.parse().ok().map(Self::Unsigned),
            },
            // Rust parses `NaN` as a number, but JSON has no such value.
            ParamType::Number => text.parse().ok().filter(|it: &f64| it.is_finite()).map(Self::Number),
            ParamType::Boolean => text.parse().ok().map(Self::Boolean),
            ParamType::DurationSeconds | ParamType::DurationMilliseconds => {
                parse_units(text, ty.duration_unit()).map(Self::Duration)
            }
            ParamType::TimestampRfc3339 => parse_rfc3339(text).map(Self::Time),
            ParamType::TimestampSeconds | ParamType::TimestampMilliseconds => {
                let number: i64 = text.parse().ok()?;
                from_unix_nanos(i128::from(number) * ty.unix_unit()?).map(Self::Time)
            }
            ParamType::List(_) | ParamType::Map(_) if !ty.is_read_from_text() => None,
            ParamType::List(_) | ParamType::Map(_) if text.is_empty() => Some(Self::List(Vec::new())),
            ParamType::List(item) | ParamType::Map(item) => {
                let items = text.split(SEPARATOR).map(|item_text| Self::from_text(item_text, *item));
                items.collect::<Option<_>>().map(Self::List)
            }
        }
    }

    /// Parses a value of type `ty` from a header, like [`OwnedValue::from_text`] from a message.
    ///
    /// A duration can also be an HTTP date, as in `Retry-After` (RFC 9110, section 10.2.3). The value is then
    /// the time from `now` until that date.
    pub fn from_header(text: &str, ty: ParamType, now: SystemTime) -> Option<Self> {
        let text = text.trim_matches([' ', '\t']);
        let is_duration = matches!(ty, ParamType::DurationSeconds | ParamType::DurationMilliseconds);
        Self::from_text(text, ty).or_else(|| {
            let date = httpdate::parse_http_date(text).ok().filter(|_| is_duration)?;
            Some(Self::Duration(date.duration_since(now).unwrap_or_default()))
        })
    }
}

impl ParamType {
    /// Returns `true` if a text of this type can have any length.
    pub(crate) fn is_wide(self) -> bool {
        matches!(self, Self::String | Self::Json | Self::Rust | Self::List(_) | Self::Map(_))
    }

    /// Returns `true` if a value can be read from its text. An item of a list that can be any text may
    /// contain the separator, and so may the key of a map.
    pub(crate) fn is_read_from_text(self) -> bool {
        match self {
            Self::List(item) => !item.is_wide(),
            Self::Map(_) => false,
            _ => true,
        }
    }

    /// Returns `true` if JSON represents this type as a number.
    pub(crate) fn is_number(self) -> bool {
        !self.is_wide() && !matches!(self, Self::Boolean | Self::TimestampRfc3339)
    }
}

/// Parses a number of units, each of `unit` nanoseconds, exactly: `45`, `0.25`. Digits below a nanosecond are
/// cut off.
fn parse_units(text: &str, unit: u128) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let mut nanos = whole.parse::<u128>().ok()?.checked_mul(unit)?;
    let mut place = unit;
    for digit in fraction.bytes() {
        place /= 10;
        nanos += u128::from(digit - b'0') * place;
    }
    let seconds = u64::try_from(nanos / 1_000_000_000).ok()?;
    Some(Duration::new(seconds, (nanos % 1_000_000_000) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IntoValue;
    use ParamType::*;

    #[test]
    fn values_round_trip_through_text() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_705_314_600_500);
        let second = SystemTime::UNIX_EPOCH - Duration::from_secs(7);
        for (value, ty) in [
            (OwnedValue::Text("a \"b\"\n".into()), String),
            (OwnedValue::Text("127.0.0.1".into()), Rust),
            (OwnedValue::Json(crate::Json::from_text("[1, 2.0]")), Json),
            (OwnedValue::Integer(i64::MIN), Integer),
            (OwnedValue::Unsigned(u64::MAX), Integer),
            (OwnedValue::Number(5e-324), Number),
            (OwnedValue::Number(f64::MIN), Number),
            (OwnedValue::Boolean(true), Boolean),
            (OwnedValue::Duration(Duration::MAX), DurationSeconds),
            (OwnedValue::Duration(Duration::MAX), DurationMilliseconds),
            (OwnedValue::Duration(Duration::from_nanos(1)), DurationSeconds),
            (OwnedValue::Duration(Duration::from_micros(1_230)), DurationMilliseconds),
            (OwnedValue::Time(time), TimestampRfc3339),
            (OwnedValue::Time(time), TimestampMilliseconds),
            (OwnedValue::Time(second), TimestampSeconds),
            (OwnedValue::List(vec![]), List(&Integer)),
            (OwnedValue::List(vec![OwnedValue::Integer(1), OwnedValue::Integer(-2)]), List(&Integer)),
            (OwnedValue::List(vec![OwnedValue::Time(time)]), List(&TimestampRfc3339)),
        ] {
            let text = value.value().text(ty).to_string();
            assert_eq!(OwnedValue::from_text(&text, ty), Some(value), "{text}");
            assert!(text.len() <= MAX_NUMBER_LENGTH);
        }
    }

    #[test]
    fn texts_that_are_no_value_are_rejected() {
        let long = "1".repeat(MAX_NUMBER_LENGTH + 1);
        for (text, ty) in [
            ("5.5", Integer),
            ("18446744073709551616", Integer),
            ("NaN", Number),
            ("-inf", Number),
            (&long, Number),
            ("True", Boolean),
            ("-1", DurationSeconds),
            ("1.", DurationSeconds),
            (".5", DurationSeconds),
            ("", DurationSeconds),
            ("18446744073709551616", DurationSeconds),
            ("340282366920938463463374607431768211455", DurationMilliseconds),
            ("2024-01-15", TimestampRfc3339),
            ("9223372036854775808", TimestampSeconds),
            ("a, b", List(&String)),
            ("", List(&String)),
            ("1,2", List(&Integer)),
            ("1, ", List(&Integer)),
            (&long, List(&Number)),
            ("a: 1", Map(&Integer)),
        ] {
            assert_eq!(OwnedValue::from_text(text, ty), None, "{text:.40}");
        }
    }

    #[test]
    fn header_durations_accept_http_dates() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let read = |text, ty| OwnedValue::from_header(text, ty, now);
        let after = |seconds| Some(OwnedValue::Duration(Duration::from_secs(seconds)));
        assert_eq!(read(" 42\t", DurationSeconds), after(42));
        assert_eq!(read("Sun, 06 Nov 1994 08:50:37 GMT", DurationSeconds), after(60));
        assert_eq!(read("Sunday, 06-Nov-94 08:49:47 GMT", DurationMilliseconds), after(10));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:36 GMT", DurationSeconds), after(0));
        assert_eq!(read("Sun, 06 Nov 1994 08:50:37 GMT", Integer), None);
        assert_eq!(read("soon", DurationSeconds), None);
    }
}
