//! The APIs that the settings name, which only the catalog knows to be there or not.

use std::collections::BTreeMap;

use errcat_gen::Report;
use errcat_gen::finding::{Finding, Span};
use errcat_gen::model::Catalog;
use errcat_gen::rules::{Rule, did_you_mean, quoted};
use serde::Deserialize;
use toml::Spanned;

use crate::workspace::{Manifest, Workspace};

/// The settings that name APIs.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Naming {
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

/// Rule `unknown-api`: adds a finding for each API that the settings name and the catalog doesn't have.
pub(crate) fn check(workspace: &Workspace, catalog: &Catalog, report: &mut Report) {
    let settings = &workspace.settings;
    let is_there = |name: &str| catalog.apis.iter().any(|api| api.name == name);
    let mut named = settings.sources.keys().chain(settings.code.literals.iter().map(|literal| &literal.api));
    if named.all(|name| is_there(name)) {
        return;
    }
    // What is known to be wrong is looked for a second time, now with its place.
    let text = fs_err::read_to_string(workspace.root.join("Cargo.toml")).unwrap_or_default();
    let manifest: Option<Manifest<Naming>> = toml::from_str(&text).ok();
    let naming = manifest.and_then(|it| it.workspace?.metadata?.errcat).unwrap_or_default();
    let file = report.sources.add("Cargo.toml", text);
    let literals = naming.code.literals.into_iter().map(|literal| literal.api);
    for name in naming.sources.into_keys().chain(literals).filter(|name| !is_there(name.get_ref())) {
        let names = || catalog.apis.iter().map(|api| &*api.name);
        let help = did_you_mean(name.get_ref(), names())
            .unwrap_or_else(|| format!("the APIs are {}", names().collect::<Vec<_>>().join(", ")));
        let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let span = Span { file, start: at(name.span().start), end: at(name.span().end) };
        let message = format!("there is no API {} in the catalog", quoted(name.get_ref()));
        report.findings.push(Finding::new(Rule::UnknownApi, span, message, help));
    }
}
