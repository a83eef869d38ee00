//! Writes texts so that every reader of YAML reads them as texts, whether it implements YAML 1.1 or 1.2.

use std::borrow::Cow;
use std::fmt::Write;

/// Returns a text as a scalar on one line, in quotes if it needs them.
pub(super) fn scalar(text: &str) -> Cow<'_, str> {
    match text {
        text if is_plain(text) => text.into(),
        text if text.contains(needs_escape) => double_quoted(text).into(),
        text => format!("'{}'", text.replace('\'', "''")).into(),
    }
}

/// Returns a text in double quotes. Characters that can't be in a file of YAML are escaped, and line breaks.
pub fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if needs_escape(c) => write!(quoted, "\\u{:04X}", u32::from(c)).expect("writing to a String"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns `true` if a character can only be in a text in double quotes, with a backslash.
pub(super) fn needs_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Returns `true` if a text needs no quotes, outside of brackets.
pub fn is_plain(text: &str) -> bool {
    let starts_plain = !text.starts_with(|c: char| " !\"#%&'*,:>?@[]`{|}".contains(c))
        && !text.starts_with("- ")
        && !text.starts_with("---")
        && !text.starts_with("...");
    let ends_plain = !text.ends_with([' ', ':']) && text != "-";
    starts_plain
        && ends_plain
        && !text.contains(needs_escape)
        && !text.contains(": ")
        && !text.contains(" #")
        && ambiguous(text).is_none()
}

/// Returns what some parser of YAML would read an unquoted text as (a boolean, a number, a date, nothing);
/// `None` if it is always text.
pub fn ambiguous(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "" | "~" | "null" => Some("nothing"),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" => Some("a boolean"),
        "=" | "<<" => Some("a special key"),
        lower if is_number(lower) => Some("a number"),
        lower if is_date(lower) => Some("a date"),
        _ => None,
    }
}

/// Returns `true` for a number of any version of YAML. The text is in lower case.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".nan") {
        return true;
    }
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return false;
    }
    let digits = |text: &str, allowed: &str| !text.is_empty() && text.chars().all(|c| allowed.contains(c));
    let prefixed = |prefix, allowed| unsigned.strip_prefix(prefix).is_some_and(|rest| digits(rest, allowed));
    // Ruby also reads 1,000 as a thousand.
    let plain: String = unsigned.chars().filter(|c| !matches!(c, '_' | ',')).collect();
    prefixed("0x", "0123456789abcdef_,")
        || prefixed("0o", "01234567_,")
        || prefixed("0b", "01_,")
        || (plain.parse::<f64>().is_ok() && plain.contains(|c: char| c.is_ascii_digit()))
        // YAML 1.1 reads 1:30 as ninety.
        || (unsigned.contains(':') && digits(unsigned, "0123456789:_.,"))
}

/// Returns `true` for a text that starts with a date, such as `2024-01-15` or `2024-1-15 10:30:00`.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.next().is_some_and(|year| year.len() == 4 && is_digits(year))
        && parts.next().is_some_and(|month| month.len() <= 2 && is_digits(month))
        && parts.next().is_some_and(|day| day.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{ambiguous, is_plain, scalar};

    #[test]
    fn texts_that_yaml_reads_as_other_types_are_ambiguous() {
        for text in [
            "NO",
            "yes",
            "0123",
            "1.10",
            "1e5",
            "0x1F",
            "0o7",
            "1_000",
            "1,000",
            "2024-01-15",
            "2024-01-15T10:30:00Z",
            "2024-1-5 1:02:03",
            "1:30",
            "~",
            "",
            "=",
            "<<",
            "-.inf",
        ] {
            assert!(ambiguous(text).is_some(), "{text}");
        }
        for text in
            ["08P01", "2200E", "$5.00", "not_found", "12 items", "v1.10", "NG0100", "-", ".", "1.2.3", "a:1"]
        {
            assert!(ambiguous(text).is_none(), "{text}");
        }
    }

    #[test]
    fn texts_are_quoted_only_if_they_need_it() {
        for plain in ["Not found", "it's", "a \"b\"", "-x", "/agents/{id}", "a,b", "3.1.0"] {
            assert!(is_plain(plain), "{plain}");
        }
        for (text, written) in [
            ("a: b", "'a: b'"),
            ("it's: b", "'it''s: b'"),
            ("{id}", "'{id}'"),
            ("- a", "'- a'"),
            ("a #b", "'a #b'"),
            ("2026-01-01", "'2026-01-01'"),
            ("a\u{7F}\n\"b\"", "\"a\\u007F\\n\\\"b\\\"\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }
}
