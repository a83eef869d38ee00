//! Finds mistakes for which the compiler's message doesn't say how to fix them: a derive that doesn't know
//! the name of its crate, and handlers of axum whose errors aren't responses.

use std::collections::{HashMap, HashSet};

use camino::Utf8Path;
use errcat_catalog::finding::{Finding, Level, Report, Rule};
use errcat_catalog::model::Catalog;
use errcat_catalog::suggest::quoted;
use rayon::prelude::*;

use super::handlers::{DerivedType, PackageFile};
use super::index::Index;
use super::texts::SourceTexts;
use super::{File, depth};

/// A derive in a package that has another name for the generated crate.
pub(super) static RENAMED_DEPENDENCY: Rule = Rule {
    name: "renamed-dependency",
    why: "The derive generates paths that start with the name of the generated crate. The package depends on the crate under \
          another name, so the compiler can't find it.",
    fix: "Write the name in the attribute: `#[catalog(shop, crate = ::errors)]`. Or use the crate's own name in Cargo.toml.",
    ..Rule::REQUIRED
};

/// A handler of axum whose error isn't a response.
pub(super) static NO_RESPONSE: Rule = Rule {
    name: "no-response",
    why: "A handler of axum returns an error of the catalog that axum can't send, because the feature `axum` is missing, or the \
          option `axum` of a hand-written type. The compiler only reports that `Handler<_, _>` isn't implemented.",
    fix: "Enable the feature in the package's Cargo.toml: `features = [\"axum\"]`. Add the option to a hand-written type: \
          `#[catalog(shop, axum)]`.",
    ..Rule::REQUIRED
};

/// A package that depends on the generated crate, or one that contains the generated module.
#[derive(Debug)]
pub struct Dependent {
    /// The folder, from the root of the workspace. Empty for the root.
    pub folder: String,
    /// The name of the dependency in the package's Cargo.toml.
    pub dependency: String,
    /// `true` if the generated crate has another name.
    pub is_renamed: bool,
    /// `true` if the package depends on axum.
    pub has_axum: bool,
    /// `true` if the package enables the feature `axum` of the dependency.
    pub enables_axum: bool,
}

impl Dependent {
    /// Returns `true` if the package may have findings, so that its code has to be read.
    pub fn needs_code(&self) -> bool {
        self.is_renamed || self.has_axum
    }

    fn contains(&self, path: &str) -> bool {
        let rest = path.strip_prefix(&*self.folder);
        rest.is_some_and(|rest| self.folder.is_empty() || rest.starts_with('/'))
    }
}

/// Reports the mistakes in packages that depend on the generated code. All findings are warnings.
pub fn check(catalog: &Catalog, dependents: &[Dependent], files: &[File], report: &mut Report) {
    let index = Index::new(catalog);
    let mut texts = SourceTexts { files, ids: HashMap::new() };
    for dependent in dependents.iter().filter(|dependent| dependent.needs_code()) {
        let is_nested = |path: &str| {
            let mut others = dependents.iter().filter(|other| other.folder.len() > dependent.folder.len());
            others.any(|other| other.contains(path))
        };
        let is_own = |file: &File| dependent.contains(&file.path) && !is_nested(&file.path);
        let own: Vec<usize> = (0..files.len()).filter(|at| is_own(&files[*at])).collect();
        let read = |at: &usize| PackageFile::read(*at, &files[*at]);
        let package: Vec<PackageFile> = depth::on_large_stacks(|| own.par_iter().filter_map(read).collect());
        if dependent.is_renamed {
            renamed_dependency(dependent, &package, &mut texts, report);
        }
        if dependent.has_axum {
            no_response(dependent, &package, &index, &mut texts, report);
        }
    }
}

fn renamed_dependency(
    dependent: &Dependent,
    package: &[PackageFile],
    texts: &mut SourceTexts<'_>,
    report: &mut Report,
) {
    let name = dependent.dependency.replace('-', "_");
    for (file, ty) in types(package).filter(|(_, ty)| !ty.has_crate) {
        let span = texts.span(file, &ty.arguments, &mut report.sources);
        let message = format!("this package depends on the generated crate as {}", quoted(&name));
        let help =
            format!("write the name: `#[catalog({}, crate = ::{name})]`", texts.text(file, &ty.arguments));
        report.findings.push(Finding::new(&RENAMED_DEPENDENCY, span, message, help).level(Level::Warn));
    }
}

fn no_response(
    dependent: &Dependent,
    package: &[PackageFile],
    index: &Index<'_>,
    texts: &mut SourceTexts<'_>,
    report: &mut Report,
) {
    let routed: HashSet<&String> = package.iter().flat_map(|file| &file.routed).collect();
    let is_response = |name: &String| package.iter().any(|file| file.responses.contains(name));
    let functions = package.iter().flat_map(|it| it.functions.iter().map(|function| (it.file, function)));
    for (file, function) in functions.filter(|(_, function)| routed.contains(&function.name)) {
        let Some(name) = function.error.iter().find_map(|path| path.last()) else { continue };
        if is_response(name) {
            continue;
        }
        let derived = types(package).find(|(_, ty)| ty.name == *name && !ty.is_response);
        let is_generated = || function.error.iter().any(|path| index.is_generated(path));
        let help = match derived {
            Some((file, ty)) => {
                format!("add the option: `#[catalog({}, axum)]`", texts.text(file, &ty.arguments))
            }
            None if is_generated() && !dependent.enables_axum => format!(
                "enable the feature `axum` of `{}` in {}",
                dependent.dependency,
                Utf8Path::new(&dependent.folder).join("Cargo.toml")
            ),
            None => continue,
        };
        let span = texts.span(file, &function.range, &mut report.sources);
        let message =
            format!("the handler {} returns an error that isn't a response", quoted(&function.name));
        report.findings.push(Finding::new(&NO_RESPONSE, span, message, help).level(Level::Warn));
    }
}

/// Returns the hand-written types of a package, with the indices of their files.
fn types(package: &[PackageFile]) -> impl Iterator<Item = (usize, &DerivedType)> {
    package.iter().flat_map(|it| it.types.iter().map(|ty| (it.file, ty)))
}
