//! Differences between a response and the catalog.

use std::fmt::{self, Display};

use crate::ParamType;

/// The maximum number of differences that are kept per response. A server can't exhaust memory with a body
/// that differs everywhere.
pub const MAX_DIFFERENCES: usize = 32;

/// The maximum size of [`Difference::found`], in bytes.
const MAX_FOUND_BYTES: usize = 200;

/// A difference between a response and what the catalog specifies for its error.
///
/// ```text
/// /type: expected "error", found "warning"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The place: a JSON Pointer into the body (RFC 6901), such as `/error/code`, or the name of a header.
    pub path: Box<str>,
    /// The value that the catalog specifies, as JSON, or in words, such as `a text`. `None` if it specifies
    /// nothing at this place.
    pub expected: Option<Box<str>>,
    /// The value in the response, as JSON, or in words, such as `an object`. Long values are cut. `None` if
    /// there is nothing.
    pub found: Option<Box<str>>,
}

impl Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_nothing = |text: &Option<Box<str>>| text.as_deref().unwrap_or("nothing").to_owned();
        // The body as a whole has the empty path.
        let path = if self.path.is_empty() { "body" } else { &*self.path };
        write!(f, "{path}: expected {}, found {}", or_nothing(&self.expected), or_nothing(&self.found))
    }
}

/// Adds a difference to a list that isn't full.
pub(crate) fn record(
    differences: &mut Vec<Difference>,
    path: &dyn Display,
    expected: Option<&dyn Display>,
    found: Option<&str>,
) {
    if differences.len() < MAX_DIFFERENCES {
        differences.push(Difference {
            path: path.to_string().into(),
            expected: expected.map(|expected| expected.to_string().into()),
            found: found.map(|found| cut(found).into()),
        });
    }
}

/// Returns a text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    // Can't fail, because a text is always valid JSON.
    serde_json::to_string(text).expect("a text can be written as JSON")
}

/// Returns what a param of this type is in a response, in words.
pub(crate) fn type_in_words(ty: ParamType) -> &'static str {
    match ty {
        ParamType::String | ParamType::Rust => "a text",
        ParamType::Integer => "a whole number",
        ParamType::Number => "a number",
        ParamType::Boolean => "true or false",
        ParamType::DurationSeconds => "a number of seconds",
        ParamType::DurationMilliseconds => "a number of milliseconds",
        ParamType::TimestampRfc3339 => "a date and time",
        ParamType::TimestampSeconds => "seconds since 1970",
        ParamType::TimestampMilliseconds => "milliseconds since 1970",
        ParamType::Json => "a value",
        ParamType::List(_) => "a list",
        ParamType::Map(_) => "an object",
    }
}

fn cut(text: &str) -> String {
    if text.len() <= MAX_FOUND_BYTES {
        return text.to_owned();
    }
    let end = (0..=MAX_FOUND_BYTES).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}…", &text[..end])
}

/// The path of a value in a body. Displayed as a JSON Pointer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Path<'p> {
    Root,
    Member(&'p Path<'p>, &'p str),
    Item(&'p Path<'p>, usize),
}

impl Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(parent, name) => {
                write!(f, "{parent}/{}", name.replace('~', "~0").replace('/', "~1"))
            }
            Self::Item(parent, index) => write!(f, "{parent}/{index}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_short_and_few() {
        let mut differences = Vec::new();
        let list = Path::Member(&Path::Root, "a/b~");
        for index in 0..100 {
            record(&mut differences, &Path::Item(&list, index), None, Some(&"é".repeat(1_000)));
        }
        assert_eq!(differences.len(), MAX_DIFFERENCES);
        let text = differences[1].to_string();
        assert!(text.starts_with("/a~1b~0/1: expected nothing, found éé") && text.ends_with("é…"), "{text}");
        assert!(text.len() < 2 * MAX_FOUND_BYTES);
    }

    #[test]
    fn the_body_as_a_whole_has_an_empty_path() {
        let mut differences = Vec::new();
        record(&mut differences, &Path::Root, Some(&quoted("a")), None);
        assert_eq!(differences[0].to_string(), "body: expected \"a\", found nothing");
    }
}
