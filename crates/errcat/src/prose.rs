//! Causes and fixes: lines of Markdown with placeholders for params.
//!
//! `{name}` is a placeholder if the error has a param of that name, and `{{name}}` is a literal `{name}`. Any
//! other braces are text, because paths such as `/agents/{id}` are common. Braces in the address of a link
//! are text too, so that no value decides where a link leads.
//!
//! Values are untrusted: they are escaped, so that they stay text wherever the Markdown is rendered.

use std::fmt::{self, Display, Write};
use std::ops::Range;

use crate::param::SECRET;
use crate::{Audience, Param, ParamType, Value};

/// The maximum length of a value in a text, in characters. Longer ones end with `…`.
pub const MAX_VALUE_CHARS: usize = 200;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'a> {
    /// Markdown, in which `{{name}}` has become `{name}`.
    Text(&'a str),
    /// A placeholder, if the error has such a param.
    Placeholder(Placeholder<'a>),
}

/// A name in braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder<'a> {
    /// The name.
    pub name: &'a str,
    /// The location in the text in bytes, including the braces.
    pub range: Range<usize>,
    /// `true` if it is inside a code span, in which Markdown has no escapes.
    pub in_code: bool,
}

/// Splits a text at its placeholders.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut at, mut code_end) = (0, 0, 0);
    let mut unclosed = Unclosed::default();
    while let Some(found) = text[at..].find(['{', '`', '\\', ']', '<']) {
        at += found;
        let rest = &text[at..];
        let in_code = at < code_end;
        if let Some((name, braces)) = in_braces(rest) {
            let range = at..at + name.len() + 2 * braces;
            parts.push(Part::Text(&text[start..at]));
            parts.push(match braces {
                1 => Part::Placeholder(Placeholder { name, range: range.clone(), in_code }),
                _ => Part::Text(&text[range.start + 1..range.end - 1]),
            });
            (start, at) = (range.end, range.end);
            continue;
        }
        at += match rest.as_bytes()[0] {
            b'`' if !in_code => {
                let ticks = run(rest);
                code_end = at + unclosed.code_span(rest, ticks).unwrap_or(0);
                ticks
            }
            b'\\' if !in_code => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b']' | b'<' if !in_code => unclosed.address(rest).unwrap_or(1),
            _ => 1,
        };
    }
    parts.push(Part::Text(&text[start..]));
    parts.retain(|part| *part != Part::Text(""));
    parts
}

/// Returns the text for readers who know no values: `{{name}}` becomes `{name}`, and placeholders stay.
pub fn shown(text: &str) -> String {
    fill(text, |_| None::<&str>)
}

/// Fills the placeholders that have a value.
pub fn fill<V: Display>(text: &str, value: impl Fn(&str) -> Option<V>) -> String {
    let mut filled = String::with_capacity(text.len());
    write_filled(&mut filled, text, value).expect("writing to a String");
    filled
}

/// Returns `true` if a text has a placeholder for one of the params.
pub fn mentions(text: &str, params: &[Param<'_>]) -> bool {
    parts(text).iter().any(|part| match part {
        Part::Placeholder(placeholder) => params.iter().any(|param| param.name == placeholder.name),
        Part::Text(_) => false,
    })
}

/// A text with the values of public params. Internal ones are written like absent values, and secrets as
/// [`SECRET`]: the generator rejects catalogs that use them here, but this type doesn't rely on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FilledText<'a> {
    pub(crate) text: &'a str,
    pub(crate) params: &'a [Param<'a>],
    /// The values, in the order of `params`. Missing values are absent.
    pub(crate) values: &'a [Value<'a>],
}

impl Display for FilledText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_filled(f, self.text, |name| {
            let at = self.params.iter().position(|param| param.name == name)?;
            let param = &self.params[at];
            Some(match param.audience {
                Audience::Public => self.values.get(at).copied().unwrap_or(Value::Absent).text(param.ty),
                Audience::Internal => Value::Absent.text(ParamType::String),
                Audience::Secret => Value::Text(SECRET).text(ParamType::String),
            })
        })
    }
}

