//! Compares tables. A table is a module of the crate, and the errors that its operations can return.

use super::operations;
use crate::diff::fact::Fact;
use crate::diff::{Effect, Rating};
use errcat_catalog::model::Table;

pub(super) fn facts(old: Option<&Table>, new: Option<&Table>) -> Vec<Fact> {
    match (old, new) {
        (Some(old), Some(new)) => {
            let Table {
                name: _, // both sides have it
                title,
                summary,
                operations: _, // operations_of()
                path: _,       // not visible to clients
                reserved: _,   // not visible to clients
                entries: _,    // super::code and super::error
            } = new;
            let mut facts = operations_of(old, new);
            let title = Fact::if_changed("title", Some(&old.title), Some(title), || Effect::TEXT);
            let (before, after) = (old.summary.as_deref(), summary.as_deref());
            facts.extend(title);
            facts.extend(Fact::if_changed("summary", before, after, || Effect::TEXT));
            facts
        }
        (None, Some(new)) => vec![added(new)],
        (Some(old), None) => vec![removed(old)],
        (None, None) => Vec::new(),
    }
}

/// A table adds a module. Its errors are reported one by one.
fn added(table: &Table) -> Fact {
    let effect = Effect::only_rust(Rating::Additive).with_docs(Rating::Additive);
    Fact::new("added", effect).after(Some(&*table.title))
}

/// Removing a table is breaking, because `use api::table` no longer compiles. It is announced if all its
/// errors were retired.
fn removed(table: &Table) -> Fact {
    let is_announced = table.entries.iter().all(|entry| entry.retired.is_some());
    let effect = Effect::only_rust(Rating::Breaking);
    Fact::new("removed", effect).before(Some(&*table.title)).announced(is_announced)
}

/// Compares the operations, unless every error has its own on one of the sides. Those are compared for each
/// error.
fn operations_of(old: &Table, new: &Table) -> Vec<Fact> {
    let are_used = |table: &Table| table.entries.iter().any(|entry| entry.operations.is_empty());
    if !are_used(old) || !are_used(new) {
        return Vec::new();
    }
    operations::facts(&old.operations, &new.operations)
}
