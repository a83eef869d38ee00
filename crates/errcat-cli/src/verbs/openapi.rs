//! `openapi`: adds the catalog's responses to the OpenAPI file of a team.

mod components;
mod merge;
mod merger;
mod node;
mod paths;
mod response;
#[cfg(test)]
mod tests;

use camino::{Utf8Path, Utf8PathBuf};
use clap::Subcommand;
use errcat_catalog::finding::{Findings, Sources};
use errcat_catalog::report::visible;
use errcat_catalog::suggest::did_you_mean;
use errcat_catalog::{Report, yaml};
use errcat_targets::openapi::{Document, documents};
use errcat_targets::selection::Selection;
use errcat_targets::target::Request;

use self::merge::Merged;
use self::merger::Mistake;
use crate::authoring::{self, AuthoredFile};
use crate::disk::Disk;
use crate::program::Verdict;
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::output;

/// The end of the long help.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  errcat openapi merge openapi.yaml --dry-run
  errcat openapi merge openapi.yaml --in-place
  errcat openapi merge docs/shop.json --api shop > merged.json

Adds components, and the responses of the operations that the catalog lists. If it lists none, all operations
get the responses. Paths match even if their params have other names. A response that exists keeps its
description; its content, headers and links are replaced, or its reference. In OpenAPI 3.0, which ignores
descriptions next to references, the response contains the content itself. Replaced references, and paths that
are references or aliases, are reported.

Exit codes: 0 success, 1 the catalog has errors, 2 usage error or failure.";

/// The mark at the start of a file that some editors write.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    action: Action,
}

/// The actions. A variant's documentation is its help.
#[derive(Debug, Subcommand)]
enum Action {
    /// Add the catalog's responses to a file
    Merge(MergeOptions),
}

#[derive(Debug, clap::Args)]
struct MergeOptions {
    /// OpenAPI file in version 3.0, 3.1 or 3.2, in YAML or JSON
    file: Utf8PathBuf,
    /// API of the catalog; needed if several have responses
    #[arg(long)]
    api: Option<String>,
    /// Change the file; by default, the result is printed
    #[arg(long)]
    in_place: bool,
    /// Print the diff, and write nothing
    #[arg(long, conflicts_with = "in_place")]
    dry_run: bool,
}

pub(crate) fn run(options: &Options, here: &Utf8Path, disk: &dyn Disk) -> Result<Verdict, Failure> {
    let Action::Merge(options) = &options.action;
    let (api, document) = select(described(here)?, options.api.as_deref())?;
    let bytes = fs_err::read(here.join(&options.file))?;
    let path = options.file.as_str();
    let text = str::from_utf8(&bytes)
        .map_err(|_| Failure::new(format!("{} isn't UTF-8", visible::line(path)), "convert it"))?;
    let (mark, text) = match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(text) => (BYTE_ORDER_MARK, text),
        None => ("", text),
    };
    let Merged { text: merged, notes } = merge(path, text, &api, document)?;
    for note in notes {
        let (line, column) = position(text, note.offset);
        output::eprint(&format!("{}:{line}:{column}: {}\n", visible::line(path), visible::line(&note.text)));
    }
    let file = AuthoredFile { path: path.to_owned(), bytes: [mark, &merged].concat().into_bytes() };
    if options.dry_run {
        output::print(&authoring::diff(&bytes, &file))?;
    } else if !options.in_place {
        output::print(&merged)?;
    } else if file.bytes != bytes {
        authoring::write(disk, here, &[file])?;
    }
    Ok(Verdict::Fine)
}

/// Merges the description of an API into the text of a file, and checks that the result can be read.
fn merge(path: &str, text: &str, api: &str, document: Document) -> Result<Merged, Failure> {
    let root = parse(path, text, UNREADABLE)?;
    let merged = merge::merge(text, &root, api, document)
        .map_err(|Mistake { range, message, help }| Failure::located(path, text, range, &message, &help))?;
    parse(path, &merged.text, UNREADABLE_RESULT)?;
    Ok(merged)
}

/// Returns the APIs of the workspace whose errors are responses.
fn described(here: &Utf8Path) -> Result<Vec<(String, Document)>, Failure> {
    let session = Session::open(here)?;
    let (settings, templates) = (session.inputs.settings.targets.clone(), session.inputs.templates.clone());
    let (_, catalog) = session.catalog()?;
    let selection = Selection::all(&catalog);
    Ok(documents(&Request::new(&selection, &settings, &templates))?)
}

fn select(mut all: Vec<(String, Document)>, name: Option<&str>) -> Result<(String, Document), Failure> {
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let known = format!("APIs with responses: {}", names.join(", "));
    let position = match (name, names.as_slice()) {
        (_, []) => {
            let message = "no error of the catalog has a status";
            return Err(Failure::new(message, "set `status` in a table or an error"));
        }
        (None, [_]) => Some(0),
        (None, _) => return Err(Failure::new("the catalog has several APIs", format!("add --api; {known}"))),
        (Some(name), names) => names.iter().position(|known| *known == name),
    };
    let Some(position) = position else {
        let name = name.unwrap_or_default();
        let help = did_you_mean(name, names).unwrap_or(known);
        return Err(Failure::new(format!("there is no API `{}`", visible::line(name)), help));
    };
    Ok(all.swap_remove(position))
}

/// A file that can't be parsed: the message, and a fix.
const UNREADABLE: [&str; 2] = ["the file can't be read", "fix the file; nothing was written"];

/// A response that is replaced may define an anchor that is used elsewhere.
const UNREADABLE_RESULT: [&str; 2] =
    ["the merged file couldn't be read", "write anchors outside of responses; nothing was written"];

fn parse(path: &str, text: &str, [message, help]: [&str; 2]) -> Result<yaml::Node, Failure> {
    let (mut sources, mut findings) = (Sources::default(), Findings::default());
    // JSON can be indented with tabs, unlike YAML. A space has the same length.
    let is_json = text.trim_start().starts_with('{');
    let parsed = if is_json { text.replace('\t', " ") } else { text.to_owned() };
    let file = sources.add(path, parsed.clone());
    yaml::read(&parsed, file, &mut findings).ok_or_else(|| {
        let report = Report { findings, sources };
        match report.findings.is_empty() {
            true => {
                Failure::new(format!("{} is empty", visible::line(path)), "add `openapi: 3.1.0` and paths")
            }
            false => Failure::because_of(message, &report, help),
        }
    })
}

/// Returns a line and a column, from 1.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}
