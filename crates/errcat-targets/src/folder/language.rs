//! Escapes texts for string literals, by language.

use std::io::{self, Write};

use errcat_catalog::invisible;
use tera::EscapeFn;

use crate::commonmark::escape;
use crate::docs::escape_html;

/// A language, with its way to escape texts.
#[derive(Debug)]
pub(crate) struct Language {
    /// The name in `target.toml`.
    pub(crate) name: &'static str,
    /// The extensions of files that are escaped this way unless `target.toml` specifies another language.
    extensions: &'static [&'static str],
    /// Writes an escaped text.
    pub(crate) escape: EscapeFn,
}

/// The escape of a character that can't be written literally.
#[derive(Clone, Copy)]
enum EscapeForm {
    /// `\u0007`, and two of them beyond four digits, as in UTF-16.
    FourDigits,
    /// `\u0007`, and `\U000e0067` beyond four digits.
    EightDigits,
    /// `\u{7}`
    Braces,
    /// `\007`, for each byte.
    Octal,
}

/// All languages.
static LANGUAGES: &[Language] = &[
    Language {
        name: "json",
        extensions: &["json", "jsonc", "json5", "yaml", "yml", "toml", "proto", "graphql"],
        escape: |text, output| write_literal(text, output, &['"'], EscapeForm::FourDigits),
    },
    Language {
        name: "js",
        extensions: &["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"],
        // Template literals have `${`.
        escape: |text, output| write_literal(text, output, &['"', '\'', '`', '$'], EscapeForm::FourDigits),
    },
    Language {
        name: "python",
        extensions: &["py", "pyi"],
        escape: |text, output| write_literal(text, output, &['"', '\''], EscapeForm::EightDigits),
    },
    Language {
        name: "go",
        extensions: &["go"],
        escape: |text, output| write_literal(text, output, &['"'], EscapeForm::EightDigits),
    },
    Language {
        name: "java",
        extensions: &["java", "cs", "scala"],
        escape: |text, output| write_literal(text, output, &['"', '\''], EscapeForm::FourDigits),
    },
    Language {
        name: "kotlin",
        extensions: &["kt", "kts", "dart", "groovy"],
        escape: |text, output| write_literal(text, output, &['"', '\'', '$'], EscapeForm::FourDigits),
    },
    Language {
        name: "rust",
        extensions: &["rs", "swift"],
        escape: |text, output| write_literal(text, output, &['"', '\''], EscapeForm::Braces),
    },
    Language {
        name: "php",
        extensions: &["php"],
        escape: |text, output| write_literal(text, output, &['"', '$'], EscapeForm::Braces),
    },
    Language {
        name: "ruby",
        extensions: &["rb", "ex", "exs"],
        escape: |text, output| write_literal(text, output, &['"', '#'], EscapeForm::Braces),
    },
    Language {
        name: "c",
        extensions: &["c", "h", "cc", "cpp", "hpp", "zig"],
        // `??/` is a trigraph.
        escape: |text, output| write_literal(text, output, &['"', '?'], EscapeForm::Octal),
    },
    Language {
        name: "html",
        extensions: &["html", "htm"],
        escape: |text, output| output.write_all(escape_html::escape(text).as_bytes()),
    },
    Language { name: "xml", extensions: &["xml", "svg", "plist", "resx"], escape: write_xml },
    Language {
        name: "markdown",
        extensions: &["md", "mdx"],
        escape: |text, output| output.write_all(escape::escape(text).as_bytes()),
    },
    Language {
        name: "none",
        extensions: &["txt", "text"],
        escape: |text, output| output.write_all(text.as_bytes()),
    },
];

/// Returns the names of all languages, for messages.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|language| language.name)
}

/// Returns the language with a name.
pub(super) fn from_name(name: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.name == name)
}

/// Returns the language of an extension.
pub(super) fn from_extension(extension: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.extensions.contains(&extension))
}

/// Writes the contents of a literal that uses backslash escapes.
fn write_literal(text: &str, output: &mut dyn Write, escaped: &[char], form: EscapeForm) -> io::Result<()> {
    let mut copied = 0;
    let mut invisible = invisible::all(text).peekable();
    for (at, c) in text.char_indices() {
        let is_invisible = invisible.next_if_eq(&(at, c)).is_some();
        let simple = match c {
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            '\\' => Some('\\'),
            c if escaped.contains(&c) => Some(c),
            _ => None,
        };
        if simple.is_none() && !is_invisible {
            continue;
        }
        output.write_all(&text.as_bytes()[copied..at])?;
        copied = at + c.len_utf8();
        match simple {
            Some(c) => write!(output, "\\{c}")?,
            None => write_escape(c, output, form)?,
        }
    }
    output.write_all(&text.as_bytes()[copied..])
}

fn write_escape(c: char, output: &mut dyn Write, form: EscapeForm) -> io::Result<()> {
    match form {
        EscapeForm::FourDigits => {
            c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(output, "\\u{unit:04x}"))
        }
        EscapeForm::EightDigits => match u32::from(c) {
            number @ ..=0xffff => write!(output, "\\u{number:04x}"),
            number => write!(output, "\\U{number:08x}"),
        },
        EscapeForm::Braces => write!(output, "\\u{{{:x}}}", u32::from(c)),
        EscapeForm::Octal => {
            c.encode_utf8(&mut [0; 4]).bytes().try_for_each(|byte| write!(output, "\\{byte:03o}"))
        }
    }
}

/// Writes a text for XML, without the control characters that XML doesn't allow in any form.
fn write_xml(text: &str, output: &mut dyn Write) -> io::Result<()> {
    let is_allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    let text: String = text.chars().filter(is_allowed).collect();
    output.write_all(escape_html::escape(&text).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a\"b'c`d\\e\nf\r\t${g}#{h}\u{7}\u{2028}\u{202e}\u{e0067}é🦀</script>??/";

    fn escaped(name: &str) -> String {
        let mut bytes = Vec::new();
        (from_name(name).expect("a language").escape)(HOSTILE, &mut bytes).expect("memory");
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn literals_stay_literals() {
        assert_eq!(
            escaped("go"),
            "a\\\"b'c`d\\\\e\\nf\\r\\t${g}#{h}\\u0007\\u2028\\u202e\\U000e0067é🦀</script>??/"
        );
        assert!(escaped("python").contains("\\U000e0067") && escaped("js").contains("\\udb40\\udc67"));
        assert!(escaped("js").contains("\\`d") && escaped("js").contains("\\${g}"));
        assert!(escaped("rust").contains("\\u{7}\\u{2028}"));
        assert!(escaped("ruby").contains("\\#{h}"));
        assert!(escaped("c").contains("\\007\\342\\200\\250") && escaped("c").ends_with("\\?\\?/"));
        assert_eq!(serde_json::from_str::<String>(&format!("\"{}\"", escaped("json"))).unwrap(), HOSTILE);
        let rust: syn::LitStr = syn::parse_str(&format!("\"{}\"", escaped("rust"))).unwrap();
        assert_eq!(rust.value(), HOSTILE);
        for name in names().filter(|name| !["none", "html", "xml", "markdown"].contains(name)) {
            assert!(!escaped(name).contains(['\n', '\r', '\u{7}', '\u{202e}', '\u{e0067}']), "{name}");
        }
    }
}
