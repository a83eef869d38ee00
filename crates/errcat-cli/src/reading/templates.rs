//! Checks the folder of templates against the disk and the settings, before anything is generated.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::Report;
use errcat_catalog::finding::{Finding, Rule, Span};
use errcat_catalog::inputs::InputFile;
use errcat_catalog::parse::TOO_LARGE;
use errcat_catalog::suggest::did_you_mean;
use errcat_catalog::yaml::MAX_FILE_BYTES;
use errcat_targets::folder::{FolderTarget, TARGET_MANIFEST, is_manifest};
use errcat_targets::target::{Location, Target};
use errcat_targets::unused;

use super::manifest::range_of;
use super::workspace::Workspace;
use crate::pipeline::{self, Inputs};

pub(crate) static UNKNOWN_TARGET: Rule = Rule {
    name: "unknown-target",
    why: "The settings configure a target that is neither a folder of templates nor built in, so they \
          have no effect.",
    fix: "Under [workspace.metadata.errcat.targets], use the name of a folder with a `target.toml`, or \
          remove the setting.",
    ..Rule::REQUIRED
};

/// Reports mistakes in each `target.toml`, outputs behind a symbolic link, unused templates, and settings of
/// targets that don't exist.
///
/// # Errors
///
/// If the disk can't be read.
pub(crate) fn check(workspace: &Workspace, inputs: &Inputs, report: &mut Report) -> io::Result<()> {
    let settings = &inputs.settings.targets;
    check_sizes(&settings.templates, &inputs.templates, report);
    let targets = match pipeline::folder_targets(inputs) {
        Ok(targets) => targets,
        Err(mistakes) => {
            report.merge(mistakes);
            return Ok(());
        }
    };
    for target in &targets {
        check_links(&workspace.root, target, report)?;
    }
    let unused = unused::check(settings, &inputs.templates, &targets, &pipeline::is_built_in_file);
    if !unused.findings.is_empty() {
        // A template may be unused because another template misspells its name. `check` doesn't render
        // templates, so compile them here to find that mistake.
        let mistakes = targets.iter().filter_map(|target| target.compile(&inputs.templates).err());
        mistakes.for_each(|mistakes| report.merge(mistakes));
        report.merge(unused);
    }
    check_names(workspace, inputs, report);
    Ok(())
}

/// Reports templates and assets that are too large to be read. Those of other targets are reported with the
/// other mistakes of their folders.
fn check_sizes(folder: &str, templates: &[InputFile], report: &mut Report) {
    let is_page = |file: &&InputFile| file.path.starts_with("site/") || file.path.starts_with("markdown/");
    for file in templates.iter().filter(|file| file.too_large).filter(is_page) {
        let path = format!("{folder}/{}", file.path);
        let message = format!("the file is larger than {} MiB", MAX_FILE_BYTES >> 20);
        let help = "make it smaller, or link to it where it is hosted";
        report.merge(Report::of(&TOO_LARGE, &path, "", 0..0, &message, help));
    }
}

/// Reports an output behind a symbolic link. A folder of templates may come from a third party, so its files
/// must not be written elsewhere.
fn check_links(root: &Utf8Path, target: &FolderTarget, report: &mut Report) -> io::Result<()> {
    let output = Utf8Path::new(target.output());
    let mut above: Vec<&Utf8Path> = output.ancestors().filter(|path| !path.as_str().is_empty()).collect();
    above.reverse();
    let Some(link) = first_link(root, &above)? else { return Ok(()) };
    let Location { path, text, range } = target.output_location();
    let message = format!("the output `{output}` goes through the symbolic link `{link}`");
    let help = "specify the folder itself, or replace the link with a folder";
    report.merge(Report::of(&TARGET_MANIFEST, &path, &text, range, &message, help));
    Ok(())
}

fn first_link(root: &Utf8Path, paths: &[&Utf8Path]) -> io::Result<Option<Utf8PathBuf>> {
    for path in paths {
        match fs_err::symlink_metadata(root.join(path)) {
            Ok(metadata) if metadata.is_symlink() => return Ok(Some((*path).to_owned())),
            Ok(_) => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                break;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Reports settings of targets that don't exist.
fn check_names(workspace: &Workspace, inputs: &Inputs, report: &mut Report) {
    let folders = inputs.templates.iter().filter_map(|file| is_manifest(&file.path));
    let known: Vec<&str> = folders.chain(errcat_targets::OPTIONAL_TARGETS).collect();
    for name in inputs.settings.targets.targets.keys().filter(|name| !known.contains(&name.as_str())) {
        let text = fs_err::read_to_string(workspace.root.join("Cargo.toml")).unwrap_or_default();
        let range = range_of(&text, "targets");
        let span = Span::of(report.sources.add("Cargo.toml", text), range);
        let help = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| {
            let folder = &inputs.settings.targets.templates;
            format!("create `{folder}/{name}/target.toml`, or use one of the targets: {}", known.join(", "))
        });
        let message = format!("there is no target `{name}`");
        report.findings.push(Finding::new(&UNKNOWN_TARGET, span, message, help));
    }
}
