//! The files of the catalog: which API's folder each is in, and its text.

use std::collections::BTreeMap;

use super::role::Role;
use crate::finding::{FileId, Finding, Findings, Rule, Sources, Span};
use crate::inputs::{self, InputFile, Inputs};
use crate::yaml;

/// A file, or what errors inherit and repeat, is too large.
pub static TOO_LARGE: Rule = Rule {
    name: "too-large",
    why: "Hand-written files are never as large as these limits, and larger ones would only fill the \
          memory: 64 MiB for a file of the catalog, 16 MiB for a source file, 1 MiB for the example \
          response of an error, 32 KiB for titles, URLs and other texts that are repeated on other \
          pages, and 256 MiB for what all errors of an API inherit and repeat.",
    fix: "Split the table; even a table of a hundred thousand codes is smaller. As a source, use a \
          hand-written file. Shorten examples, and texts that many errors inherit or many pages \
          repeat.",
    ..Rule::REQUIRED
};

/// A file contains bytes that aren't text.
pub static INVALID_UTF8: Rule = Rule {
    name: "invalid-utf8",
    why: "Catalogs and guides are UTF-8, which YAML 1.2 recommends and every editor writes. Other \
          encodings would be read differently on different machines.",
    fix: "Save the file as UTF-8. A byte order mark at the start is accepted.",
    ..Rule::REQUIRED
};

/// The files of an API, before they are parsed.
pub struct FolderFiles<'a> {
    /// The folder's name.
    pub name: &'a str,
    /// Each file's name in the folder, its id, and `true` if it is text.
    pub(super) files: Vec<(&'a str, FileId, bool)>,
}

impl<'a> FolderFiles<'a> {
    /// Returns the files that the API is parsed from, each with `true` if it is text. Locks aren't among
    /// them.
    pub fn own(&self) -> impl Iterator<Item = (FileId, bool)> {
        self.files.iter().filter(|(name, ..)| !is_lock(name)).map(|(_, file, readable)| (*file, *readable))
    }

    /// Returns the lock.
    pub fn lock(&self) -> Option<FileId> {
        self.files
            .iter()
            .find(|(name, _, readable)| *name == inputs::LOCK && *readable)
            .map(|(_, file, _)| *file)
    }
}

/// Adds all files of the catalog to the sources, by API. Reports files that aren't text, and files outside of
/// API folders.
///
/// Locks come last, because a run writes them: the ids of all other files stay the same.
pub fn folders<'a>(
    inputs: &Inputs<'a>,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Vec<FolderFiles<'a>> {
    let mut folders: BTreeMap<&str, Vec<(&str, FileId, bool)>> = BTreeMap::new();
    let (locks, others): (Vec<_>, Vec<_>) = inputs.files.iter().partition(|input| is_lock(&input.path));
    for input in others.into_iter().chain(locks) {
        let path = input.path.strip_prefix(inputs.folder).map(|path| path.trim_start_matches('/'));
        let Some(path) = path else { continue };
        let place = path.split_once('/');
        let is_stray = place.is_none_or(|(_, name)| matches!(Role::of(name), Role::Stray));
        if is_stray && inputs.lenient {
            continue;
        }
        // The content of a stray file doesn't matter, and it may be of any kind.
        let text = std::str::from_utf8(&input.bytes).unwrap_or_default();
        let (id, readable) =
            if is_stray { (sources.add(&input.path, text), true) } else { add(input, sources, findings) };
        match place {
            Some((folder, name)) => folders.entry(folder).or_default().push((name, id, readable)),
            None => findings.push(outside_of_apis(id)),
        }
    }
    folders.into_iter().map(|(name, files)| FolderFiles { name, files }).collect()
}

fn outside_of_apis(file: FileId) -> Finding {
    let message = "this file isn't in the folder of an API";
    let help = "move it into the folder of an API, or out of the catalog";
    Finding::new(&STRAY_FILE, Span::start_of(file), message, help)
}

fn is_lock(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name == inputs::LOCK || name == inputs::SOURCES_LOCK
}

/// Adds a file to the sources, and applies the rules `too-large` and `invalid-utf8`. A byte order mark is
/// dropped.
fn add(input: &InputFile, sources: &mut Sources, findings: &mut Findings) -> (FileId, bool) {
    if input.too_large || input.bytes.len() > yaml::MAX_FILE_BYTES {
        let id = sources.add(&input.path, "");
        findings.push(Finding::new(
            &TOO_LARGE,
            Span::start_of(id),
            format!("the file is larger than {} MiB", yaml::MAX_FILE_BYTES >> 20),
            "split it: one file is one table",
        ));
        return (id, false);
    }
    let bytes = input.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&input.bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (sources.add(&input.path, text), true),
        Err(error) => {
            let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            let at = valid.len();
            let byte = bytes[error.valid_up_to()];
            let id = sources.add(&input.path, valid);
            findings.push(Finding::new(
                &INVALID_UTF8,
                Span::of(id, at..at),
                format!("the byte 0x{byte:02X} isn't UTF-8"),
                "save the file as UTF-8",
            ));
            (id, false)
        }
    }
}

pub(crate) static STRAY_FILE: Rule = Rule {
    name: "stray-file",
    why: "Tables are files `catalog/API/TABLE.yaml`, and guides `catalog/API/guides/GUIDE.md`. Files in \
          other places, and files of other kinds, would be ignored silently.",
    fix: "Move it to the tables or guides of an API, or out of the catalog. A README and hidden files may \
          stay.",
    ..Rule::REQUIRED
};

/// Creates a finding about a file that isn't an input. `path` starts at the API's folder, or at that of the
/// catalog if the file isn't in one.
pub(super) fn stray_file(file: FileId, path: &str) -> Finding {
    let lower = path.to_lowercase();
    let (name, is_guide) = (path.rsplit('/').next().unwrap_or(path), path.starts_with("guides/"));
    let help = if inputs::is_leftover(path) {
        "delete it: it looks like a copy that an editor or a merge left".to_owned()
    } else if is_guide && lower.ends_with(".md") {
        format!("move it to `guides/{}`: guides have no subfolders", name.to_lowercase())
    } else if is_guide {
        "move it out of `guides`, which contains only Markdown files: pages can't show others".to_owned()
    } else if lower.ends_with(".yaml") && path.contains('/') {
        "move it to the API's folder; guides are `guides/NAME.md`".to_owned()
    } else if lower.ends_with(".yaml") {
        "rename it: the names of tables end in `.yaml`, in lower case".to_owned()
    } else if lower.ends_with(".md") {
        format!("move it to `guides/{name}`, or name it `README.md` if it isn't for the docs")
    } else {
        "move it out of the catalog".to_owned()
    };
    Finding::new(&STRAY_FILE, Span::start_of(file), "this is neither a table nor a guide", help)
}
