//! The first step of reading: each folder becomes parsed records, or the model that an earlier run stored.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::finding::{FileId, Findings, Sources};
use crate::inputs::Inputs;
use crate::lint_levels::LintLevels;
use crate::model::Api;
use crate::parse::{self, Folder, FolderFiles};
use crate::scope::{Names, Scope};
use crate::stored::{self, FindModel, ModelKey, StoredModel};

/// The folders of a catalog, read.
pub(super) struct Readings {
    /// In the order of their names.
    pub(super) folders: Vec<Reading>,
    /// The names that links may lead to, by API.
    pub(super) names: HashMap<String, Names>,
}

/// A folder, read.
pub(super) struct Reading {
    /// The content.
    pub(super) content: Content,
    /// The findings of parsing.
    pub(super) findings: Findings,
    /// The inputs that its model depends on.
    pub(super) key: ModelKey,
}

/// The content of a folder.
pub(super) enum Content {
    /// An API that has no findings and hasn't changed since an earlier run.
    Stored(Box<Api>),
    /// The records of an API.
    Parsed(Box<Folder>),
    /// No API.
    Nothing,
}

/// Reads the folders of a catalog.
pub(super) fn read(
    folders: &[FolderFiles<'_>],
    inputs: &Inputs<'_>,
    sources: &Sources,
    built_in: FileId,
    find_model: &FindModel<'_>,
) -> Readings {
    let parse = |files: &FolderFiles<'_>, hash: u64| Reading::parse(files, hash, sources, built_in);
    let read = |files: &FolderFiles<'_>| {
        let hash = stored::hash_of_files(files, inputs, sources);
        Reading::find(files, hash, sources, find_model).unwrap_or_else(|| parse(files, hash))
    };
    let mut readings: Vec<Reading> = folders.par_iter().map(read).collect();
    let names = readings.iter().filter_map(Reading::names).collect();
    let hash = stored::hash_of_names(&names);
    readings.par_iter_mut().zip(folders).for_each(|(reading, files)| {
        // Its links may lead to names that have changed.
        if matches!(reading.content, Content::Stored(_)) && reading.key.names != hash {
            *reading = parse(files, reading.key.files);
        }
        reading.key.names = hash;
    });
    Readings { folders: readings, names }
}

impl Reading {
    fn find(
        files: &FolderFiles<'_>,
        hash: u64,
        sources: &Sources,
        find_model: &FindModel<'_>,
    ) -> Option<Self> {
        let lock = &sources.file(files.lock()?).text;
        let StoredModel { key, api } = find_model(files.name, hash, lock)?;
        Some(Reading { content: Content::Stored(Box::new(api)), findings: Findings::default(), key })
    }

    /// The hash of names is known once all folders are read.
    fn parse(files: &FolderFiles<'_>, hash: u64, sources: &Sources, built_in: FileId) -> Self {
        let (folder, findings) = parse::parse(files, sources, built_in);
        let content = folder.map_or(Content::Nothing, |folder| Content::Parsed(Box::new(folder)));
        Reading { content, findings, key: ModelKey { files: hash, names: 0 } }
    }

    fn names(&self) -> Option<(String, Names)> {
        match &self.content {
            Content::Stored(api) => Some((api.name.clone(), Names::of_api(api))),
            Content::Parsed(folder) => Some((folder.name.clone(), Names::of_folder(folder))),
            Content::Nothing => None,
        }
    }

    /// The API with its references followed; `None` if its model is stored, or if there is no API.
    pub(super) fn scope<'a>(
        &'a self,
        sources: &'a Sources,
        names: &'a HashMap<String, Names>,
        lints: &'a LintLevels,
    ) -> Option<Scope<'a>> {
        match &self.content {
            Content::Parsed(folder) => Some(Scope::new(folder, sources, names, lints)),
            Content::Stored(_) | Content::Nothing => None,
        }
    }
}
