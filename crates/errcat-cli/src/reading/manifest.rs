//! Parses the settings in a Cargo.toml: `[workspace.metadata.errcat]`.

use std::collections::BTreeMap;
use std::ops::Range;

use camino::{Utf8Component, Utf8Path};
use errcat_catalog::suggest::describe_unknown;
use errcat_targets::settings::Settings as TargetSettings;
use serde::Deserialize;
use toml::Spanned;

use crate::settings::Settings;

/// A mistake in a Cargo.toml, with its location.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// A Cargo.toml, reduced to the settings of errcat: `[workspace.metadata.errcat]`, or
/// `[package.metadata.errcat]` if the file isn't that of a workspace.
#[derive(Deserialize)]
pub(crate) struct Manifest<T> {
    workspace: Option<Table<T>>,
    package: Option<Table<T>>,
}

#[derive(Deserialize)]
struct Table<T> {
    metadata: Option<Metadata<T>>,
}

#[derive(Deserialize)]
struct Metadata<T> {
    errcat: Option<T>,
}

impl<T> Manifest<T> {
    /// Returns the settings.
    pub(crate) fn settings(self) -> Option<T> {
        self.workspace.or(self.package)?.metadata?.errcat
    }
}

pub(super) fn parse(text: &str) -> Result<Option<Settings>, Mistake> {
    misplaced(text).map_or(Ok(()), Err)?;
    let manifest: Manifest<Settings> = toml::from_str(text).map_err(|error| mistake(&error))?;
    let Some(settings) = manifest.settings() else { return Ok(None) };
    check_folders(text, &settings)?;
    Ok(Some(settings))
}

/// Returns `true` if a Cargo.toml is that of a workspace.
pub(super) fn is_workspace(text: &str) -> bool {
    toml::from_str::<toml::Table>(text).is_ok_and(|manifest| manifest.contains_key("workspace"))
}

/// Returns a mistake if the settings are in a table that isn't read.
fn misplaced(text: &str) -> Option<Mistake> {
    let manifest: toml::Table = toml::from_str(text).ok()?;
    let has = |path: &str| {
        let mut keys = path.split('.');
        let first = manifest.get(keys.next()?);
        keys.try_fold(first?, |table, key| table.get(key)).filter(|settings| settings.is_table())
    };
    let is_workspace = manifest.contains_key("workspace");
    let tables = ["errcat", "metadata.errcat", "package.errcat", "workspace.errcat"];
    let of_package = "package.metadata.errcat";
    let mut tables = tables.into_iter().chain(is_workspace.then_some(of_package));
    let table = tables.find(|table| has(table).is_some())?;
    let start = text.find(&format!("[{table}")).map_or(0, |at| at + 1);
    Some(Mistake {
        range: start..start + table.len().min(text.len() - start),
        message: format!("settings in [{table}] aren't read"),
        help: "name the table [workspace.metadata.errcat]".to_owned(),
    })
}

/// Converts an error of the parser.
fn mistake(error: &toml::de::Error) -> Mistake {
    let range = error.span().unwrap_or_default();
    let described = describe_unknown(error.message(), "setting");
    let (message, help) = described.unwrap_or_else(|| (error.message().to_owned(), String::new()));
    Mistake { range, message, help }
}

/// Checks that every folder is inside the workspace, and that no folder contains another. Otherwise generated
/// files could be read as a catalog, or two outputs could delete each other's files.
fn check_folders(text: &str, settings: &Settings) -> Result<(), Mistake> {
    let TargetSettings { catalog, templates, rust, derive, site, markdown, .. } = &settings.targets;
    let mut folders: Vec<(&str, &str)> = vec![
        ("catalog", catalog),
        ("templates", templates),
        ("rust", rust),
        ("derive", derive),
        ("site", site),
    ];
    folders.extend(markdown.as_ref().map(|markdown| ("markdown", &*markdown.folder)));
    let is_optional = |name: &str| errcat_targets::OPTIONAL_TARGETS.contains(&name);
    let others = settings.targets.targets.iter().filter(|(name, _)| !is_optional(name));
    let outputs = others.filter_map(|(_, target)| target.output.as_deref());
    let outputs =
        outputs.chain(errcat_targets::optional_outputs(&settings.targets).map(|(_, folder)| folder));
    folders.extend(outputs.map(|output| ("targets", output)));
    for (name, folder) in folders.iter().copied() {
        let inside = Utf8Path::new(folder).components().all(|part| matches!(part, Utf8Component::Normal(_)));
        if folder.is_empty() || !inside {
            return Err(Mistake {
                range: range_of(text, name),
                message: format!("`{folder}` isn't a folder inside the workspace"),
                help: "use a path from the workspace's root, without `..`".into(),
            });
        }
    }
    for (index, (name, folder)) in folders.iter().copied().enumerate() {
        let nested = |other: &str| {
            Utf8Path::new(folder).starts_with(other) || Utf8Path::new(other).starts_with(folder)
        };
        if let Some((other, _)) = folders[..index].iter().find(|(_, other)| nested(other)) {
            return Err(Mistake {
                range: range_of(text, name),
                message: format!("the folders of `{other}` and `{name}` overlap"),
                help: "use a separate folder for each".into(),
            });
        }
    }
    Ok(())
}

