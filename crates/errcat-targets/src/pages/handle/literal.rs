//! Writes texts of the catalog in code.

use errcat_catalog::invisible;

/// Quotes a text as JSON, TypeScript and Python read it.
///
/// Both languages support JSON's escapes. Characters that JSON doesn't escape (ECMA-404, section 9) are valid
/// in their literals, too, including U+2028 and U+2029 since ECMAScript 2019.
pub(super) fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always JSON")
}

/// Cleans a text for a line comment. Replaces characters that end a line in some language, and invisible
/// characters, which can disguise code.
pub(super) fn comment(text: &str) -> String {
    invisible::blanked(text).replace(['\n', '\t'], " ")
}

/// Returns a line comment for each text, with `start` before it.
pub(super) fn comments<'a>(start: &str, texts: impl IntoIterator<Item = &'a str>) -> String {
    texts.into_iter().map(|text| format!("{start}{}\n", comment(text))).collect()
}

/// Returns `true` if a text is a TypeScript member name that needs no quotes.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Returns a name that Python code can bind: keywords and the names that the code uses get a `_`.
pub(super) fn python_name(name: &str) -> String {
    const USED: &[&str] =
        &["any", "body", "isinstance", "item", "method", "print", "requests", "response", "time", "url"];
    if USED.contains(&name) { format!("{name}_") } else { python_module(name) }
}

/// Returns the name of an API's module in the Python package, which adds a `_` to keywords and types.
pub(super) fn python_module(name: &str) -> String {
    if PYTHON_RESERVED.contains(&name) { format!("{name}_") } else { name.to_owned() }
}

/// Python's lowercase keywords, and the types that generated modules use.
const PYTHON_RESERVED: &[&str] = &[
    "and",
    "as",
    "assert",
    "async",
    "await",
    "bool",
    "break",
    "class",
    "continue",
    "datetime",
    "def",
    "del",
    "dict",
    "elif",
    "else",
    "except",
    "finally",
    "float",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "int",
    "is",
    "lambda",
    "list",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "str",
    "timedelta",
    "try",
    "while",
    "with",
    "yield",
];

#[cfg(test)]
mod tests {
    use super::{comment, comments, is_name, python_name, quoted};

    #[test]
    fn texts_cannot_end_their_literal() {
        assert_eq!(quoted("a\"b\\c\nd\u{0}"), r#""a\"b\\c\nd\u0000""#);
        assert_eq!(comment("a\nb\u{2028}c\u{202e}d"), "a b c d");
        assert_eq!(comments("# ", ["a\nb", "c"]), "# a b\n# c\n");
        assert_eq!((python_name("class"), python_name("sku")), ("class_".to_owned(), "sku".to_owned()));
        assert!(is_name("request_id") && !is_name("error-code") && !is_name("1st") && !is_name(""));
    }
}
