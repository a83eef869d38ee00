//! Words of messages: quoted texts, and guesses at what an author meant.

use crate::finding::Findings;
use crate::names;

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

/// The most known words that are compared with one letter by letter, the likeliest first. Comparing takes the square of their
/// length.
const MAX_COMPARED: usize = 20;

/// The words to guess from: none once a rule has so many findings that guessing would cost more than it helps.
pub fn guesses<'a>(
    known: impl IntoIterator<Item = &'a str>,
    findings: &Findings,
) -> impl Iterator<Item = &'a str> {
    /// The most findings of a rule that have a guess. With more, the author fixes the first ones first.
    const MAX_GUESSES: usize = 50;
    let most = if findings.len() < MAX_GUESSES { usize::MAX } else { 0 };
    known.into_iter().take(most)
}

/// How often each letter stands in a word; letters beyond ASCII share places.
pub fn letters(word: &str) -> [u8; 32] {
    let mut counts = [0_u8; 32];
    for c in word.chars() {
        let count = &mut counts[u32::from(c) as usize % 32];
        *count = count.saturating_add(1);
    }
    counts
}

/// A text of the catalog in a message: in backticks, and cut where nobody would read on.
pub fn quoted(text: &str) -> String {
    /// The most characters of a text that fit into a line of a terminal, next to the rest of a message.
    const MAX_QUOTED_CHARS: usize = 80;
    match text.char_indices().nth(MAX_QUOTED_CHARS) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
