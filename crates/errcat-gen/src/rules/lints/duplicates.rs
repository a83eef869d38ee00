//! Lints on errors that say the same.
//!
//! Texts are compared by their pairs of neighbouring words, as hashes: two errors are near duplicates if at least
//! [`ALIKE`] of all pairs are in both (the Jaccard index), and their messages don't tell them apart. Comparing each with each would take a square of the
//! number of errors; two texts that are alike share one of their smallest hashes (prefix filtering), so that an error is compared
//! only with those before it with which it shares one.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use super::words::{without_params, words};
use super::{Found, Subject};
use crate::finding::Finding;
use crate::rules::{Rule, quoted};
use crate::scope::{Entry, Scope};

/// How alike near duplicates are, at least.
const ALIKE: f64 = 0.85;
/// Texts with fewer pairs of words say too little to be compared.
const LEAST_PAIRS: usize = 8;
/// With how many others that share a hash a text is compared: where a phrase is in more, it doesn't tell texts apart.
const MOST_SHARING: usize = 32;

/// Two errors don't say the same: of one kind and the other, or a former code and its successor, they may.
pub(super) fn near_duplicate(scope: &Scope<'_>, found: &mut Found) {
    let is_compared = |index: &usize| {
        let raw = scope.entries[*index].raw;
        scope.is_owner(*index) && raw.retired.is_none() && raw.deprecated.is_none()
    };
    let texts: Vec<(usize, Vec<u64>)> = (0..scope.entries.len())
        .into_par_iter()
        .filter(is_compared)
        .map(|index| (index, pairs(scope, index)))
        .filter(|(_, pairs)| pairs.len() >= LEAST_PAIRS)
        .collect();
    let mut sharing: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, (index, pairs)) in texts.iter().enumerate() {
        let first = &pairs[..=pairs.len() - needed(pairs.len())];
        let mut others: Vec<usize> =
            first.iter().filter_map(|hash| sharing.get(hash)).flatten().copied().collect();
        others.sort_unstable();
        others.dedup();
        let same = others.into_iter().find(|other| {
            let (other, others_pairs) = &texts[*other];
            are_alike(pairs, others_pairs)
                && !is_kind_of(scope, *index, *other)
                && have_like_messages(scope, *index, *other)
        });
        match same {
            Some(other) => found.push((Subject::Entry(*index), duplicate(scope, *index, texts[other].0))),
            // A third like these two is told with the first of them.
            None => first.iter().for_each(|hash| {
                let sharing = sharing.entry(*hash).or_default();
                if sharing.len() < MOST_SHARING {
                    sharing.push(at);
                }
            }),
        }
    }
}

fn duplicate(scope: &Scope<'_>, index: usize, other: usize) -> Finding {
    let (code, other) = (scope.entries[index].code, scope.entries[other].code);
    let message = format!("{} says nearly word for word what {} says", quoted(code), quoted(other));
    let help = "say in what they differ; or make one error of them, with a param for what differs";
    Finding::new(Rule::NearDuplicate, code.span, message, help).related(other.span, "the other one")
}

/// The pairs of neighbouring words in what an error says, as hashes, sorted.
fn pairs(scope: &Scope<'_>, index: usize) -> Vec<u64> {
    let Entry { raw, .. } = scope.entries[index];
    let message = scope.message(index).map(|text| without_params(&text.value)).unwrap_or_default();
    let texts = raw.meaning.iter().chain(&raw.causes.0).chain(&raw.fixes.0).map(|text| text.value.as_str());
    let pairs = std::iter::once(message.as_str()).chain(texts).flat_map(|text| {
        let hashes: Vec<u64> = words(text).map(hash).collect();
        hashes.windows(2).map(|pair| pair[0].rotate_left(1) ^ pair[1]).collect::<Vec<_>>()
    });
    let mut pairs: Vec<u64> = pairs.collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hasher));
    hasher.finish()
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
    (ALIKE * pairs as f64).ceil() as usize
}

/// Whether two sorted lists have enough in common.
fn are_alike(one: &[u64], other: &[u64]) -> bool {
    if one.len().min(other.len()) < needed(one.len().max(other.len())) {
        return false;
    }
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let (mut both, mut either) = (0_usize, 0_usize);
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        let order = a.cmp(b);
        both += usize::from(order.is_eq());
        either += 1;
        one.next_if(|_| order.is_le());
        other.next_if(|_| order.is_ge());
    }
    either += one.count() + other.count();
    both as f64 >= ALIKE * either as f64
}
