//! Writes texts of the catalog in code.

/// Quotes a text as JSON, TypeScript and Python read it.
///
/// Both languages support JSON's escapes. Characters that JSON doesn't escape (ECMA-404, section 9) are valid
/// in their literals, too, including U+2028 and U+2029 since ECMAScript 2019.
pub(super) fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always JSON")
}

/// Cleans a text for a line comment. Replaces characters that end a line in some language, and invisible
/// characters.
pub(super) fn comment(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c });
    spaced.collect()
}

/// Returns `true` for line separators, and for bidirectional marks, which can disguise code.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{2028}'..='\u{202e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2069}')
}

/// Returns `true` if a text is a TypeScript member name that needs no quotes.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::{comment, is_name, quoted};

    #[test]
    fn texts_cannot_end_their_literal() {
        assert_eq!(quoted("a\"b\\c\nd\u{0}"), r#""a\"b\\c\nd\u0000""#);
        assert_eq!(comment("a\nb\u{2028}c\u{202e}d"), "a b c d");
        assert!(is_name("request_id") && !is_name("error-code") && !is_name("1st") && !is_name(""));
    }
}
