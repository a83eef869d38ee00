//! The rules on sources: one function each, named after the rule.

use camino::Utf8Path;

use super::{File, FileState, MAX_FILE_BYTES, Reference, SourceStates, State, find_elsewhere, text};
use crate::lock::{LOST_LOCK, scalar};
use errcat_catalog::finding::Report;
use errcat_catalog::finding::{Finding, Rule, Sources, Span};
use errcat_catalog::parse::TOO_LARGE;
use errcat_catalog::source;
use errcat_catalog::suggest::{guesses, nearest, quoted};
use errcat_catalog::yaml::Parts;

/// Reports the findings on an API's sources. Lost code is searched for in `others`, which are files of the
/// tree with [`SourceStates::extensions`]. They needn't be complete.
pub fn check(mut states: SourceStates<'_>, others: &[File], report: &mut Report) {
    find_elsewhere(&mut states.references, others);
    lost_lock(&states, report);
    for reference in &states.references {
        missing_source(reference, states.tree, others, report);
        too_large(reference, report);
        missing_lines(reference, report);
        moved_source(reference, report);
        changed_source(reference, report);
    }
}

impl Reference<'_> {
    /// Returns `true` if the code of every range was found in another place.
    fn is_moved_file(&self) -> bool {
        let is_moved = |state: &State| matches!(state, State::Moved(..));
        !self.states.is_empty() && self.states.iter().all(is_moved)
    }

    /// Returns the location of the path in the catalog.
    fn path_span(&self, sources: &Sources) -> Span {
        let mut parts = self.parts(sources);
        parts.place(0..self.source.path.len())
    }

    /// Returns the locations of the ranges in the catalog.
    fn range_spans(&self, sources: &Sources) -> Vec<Span> {
        let mut parts = self.parts(sources);
        source::ranges(&self.source.text).into_iter().map(|range| parts.place(range)).collect()
    }

    fn parts<'s>(&'s self, sources: &'s Sources) -> Parts<'s> {
        Parts::new(self.source.place, sources.text(self.source.place), &self.source.text)
    }

    /// Returns the source with the current lines of its code, as one item for each file.
    fn corrected(&self) -> String {
        let path = self.source.path.as_str();
        let mut items: Vec<(&str, Vec<String>)> = Vec::new();
        for (state, range) in self.states.iter().zip(&self.source.lines) {
            let (path, range) = match state {
                State::Moved(path, range) => (path.as_str(), range),
                _ => (path, range),
            };
            let range = text::lines(*range);
            match items.iter_mut().find(|(known, _)| *known == path) {
                Some((_, ranges)) => ranges.push(range),
                None => items.push((path, vec![range])),
            }
        }
        let item = |(path, ranges): &(&str, Vec<String>)| format!("\"{path}:{}\"", ranges.join(", "));
        items.iter().map(item).collect::<Vec<_>>().join(", ")
    }
}

/// Applies the rule `lost-lock` if code isn't where it was at the base, and the lock lacks its range.
fn lost_lock(states: &SourceStates<'_>, report: &mut Report) {
    let is_missing = |reference: &Reference<'_>| {
        let mut ranges = reference.states.iter().zip(&reference.source.lines);
        ranges.any(|(state, (first, last))| {
            let range = text::key((&reference.source.path, *first, *last));
            *state != State::Here && states.lost.prints.contains_key(&range)
        })
    };
    let Some((revision, base)) = &states.lost.base else { return };
    if !states.references.iter().any(is_missing) {
        return;
    }
    let path = super::path(states.api);
    let place = Span::start_of(report.sources.find(&path).unwrap_or(*base));
    let message = format!("{path} lacks sources, so their code was compared with the lock at {revision}");
    let help = format!("restore the lock: git checkout {revision} -- {path}");
    report.findings.push(Finding::new(&LOST_LOCK, place, message, help));
}

fn accept(code: &str) -> String {
    format!("gen --accept {}", scalar(code))
}

pub(crate) static MISSING_SOURCE: Rule = Rule {
    name: "missing-source",
    why: "A source refers to the code that raises an error. The source tree that is set for the API \
          in [workspace.metadata.errcat.sources] has no such file.",
    fix: "Write the path relative to the root of the tree. If the code is gone, remove the source, and \
          retire the error if nothing else raises it.",
    ..Rule::REQUIRED
};

/// Reports sources whose file isn't in the tree.
fn missing_source(reference: &Reference<'_>, tree: &str, others: &[File], report: &mut Report) {
    if reference.file != FileState::Missing || reference.is_moved_file() {
        return;
    }
    let path = &reference.source.path;
    let paths = others.iter().map(|file| file.path.as_str());
    let help =
        namesake(path, others).or_else(|| nearest(path, guesses(paths, &report.findings))).map_or_else(
            || format!("write its path relative to {}, or remove the source", quoted(tree)),
            |found| format!("did you mean `{found}`?"),
        );
    let message = format!("there is no file {} in {}", quoted(path), quoted(tree));
    let place = reference.path_span(&report.sources);
    report.findings.push(Finding::new(&MISSING_SOURCE, place, message, help).label("not in the tree"));
}

