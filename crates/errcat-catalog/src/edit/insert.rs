//! Inserts an entry into the text of a table.

use std::ops::Range;

use super::entry::NewEntry;
use super::flow;
use super::yaml::{Style, Yaml};
use crate::finding::{Findings, Sources};
use crate::yaml::{self, Kind, Node};

/// A change of a text: what replaces a range of bytes. The range is empty unless an empty value is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insertion {
    /// The bytes to replace.
    pub range: Range<usize>,
    /// The new text.
    pub text: String,
}

impl Insertion {
    /// Returns a text with the change.
    pub fn apply(&self, text: &str) -> String {
        [&text[..self.range.start], &self.text, &text[self.range.end..]].concat()
    }
}

/// Inserts an entry into the text of a table: before the entry with the code `before`, or else after the last
/// one. The new lines have the indentation, the blank lines and the line breaks of the others. `None` if the
/// text can't be read, or if its `errors` isn't a map.
pub fn insert(text: &str, entry: &NewEntry, before: Option<&str>) -> Option<Insertion> {
    let Insertion { range, text: new } = insertion(text, entry, before)?;
    let new = if text.contains("\r\n") { new.replace('\n', "\r\n") } else { new };
    Some(Insertion { range, text: new })
}

fn insertion(text: &str, entry: &NewEntry, before: Option<&str>) -> Option<Insertion> {
    let mut findings = Findings::default();
    let root = yaml::read(text, Sources::default().add("", text), &mut findings)?;
    let Kind::Map(pairs) = root.kind else { return None };
    let Some((key, errors)) = pairs.iter().find(|(key, _)| is(key, "errors")) else {
        let new = format!("\nerrors:\n{}", written(entry, 2, Style::default()));
        return Some(Insertion {
            range: text.len()..text.len(),
            text: with_line_break(text, text.len(), new),
        });
    };
    let key_end = key.span.end as usize;
    let indent = key.span.start as usize - line_start(text, key.span.start as usize) + 2;
    match &errors.kind {
        Kind::Scalar { text: value, plain: true } if matches!(value.as_str(), "" | "~" | "null") => {
            // The parser puts a missing value at the key, or on a later line.
            let value = if value.is_empty() { key_end..key_end } else { range(errors) };
            Some(fill(text, value, written(entry, indent, Style::default())))
        }
        Kind::Map(pairs) if pairs.is_empty() => {
            let value = errors.span.start as usize..flow::end(text, key_end, errors);
            Some(fill(text, value, written(entry, indent, Style::default())))
        }
        Kind::Map(pairs) => {
            // `<<` adds pairs that are written elsewhere.
            let is_inside =
                |key: &Node| errors.span.start <= key.span.start && key.span.end <= errors.span.end;
            let mut pairs: Vec<&(Node, Node)> = pairs.iter().filter(|(key, _)| is_inside(key)).collect();
            pairs.sort_by_key(|(key, _)| key.span.start);
            match flow::is_in_brackets(text, errors) {
                true => in_brackets(text, entry, &pairs, before),
                false => in_block(text, entry, &pairs, before),
            }
        }
        _ => None,
    }
}

/// Replaces an empty value by an entry on the next lines, and keeps the comment after it.
fn fill(text: &str, value: Range<usize>, entry: String) -> Insertion {
    let end = line_end(text, value.end);
    // `errors:` ends with the colon, which follows the key.
    let start = if value.is_empty() { end } else { text[..value.start].trim_end().len() };
    let rest = if value.is_empty() { "" } else { text[value.end..end].trim_end() };
    let new = format!("{rest}\n{}", entry.trim_end_matches('\n'));
    let new = if text[end..].is_empty() { new + "\n" } else { new };
    Insertion { range: start..end, text: new }
}

/// Inserts an entry into a map in brackets.
fn in_brackets(
    text: &str,
    entry: &NewEntry,
    pairs: &[&(Node, Node)],
    before: Option<&str>,
) -> Option<Insertion> {
    let pair = Yaml::ShortMap(vec![(entry.code.clone(), entry.to_yaml())]).on_one_line();
    let pair = pair.strip_prefix("{ ")?.strip_suffix(" }")?;
    if let Some((key, _)) = pairs.iter().find(|(key, _)| before.is_some_and(|code| is(key, code))) {
        let at = key.span.start as usize;
        return Some(Insertion { range: at..at, text: format!("{pair}, ") });
    }
    let (key, value) = pairs.last()?;
    let end = flow::end(text, key.span.end as usize, value);
    Some(Insertion { range: end..end, text: format!(", {pair}") })
}

