//! Bodies that aren't JSON.

use std::fmt::{self, Display, Write};

use super::Body;
use crate::{BodyFormat, BodyPiece};

/// A text that is a whole body. An absent value is empty, because only JSON has `null`.
pub(super) struct RawText<'a, 'b> {
    body: &'a Body<'b>,
    format: BodyFormat,
    pieces: &'a [BodyPiece<'a>],
}

impl<'b> Body<'b> {
    /// Returns the text that is the whole body. `None` if the body is JSON.
    pub(super) fn text(&self) -> Option<RawText<'_, 'b>> {
        self.envelope.text().map(|(format, pieces)| RawText { body: self, format, pieces })
    }
}

impl Display for RawText<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            BodyPiece::Text(text) => f.write_str(text),
            BodyPiece::Slot(slot) if self.body.is_absent(*slot) => Ok(()),
            BodyPiece::Slot(slot) => {
                let filled = self.body.filled(*slot);
                match self.format {
                    BodyFormat::Xml => write!(XmlEscaper(f), "{filled}"),
                    BodyFormat::Json | BodyFormat::Text => filled.fmt(f),
                }
            }
        })
    }
}

/// Escapes what is written for a text or an attribute of XML.
struct XmlEscaper<'w, W>(&'w mut W);

impl<W: Write> Write for XmlEscaper<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|c| self.write_char(c))
    }

    fn write_char(&mut self, c: char) -> fmt::Result {
        match c {
            '<' => self.0.write_str("&lt;"),
            '>' => self.0.write_str("&gt;"),
            '&' => self.0.write_str("&amp;"),
            '"' => self.0.write_str("&quot;"),
            '\'' => self.0.write_str("&apos;"),
            // A parser replaces these by spaces in an attribute, and `\r` by `\n` in a text.
            '\t' | '\n' | '\r' => write!(self.0, "&#{};", u32::from(c)),
            // XML 1.0 has no form for these (section 2.2).
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => self.0.write_char(char::REPLACEMENT_CHARACTER),
            c => self.0.write_char(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_is_escaped() {
        let mut text = String::new();
        write!(XmlEscaper(&mut text), "<a b='\"&'>\n\r\t\0\u{1b}\u{ffff}é😀").expect("it can be written");
        assert_eq!(text, "&lt;a b=&apos;&quot;&amp;&apos;&gt;&#10;&#13;&#9;\u{fffd}\u{fffd}\u{fffd}é😀");
    }
}
