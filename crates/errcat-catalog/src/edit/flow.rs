//! The ends of values in brackets: the span of a list or a map ends with its last element, before the
//! bracket.

use crate::yaml::{Kind, Node};

/// Returns `true` if a list or a map is written in brackets.
pub(super) fn is_in_brackets(text: &str, node: &Node) -> bool {
    let is_collection = !matches!(node.kind, Kind::Scalar { .. });
    is_collection && text[node.span.start as usize..].starts_with(['{', '['])
}

/// Returns the end of the value of a key, including its closing brackets. `key_end` is the end of the key.
pub(super) fn end(text: &str, key_end: usize, node: &Node) -> usize {
    let start = node.span.start as usize;
    if start < key_end {
        return key_end; // An alias, whose value is written elsewhere.
    }
    let mut open = closing_brackets(text, node);
    let from = (node.span.end as usize).max(start + usize::from(open > 0));
    let mut end = from;
    let mut is_comment = false;
    for (at, c) in text[from..].char_indices().map(|(at, c)| (from + at, c)) {
        if open == 0 {
            break;
        }
        match c {
            '\n' => is_comment = false,
            '#' => is_comment = true,
            '}' | ']' if !is_comment => {
                open -= 1;
                end = at + 1;
            }
            _ => {}
        }
    }
    end
}

/// Returns the number of brackets that close after the last element of a value.
fn closing_brackets(text: &str, node: &Node) -> usize {
    // What an alias or `<<` refers to is written elsewhere.
    let is_inside = |inner: &Node| node.span.start <= inner.span.start && inner.span.end <= node.span.end;
    let last = match &node.kind {
        Kind::Scalar { .. } => None,
        Kind::List(items) => items.last().filter(|item| is_inside(item)),
        Kind::Map(pairs) => {
            let pairs =
                pairs.iter().filter(|(key, value)| is_inside(key) && key.span.end <= value.span.start);
            pairs.max_by_key(|(key, _)| key.span.start).map(|(_, value)| value)
        }
    };
    let is_last = last.filter(|last| last.span.end == node.span.end);
    usize::from(is_in_brackets(text, node)) + is_last.map_or(0, |last| closing_brackets(text, last))
}
