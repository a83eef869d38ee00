//! The READMEs' TOML: settings, manifests of targets, and dependencies.

use errcat_catalog::InputFile;
use errcat_cli::pipeline::{self, Inputs};
use errcat_cli::settings::Settings;
use serde::Deserialize;

use super::blocks;

#[test]
fn settings_in_the_readmes_are_known() {
    let (mut settings, mut others) = (0, Vec::new());
    for block in blocks("toml") {
        let place = &block.place;
        let table: toml::Table =
            toml::from_str(&block.text).unwrap_or_else(|error| panic!("{place}: {error}"));
        match (table.get("workspace"), table.get("dependencies")) {
            (Some(workspace), _) => {
                let errcat = workspace["metadata"]["errcat"].clone();
                Settings::deserialize(errcat).unwrap_or_else(|error| panic!("{place}: {error}"));
                settings += 1;
            }
            (None, Some(dependencies)) => check_dependencies(place, dependencies),
            (None, None) => others.push(block),
        }
    }
    assert!(settings > 3, "{settings} blocks with settings");
    let manifest = others.pop().filter(|_| others.is_empty()).expect("one manifest of a target");
    let template = blocks("go").pop().expect("its template");
    let templates = [
        ("go/target.toml", &*manifest.text),
        ("go/codes.go.tera", &*template.text),
        ("go/go.mod.tera", "module {{ values.module }}\n"),
        ("go/codes.adb", "null;\n"), // a format that errcat doesn't know
    ];
    let templates = templates.map(|(path, text)| InputFile::new(path, text)).to_vec();
    let targets = pipeline::folder_targets(&Inputs { templates, ..Inputs::default() });
    let targets =
        targets.unwrap_or_else(|report| panic!("{}", errcat_catalog::report::human(&report, false)));
    assert_eq!(targets.len(), 1, "{}", manifest.place);
}

/// Checks that the features of the generated crate exist.
fn check_dependencies(place: &str, dependencies: &toml::Value) {
    for (name, dependency) in dependencies.as_table().expect("a table") {
        let manifest: toml::Table =
            toml::from_str(&super::read(&format!("crates/{name}/Cargo.toml"))).expect("a manifest");
        for feature in dependency["features"].as_array().expect("features") {
            let feature = feature.as_str().expect("a text");
            assert!(manifest["features"].get(feature).is_some(), "{place}: {name} has no feature {feature}");
        }
    }
}
