//! Checks that generated crates contain what is generated into them, under the name that other generated code
//! uses.

use std::io;

use errcat_catalog::Report;
use errcat_catalog::finding::{Finding, Rule, Span};
use errcat_catalog::suggest::quoted;
use errcat_targets::crate_name;
use serde::Deserialize;
use toml::Spanned;

use super::modules::{self, declares_module};
use super::workspace::{Workspace, read_if_there};

/// A crate that doesn't contain what is generated into it.
pub(crate) static DETACHED_CRATE: Rule = Rule {
    name: "detached-crate",
    why: "Code is generated into `src/generated` of a crate whose `src/lib.rs` doesn't declare it as a module, so nothing that \
          is generated is compiled. Either the declaration was removed, or the crate was written for another purpose.",
    fix: "Add `mod generated;` and `pub use generated::*;` to `src/lib.rs`. If the crate has another purpose, set another folder \
          in [workspace.metadata.errcat].",
    ..Rule::REQUIRED
};

/// A crate whose name isn't the one that generated code uses.
pub(crate) static RENAMED_CRATE: Rule = Rule {
    name: "renamed-crate",
    why: "Generated code refers to the generated crates by the name of their folder. The package has another name, so that code \
          wouldn't compile.",
    fix: "Rename the folder and set it in [workspace.metadata.errcat], or give the package the folder's name.",
    ..Rule::REQUIRED
};

/// The part of a crate's manifest that names it.
#[derive(Deserialize)]
struct CrateManifest {
    package: Option<Named>,
    lib: Option<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<Spanned<String>>,
}

/// Adds a finding for each generated crate or module that can't work as it is. A crate that doesn't exist yet
/// will be created.
///
/// # Errors
///
/// If a file can't be read.
pub(crate) fn check(workspace: &Workspace, report: &mut Report) -> io::Result<()> {
    let settings = &workspace.settings.targets;
    if let Some(module) = settings.rust_module() {
        return modules::check(workspace, &module, report);
    }
    for (setting, folder) in [("rust", &settings.rust), ("derive", &settings.derive)] {
        let text = |path: &str| -> io::Result<Option<String>> {
            let bytes = read_if_there(&workspace.root.join(path))?;
            Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
        };
        let path = format!("{folder}/Cargo.toml");
        let Some(manifest) = text(&path)? else { continue };
        check_name(report, setting, folder, &path, manifest);
        let path = format!("{folder}/src/lib.rs");
        // A missing one is created.
        let Some(library) = text(&path)? else { continue };
        if !declares_module(&library, "generated") {
            let file = report.sources.add(path.as_str(), library);
            let message = format!("{path} doesn't declare the module `generated`");
            let help = format!(
                "add `mod generated;` and `pub use generated::*;`, or set another folder: \
                 `{setting} = \"…\"` in [workspace.metadata.errcat]"
            );
            report.findings.push(Finding::new(&DETACHED_CRATE, Span::start_of(file), message, help));
        }
    }
    Ok(())
}

fn check_name(report: &mut Report, setting: &str, folder: &str, path: &str, text: String) {
    // Cargo reports a manifest that isn't valid.
    let Ok(CrateManifest { package, lib }) = toml::from_str(&text) else { return };
    let name = |named: Option<Named>| named.and_then(|named| named.name);
    let Some(name) = name(lib).or_else(|| name(package)) else { return };
    let expected = crate_name(folder);
    let library = |name: &str| name.replace('-', "_");
    if library(name.get_ref()) == library(expected) {
        return;
    }
    let span = Span::of(report.sources.add(path, text), name.span());
    let message =
        format!("the crate is named {}, but generated code uses `{expected}`", quoted(name.get_ref()));
    let parent = folder.strip_suffix(expected).unwrap_or_default();
    let help = format!(
        "name it `{expected}`, or rename the folder and set `{setting} = \"{parent}{}\"` in [workspace.metadata.errcat]",
        name.get_ref()
    );
    report.findings.push(Finding::new(&RENAMED_CRATE, span, message, help));
}
