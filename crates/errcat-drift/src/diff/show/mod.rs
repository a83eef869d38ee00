//! A [`Diff`] as text: for terminals ([`human`]), for pull requests and release notes ([`markdown`]), for
//! programs ([`json`]), for GitHub's annotations ([`github`]).
//!
//! A catalog may hold anything, and a pull request's may be a stranger's: control characters and marks that
//! reorder text are always shown as escapes, and in Markdown every word of the catalog stands in a code span,
//! where it can neither be HTML nor a link, nor call a `@team`.

mod group;
mod human;
mod machine;
mod markdown;

pub use self::human::human;
pub use self::machine::{github, json};
pub use self::markdown::markdown;

use super::{Bump, Change, Diff, Rating};
use errcat_catalog::report::visible;

/// The most characters of a value that are shown. Programs get all of it.
const MAX_VALUE_CHARS: usize = 200;

/// A value in a line: with nothing in it that isn't seen, and not too long.
fn shown(value: &str) -> String {
    let value = visible::line(value);
    match value.char_indices().nth(MAX_VALUE_CHARS) {
        None => value.into_owned(),
        Some((end, _)) => format!("{}…", &value[..end]),
    }
}

/// `1 breaking, 2 text`, each in its rating's `style`.
fn counts(diff: &Diff, style: impl Fn(Rating, &str) -> String) -> String {
    let each = Rating::ALL.into_iter().filter_map(|rating| {
        let count = diff.count(rating);
        (count > 0).then(|| style(rating, &format!("{count} {}", rating.name())))
    });
    each.collect::<Vec<_>>().join(", ")
}

/// What the next release has to be, each in a `style`.
fn release(diff: &Diff, style: impl Fn(&str) -> String) -> String {
    let bump = diff.bump();
    let before_1_0 = bump.before_1_0();
    let crate_alone = match diff.rust_bump() {
        it if it == bump || it == Bump::None => String::new(),
        it => format!("; for the generated crate alone, {}", it.name()),
    };
    format!("semver {} (0.x: {}){crate_alone}", style(bump.name()), before_1_0.name())
}

/// `breaks wire, Rust`, and whether that was announced.
fn breaks(change: &Change) -> Option<String> {
    if change.rating() != Rating::Breaking {
        return None;
    }
    let surfaces: Vec<&str> = change.effect.worst().map(super::Surface::name).collect();
    let announced = if change.is_announced { ", announced" } else { "" };
    Some(format!("breaks {}{announced}", surfaces.join(", ")))
}

fn changes(count: usize) -> String {
    format!("{count} change{}", if count == 1 { "" } else { "s" })
}