fn write_filled<V: Display>(
    to: &mut impl Write,
    text: &str,
    value: impl Fn(&str) -> Option<V>,
) -> fmt::Result {
    parts(text).into_iter().try_for_each(|part| match part {
        Part::Text(text) => to.write_str(text),
        Part::Placeholder(Placeholder { name, range, in_code }) => match value(name) {
            Some(value) => write_value(to, &value, in_code),
            None => to.write_str(&text[range]),
        },
    })
}

/// Writes a value so that Markdown renders it as text.
fn write_value(to: &mut impl Write, value: &dyn Display, in_code: bool) -> fmt::Result {
    let text = Excerpt::of(value).replace(breaks_line, " ");
    // With spaces at its ends, a value in `**{name}**` would end the emphasis.
    let text = text.trim();
    // Two backticks with nothing between them aren't a code span.
    if in_code && text.is_empty() {
        return to.write_char(' ');
    }
    text.chars().try_for_each(|c| match c {
        '`' if in_code => to.write_char('\''),
        c if c.is_ascii_punctuation() && !in_code => write!(to, "\\{c}"),
        c => to.write_char(c),
    })
}

/// Returns `true` for characters that end a line, control a terminal, or change the direction of the text
/// that follows.
pub(crate) fn breaks_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The start of a value. Long values aren't written to their end.
#[derive(Default)]
struct Excerpt {
    text: String,
    chars: usize,
}

impl Excerpt {
    fn of(value: &dyn Display) -> String {
        let mut excerpt = Excerpt::default();
        // Fails once the value is too long.
        if write!(excerpt, "{value}").is_err() {
            excerpt.text.pop();
            excerpt.text.push('…');
        }
        excerpt.text
    }
}

impl Write for Excerpt {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            if self.chars == MAX_VALUE_CHARS {
                return Err(fmt::Error);
            }
            self.text.push(c);
            self.chars += 1;
        }
        Ok(())
    }
}

/// Returns the name in braces at the start of a text, and the number of braces on each side: one or two.
fn in_braces(text: &str) -> Option<(&str, usize)> {
    let between = |open: &str, close: &str| {
        let inside = text.strip_prefix(open)?;
        let is_in_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let (name, rest) = inside.split_at(inside.bytes().take_while(is_in_name).count());
        (!name.is_empty() && rest.starts_with(close)).then_some((name, open.len()))
    };
    between("{{", "}}").or_else(|| between("{", "}"))
}

/// Returns the number of backticks at the start of a text.
fn run(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

/// The ends that the rest of a text doesn't contain. Searching for them again and again would take
/// quadratic time.
#[derive(Default)]
struct Unclosed {
    /// The numbers of backticks that no further run has.
    ticks: Vec<usize>,
    /// `true` if no `)` follows.
    links: bool,
}

impl Unclosed {
    /// Returns the end of the code span at the start of a text. It is closed by as many backticks as open it.
    fn code_span(&mut self, text: &str, ticks: usize) -> Option<usize> {
        if self.ticks.contains(&ticks) {
            return None;
        }
        let mut at = ticks;
        while let Some(found) = text[at..].find('`') {
            at += found;
            let closing = run(&text[at..]);
            at += closing;
            if closing == ticks {
                return Some(at);
            }
        }
        self.ticks.push(ticks);
        None
    }

    /// Returns the length of the rest of a link, `](address)`, or of a link that is its own address,
    /// `<https://…>`, at the start of a text.
    fn address(&mut self, text: &str) -> Option<usize> {
        if let Some(address) = text.strip_prefix("](") {
            if self.links {
                return None;
            }
            let end = address.find(')');
            self.links = end.is_none();
            return Some(2 + end?);
        }
        // The address contains no `<` (CommonMark, section 6.5).
        let end = text.strip_prefix('<')?.find(['>', '<', ' '])?;
        (text.as_bytes()[end + 1] == b'>' && text[..=end].contains(':')).then_some(end + 1)
    }
}

#[cfg(test)]
mod tests;
