//! Parses texts with `{placeholders}`: messages, and the texts in bodies.

use std::ops::Range;

/// A piece of a text with placeholders. Ranges are in bytes.
#[derive(Debug, PartialEq, Eq)]
pub enum RawPiece<'a> {
    /// Literal text, in which `{{` has become `{`.
    Text(String),
    /// The name of a placeholder, and its range including the braces.
    Placeholder(&'a str, Range<usize>),
}

/// An unbalanced brace at this byte.
#[derive(Debug, PartialEq, Eq)]
pub struct Unbalanced(pub usize);

/// A placeholder in a body: `{status}`, or `{status:string}` with a cast. The range is in bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct BodyPlaceholder<'a> {
    /// `status`.
    pub name: &'a str,
    /// `string`.
    pub cast: Option<&'a str>,
    /// The range, including the braces.
    pub range: Range<usize>,
}

impl<'a> BodyPlaceholder<'a> {
    /// Splits the name of a placeholder in a body.
    pub fn new(name: &'a str, range: Range<usize>) -> Self {
        let (name, cast) = name.split_once(':').map_or((name, None), |(name, cast)| (name, Some(cast)));
        BodyPlaceholder { name, cast, range }
    }
}

/// Splits a text into pieces. `{{` and `}}` are literal braces, `{name}` is a placeholder, and any other
/// brace is an error.
pub fn parse(text: &str) -> Result<Vec<RawPiece<'_>>, Unbalanced> {
    split(text, is_name)
}

/// Like [`parse`], for a text in a body. The names of placeholders can have a cast: see [`BodyPlaceholder`].
pub fn parse_body(text: &str) -> Result<Vec<RawPiece<'_>>, Unbalanced> {
    split(text, |name| {
        name.split_once(':').map_or(is_name(name), |(name, cast)| is_name(name) && is_name(cast))
    })
}

fn split(text: &str, is_placeholder: impl Fn(&str) -> bool) -> Result<Vec<RawPiece<'_>>, Unbalanced> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '}']) {
        let brace = at + found;
        literal.push_str(&text[at..brace]);
        let rest = &text[brace..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            literal.push_str(&rest[..1]);
            at = brace + 2;
            continue;
        }
        let name = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(name, _)| name);
        let Some(name) = name.filter(|name| is_placeholder(name)) else {
            return Err(Unbalanced(brace));
        };
        if !literal.is_empty() {
            pieces.push(RawPiece::Text(std::mem::take(&mut literal)));
        }
        at = brace + name.len() + 2;
        pieces.push(RawPiece::Placeholder(name, brace..at));
    }
    literal.push_str(&text[at..]);
    if !literal.is_empty() {
        pieces.push(RawPiece::Text(literal));
    }
    Ok(pieces)
}

/// Returns the placeholders of a text; none if its braces are unbalanced.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    placed(text).map(|(name, _)| name)
}

/// Returns the placeholders of a text, and their ranges including the braces.
pub fn placed(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    parse(text).unwrap_or_default().into_iter().filter_map(|piece| match piece {
        RawPiece::Placeholder(name, range) => Some((name, range)),
        RawPiece::Text(_) => None,
    })
}

/// Returns the placeholders of a text in a body; none if its braces are unbalanced.
pub fn in_body(text: &str) -> impl Iterator<Item = BodyPlaceholder<'_>> {
    parse_body(text).unwrap_or_default().into_iter().filter_map(|piece| match piece {
        RawPiece::Placeholder(name, range) => Some(BodyPlaceholder::new(name, range)),
        RawPiece::Text(_) => None,
    })
}

/// Returns the range to report for an unbalanced brace: up to the next closing brace, or only the brace
/// itself.
pub fn extent(text: &str, Unbalanced(at): Unbalanced) -> Range<usize> {
    let rest = &text[at + 1..];
    let closing = rest
        .find(['{', '}', '\n'])
        .filter(|end| text[at..].starts_with('{') && rest[*end..].starts_with('}'));
    at..closing.map_or(at + 1, |end| at + end + 2)
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_split_into_pieces() {
        let pieces = parse("a {b} {{c}}").unwrap();
        let expected =
            [RawPiece::Text("a ".into()), RawPiece::Placeholder("b", 2..5), RawPiece::Text(" {c}".into())];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn placeholders_of_bodies_can_have_a_cast() {
        let placeholders: Vec<_> = in_body("{status:string} {code}").collect();
        let expected = [
            BodyPlaceholder { name: "status", cast: Some("string"), range: 0..15 },
            BodyPlaceholder { name: "code", cast: None, range: 16..22 },
        ];
        assert_eq!(placeholders, expected);
        assert_eq!(parse("{status:string}"), Err(Unbalanced(0)));
        assert_eq!(parse_body("{a:}"), Err(Unbalanced(0)));
    }

    #[test]
    fn single_braces_are_unbalanced() {
        for (text, at) in [("{", 0), ("a}", 1), ("{a b}", 0), ("{}", 0), ("x {a", 2)] {
            assert_eq!(parse(text), Err(Unbalanced(at)), "{text}");
        }
    }
}
