//! The summary that `gen` prints: the files that were written, and the commands to run next.

use std::fmt::Write;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::Catalog;
use errcat_catalog::report::visible;
use errcat_targets::target::Target;
use errcat_targets::{has_common_address, published_path};

use crate::disk::compare::Changes;
use crate::disk::last_run::UpToDateApi;
use crate::disk::manifest::MANIFEST;
use crate::disk::temporary::is_temporary;
use crate::disk::write::Staged;
use crate::program::Program;
use crate::reading::members::{self, UnlistedCrate};
use crate::reading::sources::referenced_files;
use crate::reading::workspace::Workspace;
use crate::session::Session;
use crate::terminal::output::{counted, grouped};

/// The maximum number of deleted files that are listed, and of adopted files.
const MAX_LISTED: usize = 50;

/// The result of a run that wrote files.
pub struct Summary<'a> {
    session: &'a Session,
    orphans: Vec<Utf8PathBuf>,
    adopted: Vec<Utf8PathBuf>,
    /// The files that were written or deleted.
    changed: Vec<Utf8PathBuf>,
    /// The code files that the catalog's `sources` refer to.
    code: Vec<Utf8PathBuf>,
    /// The path at which the site is published.
    site_path: String,
    /// A line about what the site lacks. Empty if it lacks nothing.
    note: &'static str,
    /// APIs that were skipped because they haven't changed.
    skipped_apis: usize,
    apis: usize,
    all: Files,
    targets: Vec<Row>,
}

/// The numbers of files of a run or of a target.
#[derive(Default)]
struct Files {
    written: usize,
    /// All files, written or not.
    total: usize,
}

/// A line of the summary: the files of one target.
struct Row {
    name: String,
    output: String,
    files: Files,
}

impl<'a> Summary<'a> {
    pub(super) fn new(
        session: &'a Session,
        targets: &[Box<dyn Target>],
        catalog: &Catalog,
        changes: &Changes<Staged<'_>>,
        up_to_date: &[UpToDateApi],
    ) -> Self {
        let row = |target: &dyn Target| Row {
            name: target.name().to_owned(),
            output: target.output().to_owned(),
            files: Files::of(changes, up_to_date, &|path| target.contains(path), &|api| {
                target.api_paths(api)
            }),
        };
        Summary {
            session,
            orphans: without_temporary_files(&changes.orphans),
            adopted: changes.adopted.clone(),
            changed: changes
                .writes
                .iter()
                .map(|write| &write.path)
                .chain(&changes.orphans)
                .cloned()
                .collect(),
            code: referenced_files(&session.workspace, catalog),
            site_path: published_path(catalog),
            note: address_note(session, catalog),
            skipped_apis: up_to_date.len(),
            apis: catalog.apis.len(),
            all: Files::of(changes, up_to_date, &|_| true, &|api| {
                targets.iter().flat_map(|target| target.api_paths(api)).collect()
            }),
            targets: targets.iter().map(|target| row(&**target)).collect(),
        }
    }

    /// Returns the number of files that were written.
    pub fn written(&self) -> usize {
        self.all.written
    }

    /// Returns the files that were written or deleted.
    pub(crate) fn changed(&self) -> &[Utf8PathBuf] {
        &self.changed
    }

    /// Returns the code files that the catalog's `sources` refer to.
    pub(crate) fn code(&self) -> &[Utf8PathBuf] {
        &self.code
    }

    /// Returns the path at which the site is published: `/errors/`, or `/`.
    pub(crate) fn site_path(&self) -> &str {
        &self.site_path
    }

    /// Renders a part of a line: the number of files that were written.
    pub(crate) fn short(&self) -> String {
        let Files { written, total } = self.all;
        let files = counted(total, "file");
        let deleted = match self.orphans.len() {
            0 => String::new(),
            orphans => format!(", deleted {}", counted(orphans, "orphan")),
        };
        match (written, self.orphans.is_empty()) {
            (0, true) => format!("{files} up to date"),
            _ => format!("wrote {} of {files}{deleted}", grouped(written)),
        }
    }

