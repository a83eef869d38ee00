//! Lints on errors that say the same.
//!
//! Texts are compared by their pairs of neighbouring words: two errors are near duplicates if at least [`ALIKE_THRESHOLD`] of all
//! pairs are in both (the Jaccard index), and their messages don't tell them apart. Comparing each with each would take a
//! square of the number of errors. But two texts that are alike share one of their rarest pairs (prefix filtering), so
//! an error is compared only with those before it with which it shares one.

use std::collections::HashSet;

use rayon::prelude::*;

use super::words::{without_params, words};
use super::{Found, Subject};
use crate::finding::Finding;
use crate::finding::Rule;
use crate::scope::Scope;
use crate::suggest::quoted;

/// How alike near duplicates are, at least.
const ALIKE_THRESHOLD: f64 = 0.85;
/// Texts with fewer pairs of words say too little to be compared.
const MIN_PAIRS: usize = 8;
/// The most other texts with the same pair of words that a text is compared with. A more frequent pair doesn't tell texts apart.
const MAX_SHARING: usize = 16;

/// What an error says: its pairs of words as numbers, sorted, the rarest first.
struct Said {
    entry: usize,
    pairs: Vec<u64>,
}

pub(crate) static NEAR_DUPLICATE: Rule = Rule {
    name: "near-duplicate",
    why: "Two errors that say the same, nearly word for word, leave their difference to guesses. \
          Most were copied, and one wasn't changed. An error and its kind (`is`) may say the same, \
          and so may what is deprecated and its successor.",
    fix: "Say in what they differ; or make one error of them, with a param for what differs.",
    ..Rule::LINT
};

/// Two errors don't say the same: of one kind and the other, or a former code and its successor, they may.
pub(super) fn near_duplicate(scope: &Scope<'_>, found: &mut Found) {
    let texts = texts(scope);
    let rarest =
        |(at, text): (usize, &Said)| text.rarest().iter().map(|pair| (*pair, at)).collect::<Vec<_>>();
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
            are_alike(&text.pairs, &other.pairs)
                && !is_kind_of(scope, text.entry, other.entry)
                && have_like_messages(scope, text.entry, other.entry)
        })?;
        Some((Subject::Entry(text.entry), duplicate(scope, text.entry, other.entry)))
    }));
}

fn duplicate(scope: &Scope<'_>, index: usize, other: usize) -> Finding {
    let (code, other) = (scope.entries[index].code, scope.entries[other].code);
    let message = format!("{} says nearly word for word what {} says", quoted(code), quoted(other));
    let help = "say in what they differ; or make one error of them, with a param for what differs";
    Finding::new(&NEAR_DUPLICATE, code.span, message, help).related(other.span, "the other one")
}

/// What the errors say that are compared: those that still come, and say enough.
fn texts(scope: &Scope<'_>) -> Vec<Said> {
    let is_compared = |index: &usize| {
        let raw = scope.entries[*index].raw;
        scope.is_owner(*index) && raw.retired.is_none() && raw.deprecated.is_none()
    };
    let entries = (0..scope.entries.len()).into_par_iter().filter(is_compared);
    let mut texts: Vec<Said> = entries.map(|entry| Said { entry, pairs: pairs(scope, entry) }).collect();
    // Counts by a part of the number are right or too high, which is as good for an order.
    const SLOTS: usize = 1 << 18;
    let slot = |pair: u64| (pair >> 46) as usize;
    let mut counts = vec![0_u16; SLOTS];
    for pair in texts.iter().flat_map(|text| &text.pairs) {
        counts[slot(*pair)] = counts[slot(*pair)].saturating_add(1);
    }
    texts.par_iter_mut().for_each(|Said { pairs, .. }| {
        for pair in pairs.iter_mut() {
            *pair = u64::from(counts[slot(*pair)]) << 48 | *pair >> 16;
        }
        pairs.sort_unstable();
        pairs.dedup();
    });
    texts.retain(|text| text.pairs.len() >= MIN_PAIRS);
    texts
}

/// The pairs of neighbouring words in what an error says.
fn pairs(scope: &Scope<'_>, index: usize) -> Vec<u64> {
    let raw = scope.entries[index].raw;
    let message = scope.message(index).map(|text| without_params(&text.value)).unwrap_or_default();
    let texts = raw.meaning.iter().chain(&raw.causes.0).chain(&raw.fixes.0).map(|text| text.value.as_str());
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

/// FNV-1a, by letters in lower case.
fn hash(word: &str) -> u64 {
    word.chars().map(|letter| letter.to_ascii_lowercase()).fold(0xCBF2_9CE4_8422_2325, |hash, letter| {
        (hash ^ u64::from(letter)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

impl Said {
    /// The pairs of which another text that is alike must have one: it may lack fewer.
    fn rarest(&self) -> &[u64] {
        &self.pairs[..=self.pairs.len() - needed(self.pairs.len())]
    }
}

fn is_kind_of(scope: &Scope<'_>, one: usize, other: usize) -> bool {
    scope.entries[one].chain.contains(&other) || scope.entries[other].chain.contains(&one)
}

/// Whether half of the words of the messages are in both: what differs may be said there and nowhere else.
fn have_like_messages(scope: &Scope<'_>, one: usize, other: usize) -> bool {
    let words_of = |index: usize| -> HashSet<String> {
        let message = scope.message(index).map(|text| without_params(&text.value)).unwrap_or_default();
        words(&message).map(str::to_lowercase).collect()
    };
    let (one, other) = (words_of(one), words_of(other));
    2 * one.intersection(&other).count() >= one.union(&other).count()
}

/// How many of so many pairs another text must have to be alike.
fn needed(pairs: usize) -> usize {
    (ALIKE_THRESHOLD * pairs as f64).ceil() as usize
}

/// Whether two sorted lists have enough in common; told as soon as they can't.
fn are_alike(one: &[u64], other: &[u64]) -> bool {
    // With `both` of them shared, so many are in one list only; the bound is that of the Jaccard index for them.
    let total = one.len() + other.len();
    let most_apart = (total as f64 * (1.0 - ALIKE_THRESHOLD) / (1.0 + ALIKE_THRESHOLD)) as usize;
    let (mut i, mut j, mut apart) = (0, 0, 0);
    while i < one.len() && j < other.len() && apart <= most_apart {
        let order = one[i].cmp(&other[j]);
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
        apart += usize::from(order.is_ne());
    }
    apart + (one.len() - i) + (other.len() - j) <= most_apart
}
