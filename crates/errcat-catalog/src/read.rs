//! Reads a catalog: parse, check, lower.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::finding::{Findings, Report, Sources};
use crate::inputs::Inputs;
use crate::lower;
use crate::model::{Api, Catalog};
use crate::parse::{self, Folder};
use crate::rules;
use crate::scope::{Names, Scope};

/// A catalog without errors.
#[derive(Debug)]
pub struct Checked {
    /// The catalog.
    pub catalog: Catalog,
    /// The texts of the files, which the spans in the catalog refer to.
    pub sources: Sources,
    /// The warnings.
    pub warnings: Findings,
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
    read_with(inputs, &|_, _| Findings::default(), &mut |_| {})
}

/// Like [`read`], with further rules, and calling `on_phase` with the name of each phase as it starts.
///
/// # Errors
///
/// Returns all findings of all rules if any is an error.
pub fn read_with(
    inputs: &Inputs<'_>,
    compare: &Comparison<'_>,
    on_phase: &mut dyn FnMut(&str),
) -> Result<Checked, Report> {
    let mut sources = Sources::default();
    let mut findings = Findings::default();
    on_phase("parse");
    let folders = parse::parse(inputs, &mut sources, &mut findings);
    on_phase("check");
    let names: HashMap<String, Names> =
        folders.iter().map(|folder| (folder.name.clone(), names_of(folder))).collect();
    let scopes: Vec<Scope<'_>> = folders
        .par_iter()
        .filter_map(|folder| Some(Scope::new(folder, folder.api.as_ref()?, &sources, &names, inputs.lints)))
        .collect();
    // Collected first, so that findings are added in the order of the APIs.
    let found: Vec<Findings> = scopes.par_iter().map(rules::check).collect();
    found.into_iter().for_each(|found| findings.extend(found));
    if inputs.lenient {
        findings.retain(|finding| !finding.rule.is_harmless);
    }
    if findings.has_errors() {
        drop(scopes);
        return Err(Report { findings, sources });
    }
    let catalog = Catalog { apis: scopes.par_iter().map(lower::lower).collect() };
    if !inputs.lenient {
        let compared = scopes.par_iter().zip(&catalog.apis).map(|(scope, api)| compare(scope, api));
        compared.collect::<Vec<_>>().into_iter().for_each(|found| findings.extend(found));
    }
    drop(scopes);
    folders.into_par_iter().for_each(drop);
    if findings.has_errors() {
        return Err(Report { findings, sources });
    }
    Ok(Checked { catalog, sources, warnings: findings })
}

fn names_of(folder: &Folder) -> Names {
    let codes = folder.tables.iter().flat_map(|table| table.raw.errors.keys().map(str::to_owned));
    Names {
        codes: codes.collect(),
        guides: folder.guides.iter().map(|guide| guide.name.clone()).collect(),
        tables: folder.tables.iter().map(|table| table.name.clone()).collect(),
    }
}
