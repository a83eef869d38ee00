//! Whether an English text begins with what to do.
//!
//! Calm rather than clever: only a beginning that can't be an imperative is refused. What isn't understood, such as
//! another language or a code span in front, passes.

use std::ops::Range;

/// Words that may stand before the verb.
#[rustfmt::skip]
const BEFORE_THE_VERB: [&str; 22] = [
    "alternatively", "also", "always", "and", "either", "explicitly", "finally", "first", "instead", "just",
    "manually", "never", "next", "now", "only", "or", "otherwise", "please", "preferably", "simply",
    "temporarily", "then",
];
/// Words that begin a clause, after which the verb follows.
const CONJUNCTIONS: [&str; 14] = [
    "after", "as", "because", "before", "if", "once", "since", "so", "to", "unless", "until", "when",
    "whenever", "while",
];
/// Words that may begin such a clause too, but without one begin a mere circumstance: `With a new key`.
const PREPOSITIONS: [&str; 10] = ["at", "by", "during", "for", "from", "in", "of", "on", "with", "without"];
/// Other first words of what is no imperative.
#[rustfmt::skip]
const NO_VERBS: [&str; 64] = [
    "a", "all", "an", "any", "are", "bad", "both", "can", "cannot", "could", "each", "every", "he", "here",
    "how", "i", "incorrect", "insufficient", "invalid", "is", "it", "its", "likely", "many", "may", "maybe",
    "might", "missing", "most", "must", "my", "need", "needs", "one", "our", "perhaps", "possible",
    "possibly", "probably", "required", "several", "she", "should", "some", "that", "the", "their", "there",
    "these", "they", "this", "those", "unexpected", "unknown", "was", "we", "were", "what", "which", "who",
    "why", "wrong", "you", "your",
];
/// Verbs that only a subject can stand before: `Credentials must …`.
const AFTER_A_SUBJECT: [&str; 18] = [
    "aren't", "are", "can", "can't", "cannot", "doesn't", "has", "hasn't", "is", "isn't", "may", "might",
    "must", "needs", "should", "was", "were", "will",
];
/// Endings of nouns.
const NOUN_ENDINGS: [&str; 6] = ["ing", "tion", "sion", "ment", "ness", "ity"];
/// Verbs that end so all the same.
#[rustfmt::skip]
const VERBS: [&str; 46] = [
    "augment", "auction", "bring", "caution", "cement", "cling", "comment", "commission", "complement",
    "compliment", "condition", "decommission", "decrement", "document", "envision", "experiment", "fling",
    "fragment", "function", "harness", "implement", "increment", "instrument", "mention", "partition",
    "ping", "portion", "position", "provision", "question", "ration", "reimplement", "reposition", "ring",
    "sanction", "section", "segment", "sling", "spring", "sting", "string", "supplement", "swing",
    "transition", "uncomment", "wring",
];

/// The first word of an instruction that can't be one, and where it stands.
pub(super) fn no_verb(text: &str) -> Option<Range<usize>> {
    let word = first_word(text, instruction(text, 0))?;
    let opens = lower(text, &word);
    let is_preposition = PREPOSITIONS.contains(&opens.as_str());
    if !is_preposition && !CONJUNCTIONS.contains(&opens.as_str()) {
        return refused(text, word);
    }
    let mut rest = clauses(text, word.end).peekable();
    if rest.peek().is_none() {
        return is_preposition.then_some(word);
    }
    // `If a key is old, or the tenant has changed, create one`: any of the clauses may be the one that counts.
    let mut first = None;
    for at in rest {
        let refused = refused(text, first_word(text, instruction(text, at))?)?;
        first.get_or_insert(refused);
    }
    first
}

/// Where the instruction begins: after `Please` and the like, and after a clause such as `If it persists,`.
pub(super) fn beginning(text: &str) -> usize {
    let start = instruction(text, 0);
    let Some(word) = first_word(text, start) else { return start };
    let opens = lower(text, &word);
    let is_clause = CONJUNCTIONS.contains(&opens.as_str()) || PREPOSITIONS.contains(&opens.as_str());
    let after = is_clause.then(|| clauses(text, word.end).next()).flatten();
    after.map_or(start, |at| instruction(text, at))
}

/// Where what follows the words before the verb begins.
fn instruction(text: &str, mut at: usize) -> usize {
    while let Some(word) = first_word(text, at).filter(|word| BEFORE_THE_VERB.contains(&&*lower(text, word)))
    {
        at = word.end;
    }
    at
}

/// Where clauses begin: after commas, colons, semicolons and dashes that white space follows.
fn clauses(text: &str, from: usize) -> impl Iterator<Item = usize> {
    let ends = text[from..].match_indices([',', ':', ';', '–', '—']);
    let after = ends.map(move |(at, sign)| from + at + sign.len());
    after.filter(|at| text[*at..].starts_with(char::is_whitespace))
}

fn refused(text: &str, word: Range<usize>) -> Option<Range<usize>> {
    let first = lower(text, &word);
    let is_noun = || NOUN_ENDINGS.iter().any(|ending| first.ends_with(ending)) && !VERBS.contains(&&*first);
    let is_subject = || {
        let second =
            first_word(text, word.end).filter(|second| text[word.end..second.start].trim().is_empty());
        second.is_some_and(|second| AFTER_A_SUBJECT.contains(&&*lower(text, &second)))
    };
    (NO_VERBS.contains(&&*first) || is_noun() || is_subject()).then_some(word)
}

/// The next word, behind punctuation; none before what isn't English prose: a code span, a link, a number.
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
    use super::{beginning, no_verb};

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
            "`errcat gen` writes it anew",
            "[guide:retries] tells how",
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
            assert_eq!(no_verb(text).map(|word| &text[word]), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_instruction_is_found_at_its_first_word() {
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
            assert_eq!(no_verb(text).map(|place| &text[place]), Some(word), "{text}");
        }
    }

    #[test]
    fn the_instruction_begins_after_its_condition() {
        for (text, rest) in [
            ("Contact support", "Contact support"),
            ("If it persists, please contact support", " contact support"),
            ("Then contact support", " contact support"),
            ("If it persists contact support", "If it persists contact support"),
        ] {
            assert_eq!(&text[beginning(text)..], rest);
        }
    }
}
