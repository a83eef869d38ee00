//! Finds code that has moved.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use super::File;
use super::lines::{EDGE, Lines, Print};
use errcat_catalog::fingerprint::Fingerprint;

/// A range of lines that begins and ends like the code.
struct Candidate {
    /// The first and last line, from 1.
    lines: (u32, u32),
    /// How many of its two sides (before, after) are unchanged.
    sides: usize,
    /// `true` if it is at least as long as an edge. One or two lines may occur anywhere by chance.
    is_distinctive: bool,
}

/// Lost code to search for.
pub(super) struct LostCode {
    pub(super) print: Print,
    pub(super) lines: (u32, u32),
}

/// Finds code in its file. If several places match, it is the one with the most unchanged sides, and among
/// those the nearest.
pub(super) fn in_file(lines: &Lines, lost: &[LostCode]) -> Vec<Option<(u32, u32)>> {
    let edges = edges(lines, &edge_prints(lost));
    let nearest = |code: &LostCode| {
        let candidates = candidates(lines, &edges, code);
        if let [only] = &*candidates {
            return Some(only.lines);
        }
        let placed = candidates.iter().filter(|candidate| candidate.sides > 0);
        let best = placed.max_by_key(|it| (it.sides, Reverse(it.lines.0.abs_diff(code.lines.0))));
        best.map(|candidate| candidate.lines)
    };
    lost.iter().map(nearest).collect()
}

/// Finds code in other files. Returns the index into the files and the lines, or `None` unless exactly one
/// place matches best.
pub(super) fn elsewhere(lost: &[LostCode], files: &[File]) -> Vec<Option<(usize, (u32, u32))>> {
    let lost_edges = edge_prints(lost);
    let found: Vec<Vec<(usize, Candidate)>> = files
        .par_iter()
        .map(|file| {
            let lines = Lines::of(file.text.as_deref().unwrap_or_default());
            let edges = edges(&lines, &lost_edges);
            let here = lost.iter().enumerate().filter(|(_, code)| edges.contains_key(&code.print.first));
            let of = |(at, code)| candidates(&lines, &edges, code).into_iter().map(move |it| (at, it));
            here.flat_map(of).filter(|(_, it)| it.is_distinctive || it.sides > 0).collect()
        })
        .collect();
    let mut by_code: HashMap<usize, Vec<(usize, Candidate)>> = HashMap::new();
    for (file, found) in found.into_iter().enumerate() {
        for (at, candidate) in found {
            by_code.entry(at).or_default().push((file, candidate));
        }
    }
    (0..lost.len()).map(|at| only_best(by_code.get(&at)?)).collect()
}

/// Returns the candidate with the most unchanged sides, or `None` if several have as many.
fn only_best(candidates: &[(usize, Candidate)]) -> Option<(usize, (u32, u32))> {
    let most = candidates.iter().map(|(_, candidate)| candidate.sides).max()?;
    let mut best = candidates.iter().filter(|(_, candidate)| candidate.sides == most);
    let (file, candidate) = best.next()?;
    best.next().is_none().then_some((*file, candidate.lines))
}

/// The positions of a file's edges that are searched for, by fingerprint, in ascending order.
type Edges = HashMap<Fingerprint, Vec<Range<usize>>>;

fn edge_prints(lost: &[LostCode]) -> HashSet<Fingerprint> {
    lost.iter().flat_map(|code| [code.print.first, code.print.last]).collect()
}

fn edges(lines: &Lines, prints: &HashSet<Fingerprint>) -> Edges {
    let mut edges = Edges::new();
    for (edge, print) in lines.edges().filter(|(_, print)| prints.contains(print)) {
        edges.entry(print).or_default().push(edge);
    }
    edges
}

/// Returns every place that begins and ends like the code. If several ends match, the length is as close as
/// possible to the former one.
fn candidates(lines: &Lines, edges: &Edges, code: &LostCode) -> Vec<Candidate> {
    let LostCode { print: was, lines: (first, last) } = code;
    let all = |print: &Fingerprint| edges.get(print).map_or(&[][..], Vec::as_slice);
    let tails = all(&was.last);
    let end = |head: &Range<usize>| -> Option<usize> {
        if was.first == was.last {
            return Some(head.end);
        }
        let expected = lines.numbers(head.clone()).0.saturating_add(last - first);
        let apart = |end: &usize| lines.numbers(head.start..*end).1.abs_diff(expected);
        // The last one before the expected end, or the first one at or after it.
        let at = tails.partition_point(|tail| lines.numbers(tail.clone()).1 < expected);
        let near = tails[at.saturating_sub(1)..].iter().take(2).map(|tail| tail.end);
        near.filter(|end| *end > head.end).min_by_key(apart)
    };
    let candidate = |head: &Range<usize>| {
        let all = head.start..end(head)?;
        let print = lines.print_of(all.clone());
        let sides = [(print.before, was.before), (print.after, was.after)];
        // An empty side, at the beginning or end of a file, is no evidence.
        let is_same = |(now, was): &(Fingerprint, Fingerprint)| now == was && *was != Fingerprint::join([]);
        Some(Candidate {
            lines: lines.numbers(all),
            sides: sides.iter().filter(|side| is_same(side)).count(),
            is_distinctive: head.len() == EDGE,
        })
    };
    all(&was.first).iter().filter_map(candidate).collect()
}
