//! A table: a module of the crate, and what its operations may answer with.

use crate::diff::fact::{Fact, listed};
use crate::diff::{Effect, Rating};
use errcat_catalog::model::Table;

pub(super) fn facts(old: Option<&Table>, new: Option<&Table>) -> Vec<Fact> {
    match (old, new) {
        (Some(old), Some(new)) => {
            let Table {
                name: _, // both sides have it
                title,
                summary,
                operations: _, // operations()
                path: _,       // no client meets it
                reserved: _,   // no client meets it
                entries: _,    // super::code and super::error
            } = new;
            let mut facts = operations(old, new);
            let title = Fact::if_changed("title", Some(&old.title), Some(title), || Effect::TEXT);
            let (before, after) = (old.summary.as_deref(), summary.as_deref());
            facts.extend(title);
            facts.extend(Fact::if_changed("summary", before, after, || Effect::TEXT));
            facts
        }
        (None, Some(new)) => vec![added(new)],
        (Some(old), None) => vec![gone(old)],
        (None, None) => Vec::new(),
    }
}

/// A module more. Its errors are told one by one.
fn added(table: &Table) -> Fact {
    let effect = Effect::only_rust(Rating::Additive).docs(Rating::Additive);
    Fact::new("new", effect).after(Some(&*table.title))
}

/// `use api::table` no longer compiles, which is announced only if each of its errors was retired.
fn gone(table: &Table) -> Fact {
    let is_announced = table.entries.iter().all(|entry| entry.retired.is_some());
    let effect = Effect::only_rust(Rating::Breaking);
    Fact::new("gone", effect).before(Some(&*table.title)).announced(is_announced)
}

/// A new operation may answer with these errors; one that went no longer does, and a derive that names it
/// with one of them no longer compiles. A table without operations is of all of them, so to name the first
/// takes it from the rest.
fn operations(old: &Table, new: &Table) -> Vec<Fact> {
    let (before, after) = (&old.operations, &new.operations);
    match (before.is_empty(), after.is_empty()) {
        (true, true) => return Vec::new(),
        (true, false) => {
            let effect = Effect::wire(Rating::Additive).rust(Rating::Breaking).docs(Rating::Additive);
            return vec![Fact::new("only these operations", effect).after(listed(after))];
        }
        (false, true) => {
            let effect = Effect::wire(Rating::Additive).rust(Rating::Additive).docs(Rating::Additive);
            return vec![Fact::new("any operation", effect).before(listed(before))];
        }
        (false, false) => {}
    }
    let more = after.iter().filter(|operation| !before.contains(operation));
    let less = before.iter().filter(|operation| !after.contains(operation));
    let added = |operation: &String| {
        let effect = Effect::wire(Rating::Additive).rust(Rating::Additive).docs(Rating::Additive);
        Fact::new("new", effect).part("operation", operation)
    };
    let gone = |operation: &String| {
        let effect = Effect::wire(Rating::Additive).rust(Rating::Breaking).docs(Rating::Additive);
        Fact::new("gone", effect).part("operation", operation)
    };
    less.map(gone).chain(more.map(added)).collect()
}
