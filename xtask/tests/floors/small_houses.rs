//! Tests [`crate_floors`](crate::crate_floors) with small workspaces.

use crate::crate_floors::{Floors, violations};
use crate::workspace::Member;

const HOUSE: Floors = &[&["ground", "cellar"], &["first"], &["roof"]];
const SHED: Floors = &[&["ground"], &["shed"]];

/// Checks members, each given as its name and its dependencies.
fn check(members: &[(&str, &[&str])]) -> Vec<String> {
    let member = |(name, dependencies): &(&str, &[&str])| Member {
        name: (*name).to_owned(),
        roots: Vec::new(),
        dependencies: dependencies.iter().map(|name| (*name).to_owned()).collect(),
    };
    violations(&members.iter().map(member).collect::<Vec<_>>(), &[HOUSE, SHED])
}

#[test]
fn dependencies_may_go_down_any_number_of_floors() {
    let members: &[(&str, &[&str])] = &[
        ("ground", &[]),
        ("cellar", &[]),
        ("first", &["ground"]),
        ("roof", &["cellar", "first"]),
        ("shed", &["ground"]),
    ];
    assert_eq!(check(members), [""; 0]);
}

#[test]
fn dependencies_may_not_go_up_sideways_or_into_another_house() {
    let members: &[(&str, &[&str])] = &[
        ("ground", &["roof"]),
        ("cellar", &["ground"]),
        ("first", &[]),
        ("roof", &["shed"]),
        ("shed", &["first"]),
    ];
    let found = check(members);
    assert_eq!(found.len(), 4, "{found:#?}");
    for (found, start) in found.iter().zip([
        "ground depends on roof",
        "cellar depends on ground",
        "roof depends on shed",
        "shed depends on first",
    ]) {
        assert!(found.starts_with(start), "{found}");
    }
}

#[test]
fn every_crate_is_on_a_floor_and_every_name_is_a_crate() {
    let members: &[(&str, &[&str])] =
        &[("ground", &[]), ("cellar", &[]), ("tent", &[]), ("roof", &[]), ("shed", &[])];
    assert_eq!(
        check(members),
        [
            "tent is on no floor; add it to one",
            "first is on a floor, but no crate of the workspace; remove it, or correct its name",
        ]
    );
}
