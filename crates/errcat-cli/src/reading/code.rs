//! Reads the workspace's code: its Rust files, and the files that match `code.literals` in the settings.

use crate::settings::Settings;
use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::report::visible;
use errcat_drift::code::{CodeUses, File};
use ignore::WalkBuilder;
use rayon::prelude::*;

use crate::reading::workspace::Workspace;
use crate::terminal::failure::Failure;
use crate::terminal::output::counted;

/// Reads the code files that git doesn't ignore, sorted by path. Skips `target`, the catalog, the generated
/// directories, and files that aren't UTF-8.
///
/// # Errors
///
/// If a folder can't be read.
pub(crate) fn read(workspace: &Workspace, generated: &[Utf8PathBuf]) -> Result<Vec<File>, Failure> {
    let Workspace { root, settings } = workspace;
    let skipped = ["target", &settings.targets.catalog]
        .map(Utf8PathBuf::from)
        .into_iter()
        .chain(generated.iter().cloned());
    let skipped: Vec<Utf8PathBuf> = skipped.map(|folder| root.join(folder)).collect();
    let walk = WalkBuilder::new(root)
        .require_git(false)
        .filter_entry(move |entry| !skipped.iter().any(|folder| entry.path() == folder))
        .build();
    let mut files = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| Failure::new(error, ""))?;
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        // No `mod` and no pattern can refer to a path that isn't UTF-8.
        let Some(path) = Utf8Path::from_path(entry.path()).and_then(|path| path.strip_prefix(root).ok())
        else {
            continue;
        };
        files.extend(code_file(settings, path));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let with_text = |mut file: File| {
        file.text = std::fs::read_to_string(root.join(&file.path)).ok()?;
        Some(file)
    };
    Ok(files.into_par_iter().filter_map(with_text).collect())
}

/// The Rust files that couldn't be parsed, so that nothing in them is found.
pub(crate) fn unparsed<'a>(found: &CodeUses, files: &'a [File]) -> Vec<&'a str> {
    found.unparsed.iter().map(|file| &*files[*file].path).collect()
}

/// Renders a line about files that couldn't be parsed. Empty if there are none.
pub(crate) fn unparsed_note(unparsed: &[&str]) -> String {
    let Some(first) = unparsed.first() else { return String::new() };
    let (files, first) = (counted(unparsed.len(), "Rust file"), visible::line(first));
    format!("{files} couldn't be parsed, beginning with {first}\n")
}

/// Returns the file at a path, without its text. `None` if it is neither a Rust file nor matches a pattern.
fn code_file(settings: &Settings, path: &Utf8Path) -> Option<File> {
    let code = &settings.code;
    let is_in = |folder: &String| folder == "." || path.starts_with(folder);
    let is_rust = path.extension() == Some("rs") && code.rust.iter().any(is_in);
    let path = path.components().map(|part| part.as_str()).collect::<Vec<_>>().join("/");
    let matching = code.literals.iter().enumerate().filter(|(_, literal)| literal.files.is_match(&path));
    let literals: Vec<usize> = matching.map(|(at, _)| at).collect();
    (is_rust || !literals.is_empty()).then(|| File { path, text: String::new(), is_rust, literals })
}
