//! Patterns of the paths of pages: `E{errno}`, `{table}/{code|lower}`.

use std::borrow::Cow;
use std::ops::Range;

use heck::ToKebabCase;

use crate::names;

/// The maximum number of segments. Deeper folders exceed the path limits of some systems.
pub(crate) const MAX_SEGMENTS: usize = 4;

/// The values of a pattern in addition to public facts.
pub(crate) const SLOTS: [&str; 4] = ["code", "name", "status", "table"];

/// The filters of values.
pub(crate) const FILTERS: [&str; 2] = ["kebab", "lower"];

/// The pattern of the paths of an API's pages, from the API's folder.
#[derive(Debug)]
pub(crate) struct PagePath<'a> {
    segments: Vec<Vec<Piece<'a>>>,
}

/// A piece of a segment. Ranges are in bytes of the pattern.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Text(&'a str, Range<usize>),
    /// A placeholder, `{code|lower}`, and its range including the braces.
    Value {
        name: &'a str,
        filter: Option<&'a str>,
        range: Range<usize>,
    },
}

impl<'a> PagePath<'a> {
    /// Splits a pattern into segments. A brace that doesn't belong to a placeholder is text, which can't
    /// contain it. A slash at the end has no meaning, because addresses of pages have one.
    pub(crate) fn parse(pattern: &'a str) -> Self {
        let mut at = 0;
        let path = pattern.strip_suffix('/').unwrap_or(pattern);
        let segments = path.split('/').map(|segment| {
            let start = at;
            at += segment.len() + 1;
            pieces(segment, start)
        });
        PagePath { segments: segments.collect() }
    }

    /// Returns the segments. An empty one has no pieces.
    pub(crate) fn segments(&self) -> impl Iterator<Item = &[Piece<'a>]> {
        self.segments.iter().map(Vec::as_slice)
    }

    /// Returns the names of the values.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.segments.iter().flatten().filter_map(|piece| match piece {
            Piece::Value { name, .. } => Some(*name),
            Piece::Text(..) => None,
        })
    }

    /// Returns the path with the values of an error, without unsafe characters.
    ///
    /// # Errors
    ///
    /// Returns the name of a value that the error doesn't have, or of which a filter leaves nothing.
    pub(crate) fn render<'v>(&self, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> Result<String, &'a str> {
        let mut path = String::new();
        for segment in &self.segments {
            let mut text = String::new();
            for piece in segment {
                match piece {
                    Piece::Text(literal, _) => text.push_str(literal),
                    Piece::Value { name, filter, .. } => {
                        let filtered = value(name).map(|value| apply(*filter, &value));
                        text.push_str(&filtered.filter(|value| !value.is_empty()).ok_or(*name)?);
                    }
                }
            }
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(&names::slug(&text));
        }
        Ok(path)
    }
}

impl Piece<'_> {
    /// Returns the bytes of the pattern.
    pub(crate) fn range(&self) -> Range<usize> {
        match self {
            Piece::Text(_, range) | Piece::Value { range, .. } => range.clone(),
        }
    }

    /// Returns `true` for a placeholder.
    pub(crate) fn is_value(&self) -> bool {
        matches!(self, Piece::Value { .. })
    }
}

fn pieces(segment: &str, start: usize) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < segment.len() {
        let rest = &segment[at..];
        let placeholder = rest
            .strip_prefix('{')
            .and_then(|rest| rest.split_once('}'))
            .map(|(inner, _)| inner)
            .filter(|inner| !inner.is_empty() && !inner.contains('{'));
        let end = match placeholder {
            Some(inner) => at + inner.len() + 2,
            None => rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| *c == '{')
                .map_or(segment.len(), |(brace, _)| at + brace),
        };
        let range = start + at..start + end;
        pieces.push(match placeholder {
            Some(inner) => {
                let (name, filter) =
                    inner.split_once('|').map_or((inner, None), |(name, filter)| (name, Some(filter)));
                Piece::Value { name: name.trim(), filter: filter.map(str::trim), range }
            }
            None => Piece::Text(&segment[at..end], range),
        });
        at = end;
    }
    pieces
}

fn apply(filter: Option<&str>, value: &str) -> String {
    match filter {
        Some("lower") => value.to_lowercase(),
        Some("kebab") => value.to_kebab_case(),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(pattern: &str) -> Result<String, &str> {
        PagePath::parse(pattern).render(|name| match name {
            "code" => Some("AGENT_NOT_FOUND".into()),
            "dots" => Some("..".into()),
            "marks" => Some("!?".into()),
            "url" => Some("a/../b c".into()),
            _ => None,
        })
    }

    #[test]
    fn values_are_filtered_and_safe() {
        for (pattern, expected) in [
            ("{code}", Ok("AGENT_NOT_FOUND")),
            ("{code|lower}/", Ok("agent_not_found")),
            ("{ code | kebab }", Ok("agent-not-found")),
            ("x/E{code|lower}.x", Ok("x/Eagent_not_found.x")),
            ("{dots}/{url}", Ok("--/a-..-b-c")),
            ("{marks|kebab}", Err("marks")),
            ("{code}/{errno}", Err("errno")),
        ] {
            assert_eq!(render(pattern).as_deref(), expected.as_ref().map(|path| *path), "{pattern}");
        }
    }

    #[test]
    fn everything_is_part_of_a_piece() {
        for pattern in ["{code}", "a{b", "é{é}{", "{}", "{{code}}", "}{a|b|c}/{d/e}", "{", "a//b"] {
            let path = PagePath::parse(pattern);
            let pieces = path
                .segments()
                .map(|segment| segment.iter().map(|piece| &pattern[piece.range()]).collect::<String>());
            assert_eq!(pieces.collect::<Vec<_>>().join("/"), pattern);
        }
    }
}
