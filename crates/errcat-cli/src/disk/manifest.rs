//! Manifests. Each owned directory has one, which lists the files that errcat generated in it.
//!
//! A file is overwritten or deleted only if a manifest lists it, whatever its content. The format is that of
//! `sha256sum`, which can check it:
//!
//! ```text
//! # Files that errcat generated in this folder; errcat writes this list.
//! 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae  shop/index.html
//! ```
//!
//! Git merges it by union, so a path may have several hashes, and conflict markers are skipped. A pull
//! request may have changed it, so what it lists is never followed out of its directory.

mod line;

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::Report;
use errcat_catalog::finding::{Finding, Rule, Span};
use sha2::{Digest, Sha256};

use self::line::Line;
use crate::reading::workspace::read_if_there;

/// The name of a manifest in its directory.
pub const MANIFEST: &str = ".errcat-manifest";

/// The first line of a manifest.
const HEADER: &str = "# Files that errcat generated in this folder; errcat writes this list.\n";

pub(crate) static UNSAFE_MANIFEST: Rule = Rule {
    name: "unsafe-manifest",
    why: "A manifest lists the files of its own folder that errcat generated, and so may overwrite or delete. A line with a \
          path elsewhere, or a manifest that is a link, wasn't written by errcat. It may be an attempt to have other files deleted.",
    fix: "Restore the manifest from git, or delete the line. If the whole manifest is damaged, delete it, and run `gen --adopt`.",
    ..Rule::REQUIRED
};

/// The SHA-256 of a file.
pub type Hash = [u8; 32];

/// Returns the SHA-256 of a file's content.
pub(crate) fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// The manifests of some directories.
#[derive(Debug, Default)]
pub struct Manifests {
    by_directory: BTreeMap<Utf8PathBuf, Manifest>,
}

/// The manifest of a directory.
#[derive(Debug)]
struct Manifest {
    text: String,
    /// By path from the directory, sorted; a path may have several hashes.
    files: Vec<(String, Hash)>,
}

impl Manifests {
    /// Reads the manifests of some directories. A directory without one isn't an error.
    ///
    /// # Errors
    ///
    /// If a manifest can't be read, or lists something that errcat wouldn't have written.
    pub fn read<E>(root: &Utf8Path, directories: &[Utf8PathBuf]) -> Result<Self, E>
    where
        E: From<io::Error> + From<Report>,
    {
        let mut manifests = Manifests::default();
        let mut report = Report::default();
        for directory in directories {
            let path = directory.join(MANIFEST);
            match fs_err::symlink_metadata(root.join(&path)) {
                Ok(metadata) if !metadata.is_file() => {
                    let message = "the manifest isn't a regular file";
                    add_finding(&mut report, &path, "", 0..0, message, "delete it, and run `gen --adopt`");
                    continue;
                }
                Err(error) if is_absent(&error) => continue,
                _ => {}
            }
            let Some(bytes) = read_if_there(&root.join(&path))? else { continue };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let files = parse(&text, &path, &mut report);
            manifests.by_directory.insert(directory.clone(), Manifest { text, files });
        }
        if report.findings.is_empty() { Ok(manifests) } else { Err(report.into()) }
    }

    /// Returns `true` if the directory that a path is in has a manifest.
    pub(crate) fn cover(&self, path: &Utf8Path) -> bool {
        self.of(path).is_some()
    }

    /// Returns `true` if errcat has generated a file at a path.
    pub(crate) fn list(&self, path: &Utf8Path) -> bool {
        self.hashes(path).next().is_some()
    }

    /// Returns `true` if a file has the content that errcat generated there. Line breaks may differ.
    pub(crate) fn list_content(&self, path: &Utf8Path, bytes: &[u8]) -> bool {
        let is_listed = |bytes: &[u8]| {
            let found = hash(bytes);
            self.hashes(path).any(|known| *known == found)
        };
        is_listed(bytes) || (bytes.contains(&b'\r') && is_listed(&without_returns(bytes)))
    }

