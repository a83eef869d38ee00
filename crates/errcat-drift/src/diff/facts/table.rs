//! Compares tables. A table is a module of the crate, and the errors that its operations can return.

use crate::diff::fact::{Fact, join};
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
                path: _,       // not visible to clients
                reserved: _,   // not visible to clients
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

/// Adding an operation is additive. Removing one is breaking, because derives that use it with these errors
/// no longer compile. A table without operations applies to all of them, so adding the first one removes all
/// others.
fn operations(old: &Table, new: &Table) -> Vec<Fact> {
    let (before, after) = (&old.operations, &new.operations);
    match (before.is_empty(), after.is_empty()) {
        (true, true) => return Vec::new(),
        (true, false) => {
            let effect =
                Effect::wire(Rating::Additive).with_rust(Rating::Breaking).with_docs(Rating::Additive);
            return vec![Fact::new("only these operations", effect).after(join(after))];
        }
        (false, true) => {
            let effect =
                Effect::wire(Rating::Additive).with_rust(Rating::Additive).with_docs(Rating::Additive);
            return vec![Fact::new("any operation", effect).before(join(before))];
        }
        (false, false) => {}
    }
    let more = after.iter().filter(|operation| !before.contains(operation));
    let less = before.iter().filter(|operation| !after.contains(operation));
    let added = |operation: &String| {
        let effect = Effect::wire(Rating::Additive).with_rust(Rating::Additive).with_docs(Rating::Additive);
        Fact::new("added", effect).part("operation", operation)
    };
    let removed = |operation: &String| {
        let effect = Effect::wire(Rating::Additive).with_rust(Rating::Breaking).with_docs(Rating::Additive);
        Fact::new("removed", effect).part("operation", operation)
    };
    less.map(removed).chain(more.map(added)).collect()
}