/// Returns the file with the same name whose path has the longest common end. `None` if several do.
fn namesake<'a>(path: &str, others: &'a [File]) -> Option<&'a str> {
    let name = Utf8Path::new(path).file_name();
    let common = |other: &str| {
        let both = other.rsplit('/').zip(path.rsplit('/'));
        both.take_while(|(other, folder)| other == folder).count()
    };
    let same = others.iter().map(|file| &*file.path).filter(|it| Utf8Path::new(it).file_name() == name);
    let most = same.clone().map(common).max()?;
    let mut best = same.filter(|it| common(it) == most);
    let first = best.next();
    first.filter(|_| best.next().is_none())
}

/// Reports sources whose file is too large to be read.
fn too_large(reference: &Reference<'_>, report: &mut Report) {
    if reference.file == FileState::TooLarge {
        let path = quoted(&reference.source.path);
        let message = format!("{path} is larger than {} MiB", MAX_FILE_BYTES >> 20);
        let place = reference.path_span(&report.sources);
        let help = "use a hand-written file, or remove the source";
        report.findings.push(Finding::new(&TOO_LARGE, place, message, help));
    }
}

pub(crate) static MISSING_LINES: Rule = Rule {
    name: "missing-lines",
    why: "The source refers to lines beyond the end of the file.",
    fix: "Write the lines that raise the error now.",
    ..Rule::REQUIRED
};

/// Reports ranges beyond the end of the file.
fn missing_lines(reference: &Reference<'_>, report: &mut Report) {
    let FileState::Read(count) = reference.file else { return };
    let places = reference.range_spans(&report.sources);
    for ((state, (_, last)), place) in reference.states.iter().zip(&reference.source.lines).zip(places) {
        if matches!(state, State::Lost(_)) && *last > count {
            let lines = if count == 1 { "1 line".to_owned() } else { format!("{count} lines") };
            let message = format!("{} has only {lines}", quoted(&reference.source.path));
            let help = "write the lines that raise the error now, or remove these";
            let finding = Finding::new(&MISSING_LINES, place, message, help);
            report.findings.push(finding.label("no such lines"));
        }
    }
}

pub(crate) static MOVED_SOURCE: Rule = Rule {
    name: "moved-source",
    why: "The source now refers to other code, because lines were added or removed above it, or it was \
          moved to another file. It was found by its first and last lines, which are recorded in \
          `sources.lock`.",
    fix: "Write the location that is shown. If the source is correct as it is, run `gen --accept CODE` \
          to record the code that is there now.",
    ..Rule::REQUIRED
};

/// Reports sources whose code has moved. All ranges of a source are in one finding, because the author
/// corrects them together.
fn moved_source(reference: &Reference<'_>, report: &mut Report) {
    if reference.file == FileState::Missing && !reference.is_moved_file() {
        return; // Reported as missing. A file that contains some of the ranges may not be the new one.
    }
    let source = reference.source;
    let places = reference.range_spans(&report.sources);
    let (mut places_of_moved, mut was, mut now) = (Vec::new(), Vec::new(), Vec::new());
    for ((state, range), place) in reference.states.iter().zip(&source.lines).zip(places) {
        if let State::Moved(path, lines) = state {
            places_of_moved.push(place);
            was.push(text::lines(*range));
            let is_same_file = *path == source.path;
            now.push(if is_same_file { text::lines(*lines) } else { text::key((path, lines.0, lines.1)) });
        }
    }
    let [first, others @ ..] = &*places_of_moved else { return };
    let was = format!("{}:{}", source.path, was.join(", "));
    let message = format!("the code from {} is now at {}", quoted(&was), now.join(", "));
    let help = format!(
        "write {}\nor, if the source is correct as it is: {}",
        reference.corrected(),
        accept(reference.code)
    );
    let mut finding = Finding::new(&MOVED_SOURCE, *first, message, help).label("moved");
    for place in others {
        finding = finding.related(*place, "moved too");
    }
    report.findings.push(finding);
}

pub(crate) static CHANGED_SOURCE: Rule = Rule {
    name: "changed-source",
    why: "The first or last lines of the source differ from those recorded in `sources.lock`, and \
          weren't found elsewhere: the code was rewritten or replaced.",
    fix: "Check that the error is still raised there, and that its texts still apply. Then correct the \
          lines or, if they are right, run `gen --accept CODE`.",
    ..Rule::REQUIRED
};

/// Reports sources whose code has changed and wasn't found elsewhere.
fn changed_source(reference: &Reference<'_>, report: &mut Report) {
    let FileState::Read(count) = reference.file else { return };
    let places = reference.range_spans(&report.sources);
    for ((state, range), place) in reference.states.iter().zip(&reference.source.lines).zip(places) {
        if matches!(state, State::Lost(Some(_))) && range.1 <= count {
            let lines = text::key((&reference.source.path, range.0, range.1));
            let message =
                format!("the code at {} has changed, and the former code wasn't found", quoted(&lines));
            let help = format!(
                "write the lines that raise {} now; or, if these are correct: {}",
                quoted(reference.code),
                accept(reference.code)
            );
            report.findings.push(Finding::new(&CHANGED_SOURCE, place, message, help).label("changed"));
        }
    }
}