/// Inserts an entry into a map with a line for each key.
fn in_block(
    text: &str,
    entry: &NewEntry,
    pairs: &[&(Node, Node)],
    before: Option<&str>,
) -> Option<Insertion> {
    let (first, first_value) = pairs.first()?;
    let indent = first.span.start as usize - line_start(text, first.span.start as usize);
    let style = Style { step: step(text, first_value, indent) };
    let new = written(entry, indent, style);
    let is_spaced = is_spaced(text, pairs);
    if let Some((key, _)) = pairs.iter().find(|(key, _)| before.is_some_and(|code| is(key, code))) {
        let at = start_with_comments(text, key.span.start as usize, indent);
        let blank = if is_spaced { "\n" } else { "" };
        return Some(Insertion { range: at..at, text: format!("{new}{blank}") });
    }
    let (key, value) = pairs.last()?;
    let end = end_with_comments(text, flow::end(text, key.span.end as usize, value), indent);
    let new = if is_spaced { format!("\n{new}") } else { new };
    Some(Insertion { range: end..end, text: with_line_break(text, end, new) })
}

fn written(entry: &NewEntry, indent: usize, style: Style) -> String {
    Yaml::write_pairs(&[(entry.code.clone(), entry.to_yaml())], indent, style)
}

/// Returns the number of spaces by which the keys of an entry are indented.
fn step(text: &str, value: &Node, indent: usize) -> usize {
    let start = value.span.start as usize;
    let column = start - line_start(text, start);
    let is_block = matches!(value.kind, Kind::Map(_)) && !flow::is_in_brackets(text, value);
    if is_block && column > indent { column - indent } else { Style::default().step }
}

/// Returns `true` if there is a blank line before the last entry. If there is only one entry, it is `true`
/// unless the entry is on one line.
fn is_spaced(text: &str, pairs: &[&(Node, Node)]) -> bool {
    match pairs {
        [(key, value)] => {
            let end = flow::end(text, key.span.end as usize, value);
            text[key.span.start as usize..end].contains('\n')
        }
        [.., (before, value), (last, _)] => {
            let start = flow::end(text, before.span.end as usize, value);
            let last = line_start(text, last.span.start as usize);
            text[start.min(last)..last].lines().skip(1).any(|line| line.trim().is_empty())
        }
        [] => false,
    }
}

/// Returns the start of the comments directly above an entry, or else that of its line.
fn start_with_comments(text: &str, entry: usize, indent: usize) -> usize {
    let mut start = line_start(text, entry);
    while start > 0 {
        let above = line_start(text, start - 1);
        let line = &text[above..start];
        if indentation(line) != indent || !line.trim_start().starts_with('#') {
            break;
        }
        start = above;
    }
    start
}

/// Returns the start of the line after an entry and the comments that are indented further than its code.
pub(super) fn end_with_comments(text: &str, end: usize, indent: usize) -> usize {
    let mut end = next_line(text, text[..end].trim_end().len());
    let mut at = end;
    while at < text.len() {
        let next = next_line(text, at);
        let line = &text[at..next];
        let is_comment = line.trim_start().starts_with('#') && indentation(line) > indent;
        if !is_comment && !line.trim().is_empty() {
            break;
        }
        at = next;
        if is_comment {
            end = next;
        }
    }
    end
}

/// Adds a line break before a new text if the text before it has none.
fn with_line_break(text: &str, at: usize, new: String) -> String {
    if at == 0 || text[..at].ends_with('\n') { new } else { format!("\n{new}") }
}

fn is(key: &Node, name: &str) -> bool {
    matches!(&key.kind, Kind::Scalar { text, .. } if text == name)
}

fn range(node: &Node) -> Range<usize> {
    node.span.start as usize..node.span.end as usize
}

