//! Pretty-printed JSON.
//!
//! The pretty printer of `serde_json` leaves raw JSON on one line. Parsing the text into a tree first would
//! lose the order of members and the digits of numbers. So this module indents the text itself.

/// Indents a JSON text by two spaces, like `serde_json::to_string_pretty`. `json` must be valid JSON.
pub(crate) fn indent(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = 0;
    let mut chars = json.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\n' | '\r' => {}
            '"' => {
                out.push(c);
                while let Some(c) = chars.next() {
                    out.push(c);
                    match c {
                        '\\' => out.extend(chars.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '{' | '[' => {
                out.push(c);
                while chars.next_if(char::is_ascii_whitespace).is_some() {}
                match chars.next_if(|next| matches!(next, '}' | ']')) {
                    Some(end) => out.push(end),
                    None => {
                        depth += 1;
                        new_line(&mut out, depth);
                    }
                }
            }
            '}' | ']' => {
                depth -= 1;
                new_line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ => out.push(c),
        }
    }
    out
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indents_like_serde_json() {
        for text in [
            "null",
            "\"a, {\\\"b\\\\\"",
            "[]",
            "[[],{},[{}]]",
            r#"{"a":{"b":[1,-2.5,true],"c: [":"}"},"d":[]}"#,
        ] {
            let tree: serde_json::Value = serde_json::from_str(text).expect("JSON");
            let expected = serde_json::to_string_pretty(&tree).expect("JSON");
            assert_eq!(indent(text), expected);
        }
    }

    #[test]
    fn existing_whitespace_is_removed() {
        assert_eq!(indent("{ \"a\" :\n\t[ ] , \"b\": { } }"), "{\n  \"a\": [],\n  \"b\": {}\n}");
    }
}
