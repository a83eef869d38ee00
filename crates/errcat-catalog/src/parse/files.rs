//! The files of the catalog: which API's folder each is in, and its text.

use std::collections::BTreeMap;

use crate::finding::{FileId, Finding, Findings, Rule, Sources, Span};
use crate::inputs::{self, InputFile, Inputs};
use crate::yaml;

/// A file, or what errors inherit and repeat, is larger than anything an author writes.
pub static TOO_LARGE: Rule = Rule {
    name: "too-large",
    why: "A file is read whole. A table of over 64 MiB, or a source of over 16 MiB, is nothing that \
          somebody wrote, and reading it would only fill the memory. Nor is an error whose response, \
          made of its params' examples, has over 1 MiB, a title or an address of over 32 KiB, which \
          other pages repeat, or an API whose errors have over 256 MiB from their kinds, headers, \
          examples and such lines.",
    fix: "Split the table: one file is one table, and a table of a hundred thousand codes is still \
          smaller. Of code, name the file that somebody wrote. Shorten examples, and what many \
          errors inherit or many pages repeat.",
    ..Rule::REQUIRED
};

/// A file holds bytes that aren't text.
pub static INVALID_UTF8: Rule = Rule {
    name: "invalid-utf8",
    why: "Catalogs and guides are UTF-8, as YAML 1.2 recommends and every editor writes. Other bytes \
          would come out differently on every machine.",
    fix: "Save the file as UTF-8. A byte order mark at its start is accepted.",
    ..Rule::REQUIRED
};

/// The files of an API's folder, before they are read.
pub struct FolderFiles<'a> {
    /// The folder's name.
    pub name: &'a str,
    /// The name in the folder, and whether it could be read as text.
    pub(super) files: Vec<(&'a str, FileId, bool)>,
}

impl<'a> FolderFiles<'a> {
    /// The files that the API is read from, each with whether it could be read as text. What was published isn't among them.
    pub fn own(&self) -> impl Iterator<Item = (FileId, bool)> {
        self.files.iter().filter(|(name, ..)| !is_lock(name)).map(|(_, file, readable)| (*file, *readable))
    }

    /// What was published.
    pub fn lock(&self) -> Option<FileId> {
        self.files
            .iter()
            .find(|(name, _, readable)| *name == inputs::LOCK && *readable)
            .map(|(_, file, _)| *file)
    }
}

/// Adds all files of the catalog to the sources, by API. Files that can't be read, or are in no folder, are findings.
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
        let (id, readable) = add(input, sources, findings);
        match path.split_once('/') {
            Some((folder, name)) => folders.entry(folder).or_default().push((name, id, readable)),
            None => findings.push(stray_file(id, "move it into a folder: a folder is an API")),
        }
    }
    folders.into_iter().map(|(name, files)| FolderFiles { name, files }).collect()
}

fn is_lock(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name == inputs::LOCK || name == inputs::SOURCES_LOCK
}

/// Rules `too-large` and `invalid-utf8`. A byte order mark is dropped.
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
    why: "A table is a file `catalog/API/TABLE.yaml`, a guide `catalog/API/guides/GUIDE.md`. A file \
          beside or below those would be passed over in silence.",
    fix: "Move it where tables and guides are, or out of the catalog.",
    ..Rule::REQUIRED
};

pub(super) fn stray_file(file: FileId, help: &str) -> Finding {
    let place = Span::start_of(file);
    Finding::new(&STRAY_FILE, place, "the file is where nothing reads it", help)
}
