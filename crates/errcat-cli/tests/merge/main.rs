//! Two branches change a catalog, each with its lock, and git merges or rebases them. Then the catalog has no
//! findings, and `gen` writes the lock in order; or a finding describes what happened.
//!
//! The matrix is every kind of change on both sides, on the same, neighboring and distant entries, merged and
//! rebased, in both orders. Git is the real one. The library checks the result, because the lock depends only
//! on the catalog.

mod repository;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::thread;

use self::repository::Repository;

/// A kind of change of an entry. What isn't additive is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Reword,
    Retire,
    /// Renamed, with an alias.
    Alias,
    Delete,
    /// Moved to another table.
    Move,
    /// Another entry is added below it.
    Add,
    /// The status is changed.
    Accept,
}

const KINDS: [Kind; 7] =
    [Kind::Reword, Kind::Retire, Kind::Alias, Kind::Delete, Kind::Move, Kind::Add, Kind::Accept];

/// The numbers of the entries that the branches change.
const DISTANCES: [(&str, usize, usize); 3] = [("same", 3, 3), ("neighboring", 3, 4), ("distant", 2, 7)];

/// How often each outcome of a pair of changes was found, merged and rebased.
type Outcomes = BTreeMap<String, [usize; 2]>;

#[test]
fn every_pair_of_changes_ends_in_order_or_in_a_finding() {
    let found: Vec<Outcomes> = thread::scope(|scope| {
        let threads = DISTANCES.map(|distance| scope.spawn(move || outcomes(distance)));
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let mut text = String::new();
    let mut count = 0;
    for (outcome, [merged, rebased]) in found.iter().flatten() {
        count += merged + rebased;
        writeln!(text, "{outcome} ({merged} merged, {rebased} rebased)").expect("writing to a String");
    }
    assert_eq!(count, 3 * KINDS.len() * KINDS.len() * 4);
    snapbox::assert_data_eq!(text, snapbox::file!["expected.txt"].raw());
}

fn outcomes((distance, ours, theirs): (&str, usize, usize)) -> Outcomes {
    let repository = Repository::new();
    let mut outcomes = Outcomes::new();
    for kind in KINDS {
        repository.branch(&branch(kind, "ours"), |tables| tables.change(kind, ours, "ours"));
        repository.branch(&branch(kind, "theirs"), |tables| tables.change(kind, theirs, "theirs"));
    }
    for (a, b) in KINDS.into_iter().flat_map(|a| KINDS.map(|b| (a, b))) {
        let case = format!("{distance}: {a:?} and {b:?}").to_lowercase();
        let branches = [branch(a, "ours"), branch(b, "theirs")];
        for (index, how) in ["merge", "rebase"].into_iter().enumerate() {
            for [onto, other] in [[0, 1], [1, 0]] {
                let outcome = repository.outcome(how, &branches[onto], &branches[other]);
                outcomes.entry(format!("{case}: {outcome}")).or_default()[index] += 1;
            }
        }
    }
    outcomes
}

fn branch(kind: Kind, side: &str) -> String {
    format!("{kind:?}-{side}")
}
