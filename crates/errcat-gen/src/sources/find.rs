//! Finding code that isn't where it was.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use super::File;
use super::lines::{EDGE, Lines, Print};
use crate::fingerprint::Fingerprint;

/// A place that begins and ends as the code did.
struct Candidate {
    /// First and last line, from 1.
    lines: (u32, u32),
    /// How many of its two sides are what they were.
    sides: usize,
    /// Whether it is as long as an edge: one or two lines may stand anywhere.
    is_telling: bool,
}

/// Where code is in its file, by the lines that it had. Of several places that is the one between the lines that it was
/// between, and of those the nearest.
pub(super) fn in_file(lines: &Lines, was: &Print, range: (u32, u32)) -> Option<(u32, u32)> {
    let candidates = candidates(lines, was, range.1 - range.0);
    if let [only] = &*candidates {
        return Some(only.lines);
    }
    let placed = candidates.iter().filter(|candidate| candidate.sides > 0);
    let best = placed.max_by_key(|it| (it.sides, std::cmp::Reverse(it.lines.0.abs_diff(range.0))));
    best.map(|candidate| candidate.lines)
}

/// Where code is that was in another file, by its print: index into the files, and lines. It is found only where there
/// is no doubt.
pub(super) fn elsewhere(wanted: &[(Print, u32)], files: &[File]) -> Vec<Option<(usize, (u32, u32))>> {
    let firsts: HashSet<Fingerprint> = wanted.iter().map(|(was, _)| was.first).collect();
    let found: Vec<Vec<(usize, Candidate)>> = files
        .par_iter()
        .map(|file| {
            let lines = Lines::of(file.text.as_deref().unwrap_or_default());
            let here: HashSet<Fingerprint> =
                lines.edges().map(|(_, print)| print).filter(|print| firsts.contains(print)).collect();
            let wanted = wanted.iter().enumerate().filter(|(_, (was, _))| here.contains(&was.first));
            let of = |(at, (was, length)): (usize, &(Print, u32))| {
                candidates(&lines, was, *length).into_iter().map(move |candidate| (at, candidate))
            };
            wanted.flat_map(of).filter(|(_, it)| it.is_telling || it.sides > 0).collect()
        })
        .collect();
    let mut by_wanted: HashMap<usize, Vec<(usize, Candidate)>> = HashMap::new();
    for (file, found) in found.into_iter().enumerate() {
        for (at, candidate) in found {
            by_wanted.entry(at).or_default().push((file, candidate));
        }
    }
    (0..wanted.len()).map(|at| only_best(by_wanted.get(&at)?)).collect()
}

/// The candidate that has more of its sides than all others.
fn only_best(candidates: &[(usize, Candidate)]) -> Option<(usize, (u32, u32))> {
    let most = candidates.iter().map(|(_, candidate)| candidate.sides).max()?;
    let mut best = candidates.iter().filter(|(_, candidate)| candidate.sides == most);
    let (file, candidate) = best.next()?;
    best.next().is_none().then_some((*file, candidate.lines))
}

/// Every place that begins and ends as the code did; of several ends, the one that makes it as long as it was.
fn candidates(lines: &Lines, was: &Print, length: u32) -> Vec<Candidate> {
    let (mut heads, mut tails) = (Vec::new(), Vec::new());
    for (edge, print) in lines.edges() {
        if print == was.first {
            heads.push(edge.clone());
        }
        if print == was.last {
            tails.push(edge);
        }
    }
    let end = |head: &Range<usize>| -> Option<usize> {
        if was.first == was.last {
            return Some(head.end);
        }
        let tails = tails.iter().map(|tail| tail.end).filter(|end| *end > head.end);
        tails.min_by_key(|end| {
            let (first, last) = lines.numbers(head.start..*end);
            (last - first).abs_diff(length)
        })
    };
    let candidate = |head: Range<usize>| {
        let all = head.start..end(&head)?;
        let print = lines.print_of(all.clone());
        let sides = [(print.before, was.before), (print.after, was.after)];
        // The beginning of a file is like that of any other.
        let is_same = |(now, was): &(Fingerprint, Fingerprint)| now == was && *was != Fingerprint::joined([]);
        Some(Candidate {
            lines: lines.numbers(all),
            sides: sides.iter().filter(|side| is_same(side)).count(),
            is_telling: head.len() == EDGE,
        })
    };
    heads.into_iter().filter_map(candidate).collect()
}
