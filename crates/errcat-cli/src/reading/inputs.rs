//! Reads the inputs of the generator: the catalog, and the templates, both built-in ones and the workspace's
//! own.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::pipeline::Inputs;
use errcat_catalog::InputFile;
use errcat_catalog::inputs::{LOCK, SOURCES_LOCK, is_document};
use errcat_catalog::yaml::MAX_FILE_BYTES;
use errcat_drift::accept::Accept;
use errcat_targets::pages::is_template;
use errcat_targets::template::BUILT_IN;
use rayon::prelude::*;

use crate::reading::workspace::Workspace;
use crate::terminal::failure::Failure;

/// Reads a workspace's catalog and templates, each sorted by path.
///
/// # Errors
///
/// If a file can't be read, if the catalog is empty, or if a symbolic link leads out of the catalog.
pub fn read(workspace: &Workspace) -> Result<Inputs, Failure> {
    let inputs = read_or_start(workspace)?;
    if inputs.files.iter().any(|file| is_catalog_file(Path::new(&file.path))) {
        return Ok(inputs);
    }
    let catalog = &workspace.settings.targets.catalog;
    Err(Failure::new(
        format!("the catalog in {} is empty", workspace.root.join(catalog)),
        format!("create `{catalog}/my_api/api.yaml` with a title and a summary, or use the command `import`"),
    ))
}

/// Like [`read`], but the catalog may be missing or empty.
///
/// # Errors
///
/// If a file can't be read, or if a symbolic link leads out of the catalog.
pub fn read_or_start(workspace: &Workspace) -> Result<Inputs, Failure> {
    let Workspace { root, settings } = workspace;
    let catalog = &settings.targets.catalog;
    let files = match root.join(catalog).is_dir() {
        false => Vec::new(),
        true => read_folder(root.as_std_path(), catalog, |path| match path {
            path if is_catalog_file(path) => Wanted::Content,
            path if path.to_str().is_some_and(is_document) => Wanted::Nothing,
            // A rule reports it.
            _ => Wanted::Name,
        })?,
    };
    let files = files.into_iter().map(|file| InputFile { path: format!("{catalog}/{}", file.path), ..file });
    Ok(Inputs {
        files: files.collect(),
        templates: templates(workspace)?,
        settings: settings.clone(),
        accept: Accept::default(),
        lenient: false,
        history: None,
    })
}

/// Returns the workspace's templates and the built-in ones. A workspace's template replaces the built-in one
/// of the same name. Built-in page templates are in a separate folder, so that the workspace's templates can
/// extend them.
///
/// # Errors
///
/// If a file can't be read.
pub(crate) fn templates(workspace: &Workspace) -> Result<Vec<InputFile>, Failure> {
    let Workspace { root, settings } = workspace;
    let built_in = |(path, bytes): &(&str, &[u8])| InputFile {
        path: if is_template(path) { format!("{BUILT_IN}{path}") } else { (*path).to_owned() },
        bytes: bytes.to_vec(),
        too_large: false,
    };
    let mut templates: BTreeMap<String, InputFile> =
        errcat_templates::FILES.iter().map(built_in).map(|file| (file.path.clone(), file)).collect();
    if root.join(&settings.targets.templates).is_dir() {
        let own = read_folder(root.as_std_path(), &settings.targets.templates, |path| {
            if is_template_file(path) { Wanted::Content } else { Wanted::Nothing }
        })?;
        templates.extend(own.into_iter().map(|file| (file.path.clone(), file)));
    }
    Ok(templates.into_values().collect())
}

/// Returns `true` if a file in the folder of templates is a template. In this repository, the folder is also
/// a Cargo package, whose own files aren't templates.
fn is_template_file(path: &Path) -> bool {
    path.to_str().is_none_or(|path| !errcat_templates::is_of_package(&path.replace('\\', "/")))
}

/// Returns `true` if a file in the catalog's folder is a table, an `api.yaml`, a lock or a guide.
///
/// `.yml` and `.YAML` count too, so that a rule can ask for `.yaml`. If they were ignored, the file would
/// look like a table without errors.
pub(crate) fn is_catalog_file(path: &Path) -> bool {
    let is = |extension| path.extension().is_some_and(|it| it.eq_ignore_ascii_case(extension));
    let in_guides = || path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "guides");
    let locks = [LOCK, SOURCES_LOCK];
    let is_lock = path.file_name().is_some_and(|name| locks.iter().any(|lock| name == *lock));
    is("yaml") || is("yml") || is_lock || (is("md") && in_guides())
}

/// The part of a file that is needed.
#[derive(PartialEq, Eq)]
enum Wanted {
    Content,
    Name,
    Nothing,
}

/// Reads the wanted files below a folder. Their paths start at the folder, use `/`, and are sorted.
fn read_folder(root: &Path, folder: &str, wanted: fn(&Path) -> Wanted) -> Result<Vec<InputFile>, Failure> {
    let start = fs_err::canonicalize(root.join(folder))?;
    let mut paths = Vec::new();
    walk(&start, &start, &mut paths)?;
    let relative = |path: &Path| path.strip_prefix(&start).expect("a file below the folder").to_owned();
    paths.retain(|path| wanted(&relative(path)) != Wanted::Nothing);
    let read = |path: &PathBuf| -> Result<InputFile, Failure> {
        let relative = relative(path);
        // The rule on names reports a name that isn't UTF-8.
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        let is_needed = wanted(&relative) == Wanted::Content;
        let bytes = if is_needed { read_limited(path)? } else { Some(Vec::new()) };
        Ok(InputFile { path: parts.join("/"), too_large: bytes.is_none(), bytes: bytes.unwrap_or_default() })
    };
    let mut files = paths.par_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Reads a file. `None` if it is larger than the rules allow.
fn read_limited(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = fs_err::File::open(path)?;
    if file.metadata()?.len() > MAX_FILE_BYTES as u64 {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    file.take(MAX_FILE_BYTES as u64).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Collects the files below a folder, without hidden ones, such as `.git` or an editor's `.#table.yaml`.
/// Links to files inside `start` are followed. A link that leads out is an error, because it could publish
/// any file of the machine, such as `/etc/passwd`.
fn walk(start: &Path, folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs_err::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            walk(start, &path, paths)?;
        } else if kind.is_file() {
            paths.push(path);
        } else if kind.is_symlink() {
            let target = fs_err::canonicalize(&path)?;
            if !target.starts_with(start) || !target.is_file() {
                return Err(Failure::new(
                    format!("{} is a symbolic link to {}", path.display(), target.display()),
                    "replace the link with the file: only links to files in the same folder are followed",
                ));
            }
            paths.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tables_locks_and_guides_are_read() {
        for path in ["kakunin/api.yaml", "kakunin/certify.yml", "kakunin/guides/retries.md", "kakunin/A.YAML"]
        {
            assert!(is_catalog_file(Path::new(path)), "{path}");
        }
        for path in ["README.md", "schema.json", "kakunin/notes.md", "kakunin/Cargo.lock", "kakunin/a.yaml~"]
        {
            assert!(!is_catalog_file(Path::new(path)), "{path}");
        }
    }
}
