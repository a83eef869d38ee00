//! Groups equal changes of several errors, which are one change to a reader.

use std::collections::HashMap;

use crate::diff::{Change, Diff, Subject};

/// One or more changes that differ only in their code.
pub(super) struct Group<'d> {
    pub(super) changes: Vec<&'d Change>,
}

/// The properties that changes of a group share, except for their effect.
type Key<'d> =
    (&'d str, &'static str, Option<(&'static str, &'d str)>, (Option<&'d str>, Option<&'d str>), bool);

impl<'d> Group<'d> {
    /// Returns the first change, to read what all of them share.
    pub(super) fn first(&self) -> &'d Change {
        self.changes[0]
    }
}

/// Returns the groups, in the order of their first changes.
pub(super) fn groups(diff: &Diff) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<(Key<'_>, crate::diff::Effect), usize> = HashMap::new();
    for change in &diff.changes {
        if !matches!(change.subject, Subject::Code(_)) {
            groups.push(Group { changes: vec![change] });
            continue;
        }
        let at = *known.entry((key(change), change.effect)).or_insert_with(|| {
            groups.push(Group { changes: Vec::new() });
            groups.len() - 1
        });
        groups[at].changes.push(change);
    }
    groups
}

fn key(change: &Change) -> Key<'_> {
    let part = change.part.as_ref().map(|part| (part.kind, part.name.as_str()));
    let values = (change.before.as_deref(), change.after.as_deref());
    (&change.api, change.message, part, values, change.is_announced)
}

/// Returns the first `max` items and the number of the others.
pub(super) fn truncate<T>(items: &[T], max: usize) -> (&[T], usize) {
    // "and 1 more" would take as much space as the item.
    if items.len() <= max + 1 { (items, 0) } else { (&items[..max], items.len() - max) }
}
