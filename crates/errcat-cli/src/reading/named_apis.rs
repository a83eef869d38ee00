//! Checks that the APIs that the settings name are in the catalog.

use std::collections::{BTreeMap, BTreeSet};

use errcat_catalog::Report;
use errcat_catalog::finding::{Finding, Rule, Span};
use errcat_catalog::suggest::{did_you_mean, quoted};
use serde::Deserialize;
use toml::Spanned;

use super::manifest::Manifest;
use super::workspace::Workspace;
use crate::pipeline::Inputs;

/// The settings that name APIs.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ApiSettings {
    sources: BTreeMap<Spanned<String>, toml::Value>,
    code: Code,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Code {
    literals: Vec<Literal>,
}

#[derive(Deserialize)]
struct Literal {
    api: Spanned<String>,
}

pub(crate) static UNKNOWN_API: Rule = Rule {
    name: "unknown-api",
    why: "The settings configure an API that isn't in the catalog, so they have no effect.",
    fix: "Under [workspace.metadata.errcat], use the name of a folder in the catalog, or remove the \
          setting.",
    ..Rule::REQUIRED
};

/// Reports the APIs that the settings name but the catalog doesn't have.
pub(crate) fn check(workspace: &Workspace, inputs: &Inputs, report: &mut Report) {
    let settings = &workspace.settings;
    let folders: BTreeSet<&str> =
        inputs.files.iter().filter_map(|file| folder(&file.path, &settings.targets.catalog)).collect();
    let is_there = |name: &str| folders.contains(name);
    let mut named = settings.sources.keys().chain(settings.code.literals.iter().map(|literal| &literal.api));
    if named.all(|name| is_there(name)) {
        return;
    }
    // Parse the settings again, now with locations.
    let text = fs_err::read_to_string(workspace.root.join("Cargo.toml")).unwrap_or_default();
    let manifest: Option<Manifest<ApiSettings>> = toml::from_str(&text).ok();
    let located = manifest.and_then(Manifest::settings).unwrap_or_default();
    let file = report.sources.add("Cargo.toml", text);
    let literals = located.code.literals.into_iter().map(|literal| literal.api);
    for name in located.sources.into_keys().chain(literals).filter(|name| !is_there(name.get_ref())) {
        let names = || folders.iter().copied();
        let help = did_you_mean(name.get_ref(), names())
            .unwrap_or_else(|| format!("the APIs are {}", names().collect::<Vec<_>>().join(", ")));
        let span = Span::of(file, name.span());
        let message = format!("there is no API {} in the catalog", quoted(name.get_ref()));
        report.findings.push(Finding::new(&UNKNOWN_API, span, message, help));
    }
}

/// Returns the folder of the API that a file of the catalog is in.
fn folder<'a>(path: &'a str, catalog: &str) -> Option<&'a str> {
    Some(path.strip_prefix(catalog)?.strip_prefix('/')?.split_once('/')?.0)
}
