//! Texts of the catalog inside code.

/// A text between double quotes, as JSON, TypeScript and Python all read it.
///
/// JSON's escapes are a part of both languages'. What JSON leaves as it is (ECMA-404, section 9) is as good in their
/// literals: U+2028 and U+2029, too, since ECMAScript 2019.
pub(super) fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always JSON")
}

/// A text in a comment that ends with its line: without anything that some language takes for that end, and without
/// what an editor doesn't show as it is.
pub(super) fn comment(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c });
    spaced.collect()
}

/// Separators of lines, and marks of a text's direction, with which code can look like what it isn't.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// Whether a text is a name in TypeScript that needs no quotes as a member's.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::{comment, is_name, quoted};

    #[test]
    fn nothing_leaves_its_literal() {
        assert_eq!(quoted("a\"b\\c\nd\u{0}"), r#""a\"b\\c\nd\u0000""#);
        assert_eq!(comment("a\nb\u{2028}c\u{202e}d"), "a b c d");
        assert!(is_name("request_id") && !is_name("error-code") && !is_name("1st") && !is_name(""));
    }
}