    /// Returns every listed file.
    pub(crate) fn files(&self) -> impl Iterator<Item = Utf8PathBuf> {
        let all = self.by_directory.iter();
        all.flat_map(|(directory, manifest)| manifest.files.iter().map(|(path, _)| directory.join(path)))
    }

    /// Returns the hashes of a file, by its path from the root.
    pub(crate) fn hashes(&self, path: &Utf8Path) -> impl Iterator<Item = &Hash> {
        self.of(path).into_iter().flat_map(|(inner, manifest)| {
            let files = manifest.files_from(inner.as_str());
            files.take_while(move |(known, _)| known == inner.as_str()).map(|(_, hash)| hash)
        })
    }

    /// Returns the files at or below a path, by their path from the manifest's directory.
    pub(crate) fn below(&self, path: &Utf8Path) -> impl Iterator<Item = (&str, Hash)> {
        let file = self.of(path).into_iter().flat_map(|(inner, manifest)| {
            let files = manifest.files_from(inner.as_str());
            files.take_while(move |(known, _)| known == inner.as_str())
        });
        let in_folder = self.of(path).into_iter().flat_map(|(inner, manifest)| {
            let folder = format!("{inner}/");
            manifest.files_from(&folder).take_while(move |(known, _)| known.starts_with(&folder))
        });
        file.chain(in_folder).map(|(path, hash)| (path.as_str(), *hash))
    }

    /// Returns the text of a directory's manifest; empty if there is none.
    pub(crate) fn text(&self, directory: &Utf8Path) -> &str {
        self.by_directory.get(directory).map_or("", |manifest| manifest.text.as_str())
    }

    /// Returns the manifest that covers a path, and the path from its directory.
    fn of<'p>(&self, path: &'p Utf8Path) -> Option<(&'p Utf8Path, &Manifest)> {
        path.ancestors().skip(1).find_map(|directory| {
            let manifest = self.by_directory.get(directory)?;
            Some((path.strip_prefix(directory).expect("a path below"), manifest))
        })
    }
}

impl Manifest {
    /// Returns the files from a path on, in order.
    fn files_from<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a (String, Hash)> + use<'a> {
        let start = self.files.partition_point(|(known, _)| known.as_str() < path);
        self.files[start..].iter()
    }
}

/// Returns the text of the manifest that lists some files, by their path from its directory; empty if there
/// are none.
pub(crate) fn text(mut files: Vec<(&str, Hash)>) -> String {
    if files.is_empty() {
        return String::new();
    }
    files.sort_unstable();
    files.dedup();
    let mut text =
        String::with_capacity(HEADER.len() + files.iter().map(|(path, _)| line::length(path)).sum::<usize>());
    text.push_str(HEADER);
    files.iter().for_each(|(path, hash)| line::push(&mut text, path, hash));
    text
}

fn parse(text: &str, path: &Utf8Path, report: &mut Report) -> Vec<(String, Hash)> {
    let mut files = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\r', '\n']);
        match line::parse(content) {
            Ok(Line::File(file, hash)) => files.push((file.to_owned(), hash)),
            Ok(Line::Other) => {}
            Err(message) => {
                let help = "restore the manifest from git, or delete the line";
                add_finding(report, path, text, start..start + content.len(), message, help);
            }
        }
        start += line.len();
    }
    files.sort_unstable();
    files
}

fn add_finding(
    report: &mut Report,
    path: &Utf8Path,
    text: &str,
    range: Range<usize>,
    message: &str,
    help: &str,
) {
    let known = report.sources.find(path.as_str());
    let file = known.unwrap_or_else(|| report.sources.add(path.as_str(), text));
    report.findings.push(Finding::new(&UNSAFE_MANIFEST, Span::of(file, range), message, help));
}

/// Replaces Windows line breaks with Unix ones, as git stores them.
pub(crate) fn without_returns(bytes: &[u8]) -> Vec<u8> {
    let before_break = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    (0..bytes.len()).filter(|at| !before_break(*at)).map(|at| bytes[at]).collect()
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
