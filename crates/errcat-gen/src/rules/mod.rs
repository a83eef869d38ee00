//! The rules of the catalog: each has a name that can be looked up, a reason and a mend.
//!
//! Rules on single values (syntax, types, names of keys) are applied while reading, by [`crate::yaml`] and [`crate::shape`].
//! All others are functions of one [`Scope`], an API with its references resolved as far as they can be, and stand in
//! the modules below, one function each, named after the rule. [`check`] calls them all. Most always hold; those in
//! `lints` are a matter of taste, and a workspace or a catalog says which of them it wants.

mod codes;
mod documentation;
mod envelopes;
pub(crate) mod lints;
mod params;
mod references;
mod rule;
mod sizes;
mod texts;

use rayon::prelude::*;

use crate::finding::Findings;
use crate::names;
use crate::scope::Scope;

pub use self::rule::Rule;

/// Applies every rule to an API, on all cores.
pub fn check(scope: &Scope<'_>) -> Findings {
    let mut findings = Findings::default();
    codes::too_many_codes(scope, &mut findings);
    sizes::too_many_members(scope, &mut findings);
    if !findings.is_empty() {
        return findings; // The other rules are for what a person may have written.
    }
    let found = RULES.par_iter().map(|rule| {
        let mut found = Findings::default();
        rule(scope, &mut found);
        found
    });
    // In the order of the rules.
    found.collect::<Vec<_>>().into_iter().for_each(|found| findings.extend(found));
    findings
}

/// The rules on an API, each for itself.
const RULES: &[fn(&Scope<'_>, &mut Findings)] = &[
    codes::invalid_name,
    codes::rust_keyword,
    codes::device_name,
    codes::invalid_code,
    codes::duplicate_code,
    codes::invalid_variant,
    codes::variant_collision,
    codes::url_collision,
    codes::too_many,
    sizes::too_long,
    sizes::too_large,
    references::unknown_kind,
    references::kind_cycle,
    references::unknown_table,
    references::same_as_chain,
    references::same_as_overrides,
    references::unknown_envelope,
    references::unknown_header,
    references::unknown_code,
    references::unknown_guide,
    references::needless_successor,
    texts::missing_message,
    texts::unbalanced_brace,
    texts::undeclared_param,
    texts::exposed_param,
    texts::broken_link,
    texts::guide_title,
    params::unused_param,
    params::reserved_param,
    params::unknown_type,
    params::invalid_unit,
    params::invalid_example,
    envelopes::invalid_body,
    envelopes::unknown_slot,
    envelopes::unknown_member,
    envelopes::unidentifiable,
    envelopes::ambiguous_identity,
    documentation::invalid_status,
    documentation::missing_status,
    documentation::invalid_header,
    documentation::invalid_delay,
    documentation::invalid_operation,
    documentation::invalid_source,
    documentation::invalid_url,
    lints::check,
];

/// `did you mean …?`, if a known word is near: a letter or a third of them off, or the beginning of one.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// The known word that is nearest, if one is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody means something by a word that can't be a name.
    if word.len() > names::MAX_CODE_BYTES {
        return None;
    }
    let word = word.to_lowercase();
    let length = word.chars().count();
    let letters = letters(&word);
    let most = (length / 3).max(1);
    // Letters that only one of them has are a distance that is cheap to know: a catalog may have 65,535 words.
    let apart = |lower: &str| -> usize {
        let each = letters.iter().zip(self::letters(lower)).map(|(a, b)| usize::from(a.abs_diff(b)));
        each.sum()
    };
    let mut likely: Vec<(usize, String, &str)> = known
        .into_iter()
        .map(|candidate| (candidate, candidate.to_lowercase()))
        .filter_map(|(candidate, lower)| {
            // `fix` is the beginning of `fixes`, though two letters of three are missing.
            if length >= 3 && lower.len() <= word.len() + 2 && lower.starts_with(&word) {
                return Some((0, lower, candidate));
            }
            let apart = apart(&lower);
            let is_near = lower.len() <= 2 * names::MAX_CODE_BYTES && apart <= 2 * most;
            is_near.then_some((apart + 1, lower, candidate))
        })
        .collect();
    if likely.len() > MOST_COMPARED {
        likely.select_nth_unstable(MOST_COMPARED);
        likely.truncate(MOST_COMPARED);
    }
    let distance = |(apart, lower, candidate): (usize, String, &'a str)| {
        let distance = if apart == 0 { 1 } else { strsim::damerau_levenshtein(&word, &lower) };
        (distance <= most).then_some((distance, candidate))
    };
    likely.into_iter().filter_map(distance).min().map(|(_, candidate)| candidate)
}

/// How many known words are compared with one letter by letter, the likeliest first: it takes a square of their length.
const MOST_COMPARED: usize = 20;

/// The words to guess from: none once a rule has so many findings that guessing would cost more than it helps.
pub fn guesses<'a>(
    known: impl IntoIterator<Item = &'a str>,
    findings: &Findings,
) -> impl Iterator<Item = &'a str> {
    /// One who has so many findings of a rule mends the first of them, which have their guess.
    const MOST: usize = 50;
    let most = if findings.len() < MOST { usize::MAX } else { 0 };
    known.into_iter().take(most)
}

/// How often each letter stands in a word; letters beyond ASCII share places.
fn letters(word: &str) -> [u8; 32] {
    let mut counts = [0_u8; 32];
    for c in word.chars() {
        let count = &mut counts[u32::from(c) as usize % 32];
        *count = count.saturating_add(1);
    }
    counts
}

/// A text of the catalog in a message: in backticks, and cut where nobody would read on.
pub fn quoted(text: &str) -> String {
    /// Characters that fit into a line of a terminal, beside the rest of a message.
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
