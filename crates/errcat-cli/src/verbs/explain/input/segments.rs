//! Splits a text into lines, and bodies of several lines.

use serde_json::Value as Json;

/// The maximum number of lines of a body. After an unbalanced bracket, the rest of a log isn't a body.
const MAX_BODY_LINES: usize = 500;

/// A part of a text that is about the same errors.
pub(super) struct Segment<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// The JSON values in it.
    pub(super) json: Vec<Json>,
}

/// Splits a text. A line with an open bracket continues up to the line that closes it.
pub(super) fn segments(text: &str) -> impl Iterator<Item = Segment<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = segment_end(rest)?;
        let (segment, after) = rest.split_at(end);
        rest = after;
        Some(Segment { text: segment, json: json_values(segment) })
    })
}

fn segment_end(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?.len();
    let (mut end, mut depth) = (0, 0);
    for line in text.split_inclusive('\n').take(MAX_BODY_LINES) {
        end += line.len();
        depth += line.matches(['{', '[']).count() as isize - line.matches(['}', ']']).count() as isize;
        if depth <= 0 {
            return Some(end);
        }
    }
    Some(first)
}

/// Returns the JSON objects and lists in a text.
fn json_values(text: &str) -> Vec<Json> {
    let mut values = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['{', '[']) {
        rest = &rest[start..];
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Json>();
        match stream.next() {
            Some(Ok(value)) => {
                let end = stream.byte_offset();
                values.push(value);
                rest = &rest[end..];
            }
            _ => rest = &rest[1..],
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn bodies_of_several_lines_stay_whole() {
        let text = "HTTP/1.1 404\n{\n  \"a\": [1,\n 2]\n}\nlog {open\nlast\n";
        let found: Vec<(String, usize)> =
            segments(text).map(|segment| (segment.text.to_owned(), segment.json.len())).collect();
        let expected =
            [("HTTP/1.1 404\n", 0), ("{\n  \"a\": [1,\n 2]\n}\n", 1), ("log {open\n", 0), ("last\n", 0)];
        assert_eq!(found, expected.map(|(text, json)| (text.to_owned(), json)));
    }
}
