//! Headers of an error's response.

use std::fmt::{self, Write as _};

use crate::{Param, ParamType, Value};

/// A header of an error's response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The name: `Retry-After`.
    pub name: &'static str,
    /// The index of the param that fills the header, in [`Entry::params`](crate::Entry::params).
    pub param: Option<u8>,
    /// The value of a header that isn't filled by a param.
    pub constant: &'static str,
}

impl Header {
    /// Returns the header's value. `values` are in the order of `params`. Returns `None` if the header must
    /// not be sent: the param is absent or not public.
    pub fn text<'a>(&'a self, params: &[Param<'_>], values: &[Value<'a>]) -> Option<HeaderText<'a>> {
        let Some(index) = self.param else {
            return header_text(ParamType::String, Value::Text(self.constant));
        };
        let param = params.get(usize::from(index)).filter(|param| param.is_public())?;
        header_text(param.ty, *values.get(usize::from(index))?)
    }
}

/// Returns a value as the text of a header, or `None` if it is absent.
pub fn header_text(ty: ParamType, value: Value<'_>) -> Option<HeaderText<'_>> {
    (!value.is_absent()).then_some(HeaderText { ty, value })
}

/// A value as the text of a header. It consists of visible ASCII characters and spaces, so that it is always
/// a valid field value (RFC 9110, section 5.5) and a line break can't start another header. A control
/// character becomes a space, any non-ASCII character a `?`.
///
/// Durations are rounded up to whole units, because `Retry-After` allows no fractions (RFC 9110, section
/// 10.2.3) and a client that retries too early is rejected again. All other values are written as by
/// [`Value::text`].
#[derive(Debug, Clone, Copy)]
pub struct HeaderText<'a> {
    ty: ParamType,
    value: Value<'a>,
}

impl fmt::Display for HeaderText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Value::Duration(duration) => {
                write!(f, "{}", duration.as_nanos().div_ceil(self.ty.duration_unit()))
            }
            value
            @ (Value::Text(_) | Value::Display(_) | Value::Json(_) | Value::List(_) | Value::Map(_)) => {
                write!(HeaderWriter(f), "{}", value.text(self.ty))
            }
            // Numbers and times are ASCII.
            value => value.text(self.ty).fmt(f),
        }
    }
}

struct HeaderWriter<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl fmt::Write for HeaderWriter<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return self.0.write_str(text);
        }
        text.chars().try_for_each(|c| {
            self.0.write_char(match c {
                ' '..='~' => c,
                _ if c.is_control() => ' ',
                _ => '?',
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::{Audience, IntoValue};

    fn text(ty: ParamType, value: impl IntoValue) -> Option<String> {
        header_text(ty, value.value()).map(|text| text.to_string())
    }

    #[test]
    fn durations_are_rounded_up_to_whole_units() {
        let seconds = |duration| text(ParamType::DurationSeconds, duration).unwrap_or_default();
        assert_eq!(seconds(Duration::from_secs(42)), "42");
        assert_eq!(seconds(Duration::from_nanos(1)), "1");
        assert_eq!(seconds(Duration::ZERO), "0");
        assert_eq!(seconds(Duration::MAX), "18446744073709551616");
        let millis = text(ParamType::DurationMilliseconds, Duration::from_micros(1_001));
        assert_eq!(millis.as_deref(), Some("2"));
    }

    #[test]
    fn timestamps_use_the_unit_of_their_type() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_716_040_800_000);
        assert_eq!(text(ParamType::TimestampMilliseconds, time).as_deref(), Some("1716040800000"));
    }

    #[test]
    fn line_breaks_cant_start_another_header() {
        let value = "a\r\nSet-Cookie: b=\u{85}é\tc\u{7f}";
        assert_eq!(text(ParamType::String, value).as_deref(), Some("a  Set-Cookie: b= ? c "));
    }

    #[test]
    fn absent_and_non_public_params_are_not_sent() {
        let header = Header { name: "X-A", param: Some(0), constant: "" };
        let params = [Param::EMPTY];
        let sent = |params: &[Param<'_>], values: &[Value<'_>]| {
            header.text(params, values).map(|text| text.to_string())
        };
        assert_eq!(sent(&params, &[Value::Text("v")]).as_deref(), Some("v"));
        assert_eq!(sent(&params, &[Value::Absent]), None);
        assert_eq!(sent(&params, &[]), None);
        assert_eq!(sent(&[], &[Value::Text("v")]), None);
        for audience in [Audience::Internal, Audience::Secret] {
            assert_eq!(sent(&[Param { audience, ..Param::EMPTY }], &[Value::Text("v")]), None);
        }
        let constant = Header { name: "X-A", param: None, constant: "2" };
        assert_eq!(constant.text(&[], &[]).map(|text| text.to_string()).as_deref(), Some("2"));
    }
}
