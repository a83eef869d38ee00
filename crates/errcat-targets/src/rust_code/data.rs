//! Rust data as text: struct literals whose fields are left out where they are as in `EMPTY`.
//!
//! Ten thousand entries are most of what is generated. Written as tokens, parsed and formatted, they would take longer
//! than everything else together; they are only literals, so they are written as such. Texts go through [`text`] and
//! names are identifiers that a rule has checked, so nothing of the catalog becomes code.

use std::fmt::{Display, Write as _};

/// A struct literal in the making: `Entry { code: "…", ..Entry::EMPTY }`.
pub(crate) struct Literal {
    ty: &'static str,
    separator: &'static str,
    fields: String,
}

impl Literal {
    /// With a field a line, for what stands at the given depth of indentation.
    pub(crate) fn tall(ty: &'static str) -> Self {
        Literal { ty, separator: "\n        ", fields: String::new() }
    }

    /// On one line.
    pub(crate) fn flat(ty: &'static str) -> Self {
        Literal { ty, separator: " ", fields: String::new() }
    }

    /// Adds a field.
    pub(crate) fn field(&mut self, name: &str, value: impl Display) -> &mut Self {
        self.fields.extend([self.separator, name, ": "]);
        write!(self.fields, "{value},").expect("a String takes everything");
        self
    }

    /// Adds a field whose value is at hand in parts, which costs less than formatting it.
    pub(crate) fn parts(&mut self, name: &str, value: &[&str]) -> &mut Self {
        self.fields.extend([self.separator, name, ": "]);
        self.fields.extend(value.iter().copied().chain([","]));
        self
    }

    /// Adds a text.
    pub(crate) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        match is_plain(value) {
            true => self.parts(name, &["\"", value, "\""]),
            false => self.field(name, text(value)),
        }
    }

    /// Adds a text if there is one.
    pub(crate) fn option(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.field(name, format_args!("Some({})", text(value))),
            None => self,
        }
    }

    /// Adds a list if it isn't empty.
    pub(crate) fn list(&mut self, name: &str, items: Vec<String>) -> &mut Self {
        if items.is_empty() { self } else { self.field(name, list(items)) }
    }

    /// The literal; what wasn't added is as in `EMPTY`.
    pub(crate) fn rest_empty(&self) -> String {
        let Literal { ty, separator, fields } = self;
        let end = separator.strip_suffix("    ").unwrap_or(separator);
        [ty, " {", fields, separator, "..", ty, "::EMPTY", end, "}"].concat()
    }

    /// The literal on one line, with nothing left out.
    pub(crate) fn whole(&self) -> String {
        let Literal { ty, fields, .. } = self;
        [ty, " {", fields.trim_end_matches(','), " }"].concat()
    }
}

/// A string literal.
pub(crate) fn text(text: &str) -> impl Display {
    std::fmt::from_fn(move |f| match is_plain(text) {
        true => {
            f.write_str("\"")?;
            f.write_str(text)?;
            f.write_str("\"")
        }
        // `Debug` of a `str` is a literal of Rust: quotes, backslashes and everything invisible are escaped.
        false => write!(f, "{text:?}"),
    })
}

/// Returns `true` if nothing in a text needs an escape: `Debug` asks that of each character in turn.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\')
}

/// String literals.
pub(crate) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    texts.into_iter().map(|item| text(item).to_string()).collect()
}

/// A list: `&["one"]`, or one item a line.
pub(crate) fn list(items: Vec<String>) -> String {
    match items.as_slice() {
        [] => "&[]".to_owned(),
        [item] => format!("&[{item}]"),
        items => format!("&[\n            {},\n        ]", items.join(",\n            ")),
    }
}

/// A list on one line.
pub(crate) fn flat_list(items: &[String]) -> String {
    format!("&[{}]", items.join(", "))
}

/// Doc comments, a line each, indented by four spaces.
pub(crate) fn docs(lines: &[String]) -> String {
    lines.iter().map(|line| format!("    {}\n", format_args!("/// {line}").to_string().trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_literal() {
        for hostile in
            ["plain", "it's", "", "\"; fn x() {} //", "a\\", "*/ #!", "\u{200f}\u{1F600}\r\n\t\0", "{}"]
        {
            let parsed: syn::LitStr = syn::parse_str(&text(hostile).to_string()).unwrap();
            assert_eq!(parsed.value(), hostile);
        }
    }

    #[test]
    fn literals() {
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
