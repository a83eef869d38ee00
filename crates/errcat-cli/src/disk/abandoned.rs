//! Finds folders of generated files that no target owns, because a setting was changed.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::Report;
use errcat_catalog::finding::{Finding, Level, Rule, Span};
use errcat_catalog::suggest::quoted;
use ignore::WalkBuilder;

use crate::disk::manifest::MANIFEST;
use crate::reading::members::{packages, read_text};
use crate::reading::workspace::Workspace;

/// Generated files that nothing generates anymore.
pub(crate) static ABANDONED_FOLDER: Rule = Rule {
    name: "abandoned-folder",
    why: "A folder in a package has the manifest of generated files, but no target generates into it, because a setting such as \
          `rust` was changed. The files would still be compiled or published, but they are no longer updated.",
    fix: "Delete the files that the manifest lists, and the manifest. `gen` deletes them if it generated them on this machine.",
    ..Rule::REQUIRED
};

/// Adds a warning for each folder in the workspace's packages that has a manifest, but isn't one of `known`.
///
/// # Errors
///
/// If a file can't be read.
pub(crate) fn check(workspace: &Workspace, known: &[Utf8PathBuf], report: &mut Report) -> io::Result<()> {
    let root = &workspace.root;
    let members = packages(root, &read_text(&root.join("Cargo.toml"))?.unwrap_or_default())?;
    for package in members.iter().map(|member| &**member).chain([Utf8Path::new("")]) {
        let source = root.join(package).join("src");
        let entries = WalkBuilder::new(source).hidden(false).sort_by_file_name(Ord::cmp).build();
        // Cargo reports packages without a folder `src`.
        for entry in entries.flatten().filter(|entry| entry.file_name() == MANIFEST) {
            let path = Utf8Path::from_path(entry.path()).and_then(|path| path.strip_prefix(root).ok());
            let Some(folder) = path.and_then(Utf8Path::parent) else { continue };
            if !known.iter().any(|known| known == folder) {
                let file = report.sources.add(folder.join(MANIFEST).as_str(), String::new());
                let message = format!("nothing is generated into {} anymore", quoted(folder.as_str()));
                let help = "delete the files that this manifest lists, and the manifest";
                let finding = Finding::new(&ABANDONED_FOLDER, Span::start_of(file), message, help);
                report.findings.push(finding.level(Level::Warn));
            }
        }
    }
    Ok(())
}
