//! Renders outputs, and checks each of them before it is passed on.

use std::collections::HashMap;

use errcat_catalog::inputs::InputFile;
use rayon::prelude::*;

use super::compiled::CompiledTemplates;
use super::jobs::Job;
use super::manifest::MANIFEST;
use super::mistake::{Mistake, UNSAFE_OUTPUT};
use super::plan::{Plan, PlannedFile};
use super::{comment, path};
use crate::header::{generated_from, is_marked};
use crate::output::{File, Ownership};

/// Renders the outputs of one target.
pub(super) struct Renderer<'a> {
    pub(super) plan: &'a Plan,
    pub(super) compiled: &'a CompiledTemplates<'a>,
    /// The files of the folder, by path.
    pub(super) files: &'a HashMap<&'a str, &'a InputFile>,
    /// Receives each output, by its path in the output folder.
    pub(super) put: &'a (dyn Fn(&str, File) + Sync),
}

impl Renderer<'_> {
    /// Renders outputs on all cores. Returns the mistakes in the order of the outputs.
    pub(super) fn run(&self, jobs: &[Job<'_>]) -> Vec<Mistake> {
        jobs.par_iter().filter_map(|job| self.output(job).err()).collect()
    }

    fn output(&self, job: &Job<'_>) -> Result<(), Mistake> {
        let file = job.file;
        let path = self.compiled.path(job.number, &job.context)?;
        if let Some(why) = path::rejection(&path) {
            return Err(unsafe_output(file, &path, why));
        }
        let bytes = match file.language {
            Some(language) => self.compiled.text(&file.file, language, &job.context)?.into_bytes(),
            None => self.files[&*file.file].bytes.clone(),
        };
        let file = match file.once {
            true => File { bytes, ownership: Ownership::Scaffolded },
            false => File { bytes: self.add_header(job, &path, bytes), ownership: Ownership::Generated },
        };
        (self.put)(&path, file);
        Ok(())
    }

    /// Adds the header of generated files to a text, if its format has comments and the template doesn't
    /// write the header.
    fn add_header(&self, job: &Job<'_>, path: &str, bytes: Vec<u8>) -> Vec<u8> {
        let comment = comment::for_file(path, &self.plan.comments).filter(|_| !is_marked(&bytes));
        match (comment, str::from_utf8(&bytes)) {
            (Some(comment), Ok(text)) => {
                comment::prepend(&comment, &generated_from(&job.source), text).into_bytes()
            }
            _ => bytes,
        }
    }
}

fn unsafe_output(file: &PlannedFile, path: &str, why: &str) -> Mistake {
    let help = "change `path`; `slug` is a code as a safe file name".to_owned();
    let (range, message) = (file.path_span.clone(), format!("the path `{path}` {why}"));
    Mistake { rule: &UNSAFE_OUTPUT, file: file_of_mistake(file), range, message, help }
}

/// Returns the file to report a mistake in: the manifest, or the file itself if the manifest doesn't list it.
fn file_of_mistake(file: &PlannedFile) -> String {
    if file.span.is_empty() { file.file.clone() } else { MANIFEST.to_owned() }
}
