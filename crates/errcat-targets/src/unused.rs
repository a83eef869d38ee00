//! Reports templates that nothing uses: misspelled names, leftovers, and backup files of editors.

use std::collections::BTreeSet;

use errcat_catalog::finding::{Report, Rule};
use errcat_catalog::inputs::InputFile;
use errcat_catalog::suggest::did_you_mean;

use crate::folder::FolderTarget;
use crate::pages::is_template;
use crate::settings::Settings;
use crate::template::{BUILT_IN, is_used_by_others};
use errcat_catalog::inputs::is_leftover;

/// The rule for templates that nothing uses.
pub static UNUSED_TEMPLATE: Rule = Rule {
    name: "unused-template",
    why: "No target uses this file in the templates folder. Its name may be misspelled, so that it \
          doesn't replace the template it is meant for; or it is a leftover or a backup copy.",
    fix: "Rename it to the template that it should replace, include it in a template, or delete it. A \
          folder becomes a target with a `target.toml`; `templates/README.md` describes both.",
    ..Rule::REQUIRED
};

/// Reports unused files. `is_built_in` returns `true` for errcat's own, unchanged files.
pub fn check(
    settings: &Settings,
    templates: &[InputFile],
    targets: &[FolderTarget],
    is_built_in: &dyn Fn(&InputFile) -> bool,
) -> Report {
    let mut report = Report::default();
    let mut folders = BTreeSet::new();
    for file in templates.iter().filter(|file| !is_built_in(file)) {
        let Some((message, help)) = unused_reason(settings, file, templates, targets) else { continue };
        // One finding per folder is enough.
        let folder = file.path.split_once('/').map_or("", |(folder, _)| folder);
        if matches!(message, Unused::Folder) && !folders.insert(folder) {
            continue;
        }
        let path = format!("{}/{}", settings.templates, file.path);
        let message = match message {
            Unused::File(message) => message,
            Unused::Folder => format!("nothing uses the folder `{}/{folder}`", settings.templates),
        };
        report.merge(Report::of(&UNUSED_TEMPLATE, &path, "", 0..0, &message, &help));
    }
    report
}

enum Unused {
    File(String),
    Folder,
}

/// Returns why a file is unused, and how to fix it. `None` if it is used.
fn unused_reason(
    settings: &Settings,
    file: &InputFile,
    templates: &[InputFile],
    targets: &[FolderTarget],
) -> Option<(Unused, String)> {
    let path = file.path.as_str();
    let file_is = |message: &str, help: &str| Some((Unused::File(message.to_owned()), help.to_owned()));
    let Some((folder, name)) = path.split_once('/') else {
        return file_is(
            "nothing uses this file",
            "move it into `site`, `markdown` or the folder of a target, or delete it",
        );
    };
    if is_leftover(path) {
        return file_is("this looks like a copy that an editor or a merge left", "delete it");
    }
    match folder {
        "site" if settings.markdown.is_some() => Some((
            Unused::Folder,
            "the setting `markdown` replaces the site: remove it, or delete the folder".to_owned(),
        )),
        "site" | "markdown" if is_template(path) => page(file, templates),
        "site" => None,
        "markdown" => file_is("nothing uses this file", "pages are templates that end in `.md`; delete it"),
        _ if format!("{folder}/") == BUILT_IN => file_is(
            "`built_in` is where errcat's own templates are",
            "move it to the folder above to replace one of them",
        ),
        _ => match targets.iter().find(|target| target.has_folder(folder)) {
            Some(target) if target.uses(name, file, templates) => None,
            Some(_) => file_is(
                "no file of this target uses this template",
                "list it in target.toml, include it, or delete it",
            ),
            None if templates.iter().any(|file| file.path == format!("{folder}/target.toml")) => Some((
                Unused::Folder,
                format!(
                    "add [workspace.metadata.errcat.targets.{folder}] to Cargo.toml, which turns the target on"
                ),
            )),
            None => Some((
                Unused::Folder,
                "add a `target.toml` that says what it generates, or delete it".to_owned(),
            )),
        },
    }
}

/// Checks a template of pages: it has to replace a built-in one, or be used by another template.
fn page(file: &InputFile, templates: &[InputFile]) -> Option<(Unused, String)> {
    let built_in = || templates.iter().filter_map(|file| file.path.strip_prefix(BUILT_IN));
    if built_in().any(|path| path == file.path) || is_used_by_others(&file.path, file, templates.iter()) {
        return None;
    }
    let help = did_you_mean(&file.path, built_in());
    let help = help.unwrap_or_else(|| {
        "name it like the page that it should replace, include it in one, or delete it".to_owned()
    });
    Some((Unused::File("no page uses this template".to_owned()), help))
}
