//! Writes Rust data as text: struct literals that leave out fields with the value of `EMPTY`.
//!
//! Large catalogs consist mostly of entries. Generating them as tokens, which are parsed and formatted, would
//! take longer than everything else, so literals are written as text. Texts are escaped by [`text`], and a
//! rule checks that names are identifiers, so texts of the catalog can't become code.

use std::fmt::{Display, Write as _};

/// A builder of struct literals: `Entry { code: "…", ..Entry::EMPTY }`.
pub(crate) struct Literal {
    ty: &'static str,
    separator: &'static str,
    fields: String,
}

impl Literal {
    /// Creates a literal with one field per line, for a fixed indentation.
    pub(crate) fn tall(ty: &'static str) -> Self {
        Literal { ty, separator: "\n        ", fields: String::new() }
    }

    /// Creates a literal on one line.
    pub(crate) fn flat(ty: &'static str) -> Self {
        Literal { ty, separator: " ", fields: String::new() }
    }

    /// Adds a field.
    pub(crate) fn field(&mut self, name: &str, value: impl Display) -> &mut Self {
        self.fields.extend([self.separator, name, ": "]);
        write!(self.fields, "{value},").expect("writing to a String never fails");
        self
    }

    /// Adds a field whose value is given in parts, which costs less than formatting it.
    pub(crate) fn parts(&mut self, name: &str, value: &[&str]) -> &mut Self {
        self.fields.extend([self.separator, name, ": "]);
        self.fields.extend(value.iter().copied().chain([","]));
        self
    }

    /// Adds a string.
    pub(crate) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        match is_plain(value) {
            true => self.parts(name, &["\"", value, "\""]),
            false => self.field(name, text(value)),
        }
    }

    /// Adds a string unless it is `None`.
    pub(crate) fn option(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.field(name, format_args!("Some({})", text(value))),
            None => self,
        }
    }

    /// Adds a list unless it is empty.
    pub(crate) fn list(&mut self, name: &str, items: Vec<String>) -> &mut Self {
        if items.is_empty() { self } else { self.field(name, list(items)) }
    }

    /// Returns the literal, with other fields set to those of `EMPTY`.
    pub(crate) fn rest_empty(&self) -> String {
        let Literal { ty, separator, fields } = self;
        let end = separator.strip_suffix("    ").unwrap_or(separator);
        [ty, " {", fields, separator, "..", ty, "::EMPTY", end, "}"].concat()
    }

    /// Returns the literal on one line. All fields must have been added.
    pub(crate) fn complete(&self) -> String {
        let Literal { ty, fields, .. } = self;
        [ty, " {", fields.trim_end_matches(','), " }"].concat()
    }
}

/// Returns a string literal.
pub(crate) fn text(text: &str) -> impl Display {
    std::fmt::from_fn(move |f| match is_plain(text) {
        true => {
            f.write_str("\"")?;
            f.write_str(text)?;
            f.write_str("\"")
        }
        // The `Debug` format of a `str` is a valid Rust literal: quotes, backslashes and invisible characters
        // are escaped.
        false => write!(f, "{text:?}"),
    })
}

/// Returns `true` if a text needs no escapes. This is faster than `Debug`, which checks each character.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\')
}

/// Returns several string literals.
pub(crate) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    texts.into_iter().map(|item| text(item).to_string()).collect()
}

/// Returns a list: `&["one"]`, or one item per line.
pub(crate) fn list(items: Vec<String>) -> String {
    match items.as_slice() {
        [] => "&[]".to_owned(),
        [item] => format!("&[{item}]"),
        items => format!("&[\n            {},\n        ]", items.join(",\n            ")),
    }
}

/// Returns a list on one line.
pub(crate) fn flat_list(items: &[String]) -> String {
    format!("&[{}]", items.join(", "))
}

/// Returns doc comments, one per line, indented by four spaces.
pub(crate) fn docs(lines: &[String]) -> String {
    lines.iter().map(|line| format!("    {}\n", format_args!("/// {line}").to_string().trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_single_literals() {
        for hostile in
            ["plain", "it's", "", "\"; fn x() {} //", "a\\", "*/ #!", "\u{200f}\u{1F600}\r\n\t\0", "{}"]
        {
            let parsed: syn::LitStr = syn::parse_str(&text(hostile).to_string()).unwrap();
            assert_eq!(parsed.value(), hostile);
        }
    }

    #[test]
    fn empty_fields_are_left_out() {
        let mut literal = Literal::flat("P");
        literal
            .text("a", "b")
            .option("c", None)
            .option("d", Some("e"))
            .list("f", vec!["1".into(), "2".into()]);
        assert!(literal.rest_empty().starts_with("P { a: \"b\", d: Some(\"e\"), f: &["));
        assert_eq!(Literal::flat("P").rest_empty(), "P { ..P::EMPTY }");
    }
}
