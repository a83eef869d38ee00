//! For terminals.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::group::{Group, few, groups};
use super::{breaks, changes, counts, release, shown};
use crate::diff::{Change, Diff, Rating, Subject};
use errcat_catalog::report::visible;

/// The longest two values that share a line, in characters. Longer ones get a line each.
const MAX_LINE_CHARS: usize = 60;
/// The most codes, and the most places, that are listed of a change of many. More would bury the next change.
const MAX_LISTED: usize = 4;
/// Where what is said of a change begins.
const INDENT: &str = "            ";

/// Every change with its place, API by API, then what they come to. `since` is the revision, as people call
/// it.
pub fn human(diff: &Diff, since: &str, color: bool) -> String {
    let since = visible::line(since);
    if diff.changes.is_empty() {
        return format!("Nothing changed for clients since {since}\n");
    }
    let mut text = String::new();
    let mut api = None;
    for group in groups(diff) {
        if api.replace(&group.first().api) != Some(&group.first().api) {
            let bold = style(color, Style::new().bold());
            writeln!(text, "{bold}{}{bold:#}", visible::line(&group.first().api)).expect(WRITING);
        }
        write_group(&mut text, &group, &since, color);
    }
    let painted = |rating: Rating, count: &str| {
        let style = style(color, of_rating(rating));
        format!("{style}{count}{style:#}")
    };
    let bold = style(color, Style::new().bold());
    let release = release(diff, |bump| format!("{bold}{bump}{bold:#}"));
    let total = changes(diff.changes.len());
    writeln!(text, "\n{total} since {since}: {}; {release}", counts(diff, painted)).expect(WRITING);
    text
}

const WRITING: &str = "writing to a String";

fn write_group(text: &mut String, group: &Group<'_>, since: &str, color: bool) {
    let change = group.first();
    let rated = style(color, of_rating(change.rating()));
    let bold = style(color, Style::new().bold());
    let dim = style(color, Style::new().dimmed());
    let rating = change.rating().name();
    write!(text, "  {rated}{rating:<8}{rated:#}  {bold}{}{bold:#}: {}", subjects(group), message(change))
        .expect(WRITING);
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let (before, after) = (shown(before), shown(after));
            if before.chars().count() + after.chars().count() <= MAX_LINE_CHARS {
                writeln!(text, ": {before} → {after}").expect(WRITING);
            } else {
                let (red, green) = (AnsiColor::Red.on_default(), AnsiColor::Green.on_default());
                let (red, green) = (style(color, red), style(color, green));
                writeln!(text, "\n{INDENT}{red}- {before}{red:#}\n{INDENT}{green}+ {after}{green:#}")
                    .expect(WRITING);
            }
        }
        (Some(value), None) | (None, Some(value)) => writeln!(text, ": {}", shown(value)).expect(WRITING),
        (None, None) => text.push('\n'),
    }
    let breaks = breaks(change).map(|it| format!("; {it}")).unwrap_or_default();
    let (places, more) = few(&group.changes, MAX_LISTED);
    for (index, change) in places.iter().enumerate() {
        let side = if change.place.is_old { format!(" at {since}") } else { String::new() };
        let is_last = index + 1 == places.len();
        let more = if is_last && more > 0 { format!(" and {more} more") } else { String::new() };
        let breaks = if is_last { &breaks } else { "" };
        let place = change.place.to_string();
        writeln!(text, "{INDENT}{dim}{}{side}{more}{breaks}{dim:#}", visible::line(&place)).expect(WRITING);
    }
}

fn subjects(group: &Group<'_>) -> String {
    let (first, more) = few(&group.changes, MAX_LISTED);
    let names: Vec<String> = first.iter().map(|change| subject(&change.subject)).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", names.join(", "))
}

fn subject(subject: &Subject) -> String {
    match (subject, subject.name()) {
        (Subject::Code(code), _) => visible::line(code).into_owned(),
        (_, Some(name)) => format!("{} {}", subject.kind(), visible::line(name)),
        (_, None) => "the API".to_owned(),
    }
}

/// `param balance: type`.
fn message(change: &Change) -> String {
    match &change.part {
        None => change.message.to_owned(),
        Some(part) if part.name.is_empty() => format!("{}: {}", part.kind, change.message),
        Some(part) => format!("{} {}: {}", part.kind, visible::line(&part.name), change.message),
    }
}

fn of_rating(rating: Rating) -> Style {
    match rating {
        Rating::Breaking => AnsiColor::BrightRed.on_default().bold(),
        Rating::Additive => AnsiColor::Green.on_default(),
        Rating::Text => Style::new().dimmed(),
    }
}

fn style(color: bool, style: Style) -> Style {
    if color { style } else { Style::new() }
}
