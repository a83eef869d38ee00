//! Implements `Target` for folders of templates. Those that run together share the data of the APIs, because
//! converting it takes half as long as rendering one target.

use std::collections::HashMap;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::finding::Report;
use errcat_catalog::inputs::InputFile;
use errcat_catalog::model::{ApiId, Id};
use rayon::prelude::*;

use super::compiled::CompiledTemplates;
use super::data::{ApiData, CatalogData};
use super::jobs::{Job, JobSource};
use super::mistake::Mistake;
use super::render::Renderer;
use super::target::{FolderTarget, texts};
use crate::docs::site::Site;
use crate::output::{File, Output};
use crate::target::{Location, Request, Target};
use crate::template::Template;

/// The templates of a target, as texts.
struct Texts<'a> {
    files: HashMap<&'a str, &'a InputFile>,
    templates: Vec<Template>,
}

/// A target that is ready to run.
struct Run<'a> {
    target: &'a FolderTarget,
    output: &'a dyn Output,
    texts: &'a Texts<'a>,
    compiled: CompiledTemplates<'a>,
    source: JobSource<'a>,
}

impl Target for FolderTarget {
    fn name(&self) -> &str {
        &self.name
    }

    fn output(&self) -> &str {
        &self.plan.output
    }

    fn owned(&self) -> Vec<Utf8PathBuf> {
        vec![self.plan.output.as_str().into()]
    }

    fn api_paths(&self, api: &str) -> Vec<Utf8PathBuf> {
        let output = Utf8Path::new(&self.plan.output);
        self.api_folders.iter().map(|folders| output.join(folders.of(api, &self.plan))).collect()
    }

    fn locate(&self, request: &Request<'_>, path: &Utf8Path) -> Vec<Location> {
        let Ok(path) = path.strip_prefix(&self.plan.output) else { return Vec::new() };
        let (Ok(pages), Ok(texts)) = (request.pages(), texts(&self.files(request.templates), &self.folder))
        else {
            return Vec::new();
        };
        let Ok(compiled) = CompiledTemplates::new(&self.plan, &texts) else { return Vec::new() };
        let source = JobSource { plan: &self.plan, site: &pages.site, folder: &self.folder };
        let mut numbers = self.planned_at(&source, &compiled, path.as_str());
        numbers.dedup();
        numbers.into_iter().map(|number| self.location(self.plan.files[number].path_span.clone())).collect()
    }

    fn may_collide(&self) -> bool {
        true
    }

    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report> {
        emit(&[(self, output)], request).into_iter().collect()
    }
}

/// Generates the files of targets. Returns the mistakes of each target, with their locations.
pub(crate) fn emit(
    targets: &[(&FolderTarget, &dyn Output)],
    request: &Request<'_>,
) -> Vec<Result<(), Report>> {
    let pages = match request.pages() {
        Ok(pages) => pages,
        Err(report) => return targets.iter().map(|_| Err(report.clone())).collect(),
    };
    let texts: Vec<Result<Texts<'_>, Report>> =
        targets.iter().map(|(target, _)| Texts::new(target, request.templates)).collect();
    let runs: Vec<Result<Run<'_>, Report>> = targets
        .iter()
        .zip(&texts)
        .map(|((target, output), texts)| {
            let texts = texts.as_ref().map_err(Report::clone)?;
            Run::new(target, *output, texts, &pages.site)
        })
        .collect();
    let ready: Vec<&Run<'_>> = runs.iter().flatten().collect();
    let mut mistakes = mistakes(&ready, request, &pages.site).into_iter();
    runs.iter()
        .map(|run| match run {
            Err(report) => Err(report.clone()),
            Ok(run) => run.result(mistakes.next().unwrap_or_default()),
        })
        .collect()
}

/// Renders all outputs. Returns the mistakes of each target, in the order of its outputs.
fn mistakes(runs: &[&Run<'_>], request: &Request<'_>, site: &Site<'_>) -> Vec<Vec<Mistake>> {
    let sources = || runs.iter().map(|run| &run.source);
    let data = CatalogData::new(
        site,
        sources().any(|source| source.uses_apis(false)),
        sources().any(|source| source.uses_apis(true)),
    );
    let mut mistakes: Vec<Vec<Mistake>> =
        runs.iter().map(|run| run.render(&run.source.jobs_for_catalog(&data))).collect();
    let of_api = |id: ApiId| -> Vec<Vec<Mistake>> {
        let is_selected = request.selection.contains(id);
        let is_run = |run: &Run<'_>| (is_selected || run.target.is_whole) && run.source.has_outputs_of_apis();
        if !runs.iter().any(|run| is_run(run)) {
            return Vec::new();
        }
        let new;
        let data = match data.apis.get(id.index()) {
            Some(data) => data,
            None => {
                new = ApiData::new(site, id);
                &new
            }
        };
        let render = |run: &&Run<'_>| match is_run(run) {
            true => run.render(&run.source.jobs_for_api(id, data)),
            false => Vec::new(),
        };
        runs.par_iter().map(render).collect()
    };
    let apis: Vec<ApiId> = Id::all(&site.catalog.apis).collect();
    let of_apis: Vec<Vec<Vec<Mistake>>> = apis.par_iter().map(|id| of_api(*id)).collect();
    for of_api in of_apis {
        mistakes.iter_mut().zip(of_api).for_each(|(all, of_run)| all.extend(of_run));
    }
    mistakes
}

impl<'a> Texts<'a> {
    fn new(target: &FolderTarget, templates: &'a [InputFile]) -> Result<Self, Report> {
        let files = target.files(templates);
        let templates = texts(&files, &target.folder)?;
        Ok(Texts { files, templates })
    }
}

impl<'a> Run<'a> {
    /// Compiles the templates.
    fn new(
        target: &'a FolderTarget,
        output: &'a dyn Output,
        texts: &'a Texts<'a>,
        site: &'a Site<'a>,
    ) -> Result<Self, Report> {
        let compiled = CompiledTemplates::new(&target.plan, &texts.templates)
            .map_err(|mistakes| target.report(mistakes, &texts.templates))?;
        let source = JobSource { plan: &target.plan, site, folder: &target.folder };
        Ok(Run { target, output, texts, compiled, source })
    }

    fn render(&self, jobs: &[Job<'_>]) -> Vec<Mistake> {
        let folder = Utf8Path::new(&self.target.plan.output);
        let put = |path: &str, file: File| self.output.take(folder.join(path), file);
        let plan = &self.target.plan;
        Renderer { plan, compiled: &self.compiled, files: &self.texts.files, put: &put }.run(jobs)
    }

    fn result(&self, mistakes: Vec<Mistake>) -> Result<(), Report> {
        match mistakes.is_empty() {
            true => Ok(()),
            false => Err(self.target.report(mistakes, &self.texts.templates)),
        }
    }
}
