//! For programs.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use super::breaks;
use crate::diff::{Change, Diff, Rating, Subject};
use errcat_catalog::report::machine::{data, property};
use errcat_catalog::report::visible;

/// An object: `since`; `bump` (none, patch, minor, major) of everything, `rust_bump` of the generated crate
/// alone, and both for a version 0.x as `bump_0_x` and `rust_bump_0_x`; `unannounced`, whether the exit code
/// is 1; `changes`.
///
/// Each change has `api`; `subject`, its `kind` (api, table, code, envelope, header, guide) and `name`;
/// `part`, `kind` and `name` of what of it changed, or null; `rating` (breaking, additive, text), and the
/// same for `wire`, `rust` and `docs`, null where these aren't touched; `announced`; `message`; `before` and
/// `after`, whole, or null; `place`, its `path`, `line` and `side` (new, or old for what is gone).
pub fn json(diff: &Diff, since: &str) -> String {
    let (bump, rust_bump) = (diff.bump(), diff.rust_bump());
    let all = json!({
        "since": since,
        "bump": bump.name(),
        "bump_0_x": bump.before_1_0().name(),
        "rust_bump": rust_bump.name(),
        "rust_bump_0_x": rust_bump.before_1_0().name(),
        "unannounced": diff.breaks_unannounced(),
        "changes": diff.changes.iter().map(object).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&all).expect("JSON values have text keys");
    visible::json(&text) + "\n"
}

fn object(change: &Change) -> Json {
    let name = |rating: Option<Rating>| rating.map(Rating::name);
    let part = change.part.as_ref().map(|part| json!({ "kind": part.kind, "name": part.name }));
    json!({
        "api": change.api,
        "subject": { "kind": change.subject.kind(), "name": change.subject.name().unwrap_or(&change.api) },
        "part": part,
        "rating": change.rating().name(),
        "wire": name(change.effect.wire),
        "rust": name(change.effect.rust),
        "docs": name(change.effect.docs),
        "announced": change.is_announced,
        "message": change.message,
        "before": change.before,
        "after": change.after,
        "place": {
            "path": change.place.path,
            "line": change.place.line,
            "side": if change.place.is_old { "old" } else { "new" },
        },
    })
}

/// A workflow command a change, which GitHub shows at its line: an error if it breaks clients that nobody
/// told, a warning if it breaks those that were told, else a notice. What is gone has no line any more, only
/// its file
/// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message>).
pub fn github(diff: &Diff) -> String {
    let mut text = String::new();
    // GitHub shows the first ten of each kind.
    for rating in Rating::ALL {
        for change in diff.changes.iter().filter(|change| change.rating() == rating) {
            let level = match rating {
                Rating::Breaking if change.is_announced => "warning",
                Rating::Breaking => "error",
                _ => "notice",
            };
            let (path, title) = (property(&change.place.path), property(rating.name()));
            let line =
                if change.place.is_old { String::new() } else { format!("line={},", change.place.line) };
            let message = data(&sentence(change));
            writeln!(text, "::{level} file={path},{line}title={title}::{message}")
                .expect("writing to a String");
        }
    }
    text
}

/// `kakunin/agent_gone: status: 404 → 410`, and what that breaks.
fn sentence(change: &Change) -> String {
    let subject = match (&change.subject, change.subject.name()) {
        (Subject::Code(name), _) => format!("/{name}"),
        (_, Some(name)) => format!(": {} {name}", change.subject.kind()),
        (_, None) => String::new(),
    };
    let part = match &change.part {
        None => String::new(),
        Some(part) if part.name.is_empty() => format!("{}: ", part.kind),
        Some(part) => format!("{} {}: ", part.kind, part.name),
    };
    let value = match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!(": {before} → {after}"),
        (Some(value), None) | (None, Some(value)) => format!(": {value}"),
        (None, None) => String::new(),
    };
    let breaks = breaks(change).map(|it| format!("\n{it}")).unwrap_or_default();
    format!("{}{subject}: {part}{}{value}{breaks}", change.api, change.message)
}
