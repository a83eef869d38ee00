//! A target that is a folder of templates: its plan, and the locations of its parts.

use std::collections::HashMap;

use errcat_catalog::finding::Report;
use errcat_catalog::inputs::InputFile;
use errcat_catalog::model::Id;

use super::compiled::CompiledTemplates;
use super::data::CatalogData;
use super::incremental::{self, ApiFolders};
use super::jobs::{Job, JobSource};
use super::manifest::MANIFEST;
use super::mistake::{self, Mistake};
use super::plan::{Plan, TEMPLATE_SUFFIX};
use crate::target::Location;
use crate::template::{self, Template, is_used_by_others};

/// A target that is a folder of templates.
#[derive(Debug)]
pub struct FolderTarget {
    /// The folder's name, such as `go`.
    pub(super) name: String,
    /// The folder, from the workspace's root, such as `templates/go`.
    pub(super) folder: String,
    /// The text of `target.toml`.
    manifest: String,
    pub(super) plan: Plan,
    /// The folders of each API. Empty if the target is always generated in full.
    pub(super) api_folders: Vec<ApiFolders>,
    /// `true` if outputs of an API may be outside of these folders.
    pub(super) is_whole: bool,
}

impl FolderTarget {
    pub(super) fn new(name: &str, folder: String, manifest: String, plan: Plan) -> Self {
        let api_folders = incremental::api_folders(&plan);
        let is_whole = api_folders.is_none();
        let api_folders = api_folders.unwrap_or_default();
        FolderTarget { name: name.to_owned(), folder, manifest, plan, api_folders, is_whole }
    }

    /// Returns `true` if this is the target of a folder.
    pub(crate) fn has_folder(&self, folder: &str) -> bool {
        self.name == folder
    }

    /// Returns `true` if the target uses a file of its folder. `name` is the path in the folder.
    pub(crate) fn uses(&self, name: &str, file: &InputFile, templates: &[InputFile]) -> bool {
        // All files except templates are copied.
        let is_listed =
            !name.ends_with(TEMPLATE_SUFFIX) || self.plan.files.iter().any(|planned| planned.file == name);
        let own = || templates.iter().filter(|file| strip_folder(&file.path, &self.name).is_some());
        is_listed || is_used_by_others(name, file, own())
    }

    /// Compiles the templates.
    ///
    /// # Errors
    ///
    /// Returns the mistakes in the templates.
    pub fn compile(&self, templates: &[InputFile]) -> Result<(), Report> {
        let texts = texts(&self.files(templates), &self.folder)?;
        let compiled = CompiledTemplates::new(&self.plan, &texts).map(drop);
        compiled.map_err(|mistakes| self.report(mistakes, &texts))
    }

    /// Returns the location of the output folder in `target.toml`.
    pub fn output_location(&self) -> Location {
        self.location(self.plan.output_span.clone())
    }

    pub(super) fn location(&self, range: std::ops::Range<usize>) -> Location {
        Location { path: format!("{}/{MANIFEST}", self.folder), text: self.manifest.clone(), range }
    }

    /// Returns the files of the folder, by path.
    pub(super) fn files<'r>(&self, templates: &'r [InputFile]) -> HashMap<&'r str, &'r InputFile> {
        let own = templates.iter().filter_map(|file| Some((strip_folder(&file.path, &self.name)?, file)));
        own.collect()
    }

    pub(super) fn report(&self, mistakes: Vec<Mistake>, texts: &[Template]) -> Report {
        let mut report = Report::default();
        let text = |file: &str| texts.iter().find(|text| text.path == file).map(|text| text.text.as_str());
        let text = |file: &str| if file == MANIFEST { Some(self.manifest.as_str()) } else { text(file) };
        mistake::add_to(&mut report, &self.folder, dedup_by_location(mistakes), text);
        report
    }

    /// Returns the positions of planned files whose output has a path.
    pub(super) fn planned_at(
        &self,
        source: &JobSource<'_>,
        compiled: &CompiledTemplates<'_>,
        output: &str,
    ) -> Vec<usize> {
        let folded = output.to_lowercase();
        let data = CatalogData::new(source.site, true, true);
        let of_apis = Id::enumerate(&source.site.catalog.apis)
            .flat_map(|(id, _)| source.jobs_for_api(id, &data.apis[id.index()]));
        let jobs = source.jobs_for_catalog(&data).into_iter().chain(of_apis);
        let path = |job: &Job<'_>| compiled.path(job.number, &job.context).ok();
        let is_it = |job: &Job<'_>| path(job).is_some_and(|path| path.to_lowercase() == folded);
        jobs.filter(is_it).map(|job| job.number).collect()
    }
}

/// Returns the path of a file in a target's folder.
pub(super) fn strip_folder<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    path.strip_prefix(name)?.strip_prefix('/')
}

/// Reads the templates.
pub(super) fn texts(files: &HashMap<&str, &InputFile>, folder: &str) -> Result<Vec<Template>, Report> {
    let mut templates: Vec<InputFile> = files
        .iter()
        .filter(|(path, _)| path.ends_with(TEMPLATE_SUFFIX))
        .map(|(path, file)| InputFile { path: (*path).to_owned(), ..(*file).clone() })
        .collect();
    templates.sort_by(|a, b| a.path.cmp(&b.path));
    template::read(&templates, folder)
}

/// Keeps the first mistake of each location: a template with a mistake reports it for each of its outputs.
fn dedup_by_location(mistakes: Vec<Mistake>) -> Vec<Mistake> {
    let mut first: Vec<Mistake> = Vec::new();
    for mistake in mistakes {
        if !first.iter().any(|known| known.file == mistake.file && known.range == mistake.range) {
            first.push(mistake);
        }
    }
    first
}