    pub(super) fn text(&self, took: Duration, program: Program) -> String {
        let took = took.as_secs_f64();
        let Files { written, total } = self.all;
        let files = counted(total, "file");
        let skipped = match self.skipped_apis {
            0 => String::new(),
            skipped => format!("; {skipped} of {} unchanged", counted(self.apis, "API")),
        };
        let mut text = if written == 0 && self.orphans.is_empty() {
            format!("Everything is up to date: {files} compared in {took:.2} s{skipped}\n")
        } else {
            let deleted = match self.orphans.len() {
                0 => String::new(),
                orphans => format!(", deleted {}", counted(orphans, "orphan")),
            };
            format!("Wrote {} of {files} in {took:.2} s{deleted}{skipped}\n", grouped(written))
        };
        let rows = self.targets.iter().filter(|row| row.files.total > 0);
        // Most names are shorter, so that columns of most workspaces are the same.
        let width = rows.clone().map(|row| row.name.len()).max().unwrap_or_default().max(7);
        for Row { name, output, files: Files { written, total } } in rows {
            let files = counted(*total, "file");
            let written = match written {
                0 => String::new(),
                written => format!(", {} written", grouped(*written)),
            };
            writeln!(text, "  {name:<width$} {output:<28} {files}{written}").expect("writing to a String");
        }
        push_list(&mut text, "took over", &self.adopted);
        if self.session.adopt && self.adopted.is_empty() {
            text.push_str("  nothing to take over: no file was in the way\n");
        }
        push_list(&mut text, "deleted", &self.orphans);
        text.push_str(self.note);
        text + &next_steps(self.session, program)
    }
}

/// Returns what the site lacks without a public address. Empty if it has one, or if there is no site.
fn address_note(session: &Session, catalog: &Catalog) -> &'static str {
    if session.inputs.settings.targets.markdown.is_some() || has_common_address(catalog) {
        return "";
    }
    match catalog.apis.iter().any(|api| api.docs_url.is_some()) {
        false => {
            "Without `docs_url` in api.yaml, the site has no sitemap, feed, canonical links and preview image\n"
        }
        true => {
            "The APIs have no common `docs_url`, so the site has no feed, and its home page no canonical link\n"
        }
    }
}

/// Returns the orphans to report, without temporary files that interrupted runs left.
fn without_temporary_files(orphans: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    orphans.iter().filter(|path| !is_temporary(path)).cloned().collect()
}

/// Adds a line for each path.
fn push_list(text: &mut String, verb: &str, paths: &[Utf8PathBuf]) {
    for path in paths.iter().take(MAX_LISTED) {
        writeln!(text, "  {verb} {}", visible::line(path.as_str())).expect("writing to a String");
    }
    let more = paths.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        writeln!(text, "  {verb} {}", counted(more, "other file")).expect("writing to a String");
    }
}

impl Files {
    /// Counts the files of a part of the output. Includes the files of skipped APIs, which weren't generated
    /// in this run.
    fn of(
        changes: &Changes<Staged<'_>>,
        up_to_date: &[UpToDateApi],
        is_in: &dyn Fn(&Utf8Path) -> bool,
        api_paths: &dyn Fn(&str) -> Vec<camino::Utf8PathBuf>,
    ) -> Self {
        let skipped = up_to_date.iter().map(|api| {
            let own = api_paths(&api.api);
            let files = api.paths.iter().zip(&api.files).filter(|(path, _)| own.contains(path));
            files.map(|(_, files)| files).sum::<usize>()
        });
        let generated = changes.planned.keys().filter(|path| is_in(path)).count();
        Files {
            written: changes.writes.iter().filter(|write| is_in(&write.path)).count(),
            total: generated + skipped.sum::<usize>(),
        }
    }
}

pub(super) fn unchanged(session: &Session, took: Duration, program: Program) -> String {
    let took = took.as_secs_f64();
    format!("Nothing has changed since the last run ({took:.2} s)\n{}", next_steps(session, program))
}

/// Returns `true` if a version was generated, and the current site doesn't lead to it. A run without a
/// version records the list of versions if there are any.
fn lacks_links_to_versions(session: &Session) -> bool {
    let settings = &session.inputs.settings.targets;
    let manifest = session.workspace.root.join(&settings.site).join(MANIFEST);
    let is_list = |line: &str| line.ends_with("  versions.json");
    settings.other_versions.has_current
        && !fs_err::read_to_string(manifest).unwrap_or_default().lines().any(is_list)
}

/// Renders the commands to run next.
fn next_steps(session: &Session, program: Program) -> String {
    let Program { command, test } = program;
    let Workspace { root, settings } = &session.workspace;
    let targets = session.targets(Vec::new()).unwrap_or_default();
    let mut text = "Next:\n".to_owned();
    if let Some(UnlistedCrate { manifest, members }) =
        members::unlisted_crate(&root.join(&settings.targets.rust))
    {
        writeln!(text, "  set {members} in {}", visible::line(manifest.as_str()))
            .expect("writing to a String");
    }
    for page in targets.iter().filter_map(|target| target.start_page()) {
        writeln!(text, "  open {page}").expect("writing to a String");
    }
    if lacks_links_to_versions(session) {
        writeln!(text, "  {command} gen, so that the current site leads to its versions")
            .expect("writing to a String");
    }
    let test = if members::has_tests(root) { test } else { "cargo check" };
    text + &format!("  {command} explain CODE\n  {test}\n")
}
