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
    /// Characters that fit into a line of a terminal, beside the rest of a message.
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
