//! Reports settings that have no effect, because what they refer to doesn't exist or isn't used.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use camino::{Utf8Component, Utf8Path};
use errcat_catalog::Report;
use errcat_catalog::finding::{Finding, Rule, Span};
use errcat_catalog::inputs::SOURCES_LOCK;
use errcat_catalog::suggest::quoted;
use errcat_drift::code::{CodeUses, File};
use serde::Deserialize;
use toml::Spanned;

use super::manifest::{self, Manifest};
use super::members::{packages, read_text};
use super::workspace::Workspace;

/// A setting that has no effect.
pub(crate) static UNUSED_SETTING: Rule = Rule {
    name: "unused-setting",
    why: "The setting refers to a folder, a file or code that doesn't exist, or that nothing uses, so it has no effect. It is \
          misspelled, or what it refers to was moved.",
    fix: "Correct it, or remove it from [workspace.metadata.errcat].",
    ..Rule::REQUIRED
};

/// The settings that may have no effect, with their locations.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct LocatedSettings {
    templates: Option<Spanned<String>>,
    derive: Option<Spanned<String>>,
    code: LocatedCode,
    sources: BTreeMap<Spanned<String>, Spanned<String>>,
    targets: BTreeMap<String, LocatedTarget>,
    docs_version: Option<Spanned<toml::Value>>,
    theme: Option<Spanned<toml::Value>>,
    markdown: Option<toml::Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LocatedCode {
    rust: Vec<Spanned<String>>,
    literals: Vec<LocatedLiteral>,
}

#[derive(Deserialize)]
struct LocatedLiteral {
    files: Spanned<String>,
    pattern: Spanned<String>,
}

/// The settings of targets that not all have.
#[derive(Deserialize)]
struct LocatedTarget {
    package: Option<Spanned<toml::Value>>,
    values: Option<Spanned<toml::Value>>,
    version: Option<Spanned<toml::Value>>,
}

