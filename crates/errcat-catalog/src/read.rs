//! Reads a catalog: parse, check, lower.

mod reading;

use rayon::prelude::*;

use self::reading::{Content, Reading, Readings};
use crate::finding::{Findings, Report, Sources};
use crate::inputs::Inputs;
use crate::lower;
use crate::model::{Api, Catalog};
use crate::parse;
use crate::rules;
use crate::scope::Scope;
use crate::stored::{self, FindModel, ModelKey};

/// A catalog without errors.
#[derive(Debug)]
pub struct Checked {
    /// The catalog.
    pub catalog: Catalog,
    /// The texts of the files, which the spans in the catalog refer to.
    pub sources: Sources,
    /// The warnings.
    pub warnings: Findings,
    /// The APIs that were parsed and break no rule of the language: positions in the catalog, and what their
    /// models depend on.
    pub clean: Vec<(usize, ModelKey)>,
}

/// Additional rules that compare an API with something else, such as its published codes. They run on APIs
/// that pass all rules of the language.
pub type Comparison<'a> = dyn Fn(&Scope<'_>, &Api) -> Findings + Sync + 'a;

/// Reads and checks a catalog.
///
/// # Errors
///
/// Returns all findings of all rules if any is an error.
pub fn read(inputs: &Inputs<'_>) -> Result<Checked, Report> {
    read_with(inputs, &|_, _| Findings::default(), &stored::no_models, &mut |_| {})
}

/// Like [`read`], with further rules and the models of an earlier run, and calling `on_phase` with the name
/// of each phase as it starts.
///
/// # Errors
///
/// Returns all findings of all rules if any is an error.
pub fn read_with(
    inputs: &Inputs<'_>,
    compare: &Comparison<'_>,
    find_model: &FindModel<'_>,
    on_phase: &mut dyn FnMut(&str),
) -> Result<Checked, Report> {
    let mut sources = Sources::default();
    let mut findings = Findings::default();
    on_phase("parse");
    let folders = parse::folders(inputs, &mut sources, &mut findings);
    let built_in = parse::add_built_in(&mut sources);
    let Readings { folders, names } = reading::read(&folders, inputs, &sources, built_in, find_model);
    on_phase("check");
    let scopes: Vec<Option<Scope<'_>>> =
        folders.par_iter().map(|folder| folder.scope(&sources, &names, inputs.lints)).collect();
    // Collected before they are added, so that findings come in the order of the APIs.
    let mut found: Vec<Findings> = scopes.par_iter().zip(&folders).map(check).collect();
    let is_clean: Vec<bool> = found.iter().map(Findings::is_empty).collect();
    if inputs.lenient {
        found.iter_mut().for_each(|found| found.retain(|finding| !finding.rule.is_harmless));
    }
    let is_sound: Vec<bool> = found.iter().map(|found| !found.has_errors()).collect();
    found.into_iter().for_each(|found| findings.extend(found));
    // The mistakes of one API don't hide those of another.
    let lower = |(scope, is_sound): (&Option<Scope<'_>>, &bool)| {
        // What an unreadable file defines is missing, and the finding on it isn't one of the API.
        scope.as_ref().filter(|scope| *is_sound && scope.complete).map(lower::lower)
    };
    let lowered: Vec<Option<Api>> = scopes.par_iter().zip(&is_sound).map(lower).collect();
    if !inputs.lenient {
        let compared = scopes.par_iter().zip(&lowered).map(|pair| match pair {
            (Some(scope), Some(api)) => compare(scope, api),
            _ => Findings::default(),
        });
        compared.collect::<Vec<_>>().into_iter().for_each(|found| findings.extend(found));
    }
    drop(scopes);
    let (catalog, clean) = assemble(folders, lowered, &is_clean);
    if findings.has_errors() {
        return Err(Report { findings, sources });
    }
    Ok(Checked { catalog, sources, warnings: findings, clean })
}

/// The findings of a folder, of parsing and of the rules of the language.
fn check((scope, folder): (&Option<Scope<'_>>, &Reading)) -> Findings {
    let mut findings = folder.findings.clone();
    findings.extend(scope.as_ref().map(rules::check).unwrap_or_default());
    findings
}

/// The models of all folders, and which of them were made now, of an API without findings.
fn assemble(
    folders: Vec<Reading>,
    lowered: Vec<Option<Api>>,
    is_clean: &[bool],
) -> (Catalog, Vec<(usize, ModelKey)>) {
    let model = |((folder, lowered), is_clean): ((Reading, Option<Api>), &bool)| match folder.content {
        Content::Stored(api) => Some((*api, None)),
        // The records are freed here, on all cores.
        Content::Parsed(_) => lowered.map(|api| (api, is_clean.then_some(folder.key))),
        Content::Nothing => None,
    };
    let models = folders.into_par_iter().zip(lowered).zip(is_clean).filter_map(model);
    let (apis, keys): (Vec<Api>, Vec<Option<ModelKey>>) = models.collect::<Vec<_>>().into_iter().unzip();
    let clean = keys.into_iter().enumerate().filter_map(|(position, key)| Some((position, key?)));
    (Catalog { apis }, clean.collect())
}
