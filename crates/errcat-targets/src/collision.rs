//! Detects outputs with the same path, of one target or of several.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::finding::{Finding, Report, Rule, Span};

use crate::output::{File, Output};
use crate::target::{Location, Request, Target};

/// The rule against two outputs with the same path.
pub(crate) static OUTPUT_COLLISION: Rule = Rule {
    name: "output-collision",
    why: "Two outputs would be written to the same path, on every system or on those that ignore \
          case; or one is a file where the other needs a folder. One of them would be lost.",
    fix: "Change `path` in `target.toml` so that it is different for each API, table or error, for \
          example with `api.name`, `table.name` or `error.slug`.",
    ..Rule::REQUIRED
};

/// Passes on the first file of each path, and records further ones.
pub(crate) struct CollisionDetector<'a> {
    output: &'a dyn Output,
    claimed: Mutex<ClaimedPaths>,
}

/// The output of one target.
pub(crate) struct TargetOutput<'a> {
    detector: &'a CollisionDetector<'a>,
    /// The position of the target.
    target: usize,
}

#[derive(Default)]
struct ClaimedPaths {
    /// By lower-case path: the path as written, and the position of the target that wrote it.
    paths: BTreeMap<String, (Utf8PathBuf, usize)>,
    /// The targets that wrote further files, by lower-case path.
    collisions: BTreeMap<String, BTreeSet<usize>>,
}

impl<'a> CollisionDetector<'a> {
    /// Creates a detector without any paths.
    pub(crate) fn new(output: &'a dyn Output) -> Self {
        CollisionDetector { output, claimed: Mutex::default() }
    }

    /// Returns the output of the target at a position.
    pub(crate) fn output_of(&self, target: usize) -> TargetOutput<'_> {
        TargetOutput { detector: self, target }
    }

    /// Claims a path for a target. Returns `false` if it was claimed before, which is a collision.
    fn claim(&self, path: &Utf8Path, target: usize) -> bool {
        let lower_case = path.as_str().to_lowercase();
        let claim = (path.to_owned(), target);
        let mut claimed = self.claimed.lock().expect("no thread panics while holding the lock");
        let Some(first) = claimed.paths.get_mut(&lower_case) else {
            claimed.paths.insert(lower_case, claim);
            return true;
        };
        // Targets run at the same time, but the report is always the same.
        let targets = [first.1, target];
        *first = claim.min(first.clone());
        claimed.collisions.entry(lower_case).or_default().extend(targets);
        false
    }

    /// Returns a finding for each path that is written twice. `None` if there are no collisions.
    pub(crate) fn report(self, targets: &[Box<dyn Target>], request: &Request<'_>) -> Option<Report> {
        let mut claimed = self.claimed.into_inner().expect("no thread panics while holding the lock");
        claimed.add_files_named_like_folders();
        let mut report = Report::default();
        for (lower_case, of) in &claimed.collisions {
            let (path, first) = &claimed.paths[lower_case];
            let of: BTreeSet<usize> = of.iter().copied().chain([*first]).collect();
            add(&mut report, path, of.into_iter().map(|target| &*targets[target]), request);
        }
        (!report.findings.is_empty()).then_some(report)
    }
}

impl Output for TargetOutput<'_> {
    fn take(&self, path: Utf8PathBuf, file: File) {
        if self.detector.claim(&path, self.target) {
            self.detector.output.take(path, file);
        }
    }

    fn keep(&self, path: &Utf8Path, inputs: u64) -> bool {
        let is_kept = self.detector.output.keep(path, inputs);
        if is_kept {
            self.detector.claim(path, self.target);
        }
        is_kept
    }

    fn keep_text(&self, path: &Utf8Path, inputs: u64) -> Option<String> {
        let text = self.detector.output.keep_text(path, inputs)?;
        self.detector.claim(path, self.target);
        Some(text)
    }
}

impl ClaimedPaths {
    /// Adds collisions of a file with a folder of the same name. Sorting wouldn't find them: `a-b` is between
    /// `a` and `a/b`.
    fn add_files_named_like_folders(&mut self) {
        for (lower_case, (_, target)) in &self.paths {
            for above in Utf8Path::new(lower_case).ancestors().skip(1) {
                if self.paths.contains_key(above.as_str()) {
                    self.collisions.entry(above.to_string()).or_default().insert(*target);
                }
            }
        }
    }
}

fn add<'t>(
    report: &mut Report,
    path: &Utf8Path,
    targets: impl Iterator<Item = &'t dyn Target>,
    request: &Request<'_>,
) {
    let (mut names, mut locations): (Vec<&str>, Vec<Location>) = (Vec::new(), Vec::new());
    for target in targets {
        names.push(target.name());
        locations.extend(target.locate(request, path));
    }
    let message = match names.as_slice() {
        [_] => format!("`{path}` is the path of several outputs"),
        names => format!("`{path}` is the path of several outputs, of the targets {}", names.join(" and ")),
    };
    let help = "make `path` different for each, for example with `api.name`, `table.name` or `error.slug`";
    let mut spans = locations.into_iter().map(|Location { path, text, range }| {
        let file = report.sources.find(&path).unwrap_or_else(|| report.sources.add(path, text));
        Span::of(file, range)
    });
    let span = spans.next();
    let related: Vec<Span> = spans.collect();
    let span = span.unwrap_or_else(|| Span::start_of(report.sources.add(path.as_str(), "")));
    let finding = Finding::new(&OUTPUT_COLLISION, span, message, help);
    report
        .findings
        .push(related.into_iter().fold(finding, |finding, span| finding.related(span, "and this")));
}
