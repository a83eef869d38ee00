//! The formats of standard headers, as far as a catalog can break them.

use super::is_token;
use crate::model::ParamType;

/// The format of a standard header.
pub(super) struct Format {
    names: &'static [&'static str],
    /// The format in words, after "is ".
    pub(super) description: &'static str,
    is_type: fn(&ParamType) -> bool,
    /// Checks the example of a header whose value is text.
    is_text: fn(&str) -> bool,
}

/// The formats. All of them are texts except for the delay of `Retry-After`.
const FORMATS: &[Format] = &[
    Format {
        names: &["Retry-After"],
        description: "a whole number of seconds, or a date (RFC 9110, section 10.2.3)",
        is_type: |ty| matches!(ty, ParamType::DurationSeconds | ParamType::Integer) || is_text(ty),
        is_text: |text| text.bytes().all(|byte| byte.is_ascii_digit()) || is_date(text),
    },
    Format {
        names: &["Last-Modified", "Sunset"],
        description: "a date such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7)",
        is_type: is_text,
        is_text: is_date,
    },
    Format {
        names: &["Allow"],
        description: "a list of methods such as `GET, POST` (RFC 9110, section 10.2.1)",
        is_type: is_text,
        is_text: |text| text.split(',').all(|method| is_token(method.trim())),
    },
    Format {
        names: &["WWW-Authenticate", "Proxy-Authenticate"],
        description: "a challenge such as `Bearer realm=\"api\"` (RFC 9110, section 11.6.1)",
        is_type: is_text,
        is_text: |text| text.split(' ').next().is_some_and(is_token),
    },
    Format {
        names: &["Set-Cookie"],
        description: "a cookie such as `session=; Max-Age=0` (RFC 6265, section 4.1)",
        is_type: is_text,
        is_text: |text| text.split_once('=').is_some_and(|(name, _)| is_token(name)),
    },
    Format {
        names: &["Location", "Content-Location"],
        description: "a URL (RFC 9110, section 10.2.2)",
        is_type: is_text,
        is_text: |text| !text.is_empty() && !text.contains(char::is_whitespace),
    },
    Format {
        names: &["ETag"],
        description: "a tag in quotes, `\"v1\"` or `W/\"v1\"` (RFC 9110, section 8.8.3)",
        is_type: is_text,
        is_text: |text| {
            let tag = text.strip_prefix("W/").unwrap_or(text);
            tag.len() >= 2 && tag.starts_with('"') && tag.ends_with('"')
        },
    },
    Format {
        names: &["Content-Range"],
        description: "a range with its unit, such as `bytes */1234` (RFC 9110, section 14.4)",
        is_type: is_text,
        is_text: |text| {
            text.split_once(' ').is_some_and(|(unit, range)| is_token(unit) && range.contains('/'))
        },
    },
];

impl Format {
    /// Returns `true` if values of a type have the format.
    pub(super) fn allows(&self, ty: &ParamType) -> bool {
        (self.is_type)(ty)
    }

    /// Returns `true` if a text has the format.
    pub(super) fn fits(&self, text: &str) -> bool {
        (self.is_text)(text)
    }
}

/// Returns the format of a header; `None` if it isn't standard, or if any text is valid.
pub(super) fn of(header: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.names.iter().any(|name| name.eq_ignore_ascii_case(header)))
}

/// Returns `true` if a type is written as text. A Rust type may have any format.
fn is_text(ty: &ParamType) -> bool {
    matches!(ty, ParamType::String | ParamType::Rust(_))
}

fn is_date(text: &str) -> bool {
    httpdate::parse_http_date(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_valid_and_invalid_values() {
        for (header, valid, invalid) in [
            ("retry-after", "120", "2m"),
            ("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
            ("Sunset", "Sun, 06 Nov 1994 08:49:37 GMT", "tomorrow"),
            ("Allow", "GET, HEAD", "GET and HEAD"),
            ("WWW-Authenticate", "Bearer realm=\"api\"", "\"Bearer\""),
            ("Set-Cookie", "session=; Max-Age=0", "session"),
            ("Location", "/login", "the login page"),
            ("ETag", "W/\"v1\"", "v1"),
            ("Content-Range", "bytes */1234", "1234"),
        ] {
            let format = of(header).expect("a format");
            assert!(format.fits(valid) && !format.fits(invalid), "{header}");
            assert!(format.allows(&ParamType::String) && !format.allows(&ParamType::Boolean), "{header}");
        }
        assert!(of("X-Trace").is_none());
    }
}
