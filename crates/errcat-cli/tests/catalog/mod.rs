//! Shared by tests: reads fixtures as inputs of the generator.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use errcat_catalog::InputFile;
use errcat_cli::pipeline::Inputs;

/// Returns a file of a catalog.
pub(crate) fn file(path: &str, bytes: impl Into<Vec<u8>>) -> InputFile {
    InputFile::new(format!("catalog/{path}"), bytes)
}

/// Returns inputs with these files and without templates, which aren't needed to check a catalog.
pub(crate) fn inputs(files: impl IntoIterator<Item = InputFile>) -> Inputs {
    let mut files: Vec<InputFile> = files.into_iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Inputs { files, ..Inputs::default() }
}

/// Returns the catalogs and templates of this repository.
pub(crate) fn real() -> Inputs {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let in_api = |file: &InputFile| file.path.split('/').count() > 1;
    let catalog = read(&root.join("catalog")).into_iter().filter(in_api);
    let files = catalog.map(|file| self::file(&file.path, file.bytes));
    Inputs { templates: templates(), ..inputs(files) }
}

/// Returns the built-in templates, as if they were the workspace's own.
pub(crate) fn templates() -> Vec<InputFile> {
    errcat_templates::FILES.iter().map(|(path, bytes)| InputFile::new(*path, *bytes)).collect()
}

/// Reads the fixture in a folder. Its files are those of the API `demo`. Subfolders other than `guides` are
/// separate APIs. If `demo` has no `api.yaml`, it is `default`.
pub(crate) fn fixture(folder: &Path, default: Option<&Path>) -> Inputs {
    let mut files: Vec<InputFile> = read(folder)
        .into_iter()
        .filter(|file| file.path != "expected.txt")
        .map(|file| match file.path.split_once('/') {
            Some((api, _)) if api != "guides" => self::file(&file.path, file.bytes),
            _ => self::file(&format!("demo/{}", file.path), file.bytes),
        })
        .collect();
    let is_demo = files.iter().any(|file| file.path.starts_with("catalog/demo/"));
    let has_api = files.iter().any(|file| file.path == "catalog/demo/api.yaml");
    if let Some(default) = default.filter(|_| is_demo && !has_api) {
        files.push(file("demo/api.yaml", fs::read(default).expect("the default api.yaml")));
    }
    inputs(files)
}

/// Returns the subfolders of a folder in `tests`, sorted. The path works for the fuzz targets too, which are
/// another package at the same depth.
pub(crate) fn folders(name: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/errcat-cli/tests").join(name);
    let entries =
        fs::read_dir(root).expect("a folder of fixtures").map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Returns the name of a fixture.
pub(crate) fn name(folder: &Path) -> &str {
    folder.file_name().and_then(|name| name.to_str()).expect("a plain name")
}

/// Reads all files below a folder. Paths are relative to it, use `/`, and are sorted.
fn read(folder: &Path) -> Vec<InputFile> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let relative = path.strip_prefix(folder).expect("a path below the folder");
            let parts: Vec<&str> = relative.iter().map(|part| part.to_str().expect("a plain name")).collect();
            files.push(InputFile::new(parts.join("/"), fs::read(&path).expect("a file")));
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
