//! Groups equal changes of several errors, or of several envelopes and so on, which are one change to a
//! reader.

use std::collections::HashMap;

use crate::diff::{Change, Diff, Effect, Part, Subject};

/// One or more changes that differ only in the name of their subject.
pub(super) struct Group<'d> {
    pub(super) changes: Vec<&'d Change>,
}

/// The properties that changes of a group share.
#[derive(PartialEq, Eq, Hash)]
struct Key<'d> {
    api: &'d str,
    kind: &'static str,
    part: &'d Option<Part>,
    message: &'static str,
    values: (Option<&'d str>, Option<&'d str>),
    effect: Effect,
    is_announced: bool,
}

impl<'d> Group<'d> {
    /// Returns the first change, to read what all of them share.
    pub(super) fn first(&self) -> &'d Change {
        self.changes[0]
    }
}

/// Returns the groups, in the order of their first changes.
pub(super) fn groups(diff: &Diff) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<Key<'_>, usize> = HashMap::new();
    for change in &diff.changes {
        let at = *known.entry(key(change)).or_insert_with(|| {
            groups.push(Group { changes: Vec::new() });
            groups.len() - 1
        });
        groups[at].changes.push(change);
    }
    groups
}

fn key(change: &Change) -> Key<'_> {
    let Change { api, subject, part, message, before, after, effect, is_announced, location: _ } = change;
    Key {
        api,
        kind: subject.kind(),
        part,
        message,
        values: (before.as_deref(), after.as_deref()),
        effect: *effect,
        is_announced: *is_announced,
    }
}

/// Returns the subjects of a group, such as `agent_gone, too_early and 3 more` or `envelopes http, task`. At
/// most `max` are named.
pub(super) fn subjects(group: &Group<'_>, max: usize, name: impl Fn(&str) -> String) -> String {
    let (first, more) = truncate(&group.changes, max);
    let names: Vec<String> = first.iter().filter_map(|change| change.subject.name().map(&name)).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let plural = if group.changes.len() > 1 { "s" } else { "" };
    let kind = match &group.first().subject {
        Subject::Api => return "the API".to_owned(),
        Subject::Code(_) => String::new(),
        subject => format!("{}{plural} ", subject.kind()),
    };
    format!("{kind}{}{more}", names.join(", "))
}

/// Returns the first `max` items and the number of the others.
pub(super) fn truncate<T>(items: &[T], max: usize) -> (&[T], usize) {
    // "and 1 more" would take as much space as the item.
    if items.len() <= max + 1 { (items, 0) } else { (&items[..max], items.len() - max) }
}
