//! Finds the errors in a response body or a log, with the values of their params.

mod capture;
mod messages;
mod segments;
mod values;

use std::collections::{BTreeMap, HashMap, HashSet};

use errcat_catalog::model::{Catalog, QualifiedCode};
use errcat_catalog::names::folded;

use self::messages::MessageIndex;
use self::segments::{Segment, segments};
use super::find::names;

/// An error in a text.
#[derive(Debug)]
pub(super) struct FoundError {
    pub(super) code: QualifiedCode,
    /// The values of its params in the text, by the index of the param.
    pub(super) values: Values,
}

/// The values of an error's params in a text, by the index of the param.
pub(super) type Values = BTreeMap<usize, String>;

/// Returns the errors that appear in a text, in the order in which they appear.
///
/// Codes are searched for as words with the same case: `Conflict` in a sentence isn't `conflict`. In a line
/// or body without codes, messages are searched for, because some APIs send no codes. A code that others
/// inherit from is only the kind of an error if the message is that of one of them. If nothing is found,
/// codes are searched for in any case, because the text may have been typed by hand.
pub(super) fn find(catalog: &Catalog, text: &str) -> Vec<FoundError> {
    let by_name = CodeIndex::new(catalog, str::to_owned);
    let messages = MessageIndex::new(catalog);
    let mut found: Vec<FoundError> = Vec::new();
    for segment in segments(text) {
        for error in find_in_segment(catalog, &by_name, &messages, &segment) {
            match found.iter_mut().find(|known| known.code == error.code) {
                // The values are those of the first occurrence that has any.
                Some(known) if known.values.is_empty() => known.values = error.values,
                Some(_) => {}
                None => found.push(error),
            }
        }
    }
    if found.is_empty() {
        let named = CodeIndex::new(catalog, folded).find(text);
        found.extend(named.into_iter().map(|code| FoundError { code, values: Values::new() }));
    }
    found
}

fn find_in_segment(
    catalog: &Catalog,
    by_name: &CodeIndex,
    messages: &MessageIndex<'_>,
    segment: &Segment<'_>,
) -> Vec<FoundError> {
    let named = by_name.find(segment.text);
    let mut by_message = messages.find(segment);
    if named.is_empty() {
        values::add(catalog, segment, &mut by_message);
        return by_message;
    }
    let is_kind_of = |kind: &QualifiedCode, code: &QualifiedCode| {
        let api = &catalog[code.api];
        kind.api == code.api && api.kinds(api.owner(code.code)).any(|other| other == kind.code)
    };
    let mut found = Vec::new();
    for code in &named {
        if named.iter().any(|other| is_kind_of(code, other)) {
            continue;
        }
        let (of_kind, others): (Vec<_>, Vec<_>) =
            by_message.into_iter().partition(|error| is_kind_of(code, &error.code));
        by_message = others;
        if of_kind.is_empty() {
            let own = by_message.iter().position(|error| error.code == *code);
            let values = own.map(|own| by_message.swap_remove(own).values).unwrap_or_default();
            found.push(FoundError { code: *code, values });
        } else {
            found.extend(of_kind);
        }
    }
    values::add(catalog, segment, &mut found);
    found
}

/// The codes by their names, current and former.
struct CodeIndex {
    codes: HashMap<String, Vec<QualifiedCode>>,
    /// Returns the form of a name in which it is compared.
    key: fn(&str) -> String,
}

impl CodeIndex {
    fn new(catalog: &Catalog, key: fn(&str) -> String) -> Self {
        let mut codes: HashMap<String, Vec<QualifiedCode>> = HashMap::new();
        for id in catalog.codes() {
            for name in names(catalog, id) {
                codes.entry(key(name)).or_default().push(id);
            }
        }
        CodeIndex { codes, key }
    }

    /// Returns the codes whose names are words of a text, without duplicates.
    fn find(&self, text: &str) -> Vec<QualifiedCode> {
        let mut seen = HashSet::new();
        let codes = words(text)
            .filter_map(|word| self.codes.get(&(self.key)(word)).filter(|_| is_significant(word, text)));
        codes.flatten().copied().filter(|code| seen.insert(*code)).collect()
    }
}

/// Returns the words of a text. A word with punctuation inside, `kakunin/agent_not_found`, is followed by its
/// parts.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_inside = |c: char| matches!(c, '.' | ':' | '/');
    let is_word = move |c: char| c.is_alphanumeric() || c == '_' || c == '-' || is_inside(c);
    text.split(move |c| !is_word(c)).flat_map(move |word| {
        let whole = word.trim_matches(['.', ':', '/', '-']);
        let parts = whole.split(is_inside).filter(move |part| *part != whole);
        std::iter::once(whole).chain(parts)
    })
}

/// Returns `true` if a word that matches a code is probably that code. Digits in a log usually mean something
/// else, unless they are a JSON string.
fn is_significant(word: &str, text: &str) -> bool {
    !word.bytes().all(|byte| byte.is_ascii_digit()) || text.contains(&format!("\"{word}\""))
}
