//! Finds the folders of templates that are targets.

use std::ops::Range;

use camino::Utf8Path;
use errcat_catalog::finding::Report;
use errcat_catalog::inputs::InputFile;

use super::manifest::{self, MANIFEST, TomlMistake};
use super::mistake::{Mistake, TARGET_MANIFEST, add_to};
use super::path;
use super::plan::{self, Plan};
use super::target::{FolderTarget, strip_folder};
use crate::optional::optional_outputs;
use crate::settings::Settings;
use crate::template;

/// Folders that can't be targets, because they contain the site's templates.
const PAGES: &[&str] = &["site", "markdown"];

/// Returns the target's name if a file is a manifest.
pub fn is_manifest(path: &str) -> Option<&str> {
    let name = path.strip_suffix(MANIFEST)?.strip_suffix('/')?;
    (!name.contains('/') && !PAGES.contains(&name)).then_some(name)
}

/// Returns the targets that are folders of templates, sorted by name. `is_built_in` returns `true` for
/// errcat's own, unchanged files. A target with a built-in `target.toml` is off unless the settings name it.
///
/// # Errors
///
/// Returns the mistakes in all `target.toml` files.
pub fn discover(
    settings: &Settings,
    templates: &[InputFile],
    is_built_in: &dyn Fn(&InputFile) -> bool,
) -> Result<Vec<FolderTarget>, Report> {
    let mut targets: Vec<FolderTarget> = Vec::new();
    let mut report = Report::default();
    for manifest in templates {
        let Some(name) = is_manifest(&manifest.path) else { continue };
        if is_built_in(manifest) && !settings.targets.contains_key(name) {
            continue;
        }
        let folder = format!("{}/{name}", settings.templates);
        let text = template::read(std::slice::from_ref(manifest), &settings.templates)?.remove(0).text;
        // A target of the team's own takes from a built-in folder of the same name only what it asks for.
        let is_copied = |file: &InputFile| is_built_in(manifest) || !is_built_in(file);
        match read(settings, name, &text, templates, &is_copied, &targets) {
            Ok(plan) => targets.push(FolderTarget::new(name, folder, text, plan)),
            Err(mistakes) => {
                let text = |file: &str| (file == MANIFEST).then_some(&*text);
                add_to(&mut report, &folder, mistakes, text);
            }
        }
    }
    if report.findings.is_empty() { Ok(targets) } else { Err(report) }
}

/// Reads and checks a manifest. `is_copied` returns `true` for files that are copied if the manifest doesn't
/// list them, and `others` are the targets found before this one.
fn read(
    settings: &Settings,
    name: &str,
    text: &str,
    templates: &[InputFile],
    is_copied: &dyn Fn(&InputFile) -> bool,
    others: &[FolderTarget],
) -> Result<Plan, Vec<Mistake>> {
    let manifest = manifest::parse(text).map_err(|TomlMistake { range, message, help }| {
        vec![Mistake { rule: &TARGET_MANIFEST, file: MANIFEST.to_owned(), range, message, help }]
    })?;
    let files: Vec<&str> = templates.iter().filter_map(|file| strip_folder(&file.path, name)).collect();
    let is_copied = |path: &str| {
        let of_path = |file: &&InputFile| strip_folder(&file.path, name) == Some(path);
        templates.iter().find(of_path).is_some_and(is_copied)
    };
    let own = settings.targets.get(name).cloned().unwrap_or_default();
    let of_folder = templates.iter().filter(|file| strip_folder(&file.path, name).is_some());
    let is_template = |file: &&InputFile| file.path.ends_with(plan::TEMPLATE_SUFFIX);
    let texts: Vec<&str> =
        of_folder.filter(is_template).filter_map(|file| str::from_utf8(&file.bytes).ok()).collect();
    let (plan, mut mistakes) = plan::check(manifest, &own, &files, &is_copied, &texts);
    let other =
        |other: &FolderTarget| (format!("output of the target `{}`", other.name), other.plan.output.clone());
    let used = used_folders(settings).into_iter().chain(others.iter().map(other));
    if path::folder_rejection(&plan.output).is_none() {
        mistakes.extend(overlap(&plan.output, plan.output_span.clone(), used));
    }
    if !is_name(name) {
        let message = format!("`{name}` can't be the name of a target");
        mistakes.push(mistake(MANIFEST, message, "rename the folder: letters, digits, `-` and `_`"));
    }
    for file in templates.iter().filter(|file| file.too_large) {
        let Some(path) = strip_folder(&file.path, name) else { continue };
        mistakes.push(mistake(
            path,
            format!("`{path}` is too large"),
            "keep it elsewhere, or make it smaller",
        ));
    }
    if mistakes.is_empty() { Ok(plan) } else { Err(mistakes) }
}

/// Creates a mistake that concerns a whole file of the folder.
fn mistake(file: &str, message: String, help: &str) -> Mistake {
    Mistake { rule: &TARGET_MANIFEST, file: file.to_owned(), range: 0..0, message, help: help.to_owned() }
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// Returns the folders that are in use according to the settings, each with a description.
fn used_folders(settings: &Settings) -> Vec<(String, String)> {
    let Settings { catalog, templates, rust, derive, site, markdown, .. } = settings;
    let mut used = vec![
        ("catalog".to_owned(), catalog.clone()),
        ("templates".to_owned(), templates.clone()),
        ("crate `rust`".to_owned(), rust.clone()),
        ("crate `derive`".to_owned(), derive.clone()),
        ("site".to_owned(), site.clone()),
    ];
    used.extend(optional_outputs(settings).map(|(name, folder)| (name.to_owned(), folder.to_owned())));
    used.extend(markdown.as_ref().map(|markdown| ("Markdown pages".to_owned(), markdown.folder.clone())));
    used
}

/// Reports an output that overlaps with another folder. Nested outputs would delete each other's files, and
/// an output inside a source folder would be read as a source.
fn overlap(
    output: &str,
    span: Range<usize>,
    used: impl Iterator<Item = (String, String)>,
) -> Option<Mistake> {
    let folded = |path: &str| path.to_lowercase();
    let is_nested = |other: &str| {
        let (a, b) = (folded(output), folded(other));
        Utf8Path::new(&a).starts_with(&b) || Utf8Path::new(&b).starts_with(&a)
    };
    let (what, other) = { used }.find(|(_, other)| is_nested(other))?;
    let message = format!("the output `{output}` and the {what}, `{other}`, lie in one another");
    let help = "give it a folder of its own".to_owned();
    Some(Mistake { rule: &TARGET_MANIFEST, file: MANIFEST.to_owned(), range: span, message, help })
}
