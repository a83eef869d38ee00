//! Renders a diff for terminals.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::group::{Group, groups, subjects, truncate};
use super::{breaking_note, change_count, counts, release_advice, visible_value};
use crate::diff::{Change, Diff, Rating};
use errcat_catalog::report::visible;

/// The maximum length in characters of two values on the same line. Longer values get a line each.
const MAX_LINE_CHARS: usize = 60;
/// The maximum numbers of subjects and of locations that are listed for a group. More would hide the next
/// change.
const MAX_LISTED: usize = 4;
/// The indentation of the lines below a change.
const INDENT: &str = "            ";

/// Renders every change with its location, grouped by API, and a summary. `since` is the name of the old
/// revision.
pub fn human(diff: &Diff, since: &str, color: bool) -> String {
    let since = visible::line(since);
    if diff.changes.is_empty() {
        return format!("Nothing changed for clients since {since}\n");
    }
    let mut text = String::new();
    let mut api = None;
    for group in groups(diff) {
        if api.replace(&group.first().api) != Some(&group.first().api) {
            let bold = style_if(color, Style::new().bold());
            writeln!(text, "{bold}{}{bold:#}", visible::line(&group.first().api)).expect(WRITING);
        }
        write_group(&mut text, &group, &since, color);
    }
    let styled = |rating: Rating, count: &str| {
        let style = style_if(color, rating_style(rating));
        format!("{style}{count}{style:#}")
    };
    let bold = style_if(color, Style::new().bold());
    let release = release_advice(diff, |bump| format!("{bold}{bump}{bold:#}"));
    let total = change_count(diff.changes.len());
    writeln!(text, "\n{total} since {since}: {}; {release}", counts(diff, styled)).expect(WRITING);
    text
}

const WRITING: &str = "writing to a String";

fn write_group(text: &mut String, group: &Group<'_>, since: &str, color: bool) {
    let change = group.first();
    let rated = style_if(color, rating_style(change.rating()));
    let bold = style_if(color, Style::new().bold());
    let dim = style_if(color, Style::new().dimmed());
    let rating = change.rating().name();
    let subjects = subjects(group, MAX_LISTED, |name| visible::line(name).into_owned());
    write!(text, "  {rated}{rating:<8}{rated:#}  {bold}{subjects}{bold:#}: ").expect(WRITING);
    match long_values(change) {
        Some((before, after)) => {
            let (red, green) = (AnsiColor::Red.on_default(), AnsiColor::Green.on_default());
            let (red, green) = (style_if(color, red), style_if(color, green));
            let message = message(change);
            writeln!(text, "{message}\n{INDENT}{red}- {before}{red:#}\n{INDENT}{green}+ {after}{green:#}")
                .expect(WRITING);
        }
        None => writeln!(text, "{}", line(change)).expect(WRITING),
    }
    let breaks = breaking_note(change).map(|it| format!("; {it}")).unwrap_or_default();
    let (changes, more) = truncate(&group.changes, MAX_LISTED);
    for (index, change) in changes.iter().enumerate() {
        let side = if change.location.is_old { format!(" at {since}") } else { String::new() };
        let is_last = index + 1 == changes.len();
        let more = if is_last && more > 0 { format!(" and {more} more") } else { String::new() };
        let breaks = if is_last { &breaks } else { "" };
        let location = change.location.to_string();
        writeln!(text, "{INDENT}{dim}{}{side}{more}{breaks}{dim:#}", visible::line(&location))
            .expect(WRITING);
    }
}

/// Returns the values of a change if they don't fit in a line.
fn long_values(change: &Change) -> Option<(String, String)> {
    let (before, after) = (change.before.as_deref()?, change.after.as_deref()?);
    let (before, after) = (visible_value(before), visible_value(after));
    (before.chars().count() + after.chars().count() > MAX_LINE_CHARS).then_some((before, after))
}

/// Returns a change without its subject, such as `status: 404 → 409`.
pub fn line(change: &Change) -> String {
    let message = message(change);
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            format!("{message}: {} → {}", visible_value(before), visible_value(after))
        }
        (Some(value), None) | (None, Some(value)) => format!("{message}: {}", visible_value(value)),
        (None, None) => message,
    }
}

/// Returns the part and the message, such as `param balance: type`.
fn message(change: &Change) -> String {
    match &change.part {
        None => change.message.to_owned(),
        Some(part) if part.name.is_empty() => format!("{}: {}", part.kind, change.message),
        Some(part) => format!("{} {}: {}", part.kind, visible::line(&part.name), change.message),
    }
}

fn rating_style(rating: Rating) -> Style {
    match rating {
        Rating::Breaking => AnsiColor::BrightRed.on_default().bold(),
        Rating::Additive => AnsiColor::Green.on_default(),
        Rating::Text => Style::new().dimmed(),
    }
}

fn style_if(color: bool, style: Style) -> Style {
    if color { style } else { Style::new() }
}
