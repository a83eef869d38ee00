//! Lints on causes.

use super::words::{without_params, words};
use super::{Found, of_entries};
use crate::finding::Finding;
use crate::finding::Rule;
use crate::scope::Scope;
use crate::suggest::{letters, quoted};

/// How alike two texts are that say the same: one letter in ten may differ.
const ALIKE_THRESHOLD: f64 = 0.9;
/// The longest texts that are compared letter by letter, which takes the square of their length. Longer ones are the same only if
/// they are equal; no message is that long.
const MAX_COMPARED_BYTES: usize = 500;

pub(crate) static REPEATED_MESSAGE: Rule = Rule {
    name: "repeated-message",
    why: "A cause that says what the message or the title says explains nothing. That the agent \
          wasn't found is no reason why it wasn't.",
    fix: "Say what had to happen for the error to come, or leave the cause out.",
    ..Rule::LINT
};

/// A cause says more than the message or the title.
pub(super) fn repeated_message(scope: &Scope<'_>, found: &mut Found) {
    of_entries(scope, found, |index, entry| {
        if entry.raw.causes.0.is_empty() {
            return Vec::new();
        }
        let titles = scope.title(index).map(|text| (text, "the title"));
        let said = scope.message(index).map(|text| (text, "the message")).into_iter().chain(titles);
        let said: Vec<_> =
            said.map(|(text, what)| (gist(&without_params(&text.value)), text.span, what)).collect();
        let causes = entry.raw.causes.0.iter();
        let found = causes.filter_map(|cause| {
            let gist = gist(&cause.value);
            let (_, place, what) = said.iter().find(|(other, ..)| says_the_same(&gist, other))?;
            let message = format!("a cause of {} says what {what} says", quoted(entry.code));
            let help = "say why it happens, or leave the cause out";
            Some(Finding::new(&REPEATED_MESSAGE, cause.span, message, help).related(*place, "said here"))
        });
        found.collect()
    });
}

/// What a text says, without the words that make it a sentence.
fn gist(text: &str) -> String {
    const FILLERS: [&str; 14] =
        ["a", "an", "are", "been", "does", "has", "have", "is", "or", "that", "the", "was", "were", "your"];
    let mut gist = String::with_capacity(text.len());
    for word in words(text).filter(|word| !FILLERS.iter().any(|filler| word.eq_ignore_ascii_case(filler))) {
        let is_not = ["n't", "n’t"].iter().any(|ending| word.ends_with(ending));
        gist.push(' ');
        gist.extend(if is_not { "not" } else { word }.chars().map(|letter| letter.to_ascii_lowercase()));
    }
    gist
}

fn says_the_same(one: &str, other: &str) -> bool {
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let longest = one.chars().count().max(other.chars().count());
    if longest > MAX_COMPARED_BYTES {
        return one == other;
    }
    // Letters that only one of them has are cheap to count; most texts are far apart already by them.
    let apart: u32 = letters(one).iter().zip(letters(other)).map(|(a, b)| u32::from(a.abs_diff(b))).sum();
    let most = (1.0 - ALIKE_THRESHOLD) * longest as f64;
    f64::from(apart) <= 2.0 * most && strsim::normalized_levenshtein(one, other) >= ALIKE_THRESHOLD
}

#[cfg(test)]
mod tests {
    use super::{gist, says_the_same};

    #[test]
    fn the_same_in_other_words_is_the_same() {
        let same = |one: &str, other: &str| says_the_same(&gist(one), &gist(other));
        for (one, other) in [
            ("Agent not found", "The agent was not found."),
            ("Agent doesn't exist", "The agent does not exist"),
            ("Your balance is insufficient", "The balance is insufficient"),
            ("Invalid API key format", "Invalid API-key format"),
        ] {
            assert!(same(one, other), "{one} / {other}");
        }
        for (one, other) in [
            ("Agent not found", "Certificate not found"),
            ("Invalid API key", "Invalid API key format"),
            ("Not found", "The ID is wrong"),
            ("", ""),
            ("The", "A"),
            ("检查密钥", "密钥已过期"),
        ] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }
}
