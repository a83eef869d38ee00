//! Finds English texts that don't start with an instruction.
//!
//! The check is cautious: it finds only texts whose start can't be an imperative. Texts that it
//! doesn't understand pass, such as other languages and texts that start with a code span.

use std::ops::Range;

/// Words that may come before the verb.
#[rustfmt::skip]
const BEFORE_VERBS: [&str; 22] = [
    "alternatively", "also", "always", "and", "either", "explicitly", "finally", "first", "instead", "just",
    "manually", "never", "next", "now", "only", "or", "otherwise", "please", "preferably", "simply",
    "temporarily", "then",
];
/// Words that start a clause that is followed by the verb.
const CONJUNCTIONS: [&str; 14] = [
    "after", "as", "because", "before", "if", "once", "since", "so", "to", "unless", "until", "when",
    "whenever", "while",
];
/// Words that may start such a clause too. Without a verb after it, it is no instruction: `With a new key`.
const PREPOSITIONS: [&str; 10] = ["at", "by", "during", "for", "from", "in", "of", "on", "with", "without"];
/// Other words that can't start an imperative.
#[rustfmt::skip]
const NON_VERBS: [&str; 64] = [
    "a", "all", "an", "any", "are", "bad", "both", "can", "cannot", "could", "each", "every", "he", "here",
    "how", "i", "incorrect", "insufficient", "invalid", "is", "it", "its", "likely", "many", "may", "maybe",
    "might", "missing", "most", "must", "my", "need", "needs", "one", "our", "perhaps", "possible",
    "possibly", "probably", "required", "several", "she", "should", "some", "that", "the", "their", "there",
    "these", "they", "this", "those", "unexpected", "unknown", "was", "we", "were", "what", "which", "who",
    "why", "wrong", "you", "your",
];
/// Verbs that need a subject before them: `Credentials must …`.
const AFTER_SUBJECTS: [&str; 18] = [
    "aren't", "are", "can", "can't", "cannot", "doesn't", "has", "hasn't", "is", "isn't", "may", "might",
    "must", "needs", "should", "was", "were", "will",
];
/// Endings of nouns.
const NOUN_ENDINGS: [&str; 6] = ["ing", "tion", "sion", "ment", "ness", "ity"];
/// Verbs with the same endings.
#[rustfmt::skip]
const VERBS: [&str; 46] = [
    "augment", "auction", "bring", "caution", "cement", "cling", "comment", "commission", "complement",
    "compliment", "condition", "decommission", "decrement", "document", "envision", "experiment", "fling",
    "fragment", "function", "harness", "implement", "increment", "instrument", "mention", "partition",
    "ping", "portion", "position", "provision", "question", "ration", "reimplement", "reposition", "ring",
    "sanction", "section", "segment", "sling", "spring", "sting", "string", "supplement", "swing",
    "transition", "uncomment", "wring",
];

/// Returns the place of the word where a verb is expected, if it can't be one.
pub(super) fn find_non_verb(text: &str) -> Option<Range<usize>> {
    let word = first_word(text, skip_to_verb(text, 0))?;
    let opens = lower(text, &word);
    let is_preposition = PREPOSITIONS.contains(&opens.as_str());
    if !is_preposition && !CONJUNCTIONS.contains(&opens.as_str()) {
        return non_verb(text, word);
    }
    let mut rest = clauses(text, word.end).peekable();
    if rest.peek().is_none() {
        return is_preposition.then_some(word);
    }
    // `If a key is old, or the tenant has changed, create one`: any of the clauses may be the instruction.
    let mut first = None;
    for at in rest {
        let non_verb = non_verb(text, first_word(text, skip_to_verb(text, at))?)?;
        first.get_or_insert(non_verb);
    }
    first
}

/// Returns the offset of the instruction: after `Please` and the like, and after a clause such as
/// `If it persists,`.
pub(super) fn instruction_start(text: &str) -> usize {
    let start = skip_to_verb(text, 0);
    let Some(word) = first_word(text, start) else { return start };
    let opens = lower(text, &word);
    let is_clause = CONJUNCTIONS.contains(&opens.as_str()) || PREPOSITIONS.contains(&opens.as_str());
    let after = is_clause.then(|| clauses(text, word.end).next()).flatten();
    after.map_or(start, |at| skip_to_verb(text, at))
}

