//! Finds errors by name, by similar names, and in a text.

use std::collections::{BTreeSet, HashMap, HashSet};

use errcat_catalog::model::{Catalog, Piece, QualifiedCode, Template};
use errcat_catalog::names::folded;

use crate::rules;

/// The maximum number of suggested names.
const MAX_SUGGESTIONS: usize = 3;
/// The minimum length of the literal text of a message that is searched for. `Error: {details}` has too
/// little.
const MIN_LITERAL_BYTES: usize = 8;

/// Returns the codes with a name, in all APIs. The name is `code`, `api/code` or a former code, in any case,
/// with `-` or `_`.
pub(super) fn by_name(catalog: &Catalog, name: &str) -> Vec<QualifiedCode> {
    let wanted = folded(name);
    let is_wanted = |id: &QualifiedCode| {
        let api = &catalog[id.api].name;
        names(catalog, *id).any(|name| {
            let name = folded(name);
            name == wanted
                || wanted.strip_prefix(&folded(api)).and_then(|it| it.strip_prefix('/')) == Some(&name)
        })
    };
    catalog.codes().filter(is_wanted).collect()
}

/// Returns names that are similar to a name, the closest first.
pub(super) fn close_to(catalog: &Catalog, name: &str) -> Vec<String> {
    let wanted = folded(name);
    let codes = catalog.codes().map(|id| &*catalog[id].code);
    let names: BTreeSet<&str> = codes.chain(rules::all().map(|rule| rule.name)).collect();
    let mut close: Vec<(usize, &str)> = names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&folded(name), &wanted), name))
        .filter(|(distance, name)| *distance <= 1 + name.len().min(wanted.len()) / 4)
        .collect();
    close.sort();
    close.into_iter().take(MAX_SUGGESTIONS).map(|(_, name)| name.to_owned()).collect()
}

/// Returns the errors that appear in a response body or a log, in the order in which they appear.
///
/// Codes are searched for as words with the same case: `Conflict` in a sentence isn't `conflict`. If there
/// are none, messages are searched for, because some APIs send no codes. If there are none either, codes are
/// searched for in any case, because the text may have been typed by hand.
pub(super) fn in_text(catalog: &Catalog, text: &str) -> Vec<QualifiedCode> {
    let mut found = by_words(catalog, text, str::to_owned);
    if found.is_empty() {
        found = by_messages(catalog, text);
    }
    if found.is_empty() {
        found = by_words(catalog, text, folded);
    }
    found
}

fn by_words(catalog: &Catalog, text: &str, key: impl Fn(&str) -> String) -> Vec<QualifiedCode> {
    let mut by_key: HashMap<String, Vec<QualifiedCode>> = HashMap::new();
    for id in catalog.codes() {
        for name in names(catalog, id) {
            by_key.entry(key(name)).or_default().push(id);
        }
    }
    let mut seen = HashSet::new();
    let words = words(text).filter(|word| seen.insert(*word));
    let named = words.filter_map(|word| by_key.get(&key(word)).filter(|_| is_significant(word, text)));
    unique(named.flatten().copied())
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

fn by_messages(catalog: &Catalog, text: &str) -> Vec<QualifiedCode> {
    let mut found: Vec<(usize, QualifiedCode)> = catalog
        .codes()
        .filter_map(|id| {
            let message = &catalog[id.api].owner(id.code).message;
            Some((position(message, text)?, id))
        })
        .collect();
    found.sort();
    unique(found.into_iter().map(|(_, found)| found))
}

/// Returns the position of a message in a text, with any values of its params. `None` if the text doesn't
/// contain it.
fn position(message: &Template, text: &str) -> Option<usize> {
    let literal = |piece: &&Piece| matches!(piece, Piece::Text(_));
    let literal_bytes: usize =
        message.pieces.iter().filter(literal).map(|piece| text_of(piece).trim().len()).sum();
    let first = text_of(message.pieces.iter().find(literal)?);
    if literal_bytes < MIN_LITERAL_BYTES {
        return None;
    }
    let follows = |start: &usize| {
        let line = text[*start..].lines().next().unwrap_or_default();
        let mut rest = Some(line);
        for piece in message.pieces.iter().filter(literal) {
            let piece = text_of(piece);
            rest = rest.and_then(|rest| Some(&rest[rest.find(piece)? + piece.len()..]));
        }
        rest.is_some()
    };
    text.match_indices(first).map(|(start, _)| start).find(follows)
}

fn text_of(piece: &Piece) -> &str {
    match piece {
        Piece::Text(text) => text,
        Piece::Param(_) => "",
    }
}

/// Returns the current name of a code and its former names.
fn names(catalog: &Catalog, id: QualifiedCode) -> impl Iterator<Item = &str> {
    let code = &catalog[id];
    std::iter::once(&*code.code).chain(code.aliases.iter().map(|alias| &*alias.code))
}

/// Removes duplicates, keeping the order.
fn unique(found: impl Iterator<Item = QualifiedCode>) -> Vec<QualifiedCode> {
    let mut seen = BTreeSet::new();
    found.filter(|found| seen.insert(*found)).collect()
}
