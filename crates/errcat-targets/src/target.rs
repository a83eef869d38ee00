//! The trait of targets, and their inputs.

use std::any::Any;
use std::ops::Range;
use std::sync::OnceLock;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::finding::Report;
use errcat_catalog::inputs::InputFile;

use crate::history::History;
use crate::output::Output;
use crate::pages::Pages;
use crate::selection::Selection;
use crate::settings::Settings;

/// A kind of output, such as a crate, a site, or a package in some language.
///
/// A target sees the checked catalog, and doesn't depend on other targets.
pub trait Target: Any + Sync {
    /// Returns the name in the settings, in summaries and in timings, such as `rust`.
    fn name(&self) -> &str;

    /// Returns the output folder or file, from the workspace's root, for summaries.
    fn output(&self) -> &str;

    /// Returns the directories whose generated files all belong to this target. Files in them that it no
    /// longer generates are orphans.
    fn owned(&self) -> Vec<Utf8PathBuf>;

    /// Returns the files and directories in owned directories that contain only the output of one API.
    /// Incremental runs skip them. If there are none, the target is always generated in full.
    fn api_paths(&self, _api: &str) -> Vec<Utf8PathBuf> {
        Vec::new()
    }

    /// Returns `true` if a path belongs to the output.
    fn contains(&self, path: &Utf8Path) -> bool {
        path.starts_with(self.output())
    }

    /// Returns `true` if the output is committed. Output that is published instead, or that is in `target`,
    /// may be missing in a fresh clone.
    fn is_committed(&self) -> bool {
        !Utf8Path::new(self.output()).starts_with("target")
    }

    /// Returns the file to open first, if there is one.
    fn start_page(&self) -> Option<Utf8PathBuf> {
        None
    }

    /// Returns the locations in the target's source files that determine the path of an output.
    fn locate(&self, _request: &Request<'_>, _path: &Utf8Path) -> Vec<Location> {
        Vec::new()
    }

    /// Returns `true` if two outputs can have the same path. For built-in targets, the rules of the catalog
    /// exclude that.
    fn may_collide(&self) -> bool {
        false
    }

    /// Generates the files.
    ///
    /// # Errors
    ///
    /// Returns a mistake in a template, with its location. Some files may already have been written.
    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report>;
}

/// A range of bytes in a file.
#[derive(Debug, Clone)]
pub struct Location {
    /// The file, from the workspace's root.
    pub path: String,
    /// The file's text.
    pub text: String,
    /// The range.
    pub range: Range<usize>,
}

/// The inputs of targets.
pub struct Request<'a> {
    /// The catalog, and the APIs to generate.
    pub selection: &'a Selection<'a>,
    /// The workspace's settings.
    pub settings: &'a Settings,
    /// All files of the templates folder, by path, such as `site/error.html`.
    pub templates: &'a [InputFile],
    /// The dates and changes of the catalog's files. `None` if they aren't known.
    pub history: Option<&'a History>,
    pages: OnceLock<Result<Pages<'a>, Box<Report>>>,
}

impl<'a> Request<'a> {
    /// Creates a request for the selected part of a catalog.
    pub fn new(selection: &'a Selection<'a>, settings: &'a Settings, templates: &'a [InputFile]) -> Self {
        Request { selection, settings, templates, history: None, pages: OnceLock::new() }
    }

    /// Sets the history of the catalog's files.
    #[must_use]
    pub fn with_history(self, history: Option<&'a History>) -> Self {
        Request { history, ..self }
    }

    /// Returns the shared data of pages, which the first target to ask for it creates.
    pub(crate) fn pages(&self) -> Result<&Pages<'a>, Report> {
        let Request { selection, settings, templates, history, ref pages } = *self;
        let pages =
            pages.get_or_init(|| Pages::new(selection, settings, templates, history).map_err(Box::new));
        pages.as_ref().map_err(|report| Report::clone(report))
    }
}

/// Returns the directories that targets own, without duplicates.
pub fn owned_directories(targets: &[Box<dyn Target>]) -> Vec<Utf8PathBuf> {
    let mut owned: Vec<Utf8PathBuf> = Vec::new();
    for directory in targets.iter().flat_map(|target| target.owned()) {
        if !owned.contains(&directory) {
            owned.push(directory);
        }
    }
    owned
}

/// Returns the files and directories of all targets that contain only the output of one API.
pub fn api_paths(targets: &[Box<dyn Target>], api: &str) -> Vec<Utf8PathBuf> {
    targets.iter().flat_map(|target| target.api_paths(api)).collect()
}
