//! Checks that a generated module is part of a crate.

use std::io;

use camino::Utf8Path;
use errcat_catalog::Report;
use errcat_catalog::finding::{Finding, Rule, Span};
use errcat_catalog::suggest::quoted;
use errcat_targets::settings::RustModule;
use serde::Deserialize;

use super::manifest::range_of;
use super::workspace::{Workspace, read_if_there};

/// A generated module that no crate contains.
pub(crate) static DETACHED_MODULE: Rule = Rule {
    name: "detached-module",
    why: "Rust is generated as a module, because `rust` in [workspace.metadata.errcat] is a folder below `src`. It is only \
          compiled if a crate declares it.",
    fix: "Add `mod errors;`, with the name of the folder, to the file of the module around it, such as `src/lib.rs` or \
          `src/main.rs`. For a crate of its own, set a folder that isn't below `src`, such as `crates/api-errors`.",
    ..Rule::REQUIRED
};

/// The part of a package's manifest that contains the paths of its crates.
#[derive(Deserialize)]
struct PackageManifest {
    package: Option<toml::Table>,
    lib: Option<CrateTarget>,
    #[serde(default)]
    bin: Vec<CrateTarget>,
}

#[derive(Deserialize)]
struct CrateTarget {
    path: Option<String>,
}

/// Adds a finding if the folder of the module isn't in a package, or if no file declares the module. A module
/// that wasn't generated yet needn't be declared.
///
/// # Errors
///
/// If a file can't be read.
pub(super) fn check(workspace: &Workspace, module: &RustModule, report: &mut Report) -> io::Result<()> {
    let folder = Utf8Path::new(&workspace.settings.targets.rust);
    let package = Utf8Path::new(&module.package);
    let read = |path: &Utf8Path| -> io::Result<Option<String>> {
        let bytes = read_if_there(&workspace.root.join(path))?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    };
    let manifest = read(&package.join("Cargo.toml"))?.unwrap_or_default();
    // Cargo reports a manifest that isn't valid.
    let Ok(PackageManifest { package: table, lib, bin }) = toml::from_str(&manifest) else { return Ok(()) };
    if table.is_none() {
        add_outside_of_package(workspace, package, report);
        return Ok(());
    }
    let (Some(name), Some(parent)) = (folder.file_name(), folder.parent()) else { return Ok(()) };
    if read(&folder.join("mod.rs"))?.is_none() {
        return Ok(());
    }
    let roots = lib.into_iter().chain(bin).filter_map(|target| Some(package.join(target.path?)));
    let usual = ["lib.rs", "main.rs", "mod.rs"].map(|file| parent.join(file));
    let mut first = None;
    for path in usual.into_iter().chain([format!("{parent}.rs").into()]).chain(roots) {
        let Some(text) = read(&path)? else { continue };
        if declares_module(&text, name) {
            return Ok(());
        }
        first = first.or(Some((path, text)));
    }
    // Without any of these files, there is no crate, which cargo reports.
    if let Some((path, text)) = first {
        let message = format!("{path} doesn't declare the generated module {}", quoted(name));
        let help = format!("add `mod {name};`, or `pub mod {name};` if other crates use the errors");
        let span = Span::start_of(report.sources.add(path.as_str(), text));
        report.findings.push(Finding::new(&DETACHED_MODULE, span, message, help));
    }
    Ok(())
}

fn add_outside_of_package(workspace: &Workspace, package: &Utf8Path, report: &mut Report) {
    let folder = &workspace.settings.targets.rust;
    let text = fs_err::read_to_string(workspace.root.join("Cargo.toml")).unwrap_or_default();
    let range = range_of(&text, "rust");
    let span = Span::of(report.sources.add("Cargo.toml", text), range);
    let message = format!(
        "{} is a module of no crate, because {} is no package",
        quoted(folder),
        quoted(package.join("Cargo.toml").as_str())
    );
    let help = "set a folder below the `src` of a package, such as `crates/shop/src/errors`, or one for a crate of its own, \
                such as `crates/api-errors`";
    report.findings.push(Finding::new(&DETACHED_MODULE, span, message, help));
}

/// Returns `true` if a file declares a module, or names its file in an attribute.
pub(crate) fn declares_module(text: &str, name: &str) -> bool {
    let code = text.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
    let (declaration, file) = (format!("mod {name}"), format!("{name}/mod.rs\""));
    let declares = |line: &str| {
        line.split(&declaration).skip(1).any(|rest| rest.trim_start().starts_with([';', '{']))
            || line.contains(&file)
    };
    code.into_iter().any(declares)
}

#[cfg(test)]
mod tests {
    use super::declares_module;

    #[test]
    fn modules_are_declared_in_several_ways() {
        for library in [
            "mod generated;",
            "pub mod generated ;",
            "#[rustfmt::skip] mod generated;",
            "a\n  mod generated {",
            "#[path = \"generated/mod.rs\"]\nmod errors;",
        ] {
            assert!(declares_module(library, "generated"), "{library}");
        }
        for library in ["", "// mod generated;", "mod generated_by_hand;", "use generated::*;"] {
            assert!(!declares_module(library, "generated"), "{library}");
        }
    }
}
