//! Finds cycles in a directed graph, few enough to read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The arrows, each with the number of lines that cause it.
pub(crate) type Graph<N> = BTreeMap<(N, N), usize>;

/// Returns some cycles. If the first arrow of each is removed, the graph has no cycles. A cycle doesn't
/// repeat its first node at its end.
///
/// A new import may close dozens of cycles, but one of the shortest is enough to understand the problem. The
/// arrow to remove is a guess: it is on many cycles and caused by few lines.
pub(crate) fn cycles<N: Copy + Ord>(mut graph: Graph<N>) -> Vec<Vec<N>> {
    let mut removed = Vec::new();
    while let Some(arrow) = worst_arrow(&graph) {
        removed.extend(graph.remove_entry(&arrow));
    }
    // A later choice may have made an earlier one unnecessary.
    removed.retain(|&((from, to), lines)| {
        let closes_cycle = shortest_path(&targets(&graph), to, from).is_some();
        if !closes_cycle {
            graph.insert((from, to), lines);
        }
        closes_cycle
    });
    let targets = targets(&graph);
    let cycles = removed.into_iter().filter_map(|((from, to), _)| {
        let path = shortest_path(&targets, to, from)?;
        Some(starting_at(path, from))
    });
    cycles.collect()
}

/// Returns the arrows of a cycle, including the one from its last node to its first.
pub(crate) fn arrows_of<N: Copy>(cycle: &[N]) -> impl Iterator<Item = (N, N)> {
    let next = cycle.iter().cycle().skip(1);
    cycle.iter().copied().zip(next.copied())
}

/// Returns the arrow to remove first: the one with the most cycles per line.
fn worst_arrow<N: Copy + Ord>(graph: &Graph<N>) -> Option<(N, N)> {
    let targets = targets(graph);
    let through = graph.keys().filter_map(|(from, to)| shortest_path(&targets, *to, *from));
    let cycles: BTreeSet<Vec<N>> = through.map(least_first).collect();
    let mut counts: BTreeMap<(N, N), usize> = BTreeMap::new();
    for arrow in cycles.iter().flat_map(|cycle| arrows_of(cycle)) {
        *counts.entry(arrow).or_default() += 1;
    }
    let ratio = |(arrow, count): &((N, N), usize)| (*count, graph[arrow].max(1));
    let worst = counts.into_iter().max_by(|one, other| {
        let ((count, lines), (other_count, other_lines)) = (ratio(one), ratio(other));
        (count * other_lines).cmp(&(other_count * lines))
    });
    worst.map(|(arrow, _)| arrow)
}

fn targets<N: Copy + Ord>(graph: &Graph<N>) -> BTreeMap<N, Vec<N>> {
    let mut targets: BTreeMap<N, Vec<N>> = BTreeMap::new();
    for (from, to) in graph.keys() {
        targets.entry(*from).or_default().push(*to);
    }
    targets
}

fn shortest_path<N: Copy + Ord>(targets: &BTreeMap<N, Vec<N>>, from: N, to: N) -> Option<Vec<N>> {
    let mut reached_from: BTreeMap<N, Option<N>> = BTreeMap::from([(from, None)]);
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        if node == to {
            let back = std::iter::successors(Some(node), |node| reached_from.get(node).copied().flatten());
            let mut path: Vec<N> = back.collect();
            path.reverse();
            return Some(path);
        }
        for next in targets.get(&node).into_iter().flatten() {
            if !reached_from.contains_key(next) {
                reached_from.insert(*next, Some(node));
                queue.push_back(*next);
            }
        }
    }
    None
}

/// Rotates a cycle so that it's equal to the same cycle found from another of its nodes.
fn least_first<N: Copy + Ord>(cycle: Vec<N>) -> Vec<N> {
    match cycle.iter().min() {
        Some(least) => starting_at(cycle.clone(), *least),
        None => cycle,
    }
}

fn starting_at<N: PartialEq>(mut cycle: Vec<N>, node: N) -> Vec<N> {
    let start = cycle.iter().position(|other| *other == node).unwrap_or(0);
    cycle.rotate_left(start);
    cycle
}

#[test]
fn removing_the_first_arrows_removes_all_cycles() {
    // a -> b -> c -> a and b -> d -> b, and an arrow that is on no cycle.
    let graph = Graph::from([
        (('a', 'b'), 9),
        (('b', 'c'), 9),
        (('c', 'a'), 1),
        (('b', 'd'), 9),
        (('d', 'b'), 2),
        (('d', 'e'), 1),
    ]);
    assert_eq!(cycles(graph), [vec!['c', 'a', 'b'], vec!['d', 'b']]);
}
