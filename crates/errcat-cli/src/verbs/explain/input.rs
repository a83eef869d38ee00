//! Finds the errors in a response body or a log, with the values of their params.

mod body;
mod capture;
mod hosts;
mod http;
mod messages;
mod request;
mod segments;
mod values;

use std::collections::{BTreeMap, HashMap, HashSet};

use errcat_catalog::model::{Catalog, QualifiedCode};
use errcat_catalog::names::folded;

use self::http::{HttpFacts, HttpPatterns};
use self::messages::MessageIndex;
use self::request::RequestMatch;
use self::segments::{Segment, segments};
use super::find::names;

/// The errors in a text.
#[derive(Debug, Default)]
pub(super) struct FoundErrors {
    pub(super) errors: Vec<FoundError>,
    /// If no error is certain, those that fit what the text says about the request, the general ones first.
    pub(super) possible: Vec<QualifiedCode>,
}

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
/// In each line or body, what identifies an error is searched for in this order: a body by an envelope;
/// codes; messages, because some APIs send no codes. Codes are words with the same case: `Conflict` in
/// a sentence isn't `conflict`. A code that others inherit from is only the kind of an error if the
/// message is that of one of them. If nothing is identified, the status decides, with the host, the
/// operation and the headers of the request, if they are known. They are on several lines, unless the
/// text has several statuses. At last, codes are searched for in any spelling, because the text may
/// have been typed by hand.
pub(super) fn find(catalog: &Catalog, text: &str) -> FoundErrors {
    let patterns = HttpPatterns::new(catalog);
    let finder = Finder {
        catalog,
        by_name: CodeIndex::new(catalog, str::to_owned),
        messages: MessageIndex::new(catalog, &patterns),
    };
    let whole = patterns.read(catalog, text);
    let is_single = whole.failures.len() < 2;
    let mut found = FoundErrors::default();
    if is_single {
        let request = request::find(catalog, &whole);
        for segment in segments(text) {
            found.add(narrow(finder.find_in_segment(&segment, &whole), &request));
        }
        if found.errors.is_empty() {
            found.add_request(request);
        }
    } else {
        for segment in segments(text) {
            let facts = patterns.read(catalog, segment.text);
            let request = request::find(catalog, &facts);
            match finder.find_in_segment(&segment, &facts) {
                errors if errors.is_empty() => found.add_request(request),
                errors => found.add(narrow(errors, &request)),
            }
        }
    }
    if found.errors.is_empty() && found.possible.is_empty() && whole.status.is_none() {
        let named = CodeIndex::new(catalog, folded).find(text);
        let named = if named.is_empty() { spelled(catalog, text) } else { named };
        found.add(named.into_iter().map(|code| FoundError { code, values: Values::new() }).collect());
    }
    if !found.errors.is_empty() {
        found.possible.clear();
    }
    found
}

impl FoundErrors {
    fn add(&mut self, errors: Vec<FoundError>) {
        for error in errors {
            match self.errors.iter_mut().find(|known| known.code == error.code) {
                // The values are those of the first occurrence that has any.
                Some(known) if known.values.is_empty() => known.values = error.values,
                Some(_) => {}
                None => self.errors.push(error),
            }
        }
    }

    fn add_request(&mut self, request: RequestMatch) {
        let RequestMatch { codes, is_certain, apis: _ } = request;
        if is_certain {
            self.add(codes.into_iter().map(|code| FoundError { code, values: Values::new() }).collect());
        } else {
            let new: Vec<_> = codes.into_iter().filter(|code| !self.possible.contains(code)).collect();
            self.possible.extend(new);
        }
    }
}

/// Keeps the errors that fit the request, if there are any.
fn narrow(mut errors: Vec<FoundError>, request: &RequestMatch) -> Vec<FoundError> {
    let is_of_api = |error: &FoundError| request.apis.contains(&error.code.api);
    if errors.iter().any(is_of_api) {
        errors.retain(is_of_api);
    }
    errors
}

/// Returns the codes that a short text spells in another way: `AgentNotFound`, `certify::AGENT_NOT_FOUND`.
fn spelled(catalog: &Catalog, text: &str) -> Vec<QualifiedCode> {
    let text = text.trim();
    let last = text.rsplit(['.', '/', ':']).next().unwrap_or_default();
    let wanted = letters(if text.contains(char::is_whitespace) { text } else { last });
    if wanted.is_empty() {
        return Vec::new();
    }
    let is_same = |code: &QualifiedCode| {
        let message = &catalog[code.api].owner(code.code).message;
        names(catalog, *code).any(|name| letters(name) == wanted) || message.text.eq_ignore_ascii_case(text)
    };
    catalog.codes().filter(is_same).collect()
}

/// Returns the letters and digits of a code, in lower case.
fn letters(code: &str) -> String {
    code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The codes and messages that the segments of a text are compared with.
struct Finder<'a> {
    catalog: &'a Catalog,
    by_name: CodeIndex,
    messages: MessageIndex<'a>,
}

impl Finder<'_> {
    /// Returns the errors that a segment identifies.
    fn find_in_segment(&self, segment: &Segment<'_>, facts: &HttpFacts) -> Vec<FoundError> {
        let catalog = self.catalog;
        let mut decoded = body::decode(catalog, &segment.json, facts.status);
        if !decoded.is_empty() {
            keep_parent(catalog, &mut decoded.errors);
            values::add(catalog, segment, &mut decoded.errors);
            decoded.errors.extend(decoded.others);
            return decoded.errors;
        }
        let named = self.by_name.find(segment.text);
        let mut by_message = self.messages.find(segment);
        if named.is_empty() {
            keep_parent(catalog, &mut by_message);
            values::add(catalog, segment, &mut by_message);
            return by_message;
        }
        let mut found = Vec::new();
        for code in &named {
            if named.iter().any(|other| is_kind_of(catalog, code, other)) {
                continue;
            }
            let (of_kind, others): (Vec<_>, Vec<_>) =
                by_message.into_iter().partition(|error| is_kind_of(catalog, code, &error.code));
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
}

/// If errors look like the one that they inherit from, keeps only that one, as clients do.
fn keep_parent(catalog: &Catalog, errors: &mut Vec<FoundError>) {
    let codes: Vec<QualifiedCode> = errors.iter().map(|error| error.code).collect();
    let is_parent =
        |code: &&QualifiedCode| codes.iter().all(|other| other == *code || is_kind_of(catalog, code, other));
    if let Some(parent) = codes.iter().find(is_parent) {
        errors.retain(|error| error.code == *parent);
    }
}

/// Returns `true` if a code inherits from another.
fn is_kind_of(catalog: &Catalog, kind: &QualifiedCode, code: &QualifiedCode) -> bool {
    let api = &catalog[code.api];
    kind.api == code.api && api.kinds(api.owner(code.code)).any(|other| other == kind.code)
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

#[cfg(test)]
mod tests;