/// Skips words that may come before the verb.
fn skip_to_verb(text: &str, mut at: usize) -> usize {
    while let Some(word) = first_word(text, at).filter(|word| BEFORE_VERBS.contains(&&*lower(text, word))) {
        at = word.end;
    }
    at
}

/// Returns the offsets of clauses: after commas, colons, semicolons and dashes that are followed by white
/// space.
fn clauses(text: &str, from: usize) -> impl Iterator<Item = usize> {
    let ends = text[from..].match_indices([',', ':', ';', '–', '—']);
    let after = ends.map(move |(at, sign)| from + at + sign.len());
    after.filter(|at| text[*at..].starts_with(char::is_whitespace))
}

/// Returns the place of `word` if it can't be an imperative.
fn non_verb(text: &str, word: Range<usize>) -> Option<Range<usize>> {
    let first = lower(text, &word);
    let is_noun = || NOUN_ENDINGS.iter().any(|ending| first.ends_with(ending)) && !VERBS.contains(&&*first);
    let is_subject = || {
        let second =
            first_word(text, word.end).filter(|second| text[word.end..second.start].trim().is_empty());
        second.is_some_and(|second| AFTER_SUBJECTS.contains(&&*lower(text, &second)))
    };
    (NON_VERBS.contains(&&*first) || is_noun() || is_subject()).then_some(word)
}

/// Returns the place of the next word after punctuation; `None` if a code span, a link, a number or the like
/// comes first.
fn first_word(text: &str, from: usize) -> Option<Range<usize>> {
    let is_skipped = |c: char| c.is_whitespace() || ",:;–—-*_\"'“‘(".contains(c);
    let start = from + text[from..].find(|c| !is_skipped(c))?;
    let is_letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '\'' | '’' | '-');
    let end = text[start..].find(|c| !is_letter(c)).map_or(text.len(), |length| start + length);
    let continues = text[end..].starts_with(char::is_alphanumeric);
    (end > start && !continues).then_some(start..end)
}

fn lower(text: &str, word: &Range<usize>) -> String {
    text[word.clone()].to_ascii_lowercase().replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::{find_non_verb, instruction_start};

    #[test]
    fn instructions_pass() {
        for text in [
            "Check the agent ID",
            "check it",
            "**Check** the agent ID",
            "Please retry",
            "First, stop the agent",
            "Don't send it again",
            "Never share the key",
            "If the key is old, create a new one",
            "If the key is old, or the tenant has changed, create a new one",
            "If it persists contact support",
            "In the console: open the settings",
            "When `a, the b` is set, unset it",
            "To see more, read the log",
            "`errcat gen` regenerates it",
            "[guide:retries] explains how",
            "Bring the server up again",
            "Implement backoff",
            "Apply the fix",
            "Re-run the job",
            "Wait. Is it up? Send it again",
            "Correct the request",
            "Überprüfe den Schlüssel",
            "检查密钥",
            "3 attempts are enough",
            "",
            "…",
        ] {
            assert_eq!(find_non_verb(text).map(|word| &text[word]), None, "{text}");
        }
    }

    #[test]
    fn texts_without_an_instruction_are_found() {
        for (text, word) in [
            ("The key may be wrong", "The"),
            ("Please, the key", "the"),
            ("Invalid key", "Invalid"),
            ("Missing `Authorization` header", "Missing"),
            ("You should retry", "You"),
            ("Checking the key helps", "Checking"),
            ("Verification of the key", "Verification"),
            ("Credentials must be valid", "Credentials"),
            ("With a new key", "With"),
            ("If it persists, the operator restarts it", "the"),
            ("\"It\" depends", "It"),
        ] {
            assert_eq!(find_non_verb(text).map(|place| &text[place]), Some(word), "{text}");
        }
    }

    #[test]
    fn instructions_start_after_conditions() {
        for (text, rest) in [
            ("Contact support", "Contact support"),
            ("If it persists, please contact support", " contact support"),
            ("Then contact support", " contact support"),
            ("If it persists contact support", "If it persists contact support"),
        ] {
            assert_eq!(&text[instruction_start(text)..], rest);
        }
    }
}
