//! The part of a Cargo.toml that is about errcat: `[workspace.metadata.errcat]`.

use std::collections::BTreeMap;
use std::ops::Range;

use camino::{Utf8Component, Utf8Path};
use errcat_catalog::suggest::did_you_mean;
use errcat_targets::settings::Settings as TargetSettings;
use serde::Deserialize;
use toml::Spanned;

use crate::settings::Settings;

/// The settings in the text of a Cargo.toml that isn't on the disk; none where they are wrong.
pub(crate) fn settings_of(text: &str) -> Option<Settings> {
    parse(text).ok().flatten()
}

/// What is wrong in a Cargo.toml, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// The part of a Cargo.toml that is about errcat.
#[derive(Deserialize)]
pub(crate) struct Manifest<T> {
    pub(crate) workspace: Option<Workspaces<T>>,
}

#[derive(Deserialize)]
pub(crate) struct Workspaces<T> {
    pub(crate) metadata: Option<Metadata<T>>,
}

#[derive(Deserialize)]
pub(crate) struct Metadata<T> {
    pub(crate) errcat: Option<T>,
}

pub(super) fn parse(text: &str) -> Result<Option<Settings>, Wrong> {
    let manifest: Manifest<Settings> = toml::from_str(text).map_err(|error| wrong(&error))?;
    let Some(settings) = manifest.workspace.and_then(|it| it.metadata).and_then(|it| it.errcat) else {
        return Ok(None);
    };
    check_folders(text, &settings)?;
    Ok(Some(settings))
}

/// serde names the unknown key and the keys there are only in its message:
/// "unknown field `sit`, expected one of `catalog`, `site`".
fn wrong(error: &toml::de::Error) -> Wrong {
    let range = error.span().unwrap_or_default();
    let message = error.message();
    let Some(rest) = message.strip_prefix("unknown field ") else {
        return Wrong { range, message: message.to_owned(), help: String::new() };
    };
    let mut names = rest.split('`').skip(1).step_by(2);
    let unknown = names.next().unwrap_or_default();
    let known: Vec<&str> = names.collect();
    let help = did_you_mean(unknown, known.iter().copied());
    let help = help.unwrap_or_else(|| format!("the settings are {}", known.join(", ")));
    Wrong { range, message: format!("unknown setting `{unknown}`"), help }
}

/// Every folder lies inside the workspace, and none in another: what is generated would otherwise be read as a
/// catalog, or two outputs would each delete what the other wrote.
fn check_folders(text: &str, settings: &Settings) -> Result<(), Wrong> {
    let TargetSettings { catalog, templates, rust, derive, site, markdown, .. } = &settings.targets;
    let mut folders = vec![
        ("catalog", catalog),
        ("templates", templates),
        ("rust", rust),
        ("derive", derive),
        ("site", site),
    ];
    folders.extend(markdown.as_ref().map(|markdown| ("markdown", &markdown.folder)));
    let outputs = settings.targets.targets.values().filter_map(|target| target.output.as_ref());
    folders.extend(outputs.map(|output| ("targets", output)));
    for (name, folder) in folders.iter().copied() {
        let inside = Utf8Path::new(folder).components().all(|part| matches!(part, Utf8Component::Normal(_)));
        if folder.is_empty() || !inside {
            return Err(Wrong {
                range: range_of(text, name),
                message: format!("`{folder}` isn't a folder inside the workspace"),
                help: "write a path from the workspace's root, without `..`".into(),
            });
        }
    }
    for (index, (name, folder)) in folders.iter().copied().enumerate() {
        let nested = |other: &str| {
            Utf8Path::new(folder).starts_with(other) || Utf8Path::new(other).starts_with(folder)
        };
        if let Some((other, _)) = folders[..index].iter().find(|(_, other)| nested(other)) {
            return Err(Wrong {
                range: range_of(text, name),
                message: format!("the folders `{other}` and `{name}` lie in one another"),
                help: "give each a folder of its own".into(),
            });
        }
    }
    Ok(())
}

/// Where a setting's value stands; nowhere for a default.
pub(crate) fn range_of(text: &str, name: &str) -> Range<usize> {
    toml::from_str::<Manifest<BTreeMap<String, Spanned<toml::Value>>>>(text)
        .ok()
        .and_then(|manifest| manifest.workspace?.metadata?.errcat?.get(name).map(Spanned::span))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_optional_one_by_one() {
        assert!(parse("[workspace]\nmembers = []\n").unwrap().is_none());
        assert!(parse("[package]\nname = 'errcat'\n").unwrap().is_none());
        let settings = parse("[workspace.metadata.errcat]\nsite = 'public'\n").unwrap().unwrap();
        assert_eq!((&*settings.targets.site, &*settings.targets.catalog), ("public", "catalog"));
    }

    #[test]
    fn an_unknown_setting_is_met_with_a_suggestion() {
        let text = "[workspace.metadata.errcat]\nsit = 'public'\n";
        let wrong = parse(text).unwrap_err();
        assert_eq!(&text[wrong.range], "sit");
        assert_eq!(wrong.message, "unknown setting `sit`");
        assert_eq!(wrong.help, "did you mean `site`?");
        let help = parse("[workspace.metadata.errcat]\nnothing_like_it = 1\n").unwrap_err().help;
        assert_eq!(
            help,
            "the settings are catalog, templates, rust, derive, site, title, edit, lints, code, sources, theme, markdown, targets"
        );
    }

    #[test]
    fn a_setting_of_the_wrong_type_is_located() {
        let text = "[workspace.metadata.errcat]\nsite = 3\n";
        let wrong = parse(text).unwrap_err();
        assert_eq!(&text[wrong.range], "3");
        assert_eq!(wrong.message, "invalid type: integer `3`, expected a string");
    }

    #[test]
    fn folders_stay_inside_the_workspace_and_apart() {
        for (settings, message) in [
            ("site = '../public'", "`../public` isn't a folder inside the workspace"),
            ("site = '/var/www'", "`/var/www` isn't a folder inside the workspace"),
            ("site = ''", "`` isn't a folder inside the workspace"),
            ("site = '.'", "`.` isn't a folder inside the workspace"),
            ("site = 'catalog/site'", "the folders `catalog` and `site` lie in one another"),
            ("site = 'crates/api-errors'", "the folders `rust` and `site` lie in one another"),
            ("markdown = { folder = '../docs' }", "`../docs` isn't a folder inside the workspace"),
        ] {
            let text = format!("[workspace.metadata.errcat]\n{settings}\n");
            let wrong = parse(&text).unwrap_err();
            assert_eq!(wrong.message, message);
            let (_, value) = settings.split_once(" = ").expect("a setting");
            assert_eq!(&text[wrong.range], value);
        }
    }
}
