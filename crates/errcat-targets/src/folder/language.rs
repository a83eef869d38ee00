//! How a text becomes the inside of a string literal, by language.

use std::io::{self, Write};

use tera::EscapeFn;

use crate::commonmark::escape;
use crate::docs::escape_html;

/// A way to escape texts.
#[derive(Debug)]
pub(crate) struct Language {
    /// Its name in `target.toml`.
    pub(crate) name: &'static str,
    /// The files that are escaped this way unless `target.toml` says otherwise, by extension.
    extensions: &'static [&'static str],
    /// Writes a text escaped.
    pub(crate) escape: EscapeFn,
}

/// The form of a character that can't be written as it is.
#[derive(Clone, Copy)]
enum Form {
    /// `\u0007`
    FourDigits,
    /// `\u{7}`
    Braces,
    /// `\007`, for each byte.
    Octal,
}

/// All ways to escape texts.
static LANGUAGES: &[Language] = &[
    Language {
        name: "json",
        extensions: &["json", "jsonc", "json5", "yaml", "yml", "toml", "proto", "graphql"],
        escape: |text, output| literal(text, output, &['"'], Form::FourDigits),
    },
    Language {
        name: "js",
        extensions: &["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"],
        // Template literals have `${`.
        escape: |text, output| literal(text, output, &['"', '\'', '`', '$'], Form::FourDigits),
    },
    Language {
        name: "python",
        extensions: &["py", "pyi"],
        escape: |text, output| literal(text, output, &['"', '\''], Form::FourDigits),
    },
    Language {
        name: "go",
        extensions: &["go"],
        escape: |text, output| literal(text, output, &['"'], Form::FourDigits),
    },
    Language {
        name: "java",
        extensions: &["java", "cs", "scala"],
        escape: |text, output| literal(text, output, &['"', '\''], Form::FourDigits),
    },
    Language {
        name: "kotlin",
        extensions: &["kt", "kts", "dart", "groovy"],
        escape: |text, output| literal(text, output, &['"', '\'', '$'], Form::FourDigits),
    },
    Language {
        name: "rust",
        extensions: &["rs", "swift"],
        escape: |text, output| literal(text, output, &['"', '\''], Form::Braces),
    },
    Language {
        name: "php",
        extensions: &["php"],
        escape: |text, output| literal(text, output, &['"', '$'], Form::Braces),
    },
    Language {
        name: "ruby",
        extensions: &["rb", "ex", "exs"],
        escape: |text, output| literal(text, output, &['"', '#'], Form::Braces),
    },
    Language {
        name: "c",
        extensions: &["c", "h", "cc", "cpp", "hpp", "zig"],
        // `??/` is a trigraph.
        escape: |text, output| literal(text, output, &['"', '?'], Form::Octal),
    },
    Language {
        name: "html",
        extensions: &["html", "htm"],
        escape: |text, output| output.write_all(escape_html::escape(text).as_bytes()),
    },
    Language { name: "xml", extensions: &["xml", "svg", "plist", "resx"], escape: xml },
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

/// The names of all languages, for messages.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|language| language.name)
}

/// Returns the language of a name in `target.toml`.
pub(super) fn from_name(name: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.name == name)
}

/// Returns the language of files with an extension.
pub(super) fn of_extension(extension: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.extensions.contains(&extension))
}

/// Writes the inside of a literal in which a backslash escapes.
fn literal(text: &str, output: &mut dyn Write, escaped: &[char], form: Form) -> io::Result<()> {
    let mut plain_from = 0;
    for (at, c) in text.char_indices() {
        let simple = match c {
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            '\\' => Some('\\'),
            c if escaped.contains(&c) => Some(c),
            _ => None,
        };
        if simple.is_none() && !is_invisible(c) {
            continue;
        }
        output.write_all(&text.as_bytes()[plain_from..at])?;
        plain_from = at + c.len_utf8();
        match simple {
            Some(c) => write!(output, "\\{c}")?,
            None => unprintable(c, output, form)?,
        }
    }
    output.write_all(&text.as_bytes()[plain_from..])
}

fn unprintable(c: char, output: &mut dyn Write, form: Form) -> io::Result<()> {
    match form {
        Form::FourDigits => {
            c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(output, "\\u{unit:04x}"))
        }
        Form::Braces => write!(output, "\\u{{{:x}}}", u32::from(c)),
        Form::Octal => c.encode_utf8(&mut [0; 4]).bytes().try_for_each(|byte| write!(output, "\\{byte:03o}")),
    }
}

/// Returns `true` for controls, for separators that end a line in some languages, and for marks that reorder the text
/// around them, so that code would read differently from what it does.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Writes a text in XML, without the controls that it can't have in any form.
fn xml(text: &str, output: &mut dyn Write) -> io::Result<()> {
    let is_allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    let text: String = text.chars().filter(is_allowed).collect();
    output.write_all(escape_html::escape(&text).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a\"b'c`d\\e\nf\r\t${g}#{h}\u{7}\u{2028}\u{202e}é🦀</script>??/";

    fn escaped(name: &str) -> String {
        let mut bytes = Vec::new();
        (from_name(name).expect("a language").escape)(HOSTILE, &mut bytes).expect("memory");
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn literals_stay_literals() {
        assert_eq!(escaped("go"), "a\\\"b'c`d\\\\e\\nf\\r\\t${g}#{h}\\u0007\\u2028\\u202eé🦀</script>??/");
        assert!(escaped("js").contains("\\`d") && escaped("js").contains("\\${g}"));
        assert!(escaped("rust").contains("\\u{7}\\u{2028}"));
        assert!(escaped("ruby").contains("\\#{h}"));
        assert!(escaped("c").contains("\\007\\342\\200\\250") && escaped("c").ends_with("\\?\\?/"));
        assert_eq!(serde_json::from_str::<String>(&format!("\"{}\"", escaped("json"))).unwrap(), HOSTILE);
        let rust: syn::LitStr = syn::parse_str(&format!("\"{}\"", escaped("rust"))).unwrap();
        assert_eq!(rust.value(), HOSTILE);
        for name in names().filter(|name| !["none", "html", "xml", "markdown"].contains(name)) {
            assert!(!escaped(name).contains(['\n', '\r', '\u{7}', '\u{202e}']), "{name}");
        }
    }
}
