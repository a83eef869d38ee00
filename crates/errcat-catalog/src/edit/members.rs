//! Changes members of maps in a YAML or JSON text. All other bytes stay.

use std::ops::Range;

use serde_json::Value as Json;

use super::flow;
use super::insert::{end_with_comments, line_start, next_line};
use crate::yaml::{Kind, Node, block_member};

/// Members to be written: names and values.
pub type Members = Vec<(String, Json)>;

/// Changes of a text that was parsed into nodes. They are applied together.
#[derive(Debug)]
pub struct MemberEdits<'t> {
    text: &'t str,
    changes: Vec<(Range<usize>, String)>,
}

impl<'t> MemberEdits<'t> {
    /// Creates a list without changes.
    pub fn new(text: &'t str) -> Self {
        MemberEdits { text, changes: Vec::new() }
    }

    /// Returns `true` if there are no changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns `true` if a member of a map, by its position, has this name and value.
    pub fn is_equal(&self, map: &Node, index: usize, member: &(String, Json)) -> bool {
        let Some((key, value)) = pairs(map).get(index) else { return false };
        let end = flow::end(self.text, end(key), value);
        let known = match flow::is_in_brackets(self.text, map) {
            true => format!("{{{}\n}}", &self.text[start(key)..end]),
            false => self.text[line_start(self.text, start(key))..end].to_owned(),
        };
        let read = |yaml: &str| serde_yaml::from_str::<Json>(yaml).ok();
        // Both are read, so that numbers have the same form.
        read(&known).is_some_and(|known| Some(known) == read(&block_member(&member.0, &member.1, 0)))
    }

    /// Adds members after the last one of a map, which has at least one. If several maps end at the same
    /// place, the inner one has to be first.
    pub fn append(&mut self, map: &Node, members: &[(String, Json)]) {
        let Some((key, value)) = pairs(map).last() else { return };
        if members.is_empty() {
            return;
        }
        let end = flow::end(self.text, end(key), value);
        if flow::is_in_brackets(self.text, map) {
            let separator = match self.indentation(start(key)) {
                Some(indentation) => format!(",\n{indentation}"),
                None => ", ".to_owned(),
            };
            let text: String = members
                .iter()
                .map(|member| separator.clone() + &self.in_brackets(member, start(key)))
                .collect();
            self.change(end..end, text);
            return;
        }
        let column = start(key) - line_start(self.text, start(key));
        let end = end_with_comments(self.text, end, column);
        let block = members.iter().map(|(name, value)| block_member(name, value, column)).collect::<String>();
        let is_on_line = end == 0 || self.text[..end].ends_with('\n');
        self.change(end..end, if is_on_line { block } else { format!("\n{block}") });
    }

    /// Replaces a member of a map, by its position.
    pub fn replace(&mut self, map: &Node, index: usize, member: &(String, Json)) {
        let Some((key, value)) = pairs(map).get(index) else { return };
        let range = start(key)..flow::end(self.text, end(key), value);
        if flow::is_in_brackets(self.text, map) {
            let text = self.in_brackets(member, start(key));
            self.change(range, text);
            return;
        }
        let column = start(key) - line_start(self.text, start(key));
        let block = block_member(&member.0, &member.1, column);
        let range = start(key)..self.end_of_line(range.end);
        self.change(range, block.trim_start().to_owned());
    }

    /// Replaces a value that is a text.
    pub fn set_text(&mut self, value: &Node, text: &str) {
        self.change(start(value)..end(value), Json::from(text).to_string());
    }

    /// Removes members of a map, by their positions in ascending order. At least one has to stay.
    pub fn remove(&mut self, map: &Node, indexes: &[usize]) {
        let all = pairs(map);
        if !flow::is_in_brackets(self.text, map) {
            for (key, value) in indexes.iter().filter_map(|index| all.get(*index)) {
                let end = self.end_of_line(flow::end(self.text, end(key), value));
                self.change(line_start(self.text, start(key))..end, String::new());
            }
            return;
        }
        let mut rest = indexes;
        while let [first, ..] = rest {
            let run = rest.iter().zip(*first..).take_while(|(index, expected)| **index == *expected).count();
            let last = first + run - 1;
            let end_of = |index: usize| {
                let (key, value) = &all[index];
                flow::end(self.text, end(key), value)
            };
            let range = match first.checked_sub(1) {
                Some(before) => end_of(before)..end_of(last),
                None => start(&all[*first].0)..all.get(last + 1).map_or(end_of(last), |(key, _)| start(key)),
            };
            self.change(range, String::new());
            rest = &rest[run..];
        }
    }

    /// Returns the text with the changes.
    pub fn apply(mut self) -> String {
        // The sort is stable: insertions at one place stay in their order.
        self.changes.sort_by_key(|(range, _)| (range.start, range.end));
        let has_carriage_returns = self.text.contains("\r\n");
        let mut changed = String::with_capacity(self.text.len());
        let mut at = 0;
        for (range, new) in &self.changes {
            changed.push_str(&self.text[at..range.start.max(at)]);
            match has_carriage_returns {
                true => changed.push_str(&new.replace('\n', "\r\n")),
                false => changed.push_str(new),
            }
            at = range.end.max(at);
        }
        changed.push_str(&self.text[at..]);
        changed
    }

    fn change(&mut self, range: Range<usize>, text: String) {
        self.changes.push((range, text));
    }

    /// Returns the start of the line after a value.
    fn end_of_line(&self, value_end: usize) -> usize {
        next_line(self.text, self.text[..value_end].trim_end().len())
    }

    /// Returns the white space before a key. `None` if it isn't the first on its line.
    fn indentation(&self, key: usize) -> Option<&'t str> {
        let before = &self.text[line_start(self.text, key)..key];
        before.trim().is_empty().then_some(before)
    }

    /// Writes a member of a map in brackets: on one line, unless the other members have lines of their own.
    fn in_brackets(&self, (name, value): &(String, Json), key: usize) -> String {
        let name = Json::from(name.as_str());
        match self.indentation(key) {
            None => format!("{name}: {value}"),
            Some(indentation) => {
                let value = serde_json::to_string_pretty(value).expect("JSON can be written");
                format!("{name}: {}", value.replace('\n', &format!("\n{indentation}")))
            }
        }
    }
}

/// Returns the members of a map that are written in it, in their order. `<<` adds others.
fn pairs(map: &Node) -> &[(Node, Node)] {
    match &map.kind {
        Kind::Map(pairs) => pairs,
        Kind::Scalar { .. } | Kind::List(_) => &[],
    }
}

fn start(node: &Node) -> usize {
    node.span.start as usize
}

fn end(node: &Node) -> usize {
    node.span.end as usize
}
