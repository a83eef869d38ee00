//! What `gen` says when it is done: what was written, where, and what to do next.

use std::fmt::Write;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::Catalog;
use errcat_targets::target::Target;

use crate::disk::compare::Changes;
use crate::disk::last_run::UpToDateApi;
use crate::disk::write::Staged;
use crate::program::Program;
use crate::session::Session;
use crate::terminal::output::{counted, grouped};

/// What a run wrote.
pub struct Summary<'a> {
    session: &'a Session,
    orphans: usize,
    /// How many APIs were left as they were, and how many there are.
    apis: [usize; 2],
    /// How many files were written, and how many there are.
    all: [usize; 2],
    /// The same for each target, with its name and output.
    targets: Vec<(String, String, [usize; 2])>,
}

impl<'a> Summary<'a> {
    pub(super) fn new(
        session: &'a Session,
        targets: &[Box<dyn Target>],
        catalog: &Catalog,
        changes: &Changes<Staged<'_>>,
        up_to_date: &[UpToDateApi],
    ) -> Self {
        let count = |is_in: &dyn Fn(&Utf8Path) -> bool| {
            let written = changes.writes.iter().filter(|write| is_in(&write.path)).count();
            let generated = changes.planned.iter().filter(|path| is_in(path)).count();
            [written, generated]
        };
        // What up-to-date APIs have wasn't generated now. Its paths are those that the target names for them.
        let skipped = |target: &dyn Target| -> usize {
            let of_target = |api: &UpToDateApi| {
                let own = target.api_paths(&api.api);
                api.paths
                    .iter()
                    .zip(&api.files)
                    .filter(|(path, _)| own.contains(path))
                    .map(|(_, files)| *files)
                    .sum::<usize>()
            };
            up_to_date.iter().map(of_target).sum()
        };
        let of_target = |target: &dyn Target| {
            let [written, generated] = count(&|path| target.contains(path));
            let counts = [written, generated + skipped(target)];
            (target.name().to_owned(), target.output().to_owned(), counts)
        };
        let [written, generated] = count(&|_| true);
        let all_skipped: usize = up_to_date.iter().flat_map(|api| &api.files).sum();
        Summary {
            session,
            orphans: changes.orphans.len(),
            apis: [up_to_date.len(), catalog.apis.len()],
            all: [written, generated + all_skipped],
            targets: targets.iter().map(|target| of_target(&**target)).collect(),
        }
    }

    /// How many files were written.
    pub fn written(&self) -> usize {
        self.all[0]
    }

    pub(super) fn text(&self, took: Duration, program: Program) -> String {
        let took = took.as_secs_f64();
        let [written, files] = self.all;
        let files = counted(files, "file");
        let left = match self.apis {
            [0, _] => String::new(),
            [current, apis] => format!("; {current} of {} hadn't changed", counted(apis, "API")),
        };
        let mut text = String::new();
        if written == 0 && self.orphans == 0 {
            writeln!(text, "Everything is up to date: {files} compared in {took:.2} s{left}")
                .expect("writing to a String");
        } else {
            let deleted = match self.orphans {
                0 => String::new(),
                orphans => format!(", deleted {}", counted(orphans, "orphan")),
            };
            writeln!(text, "Wrote {} of {files} in {took:.2} s{deleted}{left}", grouped(written))
                .expect("writing to a String");
        }
        for (name, output, [written, files]) in &self.targets {
            if *files > 0 {
                let files = counted(*files, "file");
                let written = match written {
                    0 => String::new(),
                    written => format!(", {} written", grouped(*written)),
                };
                writeln!(text, "  {name:<7} {output:<28} {files}{written}").expect("writing to a String");
            }
        }
        text + &next(self.session, program)
    }
}

pub(super) fn unchanged(session: &Session, took: Duration, program: Program) -> String {
    let took = took.as_secs_f64();
    format!("Nothing has changed since the last run ({took:.2} s)\n{}", next(session, program))
}

/// What to do next.
fn next(session: &Session, program: Program) -> String {
    let Program { command, test } = program;
    let targets = session.targets(Vec::new()).unwrap_or_default();
    let start_pages: Vec<Utf8PathBuf> = targets.iter().filter_map(|target| target.start_page()).collect();
    let mut text = "Next:\n".to_owned();
    for page in start_pages {
        writeln!(text, "  open {page}").expect("writing to a String");
    }
    text + &format!("  {command} explain CODE\n  {test}\n")
}
