//! Which folders of templates are targets.

use std::ops::Range;

use camino::Utf8Path;
use errcat_catalog::finding::Report;
use errcat_catalog::inputs::InputFile;

use super::manifest::{self, MANIFEST, WrongToml};
use super::mistake::{Mistake, TARGET_MANIFEST, add_to};
use super::path;
use super::plan::{self, Plan};
use super::target::{FolderTarget, in_folder};
use crate::settings::Settings;
use crate::template;

/// The folders of templates that are no targets of this kind: their pages are built in.
const PAGES: &[&str] = &["site", "markdown"];

/// Returns the name of the target that a file is the manifest of.
pub fn is_manifest(path: &str) -> Option<&str> {
    let name = path.strip_suffix(MANIFEST)?.strip_suffix('/')?;
    (!name.contains('/') && !PAGES.contains(&name)).then_some(name)
}

/// Returns the targets that are folders of templates, in the order of their names. Built-in ones are off unless the settings
/// name them.
///
/// # Errors
///
/// The mistakes of all `target.toml`.
pub fn discover(
    settings: &Settings,
    templates: &[InputFile],
    is_built_in: &dyn Fn(&str) -> bool,
) -> Result<Vec<FolderTarget>, Report> {
    let mut targets: Vec<FolderTarget> = Vec::new();
    let mut report = Report::default();
    for file in templates {
        let Some(name) = is_manifest(&file.path) else { continue };
        if is_built_in(name) && !settings.targets.contains_key(name) {
            continue;
        }
        let folder = format!("{}/{name}", settings.templates);
        let text = template::read(std::slice::from_ref(file), &settings.templates)?.remove(0).text;
        match read(settings, name, &text, templates, &targets) {
            Ok(plan) => targets.push(FolderTarget::new(name, folder, text, plan)),
            Err(mistakes) => {
                let text = |file: &str| (file == MANIFEST).then_some(&*text);
                add_to(&mut report, &folder, mistakes, text);
            }
        }
    }
    if report.findings.is_empty() { Ok(targets) } else { Err(report) }
}

/// Reads and checks a manifest. `others` are the targets before it.
fn read(
    settings: &Settings,
    name: &str,
    text: &str,
    templates: &[InputFile],
    others: &[FolderTarget],
) -> Result<Plan, Vec<Mistake>> {
    let manifest = manifest::parse(text).map_err(|WrongToml { range, message, help }| {
        vec![Mistake { rule: &TARGET_MANIFEST, file: MANIFEST.to_owned(), range, message, help }]
    })?;
    let files: Vec<&str> = templates.iter().filter_map(|file| in_folder(&file.path, name)).collect();
    let own = settings.targets.get(name).cloned().unwrap_or_default();
    let (plan, mut mistakes) = plan::check(manifest, &own, &files);
    let other =
        |other: &FolderTarget| (format!("output of the target `{}`", other.name), other.plan.output.clone());
    let taken = taken(settings).into_iter().chain(others.iter().map(other));
    if path::objection_to_folder(&plan.output).is_none() {
        mistakes.extend(overlap(&plan.output, plan.output_place.clone(), taken));
    }
    if !is_name(name) {
        let message = format!("`{name}` can't be the name of a target");
        mistakes.push(mistake(MANIFEST, message, "rename the folder: letters, digits, `-` and `_`"));
    }
    for file in templates.iter().filter(|file| file.too_large) {
        let Some(path) = in_folder(&file.path, name) else { continue };
        mistakes.push(mistake(
            path,
            format!("`{path}` is too large"),
            "keep it elsewhere, or make it smaller",
        ));
    }
    if mistakes.is_empty() { Ok(plan) } else { Err(mistakes) }
}

/// A mistake of a whole file of the folder.
fn mistake(file: &str, message: String, help: &str) -> Mistake {
    Mistake { rule: &TARGET_MANIFEST, file: file.to_owned(), range: 0..0, message, help: help.to_owned() }
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// The folders that the settings give to others, each with what it is.
fn taken(settings: &Settings) -> Vec<(String, String)> {
    let Settings { catalog, templates, rust, derive, site, markdown, .. } = settings;
    let mut taken = vec![
        ("catalog".to_owned(), catalog.clone()),
        ("templates".to_owned(), templates.clone()),
        ("crate `rust`".to_owned(), rust.clone()),
        ("crate `derive`".to_owned(), derive.clone()),
        ("site".to_owned(), site.clone()),
    ];
    taken.extend(markdown.as_ref().map(|markdown| ("Markdown pages".to_owned(), markdown.folder.clone())));
    taken
}

/// Two outputs in one another would each delete what the other wrote; an output in a source would be read as one.
fn overlap(
    output: &str,
    place: Range<usize>,
    taken: impl Iterator<Item = (String, String)>,
) -> Option<Mistake> {
    let folded = |path: &str| path.to_lowercase();
    let is_nested = |other: &str| {
        let (a, b) = (folded(output), folded(other));
        Utf8Path::new(&a).starts_with(&b) || Utf8Path::new(&b).starts_with(&a)
    };
    let (what, other) = { taken }.find(|(_, other)| is_nested(other))?;
    let message = format!("the output `{output}` and the {what}, `{other}`, lie in one another");
    let help = "give it a folder of its own".to_owned();
    Some(Mistake { rule: &TARGET_MANIFEST, file: MANIFEST.to_owned(), range: place, message, help })
}
