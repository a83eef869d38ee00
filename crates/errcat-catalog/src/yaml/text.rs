//! YAML texts: locations of their parts, and texts that aren't what they look like.

use std::ops::Range;

use crate::finding::{Finding, Rule, Span};

pub(crate) static INVISIBLE_CHARACTER: Rule = Rule {
    name: "invisible-character",
    why: "With invisible characters, two texts can look the same and differ, and editors, reviews and \
          terminals can show something other than what is in the file (Trojan Source, CVE-2021-42574).",
    fix: "Remove the character. Those that a script or an emoji needs are allowed: joiners in Persian or \
          Hindi, the parts of an emoji, and direction marks next to right-to-left text.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Locates parts of a scalar's text in the file, where it may contain indentation, line ends and escapes.
/// Requests from left to right read the file only once.
pub struct Parts<'a> {
    span: Span,
    written: &'a str,
    text: &'a str,
    /// The start of the text within `written`, if it is written verbatim, with or without quotes. Most texts
    /// are.
    verbatim: Option<usize>,
    /// The current positions in the file and in the text, in bytes.
    at: (usize, usize),
}

impl<'a> Parts<'a> {
    /// Creates the parts of a text at `span`, where the file has `written`.
    pub fn new(span: Span, written: &'a str, text: &'a str) -> Self {
        let is_at = |quote: &usize| written.get(*quote..).is_some_and(|written| written.starts_with(text));
        Parts { span, written, text, verbatim: [0, 1].into_iter().find(is_at), at: (0, 0) }
    }

    /// Returns the location of a part of the text, or that of the whole text if it can't be determined.
    pub fn place(&mut self, part: Range<usize>) -> Span {
        if part.start < self.at.1 {
            self.at = (0, 0);
        }
        let found = match self.verbatim {
            Some(quote) => Some((quote + part.start, quote + part.end)),
            None => self.advance_to(part.start).and_then(|start| Some((start, self.advance_to(part.end)?))),
        };
        let Some((start, end)) = found else { return self.span };
        let at = |offset: usize| self.span.start + u32::try_from(offset).unwrap_or(0);
        Span { start: at(start), end: at(end), ..self.span }
    }

    /// Returns the offset in the file of the text's byte `to`.
    fn advance_to(&mut self, to: usize) -> Option<usize> {
        let is_escaping = self.written.starts_with('"');
        let (mut written, mut text) = self.at;
        while text < to {
            let wanted = self.text[text..].chars().next()?;
            let rest = &self.written[written..];
            let next = rest.chars().next()?;
            if is_escaping && next == '\\' && !rest.starts_with("\\\n") && !rest.starts_with("\\\r") {
                written += match rest.as_bytes().get(1) {
                    Some(b'x') => 4,
                    Some(b'u') => 6,
                    Some(b'U') => 10,
                    _ => 1 + rest[1..].chars().next()?.len_utf8(),
                };
                text += wanted.len_utf8();
                continue;
            }
            // A character that isn't in the text is indentation, an indicator, or the first of two quotes.
            let is_same = next == wanted || (next.is_whitespace() && wanted.is_whitespace());
            text += if is_same { wanted.len_utf8() } else { 0 };
            written += next.len_utf8();
        }
        self.at = (written, text);
        Some(self.skip_space(written, text))
    }

    /// Returns the end of the indentation before the text's next character.
    fn skip_space(&self, written: usize, text: usize) -> usize {
        if self.text[text..].starts_with(char::is_whitespace) || text == self.text.len() {
            return written;
        }
        let rest = &self.written[written..];
        written + (rest.len() - rest.trim_start().len())
    }
}

/// Returns `true` for control characters, and for the marks of the Trojan Source attack, which rustc rejects
/// too. No script or emoji needs them.
pub fn is_control(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Creates a finding of the rule `invisible-character`.
pub fn invisible_character(span: Span, character: char) -> Finding {
    let (what, help) = describe(character);
    let message = format!("{what} U+{:04X}", u32::from(character));
    Finding::new(&INVISIBLE_CHARACTER, span, message, help)
}

/// Returns what an invisible character is, and what to do about it.
fn describe(character: char) -> (&'static str, &'static str) {
    match character {
        '\r' => ("a carriage return", "write line breaks as line feeds (`\\n`): some readers drop the other"),
        '\u{2028}' | '\u{2029}' => ("a line separator", "write a line break"),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            ("the bidirectional control", "remove it: it changes the order in which the text is shown")
        }
        '\u{200E}' | '\u{200F}' | '\u{61C}' => {
            ("the direction mark", "remove it: it is for lines with right-to-left text")
        }
        '\u{200C}' | '\u{200D}' => ("the joiner", "remove it: no script and no emoji needs it here"),
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {
            ("the variation selector", "remove it: the character before it has no other form")
        }
        '\u{AD}' => ("the soft hyphen", "remove it: a search for the word would fail"),
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. => {
            ("the private character", "use another one: without a certain font, it is a box or nothing")
        }
        c if c.is_control() => ("the control character", "remove it: a terminal would obey it"),
        _ => ("the invisible character", "remove it: the text looks the same without it, but isn't"),
    }
}

#[cfg(test)]
mod tests {
    use super::Parts;
    use crate::finding::{Sources, Span};

    #[test]
    fn parts_are_located_in_every_style_of_text() {
        let written = [
            ("a {{x}} {x}", "a {{x}} {x}"),
            ("'it''s {{x}} {x}'", "it's {{x}} {x}"),
            ("\"\\u0041\\n\\\"{{x}} {x}\"", "A\n\"{{x}} {x}"),
            ("\"a\n    {{x}}\n    {x}\"", "a {{x}} {x}"),
            ("|\n    a\n      {{x}} {x}\n", "a\n  {{x}} {x}"),
            (">-\n  a\n  {{x}}\n\n  {x}", "a {{x}}\n{x}"),
        ];
        for (written, text) in written {
            let mut sources = Sources::default();
            let file = sources.add("a.yaml", written);
            let span = Span::of(file, 0..written.len());
            let mut parts = Parts::new(span, written, text);
            for part in ["{{x}}", " {x}"] {
                let at = text.rfind(part.trim()).expect("a part");
                let place = parts.place(at..at + part.trim().len());
                let expected = written.rfind(part.trim()).expect("a part");
                assert_eq!((place.start as usize, sources.text(place)), (expected, part.trim()), "{written}");
            }
        }
    }
}
