//! Renders a [`Diff`] as text: for terminals ([`human`]), for pull requests and release notes ([`markdown`]),
//! for programs ([`json`]), as GitHub annotations ([`github`]), and as single lines ([`line()`]).
//!
//! A catalog may contain any text, and a pull request may come from an attacker. So control characters and
//! bidirectional marks are always escaped. In Markdown, all text of the catalog is in code spans, where it
//! can't be HTML or a link, and can't mention a `@team`.

mod group;
mod human;
mod machine;
mod markdown;

pub use self::human::{human, line};
pub use self::machine::{github, json};
pub use self::markdown::markdown;

use super::{Bump, Change, Diff, Rating};
use errcat_catalog::report::visible;

/// The maximum number of characters of a value that are shown to readers. Programs get the complete value.
const MAX_VALUE_CHARS: usize = 200;

/// Returns a value for a line: with invisible characters escaped, and truncated if it is too long.
fn visible_value(value: &str) -> String {
    let value = visible::line(value);
    match value.char_indices().nth(MAX_VALUE_CHARS) {
        None => value.into_owned(),
        Some((end, _)) => format!("{}…", &value[..end]),
    }
}

/// Returns the numbers of changes by rating, such as `1 breaking, 2 text`, each in its rating's `style`.
fn counts(diff: &Diff, style: impl Fn(Rating, &str) -> String) -> String {
    let each = Rating::ALL.into_iter().filter_map(|rating| {
        let count = diff.count(rating);
        (count > 0).then(|| style(rating, &format!("{count} {}", rating.name())))
    });
    each.collect::<Vec<_>>().join(", ")
}

/// Returns the version bump that the changes require, in a `style`.
fn release_advice(diff: &Diff, style: impl Fn(&str) -> String) -> String {
    let bump = diff.bump();
    let before_1_0 = bump.before_1_0();
    let crate_alone = match diff.rust_bump() {
        it if it == bump || it == Bump::None => String::new(),
        it => format!("; for the generated crate alone, {}", it.name()),
    };
    format!("semver {} (0.x: {}){crate_alone}", style(bump.name()), before_1_0.name())
}

/// Returns a note on a breaking change, such as `breaks wire, Rust, announced`. `None` for other changes.
fn breaking_note(change: &Change) -> Option<String> {
    if change.rating() != Rating::Breaking {
        return None;
    }
    let surfaces: Vec<&str> = change.effect.worst_surfaces().map(super::Surface::name).collect();
    let announced = if change.is_announced { ", announced" } else { "" };
    Some(format!("breaks {}{announced}", surfaces.join(", ")))
}

fn change_count(count: usize) -> String {
    format!("{count} change{}", if count == 1 { "" } else { "s" })
}
