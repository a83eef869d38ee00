//! Finds the messages of errors in a text.

use std::collections::HashMap;

use errcat_catalog::model::{Catalog, Piece, QualifiedCode, Template};
use serde_json::Value as Json;

use super::capture::{in_line, truncated, whole};
use super::http::HttpPatterns;
use super::segments::Segment;
use super::{FoundError, Values};

/// The minimum length of the literal text of a message that is searched for. `Error: {details}` has too
/// little.
const MIN_LITERAL_BYTES: usize = 8;

/// The messages of a catalog, by a word that each contains, so that most needn't be compared.
pub(super) struct MessageIndex<'a> {
    catalog: &'a Catalog,
    patterns: &'a HttpPatterns,
    by_word: HashMap<&'a str, Vec<QualifiedCode>>,
    /// Messages without a word of their own.
    others: Vec<QualifiedCode>,
}

impl<'a> MessageIndex<'a> {
    pub(super) fn new(catalog: &'a Catalog, patterns: &'a HttpPatterns) -> Self {
        let mut index = MessageIndex { catalog, patterns, by_word: HashMap::new(), others: Vec::new() };
        for code in catalog.codes() {
            let message = message(catalog, code);
            if literal_bytes(message) < MIN_LITERAL_BYTES {
                continue;
            }
            match longest_word(message) {
                Some(word) => index.by_word.entry(word).or_default().push(code),
                None => index.others.push(code),
            }
        }
        index
    }

    /// Returns the errors whose messages are in a segment, in the order in which they appear. Of messages at
    /// the same place, the longest is returned: `Agent not found` may be the start of another.
    pub(super) fn find(&self, segment: &Segment<'_>) -> Vec<FoundError> {
        let words = segment.text.split(|c: char| !c.is_alphanumeric());
        let mut candidates: Vec<QualifiedCode> =
            words.filter_map(|word| self.by_word.get(word)).flatten().chain(&self.others).copied().collect();
        candidates.sort();
        candidates.dedup();
        let mut found: Vec<(usize, usize, FoundError)> = Vec::new();
        for code in candidates {
            let message = message(self.catalog, code);
            // `404 Not Found` is a status, not a message.
            let is_status = self.patterns.is_reason(&message.text);
            if let Some((at, values)) = position(message, segment, is_status) {
                found.push((at, literal_bytes(message), FoundError { code, values }));
            }
        }
        found.sort_by_key(|(at, literal, error)| (*at, usize::MAX - *literal, error.code));
        let longest: HashMap<usize, usize> =
            found.iter().rev().map(|(at, literal, _)| (*at, *literal)).collect();
        let is_longest = |(at, literal, _): &(usize, usize, FoundError)| longest[at] == *literal;
        found.into_iter().filter(is_longest).map(|(_, _, error)| error).collect()
    }
}

fn message(catalog: &Catalog, code: QualifiedCode) -> &Template {
    &catalog[code.api].owner(code.code).message
}

/// Returns the position of a message in a segment and the values of its params: in a string of its JSON, or
/// in its text.
fn position(message: &Template, segment: &Segment<'_>, is_status: bool) -> Option<(usize, Values)> {
    let mut strings = Vec::new();
    segment.json.iter().for_each(|json| collect_strings(json, &mut strings));
    let in_json = strings.iter().enumerate().find_map(|(at, text)| Some((at, whole(message, text)?)));
    if is_status {
        return None;
    }
    in_json.or_else(|| {
        if let Some(values) = truncated(message, segment.text) {
            return Some((0, values));
        }
        let mut start = 0;
        segment.text.split_inclusive('\n').find_map(|line| {
            let found = in_line(message, line.trim_end_matches(['\n', '\r']));
            start += line.len();
            found.map(|(at, values)| (start - line.len() + at, values))
        })
    })
}

fn collect_strings<'j>(json: &'j Json, strings: &mut Vec<&'j str>) {
    match json {
        Json::String(text) => strings.push(text),
        Json::Array(items) => items.iter().for_each(|item| collect_strings(item, strings)),
        Json::Object(members) => members.values().for_each(|value| collect_strings(value, strings)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

fn literal_bytes(message: &Template) -> usize {
    literals(message).map(|text| text.trim().len()).sum()
}

fn literals(message: &Template) -> impl Iterator<Item = &str> {
    message.pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.as_str()),
        Piece::Param(_) => None,
    })
}

/// Returns the longest word of a message that no value can be a part of.
fn longest_word(message: &Template) -> Option<&str> {
    let pieces = &message.pieces;
    let words = pieces.iter().enumerate().flat_map(|(at, piece)| {
        let text = if let Piece::Text(text) = piece { text.as_str() } else { "" };
        let is_word = |c: char| c.is_alphanumeric();
        let starts_free = at == 0 || !text.starts_with(is_word);
        let ends_free = at + 1 == pieces.len() || !text.ends_with(is_word);
        let count = text.split(|c: char| !is_word(c)).count();
        let words = text.split(move |c: char| !is_word(c)).enumerate();
        words.filter(move |(number, _)| (*number > 0 || starts_free) && (number + 1 < count || ends_free))
    });
    words.map(|(_, word)| word).filter(|word| !word.is_empty()).max_by_key(|word| word.len())
}
