//! Renders a diff for programs.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use super::breaking_note;
use crate::diff::{Change, Diff, Rating, Subject};
use errcat_catalog::report::machine::{data, property};
use errcat_catalog::report::visible;

/// Renders a diff as a JSON object:
///
/// - `since`: the name of the old revision.
/// - `bump`: the version bump that the changes require: none, patch, minor or major. `rust_bump` is the one
///   for the generated crate alone. `bump_0_x` and `rust_bump_0_x` are those for a version 0.x.
/// - `unannounced`: `true` if there are unannounced breaking changes. The exit code is 1 then.
/// - `changes`: the changes, each with these members:
///   - `api`: the name of the API.
///   - `subject`: the `kind` (api, table, code, envelope, header, guide) and `name` of what changed.
///   - `part`: the `kind` and `name` of the part that changed, or null.
///   - `rating`: breaking, additive or text. `wire`, `rust` and `docs` are the ratings for these surfaces, or
///     null if they aren't affected.
///   - `announced`: `true` if the catalog announces the change.
///   - `message`: a short description of the change.
///   - `before` and `after`: the complete values, or null.
///   - `place`: the `path`, `line` and `side`: new, or old if the subject was removed.
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
            "path": change.location.path,
            "line": change.location.line,
            "side": if change.location.is_old { "old" } else { "new" },
        },
    })
}

/// Renders each change as a workflow command, which GitHub shows at the line: an error for an unannounced
/// breaking change, a warning for an announced one, otherwise a notice. If the subject was removed, the
/// command has a file but no line
/// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message>).
pub fn github(diff: &Diff) -> String {
    let mut text = String::new();
    // GitHub shows only the first ten of each level.
    for rating in Rating::ALL {
        for change in diff.changes.iter().filter(|change| change.rating() == rating) {
            let level = match rating {
                Rating::Breaking if change.is_announced => "warning",
                Rating::Breaking => "error",
                _ => "notice",
            };
            let (path, title) = (property(&change.location.path), property(rating.name()));
            let line = if change.location.is_old {
                String::new()
            } else {
                format!("line={},", change.location.line)
            };
            let message = data(&sentence(change));
            writeln!(text, "::{level} file={path},{line}title={title}::{message}")
                .expect("writing to a String");
        }
    }
    text
}

/// Returns the change in words, such as `kakunin/agent_gone: status: 404 → 410`, and what it breaks.
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
    let breaks = breaking_note(change).map(|it| format!("\n{it}")).unwrap_or_default();
    format!("{}{subject}: {part}{}{value}{breaks}", change.api, change.message)
}
