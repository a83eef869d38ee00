//! Texts with `{placeholders}` in them: messages, and the texts of bodies.

use std::ops::Range;

/// A piece of such a text; ranges are bytes of the text.
#[derive(Debug, PartialEq, Eq)]
pub enum RawPiece<'a> {
    /// As it is; `{{` has become `{`.
    Text(String),
    /// A name between braces, and where it stands, braces included.
    Placeholder(&'a str, Range<usize>),
}

/// A brace without its other half, at this byte.
#[derive(Debug, PartialEq, Eq)]
pub struct Unbalanced(pub usize);

/// Takes a text apart. `{{` and `}}` are braces; `{name}` is a placeholder; any other brace is unbalanced.
pub fn parse(text: &str) -> Result<Vec<RawPiece<'_>>, Unbalanced> {
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
        let Some(name) = name.filter(|name| is_name(name)) else {
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

/// The placeholders of a text; none if its braces are unbalanced.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    placed(text).map(|(name, _)| name)
}

/// The placeholders of a text, and where they stand, braces included.
pub fn placed(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    parse(text).unwrap_or_default().into_iter().filter_map(|piece| match piece {
        RawPiece::Placeholder(name, range) => Some((name, range)),
        RawPiece::Text(_) => None,
    })
}

/// How far what looks like a placeholder goes from an unbalanced brace: to its closing brace, or no further.
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
    fn takes_apart() {
        let pieces = parse("a {b} {{c}}").unwrap();
        let expected =
            [RawPiece::Text("a ".into()), RawPiece::Placeholder("b", 2..5), RawPiece::Text(" {c}".into())];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn a_lone_brace_is_unbalanced() {
        for (text, at) in [("{", 0), ("a}", 1), ("{a b}", 0), ("{}", 0), ("x {a", 2)] {
            assert_eq!(parse(text), Err(Unbalanced(at)), "{text}");
        }
    }
}