/// A setting without effect: its location, a message, and a fix.
type Unused = (Range<usize>, String, &'static str);

/// Reports settings that refer to missing folders, or that another setting makes ineffective.
pub(crate) fn check(workspace: &Workspace, report: &mut Report) {
    let is_folder = |folder: &str| workspace.root.join(folder).is_dir();
    add_findings(workspace, report, |settings| {
        let mut unused: Vec<Unused> = Vec::new();
        if let Some(folder) = settings.templates.filter(|folder| !is_folder(folder.get_ref())) {
            unused.push(missing_folder(folder, "create it, correct the path, or remove the setting"));
        }
        let rust = settings.code.rust.into_iter().filter(|folder| !is_folder(folder.get_ref()));
        unused.extend(rust.map(|folder| missing_folder(folder, "correct the path, or remove it")));
        // The code of another repository may be missing on purpose. If it was there before, there is a lock.
        let lock =
            |api: &str| workspace.root.join(&workspace.settings.targets.catalog).join(api).join(SOURCES_LOCK);
        let is_mistake =
            |api: &str, folder: &str| is_inside(folder) && !is_folder(folder) && !lock(api).is_file();
        let missing =
            settings.sources.into_iter().filter(|(api, folder)| is_mistake(api.get_ref(), folder.get_ref()));
        unused.extend(missing.map(|(_, folder)| missing_folder(folder, "correct the path, or remove it")));
        let is_module = workspace.settings.targets.rust_module().is_some();
        if let Some(derive) = settings.derive.filter(|_| is_module) {
            let message = "`derive` has no effect, because `rust` is a module".to_owned();
            unused.push((derive.span(), message, "remove it: the derive is `errcat::CatalogError`"));
        }
        for (name, LocatedTarget { package, values, version }) in settings.targets {
            let is_built_in = errcat_targets::OPTIONAL_TARGETS.contains(&&*name);
            for (key, value) in [("package", package), ("values", values)] {
                if let Some(value) = value.filter(|_| is_built_in) {
                    let message = format!("`{key}` has no effect, because `{name}` has no templates");
                    unused.push((value.span(), message, "remove it"));
                }
            }
            if let Some(version) = version.filter(|_| name != errcat_targets::openapi::TARGET_NAME) {
                let message = "`version` has no effect, because only `openapi` has one".to_owned();
                unused.push((version.span(), message, "remove it"));
            }
        }
        let of_site = [("theme", settings.theme), ("docs-version", settings.docs_version)];
        let of_site = of_site.into_iter().filter(|_| settings.markdown.is_some());
        unused.extend(of_site.filter_map(|(name, value)| {
            let message = format!("`{name}` has no effect, because `markdown` replaces the site");
            Some((value?.span(), message, "remove one of the two settings"))
        }));
        unused
    });
}

/// Reports settings in the packages of the workspace, which aren't read.
///
/// # Errors
///
/// If a file can't be read.
pub(crate) fn check_packages(workspace: &Workspace, report: &mut Report) -> io::Result<()> {
    let root = &workspace.root;
    let Some(text) = read_text(&root.join("Cargo.toml"))? else { return Ok(()) };
    for package in packages(root, &text)? {
        let path = package.join("Cargo.toml");
        let Some(text) = read_text(&root.join(&path))?.filter(|text| text.contains("metadata.errcat")) else {
            continue;
        };
        let settings = manifest::parse(&text).ok().flatten();
        // A package with a catalog of its own is used by itself.
        if settings.is_some_and(|settings| !root.join(&package).join(settings.targets.catalog).is_dir()) {
            let start = text.find("[package.metadata.errcat").unwrap_or_default();
            let end = start + text[start..].find(']').map_or(0, |at| at + 1);
            let span = Span::of(report.sources.add(path.as_str(), text), start..end);
            let message = "settings of a package in a workspace aren't read";
            let help = "move them to [workspace.metadata.errcat] in the workspace's Cargo.toml";
            report.findings.push(Finding::new(&UNUSED_SETTING, span, message, help));
        }
    }
    Ok(())
}

/// Reports folders without Rust code, and literals that match no file or nothing in their files.
pub(crate) fn check_code(workspace: &Workspace, files: &[File], found: &CodeUses, report: &mut Report) {
    let code = &workspace.settings.code;
    let is_used = |at: usize| found.matched.contains(&at);
    let has_rust = |folder: &str| {
        let is_in = |file: &File| folder == "." || Utf8Path::new(&file.path).starts_with(folder);
        files.iter().any(|file| file.is_rust && is_in(file))
    };
    if (0..code.literals.len()).all(is_used) && code.rust.iter().all(|folder| has_rust(folder)) {
        return;
    }
    add_findings(workspace, report, |settings| {
        let literal = |(at, literal): (usize, LocatedLiteral)| -> Option<Unused> {
            let has_file = files.iter().any(|file| file.literals.contains(&at));
            match (is_used(at), has_file) {
                (true, _) => None,
                (false, true) => {
                    let pattern = literal.pattern;
                    let message = format!("nothing in the files matches {}", quoted(pattern.get_ref()));
                    Some((pattern.span(), message, "correct the pattern; its group 1 is the code"))
                }
                (false, false) => {
                    let glob = literal.files;
                    let message = format!("no file matches {}", quoted(glob.get_ref()));
                    let help = "write a glob from the workspace's root, such as `web/**/*.ts`; files that git ignores aren't read";
                    Some((glob.span(), message, help))
                }
            }
        };
        let empty = |folder: Spanned<String>| -> Option<Unused> {
            let is_missing = !workspace.root.join(folder.get_ref()).is_dir();
            let is_empty = !is_missing && !has_rust(folder.get_ref());
            let message = format!("there is no Rust file in {}", quoted(folder.get_ref()));
            is_empty.then(|| (folder.span(), message, "correct the path, or remove it"))
        };
        let literals = settings.code.literals.into_iter().enumerate().filter_map(literal);
        literals.chain(settings.code.rust.into_iter().filter_map(empty)).collect()
    });
}

/// Adds findings about settings in Cargo.toml. Parses the file again, now with locations.
fn add_findings(
    workspace: &Workspace,
    report: &mut Report,
    find: impl FnOnce(LocatedSettings) -> Vec<Unused>,
) {
    let text = fs_err::read_to_string(workspace.root.join("Cargo.toml")).unwrap_or_default();
    let manifest: Option<Manifest<LocatedSettings>> = toml::from_str(&text).ok();
    let Some(settings) = manifest.and_then(Manifest::settings) else { return };
    let unused = find(settings);
    if unused.is_empty() {
        return;
    }
    let file = report.sources.add("Cargo.toml", text);
    for (range, message, help) in unused {
        report.findings.push(Finding::new(&UNUSED_SETTING, Span::of(file, range), message, help));
    }
}

fn missing_folder(folder: Spanned<String>, help: &'static str) -> Unused {
    (folder.span(), format!("there is no folder {}", quoted(folder.get_ref())), help)
}

/// Returns `true` if a path doesn't lead out of the workspace.
fn is_inside(path: &str) -> bool {
    Utf8Path::new(path)
        .components()
        .all(|part| matches!(part, Utf8Component::Normal(_) | Utf8Component::CurDir))
}
