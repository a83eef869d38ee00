//! Targets as values: everything that asks about targets reads it from here.

use std::ops::Range;
use std::sync::OnceLock;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::finding::Report;
use errcat_catalog::inputs::InputFile;

use crate::output::Output;
use crate::pages::Pages;
use crate::selection::Selection;
use crate::settings::Settings;

/// One kind of output: a crate, a site, a package in some language.
///
/// A target sees the checked catalog and knows of no other target.
pub trait Target: Sync {
    /// Its name in the settings, in summaries and in timings: `rust`.
    fn name(&self) -> &str;

    /// The folder or file that its output goes to, from the workspace's root, as summaries show it.
    fn output(&self) -> &str;

    /// The directories in which every generated file is this target's, so that one that it no longer generates is an orphan.
    fn owned(&self) -> Vec<Utf8PathBuf>;

    /// The files and directories, in those it owns, that hold the output of one API and nothing else. Incremental runs skip
    /// them; a target that returns none is always generated in full.
    fn api_paths(&self, _api: &str) -> Vec<Utf8PathBuf> {
        Vec::new()
    }

    /// Returns `true` if a path is part of its output.
    fn contains(&self, path: &Utf8Path) -> bool {
        path.starts_with(self.output())
    }

    /// Returns `true` if its output is committed. Output that is published instead is absent from a fresh clone, which
    /// isn't drift.
    fn is_committed(&self) -> bool {
        true
    }

    /// The file that a person opens first, if there is one.
    fn start_page(&self) -> Option<Utf8PathBuf> {
        None
    }

    /// The places, in the files of whoever wrote the target, that give an output its path.
    fn locate(&self, _request: &Request<'_>, _path: &Utf8Path) -> Vec<Location> {
        Vec::new()
    }

    /// Returns `true` if two of its outputs may have one path. The rules of the catalog exclude that for built-in targets.
    fn may_collide(&self) -> bool {
        false
    }

    /// Generates its files.
    ///
    /// # Errors
    ///
    /// The mistake of a template, with its location. Some files may have been handed over by then.
    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report>;
}

/// A range of bytes in a file.
#[derive(Debug, Clone)]
pub struct Location {
    /// From the workspace's root.
    pub path: String,
    /// The file's text.
    pub text: String,
    /// The range.
    pub range: Range<usize>,
}

/// Everything that targets generate from.
pub struct Request<'a> {
    /// The catalog, and which of its APIs to generate.
    pub selection: &'a Selection<'a>,
    /// The workspace's settings.
    pub settings: &'a Settings,
    /// The templates and the files beside them, by path below the templates' folder: `site/error.html`.
    pub templates: &'a [InputFile],
    pages: OnceLock<Result<Pages<'a>, Box<Report>>>,
}

impl<'a> Request<'a> {
    /// A request for the selected part of a catalog.
    pub fn new(selection: &'a Selection<'a>, settings: &'a Settings, templates: &'a [InputFile]) -> Self {
        Request { selection, settings, templates, pages: OnceLock::new() }
    }

    /// What pages are made of, for the targets that share it; the first of them has it made. Nothing of that is work for other
    /// cores: a core that waits for it may have begun it.
    pub(crate) fn pages(&self) -> Result<&Pages<'a>, Report> {
        let pages = self
            .pages
            .get_or_init(|| Pages::new(self.selection, self.settings, self.templates).map_err(Box::new));
        pages.as_ref().map_err(|report| Report::clone(report))
    }
}

/// The directories that some targets own, each once.
pub fn owned_directories(targets: &[Box<dyn Target>]) -> Vec<Utf8PathBuf> {
    let mut owned: Vec<Utf8PathBuf> = Vec::new();
    for directory in targets.iter().flat_map(|target| target.owned()) {
        if !owned.contains(&directory) {
            owned.push(directory);
        }
    }
    owned
}

/// The files and directories that hold the output of one API and nothing else, of all targets.
pub fn api_paths(targets: &[Box<dyn Target>], api: &str) -> Vec<Utf8PathBuf> {
    targets.iter().flat_map(|target| target.api_paths(api)).collect()
}
