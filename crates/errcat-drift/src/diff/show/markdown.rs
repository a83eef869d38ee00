//! Renders a diff as GitHub Markdown, for comments on pull requests and for release notes.

use super::group::{Group, groups, subjects, truncate};
use super::{breaking_note, change_count, counts, release_advice, visible_value};
use crate::diff::{Change, ChangeLocation, Diff, Rating};
use errcat_catalog::report::visible;
use errcat_targets::commonmark::escape::code;

/// The maximum size of the text. GitHub accepts comments of 65,536 characters.
const MAX_BYTES: usize = 60_000;
/// The maximum numbers of subjects and of locations that are listed for a group. More would hide the next
/// change.
const MAX_LISTED: usize = 12;

/// Renders every change, grouped by API, with breaking changes first and text changes collapsed. `since` is
/// the name of the old revision.
pub fn markdown(diff: &Diff, since: &str) -> String {
    let since = code(&visible::line(since));
    if diff.changes.is_empty() {
        return format!("Nothing changed for clients since {since}.\n");
    }
    let bold = |text: &str| format!("**{text}**");
    let styled =
        |rating, count: &str| if rating == Rating::Breaking { bold(count) } else { count.to_owned() };
    let counts = counts(diff, styled);
    let (total, release) = (change_count(diff.changes.len()), release_advice(diff, bold));
    let mut text = format!("## Errors since {since}\n\n{total}: {counts}; {release}.\n");
    let groups = groups(diff);
    let mut left = groups.as_slice();
    while let Some(first) = left.first() {
        let same = |group: &&Group<'_>| section(group) == section(first);
        let (now, rest) = left.split_at(left.iter().take_while(same).count());
        let is_new_api = left.len() == groups.len()
            || groups[groups.len() - left.len() - 1].first().api != first.first().api;
        if is_new_api {
            text.push_str(&format!("\n### {}\n", code(&visible::line(&first.first().api))));
        }
        let fits = add_section(&mut text, first.first().rating(), now);
        if !fits {
            let note = "\nNot all changes fit here. `diff` lists them all.\n";
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

/// Adds the changes of an API with the same rating. Returns `false` if not all of them fit.
fn add_section(text: &mut String, rating: Rating, groups: &[Group<'_>]) -> bool {
    let (start, end) = match rating {
        Rating::Breaking => ("\n**Breaking**\n\n".to_owned(), ""),
        Rating::Additive => ("\n**Additive**\n\n".to_owned(), ""),
        Rating::Text => {
            let count = groups.iter().map(|group| group.changes.len()).sum();
            (format!("\n<details><summary>Texts: {}</summary>\n\n", change_count(count)), "\n</details>\n")
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
    let value = match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!(": {} → {}", quoted(before), quoted(after)),
        (Some(value), None) | (None, Some(value)) => format!(": {}", quoted(value)),
        (None, None) => String::new(),
    };
    let breaks = breaking_note(change).map(|it| format!("; {it}")).unwrap_or_default();
    let locations = locations(&group.changes);
    let subjects = subjects(group, MAX_LISTED, quoted);
    format!("- {subjects}: {}{value} ({locations}{breaks})\n", message(change))
}

/// Lists the locations of changes, with adjacent lines of the same file grouped.
fn locations(changes: &[&Change]) -> String {
    let (changes, more) = truncate(changes, MAX_LISTED);
    let mut files: Vec<(&ChangeLocation, Vec<String>)> = Vec::new();
    for Change { location, .. } in changes {
        match files.last_mut() {
            Some((file, lines)) if file.path == location.path => lines.push(location.line.to_string()),
            _ => files.push((location, vec![location.line.to_string()])),
        }
    }
    let file = |(location, lines): &(&ChangeLocation, Vec<String>)| {
        let before = if location.is_old { "was " } else { "" };
        format!("{before}{}", code(&visible_value(&format!("{}:{}", location.path, lines.join(",")))))
    };
    let more = if more > 0 { ", …" } else { "" };
    format!("{}{more}", files.iter().map(file).collect::<Vec<_>>().join(", "))
}

fn message(change: &Change) -> String {
    match &change.part {
        None => change.message.to_owned(),
        Some(part) if part.name.is_empty() => format!("{}: {}", part.kind, change.message),
        Some(part) => format!("{} {}: {}", part.kind, quoted(&part.name), change.message),
    }
}

/// Renders text of the catalog as a code span. See the module docs for the reason.
fn quoted(value: &str) -> String {
    if value.is_empty() { "empty".to_owned() } else { code(&visible_value(value)) }
}
