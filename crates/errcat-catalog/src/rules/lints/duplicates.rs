//! Lints on errors whose texts are nearly the same.
//!
//! Texts are compared by their pairs of neighboring words. Two errors are near duplicates if at least
//! [`SIMILARITY_THRESHOLD`] of all pairs are in both (the Jaccard index), and their messages are similar too.
//! Comparing every error with every other would take quadratic time. But two similar texts share one of their
//! rarest pairs (prefix filtering), so an error is compared only with earlier errors that share one.

use std::collections::HashSet;

use rayon::prelude::*;

use super::words::{without_params, words};
use super::{LintFindings, Subject};
use crate::finding::Finding;
use crate::finding::Rule;
use crate::scope::Scope;
use crate::suggest::quoted;

/// The minimum similarity of near duplicates.
const SIMILARITY_THRESHOLD: f64 = 0.85;
/// The minimum number of pairs of words in texts that are compared. Shorter ones may be similar by chance.
const MIN_PAIRS: usize = 8;
/// The maximum number of other texts with the same pair of words that a text is compared with. More frequent
/// pairs don't distinguish texts.
const MAX_SHARING: usize = 16;

/// The texts of an error: hashes of their pairs of words, sorted, the rarest first.
struct ErrorText {
    entry: usize,
    pairs: Vec<u64>,
}

pub(crate) static NEAR_DUPLICATE: Rule = Rule {
    name: "near-duplicate",
    why: "If two errors have nearly the same text, readers can't see how they differ. Often one was \
          copied from the other and not adapted. Errors that inherit from each other may have the \
          same text, and deprecated and retired ones aren't compared.",
    fix: "Describe how they differ, or merge them into one error with a param for the difference.",
    ..Rule::LINT
};

/// Checks that no two errors have nearly the same text, unless one inherits from the other, or one is
/// deprecated or retired.
pub(super) fn near_duplicate(scope: &Scope<'_>, found: &mut LintFindings) {
    let texts = texts(scope);
    let rarest =
        |(at, text): (usize, &ErrorText)| text.rarest().iter().map(|pair| (*pair, at)).collect::<Vec<_>>();
    let mut sharing: Vec<(u64, usize)> = texts.par_iter().enumerate().flat_map_iter(rarest).collect();
    sharing.par_sort_unstable();
    found.par_extend(texts.par_iter().enumerate().filter_map(|(at, text)| {
        let before = |&pair: &u64| {
            let first = sharing.partition_point(|(other, _)| *other < pair);
            let last = sharing.len().min(first + MAX_SHARING);
            sharing[first..last].iter().take_while(move |shared| **shared < (pair, at))
        };
        let mut others: Vec<usize> = text.rarest().iter().flat_map(before).map(|(_, other)| *other).collect();
        others.sort_unstable();
        others.dedup();
        let other = others.into_iter().map(|other| &texts[other]).find(|other| {
            are_similar(&text.pairs, &other.pairs)
                && !is_kind_of(scope, text.entry, other.entry)
                && have_similar_messages(scope, text.entry, other.entry)
        })?;
        Some((Subject::Entry(text.entry), duplicate(scope, text.entry, other.entry)))
    }));
}

fn duplicate(scope: &Scope<'_>, index: usize, other: usize) -> Finding {
    let (code, other) = (scope.entries[index].code, scope.entries[other].code);
    let message = format!("the texts of {} and {} are nearly the same", quoted(code), quoted(other));
    let help = "describe how they differ, or merge them into one error with a param for the difference";
    Finding::new(&NEAR_DUPLICATE, code.span, message, help).related(other.span, "the other error")
}

