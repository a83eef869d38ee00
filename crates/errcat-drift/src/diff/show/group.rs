//! The same change of many errors, which is one change to a reader.

use std::collections::HashMap;

use crate::diff::{Change, Diff, Subject};

/// Changes that differ only in the code that they are about: at least one.
pub(super) struct Group<'d> {
    pub(super) changes: Vec<&'d Change>,
}

/// What two changes have to share.
type Key<'d> =
    (&'d str, &'static str, Option<(&'static str, &'d str)>, (Option<&'d str>, Option<&'d str>), bool);

impl<'d> Group<'d> {
    /// One for all of what they share.
    pub(super) fn first(&self) -> &'d Change {
        self.changes[0]
    }
}

/// In the order of their first changes.
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

/// The items, the first few of them, and how many there are besides.
pub(super) fn few<T>(items: &[T], most: usize) -> (&[T], usize) {
    // "and 1 more" takes the room of that one.
    if items.len() <= most + 1 { (items, 0) } else { (&items[..most], items.len() - most) }
}
