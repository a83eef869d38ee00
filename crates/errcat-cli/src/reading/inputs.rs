//! Reading what a workspace feeds the generator: its catalog, and the templates that are built in or its own.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::pipeline::Inputs;
use errcat_catalog::InputFile;
use errcat_catalog::inputs::{LOCK, SOURCES_LOCK};
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
/// When something can't be read, when there is nothing to read, or when a symbolic link leads out of the catalog.
pub fn read(workspace: &Workspace) -> Result<Inputs, Failure> {
    let Workspace { root, settings } = workspace;
    let files = read_folder(root.as_std_path(), &settings.targets.catalog, is_catalog_file)?;
    if files.is_empty() {
        return Err(Failure::new(
            format!("the catalog in {} is empty", root.join(&settings.targets.catalog)),
            format!("begin with `{}/my_api/api.yaml`: a title and a summary", settings.targets.catalog),
        ));
    }
    let files = files
        .into_iter()
        .map(|file| InputFile { path: format!("{}/{}", settings.targets.catalog, file.path), ..file });
    Ok(Inputs {
        files: files.collect(),
        templates: templates(workspace)?,
        settings: settings.clone(),
        accept: Accept::default(),
        lenient: false,
    })
}

/// The workspace's templates, and the built-in ones where it has none of the same name. Those that pages are made of
/// lie in a folder of their own, where the workspace's can extend them.
fn templates(workspace: &Workspace) -> Result<Vec<InputFile>, Failure> {
    let Workspace { root, settings } = workspace;
    let built_in = |(path, bytes): &(&str, &[u8])| InputFile {
        path: if is_template(path) { format!("{BUILT_IN}{path}") } else { (*path).to_owned() },
        bytes: bytes.to_vec(),
        too_large: false,
    };
    let mut templates: BTreeMap<String, InputFile> =
        errcat_templates::FILES.iter().map(built_in).map(|file| (file.path.clone(), file)).collect();
    if root.join(&settings.targets.templates).is_dir() {
        let own = read_folder(root.as_std_path(), &settings.targets.templates, is_template_file)?;
        templates.extend(own.into_iter().map(|file| (file.path.clone(), file)));
    }
    Ok(templates.into_values().collect())
}

/// A file of the templates' folder, which may be a package that embeds them, as this repository's is.
fn is_template_file(path: &Path) -> bool {
    path.to_str().is_none_or(|path| !errcat_templates::is_of_package(&path.replace('\\', "/")))
}

/// A table, an `api.yaml`, a lock, or a guide. Anything else in the catalog's folder is the author's own: a README, a picture.
/// `.yml` counts, whatever its case, for the rules to ask for `.yaml`: silence would look like a table without errors.
pub(crate) fn is_catalog_file(path: &Path) -> bool {
    let is = |extension| path.extension().is_some_and(|it| it.eq_ignore_ascii_case(extension));
    let in_guides = || path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "guides");
    let locks = [LOCK, SOURCES_LOCK];
    let is_lock = path.file_name().is_some_and(|name| locks.iter().any(|lock| name == *lock));
    is("yaml") || is("yml") || is_lock || (is("md") && in_guides())
}

/// The files below a folder, with `/`-separated paths from it, sorted.
fn read_folder(root: &Path, folder: &str, wanted: fn(&Path) -> bool) -> Result<Vec<InputFile>, Failure> {
    let start = fs_err::canonicalize(root.join(folder))?;
    let mut paths = Vec::new();
    walk(&start, &start, &mut paths)?;
    let relative = |path: &Path| path.strip_prefix(&start).expect("a file below the folder").to_owned();
    paths.retain(|path| wanted(&relative(path)));
    let read = |path: &PathBuf| -> Result<InputFile, Failure> {
        let relative = relative(path);
        // A name that isn't text can't be a table's; the rule on names says so.
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        let bytes = read_limited(path)?;
        Ok(InputFile { path: parts.join("/"), too_large: bytes.is_none(), bytes: bytes.unwrap_or_default() })
    };
    let mut files = paths.par_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The file's bytes, unless it is larger than the rules allow.
fn read_limited(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = fs_err::File::open(path)?;
    if file.metadata()?.len() > MAX_FILE_BYTES as u64 {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    // It may grow while it is read.
    file.take(MAX_FILE_BYTES as u64).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Collects files. Hidden ones (`.git`, an editor's `.#table.yaml`) are nobody's tables. A link to a file inside
/// is as good as the file; one that leads out would publish what somebody else may change, `/etc/passwd` for one.
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
                    "put the file itself there: links are followed only to files of the same folder",
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
    fn tables_and_guides_are_read_and_nothing_else() {
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
