//! Generates other outputs from this repository's catalogs, in memory.

use std::fs;
use std::path::{Path, PathBuf};

use errcat_catalog::{InputFile, Inputs};
use errcat_targets::output::Plan;
use errcat_targets::selection::Selection;
use errcat_targets::settings::{FolderSettings, Settings};
use errcat_targets::target::{Request, Target};
use errcat_targets::{emit, folder};

/// Returns the files of a target.
pub(crate) fn generate(target: &str, settings: FolderSettings) -> Plan {
    let root = repository();
    let mut files = Vec::new();
    collect(&root.join("catalog"), "catalog", &mut files);
    files.retain(|file| {
        let is_source = file.path.ends_with(".yaml") || file.path.ends_with(".md");
        is_source && file.path.matches('/').count() > 1
    });
    let catalog = errcat_catalog::read(&Inputs::of(&files))
        .expect("a catalog without mistakes")
        .catalog;
    let mut templates = Vec::new();
    collect(&root.join("templates/python"), "python", &mut templates);
    let mut all = Settings::default();
    all.targets.insert(target.to_owned(), settings);
    let folders = folder::discover(&all, &templates, &|_| true).expect("a target");
    let folders = folders.into_iter().map(|it| -> Box<dyn Target> { Box::new(it) });
    let mut targets: Vec<_> = errcat_targets::built_in(&all);
    targets.extend(folders);
    targets.retain(|it| it.name() == target);
    let selection = Selection::all(&catalog);
    let request = Request::new(&selection, &all, &templates);
    let plan = Plan::collect(Vec::new(), |output| {
        emit::emit(&targets, &request, output, &mut |_| {})
    });
    plan.expect("templates without mistakes")
}

pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Reads the files below a folder, sorted by path. `name` replaces the folder's path.
fn collect(folder: &Path, name: &str, files: &mut Vec<InputFile>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!(
            "{name}/{}",
            path.file_name().and_then(|name| name.to_str()).expect("a name")
        );
        if path.is_dir() {
            collect(&path, &name, files);
        } else {
            files.push(InputFile::new(name, fs::read(&path).expect("a file")));
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
}
