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

/// Returns the JSON objects and lists in a text. If there are none, looks for escaped ones, for those that
/// Python prints, and for one that is cut off.
pub(super) fn json_values(text: &str) -> Vec<Json> {
    let values = whole_values(text);
    if !values.is_empty() || !text.contains(['{', '[']) {
        return values;
    }
    let unescaped =
        || text.contains("\\\"").then(|| whole_values(&text.replace("\\\"", "\"").replace("\\\\", "\\")));
    let python = || text.find(['{', '[']).map(|start| whole_values(&from_python(&text[start..])));
    let cut_off = || text.find('{').and_then(|start| cut_off_value(&text[start..])).map(|value| vec![value]);
    let found = [unescaped(), python()].into_iter().flatten().find(|values| !values.is_empty());
    found.or_else(cut_off).unwrap_or_default()
}

fn whole_values(text: &str) -> Vec<Json> {
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
    // Empty lists, such as the extras of a log line, aren't bodies.
    values.retain(|value| value.as_array().is_none_or(|items| !items.is_empty()));
    values
}

/// Turns the literals of Python into those of JSON.
fn from_python(text: &str) -> String {
    let mut json = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\'', '"', 'N', 'T', 'F']) {
        json.push_str(&rest[..at]);
        rest = &rest[at..];
        let words = [("None", "null"), ("True", "true"), ("False", "false")];
        if let Some((word, literal)) = words.iter().find(|(word, _)| rest.starts_with(word)) {
            json.push_str(literal);
            rest = &rest[word.len()..];
        } else if rest.starts_with(['\'', '"']) {
            let (text, length) = python_string(rest);
            json.push_str(&Json::from(text).to_string());
            rest = &rest[length..];
        } else {
            json.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    json + rest
}

/// Returns the value of the string at the start of a text, and its length there.
fn python_string(text: &str) -> (String, usize) {
    let mut value = String::new();
    let mut characters = text.char_indices();
    let quote = characters.next().map(|(_, quote)| quote);
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            _ if Some(character) == quote => return (value, at + 1),
            _ => value.push(character),
        }
    }
    (value, text.len())
}

/// Parses an object whose end is missing. The string in which it ends gets an ellipsis.
fn cut_off_value(text: &str) -> Option<Json> {
    let (mut closers, mut in_string, mut is_escaped) = (Vec::new(), false, false);
    for character in text.chars() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if in_string => is_escaped = true,
            '"' => in_string = !in_string,
            '{' if !in_string => closers.push('}'),
            '[' if !in_string => closers.push(']'),
            '}' | ']' if !in_string => drop(closers.pop()),
            _ => {}
        }
    }
    let text = text.trim_end_matches([',', '\\']);
    let closing = if in_string { "…\"" } else { "" };
    let end: String = closers.into_iter().rev().collect();
    serde_json::from_str(&format!("{text}{closing}{end}")).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{json_values, segments};

    #[test]
    fn bodies_of_several_lines_stay_whole() {
        let text = "HTTP/1.1 404\n{\n  \"a\": [1,\n 2]\n}\nlog {open\nlast\n";
        let found: Vec<(String, usize)> =
            segments(text).map(|segment| (segment.text.to_owned(), segment.json.len())).collect();
        let expected =
            [("HTTP/1.1 404\n", 0), ("{\n  \"a\": [1,\n 2]\n}\n", 1), ("log {open\n", 0), ("last\n", 0)];
        assert_eq!(found, expected.map(|(text, json)| (text.to_owned(), json)));
    }

    #[test]
    fn bodies_are_read_as_programs_print_them() {
        for (text, expected) in [
            (r#"x {"a": 1} y [2]"#, vec![json!({"a": 1}), json!([2])]),
            (r#"body="{\"a\":\"b\"}""#, vec![json!({"a": "b"})]),
            (
                "got {'a': None, 'b': \"it's\", 'c': 'say \"x\"'}",
                vec![json!({"a": null, "b": "it's", "c": "say \"x\""})],
            ),
            (r#"{"a":{"b":"cut o"#, vec![json!({"a": {"b": "cut o…"}})]),
            ("app.ERROR {} []", vec![json!({})]),
            ("no { json", vec![]),
        ] {
            assert_eq!(json_values(text), expected, "{text}");
        }
    }
}
