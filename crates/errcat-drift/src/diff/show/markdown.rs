//! For a pull request's comment and for release notes: Markdown as GitHub shows it.

use super::group::{Group, few, groups};
use super::{breaks, changes, counts, release, shown};
use crate::diff::{Change, Diff, Place, Rating, Subject};
use errcat_catalog::report::visible;
use errcat_targets::commonmark::escape::code;

/// The most bytes of the text. GitHub accepts comments of 65,536 characters.
const MAX_BYTES: usize = 60_000;
/// The most codes, and the most places, that are listed of a change of many. More would bury the next change.
const MAX_LISTED: usize = 12;

/// Every change, API by API, the breaking ones first and those of texts folded away. `since` is the revision,
/// as people call it.
pub fn markdown(diff: &Diff, since: &str) -> String {
    let since = code(&visible::line(since));
    if diff.changes.is_empty() {
        return format!("Nothing changed for clients since {since}.\n");
    }
    let bold = |text: &str| format!("**{text}**");
    let styled =
        |rating, count: &str| if rating == Rating::Breaking { bold(count) } else { count.to_owned() };
    let counts = counts(diff, styled);
    let (total, release) = (changes(diff.changes.len()), release(diff, bold));
    let mut text = format!("## Errors since {since}\n\n{total}: {counts}; {release}.\n");
    let groups = groups(diff);
    let mut left = groups.as_slice();
    while let Some(first) = left.first() {
        let same = |group: &&Group<'_>| section(group) == section(first);
        let (now, rest) = left.split_at(left.iter().take_while(same).count());
        // A new API is a heading.
        let is_new = left.len() == groups.len()
            || groups[groups.len() - left.len() - 1].first().api != first.first().api;
        if is_new {
            text.push_str(&format!("\n### {}\n", code(&visible::line(&first.first().api))));
        }
        let fits = add_section(&mut text, first.first().rating(), now);
        if !fits {
            let note = "\nThere is more than fits here; `errcat diff` lists all of it.\n";
            text.push_str(note);
            break;
        }
        left = rest;
    }
    text
}

fn section<'d>(group: &Group<'d>) -> (&'d str, Rating) {
    (&group.first().api, group.first().rating())
}

/// The changes of an API that are rated the same; whether all of them fitted.
fn add_section(text: &mut String, rating: Rating, groups: &[Group<'_>]) -> bool {
    let (start, end) = match rating {
        Rating::Breaking => ("\n**Breaking**\n\n".to_owned(), ""),
        Rating::Additive => ("\n**Additive**\n\n".to_owned(), ""),
        Rating::Text => {
            let count = groups.iter().map(|group| group.changes.len()).sum();
            (format!("\n<details><summary>Texts: {}</summary>\n\n", changes(count)), "\n</details>\n")
        }
    };
    text.push_str(&start);
    let mut fits = true;
    for group in groups {
        let item = item(group);
        fits = text.len() + item.len() < MAX_BYTES;
        if !fits {
            break;
        }
        text.push_str(&item);
    }
    text.push_str(end);
    fits
}

fn item(group: &Group<'_>) -> String {
    let change = group.first();
    let (first, more) = few(&group.changes, MAX_LISTED);
    let subjects: Vec<String> = first.iter().map(|change| subject(&change.subject)).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let value = match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!(": {} → {}", quoted(before), quoted(after)),
        (Some(value), None) | (None, Some(value)) => format!(": {}", quoted(value)),
        (None, None) => String::new(),
    };
    let breaks = breaks(change).map(|it| format!("; {it}")).unwrap_or_default();
    let places = places(&group.changes);
    format!("- {}{more}: {}{value} ({places}{breaks})\n", subjects.join(", "), message(change))
}

/// Where it is; lines of one file behind one another.
fn places(changes: &[&Change]) -> String {
    let (few, more) = few(changes, MAX_LISTED);
    let mut files: Vec<(&Place, Vec<String>)> = Vec::new();
    for Change { place, .. } in few {
        match files.last_mut() {
            Some((file, lines)) if file.path == place.path => lines.push(place.line.to_string()),
            _ => files.push((place, vec![place.line.to_string()])),
        }
    }
    let file = |(place, lines): &(&Place, Vec<String>)| {
        let before = if place.is_old { "was " } else { "" };
        format!("{before}{}", code(&shown(&format!("{}:{}", place.path, lines.join(",")))))
    };
    let more = if more > 0 { ", …" } else { "" };
    format!("{}{more}", files.iter().map(file).collect::<Vec<_>>().join(", "))
}

fn subject(subject: &Subject) -> String {
    match (subject, subject.name()) {
        (Subject::Code(name), _) => quoted(name),
        (_, Some(name)) => format!("{} {}", subject.kind(), quoted(name)),
        (_, None) => "the API".to_owned(),
    }
}

fn message(change: &Change) -> String {
    match &change.part {
        None => change.message.to_owned(),
        Some(part) if part.name.is_empty() => format!("{}: {}", part.kind, change.message),
        Some(part) => format!("{} {}: {}", part.kind, quoted(&part.name), change.message),
    }
}

/// Words of the catalog: see the module above.
fn quoted(value: &str) -> String {
    if value.is_empty() { "nothing".to_owned() } else { code(&shown(value)) }
}
