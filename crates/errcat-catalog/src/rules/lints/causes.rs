//! Lints on causes.

use super::words::{without_params, words};
use super::{LintFindings, check_entries};
use crate::finding::Finding;
use crate::finding::Rule;
use crate::scope::Scope;
use crate::suggest::{count_letters, quoted};

/// The minimum similarity of two texts that count as the same: one letter in ten may differ.
const SIMILARITY_THRESHOLD: f64 = 0.9;
/// The maximum length of texts that are compared letter by letter, in characters; that takes quadratic time.
/// Longer texts must be equal. Real messages are shorter.
const MAX_COMPARED_CHARS: usize = 500;

pub(crate) static REPEATED_MESSAGE: Rule = Rule {
    name: "repeated-message",
    why: "A cause that repeats the message or the title explains nothing: \"Agent not found\" isn't \
          the reason why it wasn't found.",
    fix: "Describe what leads to the error, or remove the cause.",
    ..Rule::LINT
};

/// Checks that causes don't repeat the message or the title.
pub(super) fn repeated_message(scope: &Scope<'_>, found: &mut LintFindings) {
    check_entries(scope, found, |index, entry| {
        if entry.raw.causes().next().is_none() {
            return Vec::new();
        }
        let titles = scope.title(index).map(|text| (text, "the title"));
        let texts = scope.message(index).map(|text| (text, "the message")).into_iter().chain(titles);
        let texts: Vec<_> =
            texts.map(|(text, what)| (gist(&without_params(&text.value)), text.span, what)).collect();
        let found = entry.raw.causes().filter_map(|cause| {
            let gist = gist(&without_params(&cause.value));
            let (_, place, what) = texts.iter().find(|(other, ..)| are_similar(&gist, other))?;
            let message = format!("a cause of {} repeats {what}", quoted(entry.code));
            let help = "describe why it happens, or remove the cause";
            Some(Finding::new(&REPEATED_MESSAGE, cause.span, message, help).related(*place, "repeats this"))
        });
        found.collect()
    });
}

/// Returns the words of a text in lower case, without articles, auxiliary verbs and the like.
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

fn are_similar(one: &str, other: &str) -> bool {
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let longest = one.chars().count().max(other.chars().count());
    if longest > MAX_COMPARED_CHARS {
        return one == other;
    }
    // Counting the letters that only one of the texts has is cheap, and is enough to tell most texts apart.
    let apart: u32 =
        count_letters(one).iter().zip(count_letters(other)).map(|(a, b)| u32::from(a.abs_diff(b))).sum();
    let most = (1.0 - SIMILARITY_THRESHOLD) * longest as f64;
    f64::from(apart) <= 2.0 * most && strsim::normalized_levenshtein(one, other) >= SIMILARITY_THRESHOLD
}

#[cfg(test)]
mod tests {
    use super::{are_similar, gist};

    #[test]
    fn small_differences_in_wording_are_ignored() {
        let same = |one: &str, other: &str| are_similar(&gist(one), &gist(other));
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
