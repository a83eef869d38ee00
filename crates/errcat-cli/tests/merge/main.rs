//! Two branches change a catalog, each with its locks, and git merges or rebases them. Then the catalog has
//! no findings, and `gen` writes the locks in order; or a finding describes what happened.
//!
//! The matrices are every kind of change on both sides, on the same, neighboring and distant entries, merged
//! and rebased, in both orders. Git is the real one. The library checks the result, because the locks depend
//! only on the catalog and its code.

mod codes;
mod repository;
mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Write};
use std::thread;

use errcat_catalog::Report;

use self::repository::Repository;

/// The numbers of the entries that the branches change.
const DISTANCES: [(&str, usize, usize); 3] = [("same", 3, 3), ("neighboring", 3, 4), ("distant", 2, 7)];

/// The changes of a catalog with a lock.
struct Matrix<K: 'static> {
    /// The kinds of changes. What isn't additive is accepted.
    kinds: &'static [K],
    /// Writes the first files.
    start: fn(&Repository),
    /// Makes a change to an entry, and generates the lock. The side distinguishes changes of the same kind.
    change: fn(&Repository, K, usize, &str),
    /// Returns the findings.
    check: fn(&Repository) -> Report,
}

/// How often each outcome of a pair of changes was found, merged and rebased.
type Outcomes = BTreeMap<String, [usize; 2]>;

#[test]
fn every_pair_of_changes_merges_or_is_reported() {
    let text = codes::MATRIX.outcomes();
    snapbox::assert_data_eq!(text, snapbox::file!["expected.txt"].raw());
}

#[test]
fn every_pair_of_changes_to_sources_merges_or_is_reported() {
    let text = sources::MATRIX.outcomes();
    snapbox::assert_data_eq!(text, snapbox::file!["expected-sources.txt"].raw());
}

impl<K: Copy + Debug + Sync> Matrix<K> {
    /// Renders the outcomes of all pairs of changes.
    fn outcomes(&self) -> String {
        let found: Vec<Outcomes> = thread::scope(|scope| {
            let threads = DISTANCES.map(|distance| scope.spawn(move || self.outcomes_at(distance)));
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        let mut text = String::new();
        let mut count = 0;
        for (outcome, [merged, rebased]) in found.iter().flatten() {
            count += merged + rebased;
            writeln!(text, "{outcome} ({merged} merged, {rebased} rebased)").expect("writing to a String");
        }
        assert_eq!(count, DISTANCES.len() * self.kinds.len() * self.kinds.len() * 4);
        text
    }

    fn outcomes_at(&self, (distance, ours, theirs): (&str, usize, usize)) -> Outcomes {
        let repository = Repository::new(self.start);
        let mut outcomes = Outcomes::new();
        for kind in self.kinds {
            for (side, number) in [("ours", ours), ("theirs", theirs)] {
                let change = |repository: &Repository| (self.change)(repository, *kind, number, side);
                repository.branch(&branch(kind, side), change);
            }
        }
        for (a, b) in self.kinds.iter().flat_map(|a| self.kinds.iter().map(move |b| (a, b))) {
            let case = format!("{distance}: {a:?} and {b:?}").to_lowercase();
            let branches = [branch(a, "ours"), branch(b, "theirs")];
            for (index, how) in ["merge", "rebase"].into_iter().enumerate() {
                for [onto, other] in [[0, 1], [1, 0]] {
                    repository.combine(how, &branches[onto], &branches[other]);
                    let outcome = rendered(&(self.check)(&repository));
                    outcomes.entry(format!("{case}: {outcome}")).or_default()[index] += 1;
                }
            }
        }
        outcomes
    }
}

fn branch(kind: &impl Debug, side: &str) -> String {
    format!("{kind:?}-{side}")
}

/// Returns "clean", or the names of the rules of the findings.
fn rendered(report: &Report) -> String {
    if report.findings.is_empty() {
        return "clean".to_owned();
    }
    let findings = report.findings.sorted(&report.sources);
    let names: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.name).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}
