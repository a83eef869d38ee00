//! Finds the values of params in a sample response, so that pages can highlight them.
//!
//! The response is encoded a second time with a mark at both ends of each value. Comparing both versions
//! finds the values wherever the encoder writes them: in messages, members and headers.

use std::ops::Range;

use errcat::{IntoValue, OwnedValue};

use super::{example, param_type};
use errcat_catalog::model::Param;

/// The marks. The rules of the catalog don't allow these characters in texts.
const START: char = '\u{E000}';
const END: char = '\u{E001}';

/// Returns the example of a param as a text with marks. Values that consist of several stay as they are.
pub(super) fn marked_example(param: &Param) -> OwnedValue {
    match example(param) {
        value @ (OwnedValue::Absent | OwnedValue::Json(_) | OwnedValue::List(_) | OwnedValue::Map(_)) => {
            value
        }
        value => OwnedValue::Text(marked(&value.value().text(param_type(&param.ty)).to_string())),
    }
}

/// Returns a text with marks.
pub(super) fn marked(text: &str) -> String {
    format!("{START}{text}{END}")
}

/// Returns the parts of a text that have marks in its marked version. Empty if the versions differ in more
/// than marks, and quotes around values that aren't texts.
pub(super) fn ranges(text: &str, marked: &str) -> Vec<Range<usize>> {
    let (mut ranges, mut start, mut at) = (Vec::new(), 0, 0);
    for c in marked.chars() {
        match c {
            START => start = at,
            END => ranges.push(start..at),
            c if text[at..].starts_with(c) => at += c.len_utf8(),
            '"' => {}
            _ => return Vec::new(),
        }
    }
    if at == text.len() { ranges } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::{marked, ranges};

    #[test]
    fn ranges_are_between_marks() {
        let text = "Wait: 42\n{\"a\": \"is é\", \"b\": 42, \"c\": \"42\"}";
        let with_marks = format!(
            "Wait: {}\n{{\"a\": \"is {}\", \"b\": \"{}\", \"c\": \"{}\"}}",
            marked("42"),
            marked("é"),
            marked("42"),
            marked("42")
        );
        let found: Vec<&str> = ranges(text, &with_marks).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["42", "é", "42", "42"]);
        assert!(ranges(text, &with_marks.replace("is", "was")).is_empty());
        assert!(ranges(text, &with_marks[..with_marks.len() - 2]).is_empty());
    }
}
