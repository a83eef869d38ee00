//! A lint on sentences that a list splits at their commas.

use super::{LintFindings, Subject};
use crate::finding::{Finding, Level, Rule};
use crate::scope::Scope;
use crate::shape::Text;
use crate::yaml::in_quotes;

pub(crate) static SPLIT_SENTENCE: Rule = Rule {
    name: "split-sentence",
    why: "In `[A, B]`, a comma ends an item. A sentence with a comma becomes several causes or fixes, which \
          are shown one below the other.",
    fix: "Put quotes around the sentence, or write each item on its own line, after `- `.",
    default_level: Some(Level::Warn),
    ..Rule::LINT
};

/// Checks that no item of a list in brackets continues the sentence of the item before it.
pub(super) fn split_sentence(scope: &Scope<'_>, found: &mut LintFindings) {
    for (index, entry) in scope.entries.iter().enumerate() {
        let raw = entry.raw;
        let lists: [Vec<&Text>; 4] = [
            raw.causes().collect(),
            raw.fixes().collect(),
            raw.notes.0.iter().collect(),
            raw.security.0.iter().collect(),
        ];
        for list in lists {
            if let Some((first, rest)) = split(scope, &list) {
                let sentence: Vec<&str> = std::iter::once(first)
                    .chain(rest.iter().copied())
                    .map(|text| text.value.as_str())
                    .collect();
                let message = "this item seems to continue the sentence before it";
                let help = format!("quote the sentence: {}", in_quotes(&sentence.join(", ")));
                let finding = Finding::new(&SPLIT_SENTENCE, rest[0].span, message, help);
                found.push((Subject::Entry(index), finding.related(first.span, "the sentence")));
            }
        }
    }
}

/// Returns the start of a sentence in a list, and the items that continue it: they begin in lower case, and
/// the list doesn't.
fn split<'t, 'l>(scope: &Scope<'_>, list: &'l [&'t Text]) -> Option<(&'t Text, &'l [&'t Text])> {
    let starts = |text: &Text, is_case: fn(char) -> bool| text.value.starts_with(is_case);
    let first = *list.first().filter(|first| starts(first, char::is_uppercase))?;
    let continues = |at: &usize| {
        let (before, item) = (list[at - 1], list[*at]);
        let file = &scope.sources.file(item.span.file).text;
        let between = file.get(before.span.end as usize..item.span.start as usize);
        between.is_some_and(|between| between.trim() == ",") && starts(item, char::is_lowercase)
    };
    let at = (1..list.len()).find(continues)?;
    let count = (at..list.len()).take_while(continues).count();
    // Lists such as `[Timeout, network]` have no sentences.
    let start = if at == 1 { first } else { list[at - 1] };
    start.value.contains(' ').then(|| (start, &list[at..at + count]))
}
