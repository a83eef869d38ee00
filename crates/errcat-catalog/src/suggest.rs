//! Helpers for messages: suggestions of similar words, and quoted texts.

mod synonyms;

use crate::finding::Findings;
use crate::names;

/// Returns `did you mean …?`, if a known word is similar: a third of the letters may differ (at least one),
/// or the word may be the start of the known one.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// Returns the most similar known word; `None` if no word is similar.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A word that is too long for a name isn't a typo.
    if word.len() > names::MAX_CODE_BYTES {
        return None;
    }
    let word = word.to_lowercase();
    let length = word.chars().count();
    let letters = count_letters(&word);
    let most = (length / 3).max(1);
    // Counting the letters that only one of the words has is a cheap estimate; a catalog may have 65,535
    // words.
    let apart = |lower: &str| -> usize {
        let each = letters.iter().zip(count_letters(lower)).map(|(a, b)| usize::from(a.abs_diff(b)));
        each.sum()
    };
    let mut likely: Vec<(usize, String, &str)> = known
        .into_iter()
        .map(|candidate| (candidate, candidate.to_lowercase()))
        .filter_map(|(candidate, lower)| {
            // `fix` is the start of `fixes`, although more than a third of its letters are missing.
            if length >= 3 && lower.len() <= word.len() + 2 && lower.starts_with(&word) {
                return Some((0, lower, candidate));
            }
            let apart = apart(&lower);
            let is_near = lower.len() <= 2 * names::MAX_CODE_BYTES && apart <= 2 * most;
            is_near.then_some((apart + 1, lower, candidate))
        })
        .collect();
    if likely.len() > MAX_COMPARED {
        likely.select_nth_unstable(MAX_COMPARED);
        likely.truncate(MAX_COMPARED);
    }
    let distance = |(apart, lower, candidate): (usize, String, &'a str)| {
        let distance = if apart == 0 { 1 } else { strsim::damerau_levenshtein(&word, &lower) };
        (distance <= most).then_some((distance, candidate))
    };
    likely.into_iter().filter_map(distance).min().map(|(_, candidate)| candidate)
}

/// Like [`nearest`], for a few known words: also returns the only one that starts like the word, or that has
/// this name in other tools: `warning` for `warn`, `critical` for `FATAL`.
pub fn nearest_of_few<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str, IntoIter: Clone>,
) -> Option<&'a str> {
    let known = known.into_iter();
    let lower = word.to_lowercase();
    let mut starts = known.clone().filter(|known| lower.len() >= 2 && known.starts_with(&lower));
    let only = starts.next().filter(|_| starts.next().is_none());
    nearest(word, known.clone()).or(only).or_else(|| synonyms::synonym(&lower, known))
}

/// The maximum number of known words that are compared letter by letter, the most similar ones by the
/// estimate. Comparing takes quadratic time.
const MAX_COMPARED: usize = 20;

/// Returns the message and the help for serde's error about an unknown key or word. Serde names the unknown
/// word and the known ones only in its message: "unknown field `sit`, expected one of `catalog`, `site`".
/// `None` for other errors. `key` is the name for a key: "setting".
pub fn describe_unknown(message: &str, key: &str) -> Option<(String, String)> {
    let rest = message.strip_prefix("unknown ")?;
    let what = if rest.starts_with("field") { key } else { "word" };
    let mut names = rest.split('`').skip(1).step_by(2);
    let unknown = names.next()?;
    let known: Vec<&str> = names.collect();
    let help = match nearest_of_few(unknown, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("the {what}s are {}", known.join(", ")),
    };
    Some((format!("unknown {what} `{unknown}`"), help))
}

/// Limits suggestions: returns the known words, or none if there are already so many findings that searching
/// would take too long.
pub fn guesses<'a>(
    known: impl IntoIterator<Item = &'a str>,
    findings: &Findings,
) -> impl Iterator<Item = &'a str> {
    /// The maximum number of findings with a suggestion.
    const MAX_GUESSES: usize = 50;
    let most = if findings.len() < MAX_GUESSES { usize::MAX } else { 0 };
    known.into_iter().take(most)
}

/// Counts the letters of a word. Letters beyond ASCII share counters.
pub fn count_letters(word: &str) -> [u8; 32] {
    let mut counts = [0_u8; 32];
    for c in word.chars() {
        let count = &mut counts[u32::from(c) as usize % 32];
        *count = count.saturating_add(1);
    }
    counts
}

/// Quotes a text of the catalog in a message: in backticks, and cut if it is long.
pub fn quoted(text: &str) -> String {
    /// The maximum number of characters that are shown, so that a message fits on a line of a terminal.
    const MAX_QUOTED_CHARS: usize = 80;
    match text.char_indices().nth(MAX_QUOTED_CHARS) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