/// Returns the location of a setting's value. Empty if the setting isn't set.
pub(crate) fn range_of(text: &str, name: &str) -> Range<usize> {
    toml::from_str::<Manifest<BTreeMap<String, Spanned<toml::Value>>>>(text)
        .ok()
        .and_then(|manifest| manifest.settings()?.get(name).map(Spanned::span))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_optional() {
        assert!(parse("[workspace]\nmembers = []\n").unwrap().is_none());
        assert!(parse("[package]\nname = 'errcat'\n").unwrap().is_none());
        assert!(parse("[dependencies]\nerrcat = '1'\nerrcat-derive = { path = 'x' }\n").unwrap().is_none());
        let settings = parse("[workspace.metadata.errcat]\nsite = 'public'\n").unwrap().unwrap();
        assert_eq!((&*settings.targets.site, &*settings.targets.catalog), ("public", "catalog"));
    }

    #[test]
    fn settings_are_read_from_a_single_package_and_nowhere_else() {
        let parse = |table: &str| parse(&format!("{table}\nsite = 'public'\n"));
        for table in ["[workspace.metadata.errcat]", "[package.metadata.errcat]"] {
            assert_eq!(parse(table).unwrap().unwrap().targets.site, "public", "{table}");
        }
        for table in
            ["errcat", "metadata.errcat", "package.errcat", "workspace.errcat", "package.metadata.errcat"]
        {
            let mistake = parse(&format!("[workspace]\n[{table}]")).unwrap_err();
            assert_eq!(mistake.message, format!("settings in [{table}] aren't read"));
            assert_eq!(mistake.range, 13..13 + table.len());
        }
    }

    #[test]
    fn the_finding_for_an_unknown_setting_suggests_a_similar_one() {
        let text = "[workspace.metadata.errcat]\nsit = 'public'\n";
        let mistake = parse(text).unwrap_err();
        assert_eq!(&text[mistake.range], "sit");
        assert_eq!(mistake.message, "unknown setting `sit`");
        assert_eq!(mistake.help, "did you mean `site`?");
        let mistake = parse("[workspace.metadata.errcat]\nedition = 'Intern'\n").unwrap_err();
        assert_eq!(
            (&*mistake.message, &*mistake.help),
            ("unknown word `Intern`", "did you mean `internal`?")
        );
        let help = parse("[workspace.metadata.errcat]\nnothing_like_it = 1\n").unwrap_err().help;
        assert_eq!(
            help,
            "the settings are catalog, templates, rust, derive, runtime, site, docs-version, title, edition, edit, lints, code, sources, base, theme, markdown, targets"
        );
    }

    #[test]
    fn a_setting_of_the_wrong_type_is_reported_at_its_value() {
        let text = "[workspace.metadata.errcat]\nsite = 3\n";
        let mistake = parse(text).unwrap_err();
        assert_eq!(&text[mistake.range], "3");
        assert_eq!(mistake.message, "invalid type: integer `3`, expected a string");
    }

    #[test]
    fn folders_are_inside_the_workspace_and_do_not_overlap() {
        for (settings, message) in [
            ("site = '../public'", "`../public` isn't a folder inside the workspace"),
            ("site = '/var/www'", "`/var/www` isn't a folder inside the workspace"),
            ("site = ''", "`` isn't a folder inside the workspace"),
            ("site = '.'", "`.` isn't a folder inside the workspace"),
            ("site = 'catalog/site'", "the folders of `catalog` and `site` overlap"),
            ("site = 'crates/api-errors'", "the folders of `rust` and `site` overlap"),
            ("markdown = { folder = '../docs' }", "`../docs` isn't a folder inside the workspace"),
        ] {
            let text = format!("[workspace.metadata.errcat]\n{settings}\n");
            let mistake = parse(&text).unwrap_err();
            assert_eq!(mistake.message, message);
            let (_, value) = settings.split_once(" = ").expect("a setting");
            assert_eq!(&text[mistake.range], value);
        }
    }
}