/// Returns the start of the next line.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |found| at + found + 1)
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    let line = text[at..].split('\n').next().unwrap_or_default();
    at + line.trim_end_matches('\r').len()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> NewEntry {
        NewEntry { code: "new".to_owned(), statuses: vec!["404".to_owned()], ..NewEntry::default() }
    }

    /// `|` in a text is where the entry is inserted. The text with the entry has these lines more.
    #[test]
    fn entries_are_appended_in_every_layout() {
        for (text, expected) in [
            ("errors:\n  a:\n    x: 1\n", "errors:\n  a:\n    x: 1\n\n  new:\n    status: 404\n"),
            ("errors:\n  a: { x: 1 }\n", "errors:\n  a: { x: 1 }\n  new:\n    status: 404\n"),
            ("errors:\n  a: { x: 1 }", "errors:\n  a: { x: 1 }\n  new:\n    status: 404\n"),
            (
                "errors:\n  a:\n    x: 1\n  b:\n    x: [\n      1,\n    ] # }\nlints: {}\n",
                "errors:\n  a:\n    x: 1\n  b:\n    x: [\n      1,\n    ] # }\n  new:\n    status: 404\nlints: {}\n",
            ),
            (
                "errors:\n    a:\n        x: |-\n            text\n\n    # the end\n",
                "errors:\n    a:\n        x: |-\n            text\n\n    new:\n        status: 404\n\n    # the end\n",
            ),
            (
                "errors:\n  a:\n    x: 1\n    # of a\n\n    # and this\n\n# the end\n",
                "errors:\n  a:\n    x: 1\n    # of a\n\n    # and this\n\n  new:\n    status: 404\n\n# the end\n",
            ),
            ("errors: {} # none\n", "errors: # none\n  new:\n    status: 404\n"),
            ("errors: {\n}\nlints: {}\n", "errors:\n  new:\n    status: 404\nlints: {}\n"),
            ("errors:\n", "errors:\n  new:\n    status: 404\n"),
            ("errors:", "errors:\n  new:\n    status: 404\n"),
            ("errors: # none\ntitle: A\n", "errors: # none\n  new:\n    status: 404\ntitle: A\n"),
            ("errors: ~\ntitle: A\n", "errors:\n  new:\n    status: 404\ntitle: A\n"),
            ("title: A\n", "title: A\n\nerrors:\n  new:\n    status: 404\n"),
            ("errors: { a: { x: 1 } }\n", "errors: { a: { x: 1 }, new: { status: 404 } }\n"),
            ("errors: { a: {}, }\n", "errors: { a: {}, new: { status: 404 }, }\n"),
            ("errors: { a: '}' } # }\n", "errors: { a: '}', new: { status: 404 } } # }\n"),
            ("errors:\r\n  a: {}\r\n", "errors:\r\n  a: {}\r\n  new:\r\n    status: 404\r\n"),
            (
                "x-a: &a { x: [1] }\nerrors:\n  a: *a\n  b: *a # b\n",
                "x-a: &a { x: [1] }\nerrors:\n  a: *a\n  b: *a # b\n  new:\n    status: 404\n",
            ),
            (
                "x-a: &a { x: 1 }\nerrors:\n  a: { <<: *a, y: { z: 1 } }\n",
                "x-a: &a { x: 1 }\nerrors:\n  a: { <<: *a, y: { z: 1 } }\n  new:\n    status: 404\n",
            ),
        ] {
            let insertion = insert(text, &entry(), None).expect(text);
            assert_eq!(insertion.apply(text), expected);
        }
    }

    #[test]
    fn entries_are_inserted_before_another_and_its_comments() {
        for (text, expected) in [
            (
                "errors:\n  a: {}\n\n  # of z\n  # too\n  z: {}\n",
                "errors:\n  a: {}\n\n  new:\n    status: 404\n\n  # of z\n  # too\n  z: {}\n",
            ),
            ("errors:\n  a: {}\n  z: {}\n", "errors:\n  a: {}\n  new:\n    status: 404\n  z: {}\n"),
            ("errors: { z: {} }\n", "errors: { new: { status: 404 }, z: {} }\n"),
        ] {
            let insertion = insert(text, &entry(), Some("z")).expect(text);
            assert_eq!(insertion.apply(text), expected);
        }
    }

    #[test]
    fn texts_without_a_map_of_errors_are_refused() {
        for text in ["errors: [a]\n", "errors: text\n", "- a\n", "errors:\n\ta: {}\n", "a: [\n", ""] {
            assert_eq!(insert(text, &entry(), None), None, "{text}");
        }
    }
}