/// Returns the texts of the errors that are compared: those that are in use and have enough text.
fn texts(scope: &Scope<'_>) -> Vec<ErrorText> {
    let is_compared = |index: &usize| {
        let raw = scope.entries[*index].raw;
        let is_in_use = raw.retired.is_none() && raw.deprecated.is_none();
        scope.is_owner(*index) && is_in_use && !scope.is_open(*index)
    };
    let entries = (0..scope.entries.len()).into_par_iter().filter(is_compared);
    let mut texts: Vec<ErrorText> =
        entries.map(|entry| ErrorText { entry, pairs: pairs(scope, entry) }).collect();
    // Pairs are counted by a part of their hash. The counts may be too high, which doesn't matter for
    // sorting.
    const SLOTS: usize = 1 << 18;
    let slot = |pair: u64| (pair >> 46) as usize;
    let mut counts = vec![0_u16; SLOTS];
    for pair in texts.iter().flat_map(|text| &text.pairs) {
        counts[slot(*pair)] = counts[slot(*pair)].saturating_add(1);
    }
    texts.par_iter_mut().for_each(|ErrorText { pairs, .. }| {
        for pair in pairs.iter_mut() {
            *pair = u64::from(counts[slot(*pair)]) << 48 | *pair >> 16;
        }
        pairs.sort_unstable();
        pairs.dedup();
    });
    texts.retain(|text| text.pairs.len() >= MIN_PAIRS);
    texts
}

/// Returns hashes of the pairs of neighboring words in an error's texts.
fn pairs(scope: &Scope<'_>, index: usize) -> Vec<u64> {
    let raw = scope.entries[index].raw;
    let message = scope.message(index).map(|text| without_params(&text.value)).unwrap_or_default();
    let texts = raw.meaning.iter().chain(raw.causes()).chain(raw.fixes()).map(|text| text.value.as_str());
    let mut pairs = Vec::new();
    for text in std::iter::once(message.as_str()).chain(texts) {
        let mut hashes = words(text).map(hash);
        let Some(mut before) = hashes.next() else { continue };
        for next in hashes {
            pairs.push((before.rotate_left(31) ^ next).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            before = next;
        }
    }
    pairs
}

/// Returns the FNV-1a hash of a word in lower case.
fn hash(word: &str) -> u64 {
    word.chars().map(|letter| letter.to_ascii_lowercase()).fold(0xCBF2_9CE4_8422_2325, |hash, letter| {
        (hash ^ u64::from(letter)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

impl ErrorText {
    /// Returns the rarest pairs, of which every similar text contains at least one.
    fn rarest(&self) -> &[u64] {
        &self.pairs[..=self.pairs.len() - needed(self.pairs.len())]
    }
}

fn is_kind_of(scope: &Scope<'_>, one: usize, other: usize) -> bool {
    scope.entries[one].chain.contains(&other) || scope.entries[other].chain.contains(&one)
}

/// Returns `true` if at least half of the words of the messages are in both. Only the messages may describe
/// the difference.
fn have_similar_messages(scope: &Scope<'_>, one: usize, other: usize) -> bool {
    let words_of = |index: usize| -> HashSet<String> {
        let message = scope.message(index).map(|text| without_params(&text.value)).unwrap_or_default();
        words(&message).map(str::to_lowercase).collect()
    };
    let (one, other) = (words_of(one), words_of(other));
    2 * one.intersection(&other).count() >= one.union(&other).count()
}

/// Returns how many of this number of pairs a similar text must contain.
fn needed(pairs: usize) -> usize {
    (SIMILARITY_THRESHOLD * pairs as f64).ceil() as usize
}

/// Returns `true` if two sorted lists are similar. Stops early if they can't be.
fn are_similar(one: &[u64], other: &[u64]) -> bool {
    // The maximum number of pairs in only one of the lists that still gives the minimum Jaccard index.
    let total = one.len() + other.len();
    let most_apart = (total as f64 * (1.0 - SIMILARITY_THRESHOLD) / (1.0 + SIMILARITY_THRESHOLD)) as usize;
    let (mut i, mut j, mut apart) = (0, 0, 0);
    while i < one.len() && j < other.len() && apart <= most_apart {
        let order = one[i].cmp(&other[j]);
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
        apart += usize::from(order.is_ne());
    }
    apart + (one.len() - i) + (other.len() - j) <= most_apart
}
