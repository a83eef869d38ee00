//! The rules on published codes that the catalog no longer contains.

use std::collections::{BTreeSet, HashMap};

use errcat_catalog::finding::{Finding, Rule, Spanned};
use errcat_catalog::model::Statuses;
use errcat_catalog::names;
use errcat_catalog::parse::REMOVED_CODE;
use errcat_catalog::shape::Word;
use errcat_catalog::suggest::quoted;

use super::{Codes, accept, published_statuses, written};
use crate::lock::Locked;
use crate::lock::published::Gone;
use crate::lock::raw::RawLocked;
use crate::lock::text::scalar;

/// The most codes that a removed code may have been renamed to and that are listed.
const MAX_CANDIDATES: usize = 3;
/// The fewest words that a message has if it identifies an error.
const MIN_WORDS: usize = 2;

/// Applies the rules to codes that no longer exist. `new` are the codes that haven't been published yet.
pub(in crate::lock) fn check_gone(
    gone: &[Gone<'_>],
    new: &[&Locked<'_>],
    codes: &Codes<'_>,
    report: &mut dyn FnMut(&str, Finding),
) {
    let is_alias = |code: &str| codes.values().any(|locked| locked.aliases.contains(&code));
    let gone: Vec<&Gone<'_>> = gone.iter().filter(|gone| !is_alias(&gone.locked.value)).collect();
    let (mut old, mut successors) = (HashMap::new(), HashMap::new());
    for (index, key) in gone
        .iter()
        .enumerate()
        .flat_map(|(index, gone)| keys_of_gone(gone).into_iter().map(move |key| (index, key)))
    {
        old.entry(key).or_insert_with(Vec::new).push(index);
    }
    for (index, key) in new
        .iter()
        .enumerate()
        .flat_map(|(index, new)| keys_of_new(new).into_iter().map(move |key| (index, key)))
    {
        successors.entry(key).or_insert_with(Vec::new).push(index);
    }
    for gone in gone {
        // Evidence counts if it is unique on both sides.
        let certain = keys_of_gone(gone).into_iter().find_map(|key| {
            let found = successors.get(&key)?;
            (key.is_strong && found.len() == 1 && old[&key].len() == 1).then(|| new[found[0]])
        });
        let candidates: BTreeSet<&str> = keys_of_gone(gone)
            .into_iter()
            .flat_map(|key| successors.get(&key).into_iter().flatten().copied())
            .map(|index| new[index].code)
            .collect();
        let ids = gone.scope.ambiguous(&gone.locked.value);
        let finding = match certain {
            _ if !ids.is_empty() => shared_code(gone, &ids),
            Some(new) => renamed_code(gone, new),
            None => removed_code(gone, &candidates),
        };
        report(gone.locked, finding);
    }
}

/// The evidence that one code succeeds another: a value that both have.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    value: String,
    /// `true` if nothing else is likely to have it in common.
    is_strong: bool,
}

fn keys_of_gone(gone: &Gone<'_>) -> [Key; 3] {
    let RawLocked { message, meaning, .. } = gone.was;
    keys(gone.locked, &published_statuses(gone.was), &message.value, meaning.value.clone())
}

fn keys_of_new(new: &Locked<'_>) -> [Key; 3] {
    keys(new.code, new.statuses, new.message, new.meaning.to_string())
}

fn keys(code: &str, statuses: &Statuses, message: &str, meaning: String) -> [Key; 3] {
    let statuses = written(statuses);
    let has_words = literal_words(message) >= MIN_WORDS;
    [
        Key { value: format!("code {}", names::folded(code)), is_strong: true },
        Key { value: format!("meaning {statuses} {meaning}"), is_strong: has_words },
        Key { value: format!("message {statuses} {message}"), is_strong: has_words },
    ]
}

/// Returns the number of words of a message outside of its placeholders.
fn literal_words(message: &str) -> usize {
    let mut depth = 0_usize;
    let literal = message.chars().map(|c| {
        depth += usize::from(c == '{');
        let is_literal = depth == 0;
        depth = depth.saturating_sub(usize::from(c == '}'));
        if is_literal { c } else { ' ' }
    });
    let literal: String = literal.collect();
    literal.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

pub(crate) static RENAMED_CODE: Rule = Rule {
    name: "renamed-code",
    why: "A published code was renamed. Clients that know the former code would no longer recognize \
          the error, and its page would be gone.",
    fix: "Add the former code to `aliases`. If another error got the same code, give that one its own.",
    ..Rule::REQUIRED
};

/// Reports a code that was renamed without an alias.
fn renamed_code(gone: &Gone<'_>, new: &Locked<'_>) -> Finding {
    let Gone { scope, locked, .. } = gone;
    let entry = scope.owner_of(new.code).map(|entry| scope.entries[entry].code.span);
    let message = format!("{} was published as {}, which no longer exists", quoted(new.code), quoted(locked));
    let help = format!(
        "add the former code as an alias:\n  {}:\n    aliases: [{}]\n{}",
        scalar(new.code),
        scalar(locked),
        accept(locked)
    );
    Finding::new(&RENAMED_CODE, entry.unwrap_or(locked.span), message, help)
        .related(locked.span, "published here")
}

/// Reports a code that another error got too, so that the id of its error contains the table now. An alias
/// would be the code of another error.
fn shared_code(gone: &Gone<'_>, ids: &[&str]) -> Finding {
    let Gone { scope, locked, was, .. } = gone;
    let (table, code) = (&was.table.value, quoted(locked));
    let current = ids.iter().copied().find(|id| id.split_once('/').is_some_and(|(of, _)| of == table));
    let others: Vec<String> =
        ids.iter().filter(|id| Some(**id) != current).take(MAX_CANDIDATES).map(|id| quoted(id)).collect();
    let message = match current {
        Some(id) => {
            format!(
                "{code} was published, but is {} now, because {} has the same code",
                quoted(id),
                others.join(", ")
            )
        }
        None => format!("{code} was published, but is the code of {} now", others.join(", ")),
    };
    let help = format!(
        "give the new error another code, or write `same_as: {table}` there if it is the same error\n{}",
        accept(locked)
    );
    let entry = current.and_then(|id| scope.owner_of(id)).map(|entry| scope.entries[entry].code.span);
    Finding::new(&RENAMED_CODE, entry.unwrap_or(locked.span), message, help)
        .related(locked.span, "published here")
}

/// Reports a code that was removed. Codes that are no longer used are retired, and keep their page.
fn removed_code(gone: &Gone<'_>, candidates: &BTreeSet<&str>) -> Finding {
    let Gone { scope, locked, was, is_merged } = gone;
    let mut message = format!("{} was published, but no longer exists", quoted(locked));
    if *is_merged {
        message.push_str("; if its removal was accepted, a merge has brought its line back");
    }
    let table = scope.tables.iter().find(|table| table.name == was.table.value);
    let help = format!(
        "keep it in {}.yaml, marked as retired:\n{}{}{}",
        was.table.value,
        restated(locked, was),
        renamed_to(locked, candidates),
        accept(locked)
    );
    let mut finding = Finding::new(&REMOVED_CODE, locked.span, message, help).label("published here");
    if let Some(errors) = table.and_then(|table| table.raw.keys.place("errors")) {
        finding = finding.related(errors, "it was in this table");
    }
    finding
}

/// Returns the help for a code that may have been renamed.
fn renamed_to(code: &str, candidates: &BTreeSet<&str>) -> String {
    let listed: Vec<String> = candidates.iter().take(MAX_CANDIDATES).map(|code| quoted(code)).collect();
    match listed.len() {
        0 => String::new(),
        _ => format!(
            "or, if it was renamed to {}: add `aliases: [{}]` there\n",
            listed.join(" or "),
            scalar(code)
        ),
    }
}

/// Returns the lines of a table that define a code as it was published.
fn restated(code: &Spanned<String>, was: &RawLocked) -> String {
    let mut lines = vec![format!("  {}:", scalar(code))];
    if names::variant(code) != was.name.value {
        lines.push(format!("    name: {}", was.name.value));
    }
    lines.extend(was.is.as_ref().map(|kind: &Word| format!("    is: {}", scalar(&kind.value))));
    lines.push(format!("    status: {}", written(&published_statuses(was))));
    // A placeholder would need its param, which a retired code has no use for.
    if !was.message.value.contains('{') {
        lines.push(format!("    message: {}", scalar(&was.message.value)));
    }
    lines.push("    retired: since when, and why".to_owned());
    lines.join("\n") + "\n"
}
