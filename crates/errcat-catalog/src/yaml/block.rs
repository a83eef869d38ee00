//! Writes values as YAML, one line for each member and item.

use serde_json::Value as Json;

use super::scalar::{needs_escape, scalar};

/// Returns a list or a map as lines of YAML, indented by a number of spaces. Items of a list in a map have
/// the indentation of its key.
pub fn block(value: &Json, indent: usize) -> String {
    let mut out = String::new();
    push_spaces(&mut out, indent);
    match is_inline(value) {
        true => write_inline(&mut out, value, indent),
        false => write_lines(&mut out, value, indent),
    }
    out
}

/// Returns a member of a map as lines of YAML, indented by a number of spaces.
pub fn block_member(name: &str, value: &Json, indent: usize) -> String {
    let mut out = String::new();
    push_spaces(&mut out, indent);
    write_member(&mut out, name, value, indent);
    out
}

/// Writes a list or a map. Its first line is indented already.
fn write_lines(out: &mut String, value: &Json, indent: usize) {
    match value {
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                push_spaces(out, if index == 0 { 0 } else { indent });
                out.push_str("- ");
                match is_inline(item) {
                    true => write_inline(out, item, indent + 2),
                    false => write_lines(out, item, indent + 2),
                }
            }
        }
        Json::Object(members) => {
            for (index, (name, member)) in members.iter().enumerate() {
                push_spaces(out, if index == 0 { 0 } else { indent });
                write_member(out, name, member, indent);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => write_inline(out, value, indent),
    }
}

fn write_member(out: &mut String, name: &str, value: &Json, indent: usize) {
    out.push_str(&scalar(name));
    out.push(':');
    let indent = if value.is_array() { indent } else { indent + 2 };
    if is_inline(value) {
        out.push(' ');
        write_inline(out, value, indent);
    } else {
        out.push('\n');
        push_spaces(out, indent);
        write_lines(out, value, indent);
    }
}

/// Returns `true` for a value that starts on the line of its key.
fn is_inline(value: &Json) -> bool {
    match value {
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => true,
    }
}

/// Writes a scalar, or an empty list or map, and the line break. `indent` is that of the lines of a text.
fn write_inline(out: &mut String, value: &Json, indent: usize) {
    match value {
        Json::String(text) if is_literal(text) => write_literal(out, text, indent),
        Json::String(text) => out.extend([&*scalar(text), "\n"]),
        // JSON is YAML.
        value => out.extend([&*value.to_string(), "\n"]),
    }
}

/// Returns `true` for a text that is written with its line breaks.
fn is_literal(text: &str) -> bool {
    let is_broken = |c: char| c != '\n' && c != '\t' && needs_escape(c);
    text.contains('\n') && !text.starts_with([' ', '\t', '\n']) && !text.contains(is_broken)
}

fn write_literal(out: &mut String, text: &str, indent: usize) {
    let ends = text.len() - text.trim_end_matches('\n').len();
    out.push_str(["|-\n", "|\n", "|+\n"][ends.min(2)]);
    for line in text.split_inclusive('\n') {
        push_spaces(out, if line == "\n" { 0 } else { indent });
        out.push_str(line);
    }
    out.push_str(if ends == 0 { "\n" } else { "" });
}

fn push_spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::block;

    #[test]
    fn values_have_a_line_for_each_part() {
        let value = json!({
            "404": { "description": "Not found: gone", "empty": {}, "none": [] },
            "list": ["2026-01-01", 1, null, true, { "a": 1, "b": [[1.5]] }],
            "text": "first\n\n  second\n",
        });
        let written = "\
'404':
  description: 'Not found: gone'
  empty: {}
  none: []
list:
- '2026-01-01'
- 1
- null
- true
- a: 1
  b:
  - - 1.5
text: |
  first

    second
";
        assert_eq!(block(&value, 0), written);
        let indented: String = written
            .split_inclusive('\n')
            .map(|line| match line {
                "\n" => line.to_owned(),
                line => format!("    {line}"),
            })
            .collect();
        assert_eq!(block(&value, 4), indented);
    }

    #[test]
    fn values_are_read_back() {
        let texts = [
            "",
            " ",
            "a",
            "a\nb",
            "a\nb\n",
            "a\n\n\n",
            "\na",
            " a\nb",
            "a\n   \nb",
            "a \nb",
            "\n",
            "a\r\nb",
            "\u{7F}",
            "\u{FEFF}a",
            "a\u{2028}b\nc",
            "no",
            "~",
            "=",
            "1_000",
            "0o7",
            "12:30",
            ".inf",
            "2026-01-01T00:00:00Z",
            "it's",
            "\"",
            "'",
            "a: b",
            "a:",
            "- a",
            "-",
            "---",
            "--- a",
            "...",
            "? a",
            ":a",
            "# a",
            "a #",
            "a#b",
            "!a",
            "&a",
            "*a",
            "%a",
            "@a",
            "`a",
            "|",
            ">",
            "[",
            "{a}",
            "a\tb",
            "\ta",
            "a\n\tb",
            "日本語: 名前",
            "\u{1F600}",
        ];
        for text in texts {
            let value = json!({ "in map": text, "in list": [text, [text]], text: { "x": [{ "y": text }] } });
            let written = block(&value, 0);
            let read: Json =
                serde_yaml::from_str(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
            assert_eq!(read, value, "{written}");
        }
    }
}
