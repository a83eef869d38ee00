//! The check that dependencies between crates go downwards.

use std::collections::BTreeSet;

use crate::workspace::Member;

/// The floors of a house, from the bottom up: the names of the crates on each.
pub(crate) type Floors = &'static [&'static [&'static str]];

/// Reports members on no floor, names on a floor that are no members, and dependencies that don't go down in
/// any house.
pub(crate) fn violations(members: &[Member], houses: &[Floors]) -> Vec<String> {
    let on_floors: BTreeSet<&str> = houses.iter().flat_map(|house| house.concat()).collect();
    let names: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let homeless = names.difference(&on_floors).map(|name| format!("{name} is on no floor; add it to one"));
    let gone = on_floors.difference(&names).map(|name| {
        format!("{name} is on a floor, but no crate of the workspace; remove it, or correct its name")
    });
    let housed = members.iter().filter(|member| on_floors.contains(member.name.as_str()));
    let upwards = housed.flat_map(|member| {
        let is_member = |dependency: &&String| on_floors.contains(dependency.as_str());
        let dependencies = member.dependencies.iter().filter(is_member);
        let upwards = dependencies.filter(|dependency| !goes_down(houses, &member.name, dependency));
        upwards.map(|dependency| {
            format!(
                "{} depends on {dependency}, which isn't on a lower floor; move what it needs to a lower floor, or \
                 let a higher one pass it in",
                member.name,
            )
        })
    });
    homeless.chain(gone).chain(upwards).collect()
}

fn goes_down(houses: &[Floors], from: &str, to: &str) -> bool {
    houses.iter().any(|house| {
        let floor_of = |name: &str| house.iter().position(|floor| floor.contains(&name));
        floor_of(from).zip(floor_of(to)).is_some_and(|(from, to)| to < from)
    })
}
