//! Two outputs with one path: a finding, whichever targets they are of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::finding::{Finding, Report, Rule, Span};

use crate::output::{File, Output};
use crate::target::{Location, Request, Target};

/// Two outputs have one path.
pub(crate) static OUTPUT_COLLISION: Rule = Rule {
    name: "output-collision",
    why: "Two outputs would be written to the same path, on every system or on those that ignore \
          case; or one is a file where the other needs a folder. One of them would be lost.",
    fix: "Change `path` in `target.toml` so that it is different for each API, table or error, for \
          example with `api.name`, `table.name` or `error.slug`.",
    ..Rule::REQUIRED
};

/// An output that passes on the first file of each path, and notes the others.
pub(crate) struct Distinct<'a> {
    output: &'a dyn Output,
    /// The position of the target that runs.
    target: AtomicUsize,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    /// By path in lower case: the path, and the position of the target that has it.
    paths: BTreeMap<String, (Utf8PathBuf, usize)>,
    /// Paths in lower case with the targets that have them.
    collisions: BTreeMap<String, BTreeSet<usize>>,
}

impl<'a> Distinct<'a> {
    /// Nothing is taken yet.
    pub(crate) fn new(output: &'a dyn Output) -> Self {
        Distinct { output, target: AtomicUsize::new(0), taken: Mutex::default() }
    }

    /// From now on, files are those of the target at a position.
    pub(crate) fn begin(&self, target: usize) {
        self.target.store(target, Ordering::Relaxed);
    }

    /// Returns a finding for each path that is taken twice; `None` if there is none.
    pub(crate) fn report(self, targets: &[Box<dyn Target>], request: &Request<'_>) -> Option<Report> {
        let mut taken = self.taken.into_inner().expect("no thread panics while holding it");
        taken.add_files_in_the_way();
        let mut report = Report::default();
        for (folded, of) in &taken.collisions {
            let (path, first) = &taken.paths[folded];
            let of: BTreeSet<usize> = of.iter().copied().chain([*first]).collect();
            add(&mut report, path, of.into_iter().map(|target| &*targets[target]), request);
        }
        (!report.findings.is_empty()).then_some(report)
    }
}

impl Output for Distinct<'_> {
    fn take(&self, path: Utf8PathBuf, file: File) {
        let target = self.target.load(Ordering::Relaxed);
        let folded = path.as_str().to_lowercase();
        let mut taken = self.taken.lock().expect("no thread panics while holding it");
        if taken.paths.contains_key(&folded) {
            taken.collisions.entry(folded).or_default().insert(target);
            return;
        }
        taken.paths.insert(folded, (path.clone(), target));
        drop(taken);
        self.output.take(path, file);
    }
}

impl Taken {
    /// A file is in the way of files in a folder of its name. Paths are sorted, but `a-b` is between `a` and `a/b`.
    fn add_files_in_the_way(&mut self) {
        for (folded, (_, target)) in &self.paths {
            for above in Utf8Path::new(folded).ancestors().skip(1) {
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
