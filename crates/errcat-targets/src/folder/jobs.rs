//! Lists the outputs to render: each file of a plan, for the catalog or for each API, table or error.

use tera::{Context, Value};

use super::data::{self, ApiData, CatalogData};
use super::incremental;
use super::manifest::Scope;
use super::plan::{Plan, PlannedFile};
use errcat_catalog::model::ApiId;

use crate::docs::site::Site;
use crate::header::generated_from;

/// The inputs of a target's outputs.
pub(super) struct JobSource<'a> {
    pub(super) plan: &'a Plan,
    pub(super) site: &'a Site<'a>,
    /// The target's folder, from the workspace's root.
    pub(super) folder: &'a str,
}

/// An output to render, and the values for its template.
pub(super) struct Job<'a> {
    /// The position in the plan.
    pub(super) number: usize,
    pub(super) file: &'a PlannedFile,
    /// The source, for the header of the file.
    pub(super) source: String,
    pub(super) context: Context,
}

impl<'a> JobSource<'a> {
    /// Returns `true` if an output for the whole catalog uses the APIs, with or without their errors.
    pub(super) fn uses_apis(&self, with_errors: bool) -> bool {
        let has_constant_path = |file: &PlannedFile| incremental::constant(&file.path, self.plan).is_some();
        let uses_apis = |file: &PlannedFile| file.language.is_some() || !has_constant_path(file);
        let mut files = self.files_for(Scope::Catalog);
        files.any(|(_, file)| file.has_errors == with_errors && uses_apis(file))
    }

    /// Returns `true` if there are outputs for each API, table or error.
    pub(super) fn has_outputs_of_apis(&self) -> bool {
        self.plan.files.iter().any(|file| file.each != Scope::Catalog)
    }

    /// Returns the outputs for the whole catalog.
    pub(super) fn jobs_for_catalog(&self, data: &CatalogData) -> Vec<Job<'a>> {
        let overviews = Value::from(data.overviews.clone());
        let apis = Value::from(data.apis.iter().map(|data| data.api.clone()).collect::<Vec<_>>());
        let source = &self.site.settings.catalog;
        let job = |(number, file): (usize, &'a PlannedFile)| {
            let apis = if file.has_errors { &apis } else { &overviews };
            self.job(number, file, source, &[("apis", apis)])
        };
        self.files_for(Scope::Catalog).map(job).collect()
    }

    /// Returns the outputs of one API.
    pub(super) fn jobs_for_api(&self, id: ApiId, data: &ApiData) -> Vec<Job<'a>> {
        let api = self.site.api(id);
        let folder = format!("{}/{}", self.site.settings.catalog, api.name);
        let mut jobs = Vec::new();
        for (number, file) in self.files_for(Scope::Api) {
            jobs.push(self.job(number, file, &folder, &[("api", &data.api)]));
        }
        for (number, file) in self.files_for(Scope::Table) {
            for (table, value) in api.tables.iter().zip(&data.tables) {
                jobs.push(self.job(number, file, &table.path, &[("api", &data.api), ("table", value)]));
            }
        }
        for (number, file) in self.files_for(Scope::Error) {
            for (code, value) in api.codes.iter().zip(&data.errors) {
                let (table, of_table) = (&api[code.owner.table], &data.tables[code.owner.table.index()]);
                let values = [("api", &data.api), ("table", of_table), ("error", value)];
                jobs.push(self.job(number, file, &table.path, &values));
            }
        }
        jobs
    }

    fn files_for(&self, each: Scope) -> impl Iterator<Item = (usize, &'a PlannedFile)> {
        self.plan.files.iter().enumerate().filter(move |(_, file)| file.each == each)
    }

    fn job(
        &self,
        number: usize,
        file: &'a PlannedFile,
        source: &str,
        values: &[(&'static str, &Value)],
    ) -> Job<'a> {
        let template = format!("{}/{}", self.folder, file.file);
        let source = if file.language.is_some() { format!("{source} and {template}") } else { template };
        let mut context = data::shared(self.site, &self.plan.values);
        context.insert("generated", &generated_from(&source));
        values.iter().for_each(|(name, value)| context.insert_value(*name, (*value).clone()));
        Job { number, file, source, context }
    }
}
