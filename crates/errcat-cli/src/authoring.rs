//! Changes of authored files: checks the catalog that would result, shows the difference, and writes.

use std::io;
use std::ops::Range;

use camino::Utf8Path;
use errcat_catalog::edit::{NewEntry, Outline, Style, Yaml};
use errcat_catalog::finding::Level;
use errcat_catalog::lint_levels::LintLevels;
use errcat_catalog::report::visible;
use errcat_catalog::stored::no_models;
use errcat_catalog::{InputFile, Report};
use similar::TextDiff;

use crate::disk::{Disk, write};
use crate::pipeline::Inputs;
use crate::session::Session;
use crate::terminal::failure::{Failure, RunError};

/// The mark at the start of a file that some editors write.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AuthoredFile {
    /// The path from the root of the workspace, with `/`.
    pub(crate) path: String,
    /// The content.
    pub(crate) bytes: Vec<u8>,
}

/// The findings of lints.
pub(crate) struct Lints(Report);

/// Returns the tables and codes of a catalog.
pub(crate) fn outline(inputs: &Inputs) -> Outline {
    static NO_LINTS: LintLevels = LintLevels::NONE;
    Outline::read(&errcat_catalog::Inputs {
        folder: &inputs.settings.targets.catalog,
        files: &inputs.files,
        lints: &NO_LINTS,
        lenient: true,
    })
}

/// Changes the text of a file. A byte order mark stays. `None` if it isn't text, or if `change` returns
/// `None`.
pub(crate) fn edit(file: &InputFile, change: impl Fn(&str) -> Option<String>) -> Option<AuthoredFile> {
    let text = str::from_utf8(&file.bytes).ok()?;
    let (mark, text) = match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(text) => (BYTE_ORDER_MARK, text),
        None => ("", text),
    };
    Some(AuthoredFile { path: file.path.clone(), bytes: (mark.to_owned() + &change(text)?).into_bytes() })
}

/// Replaces a file of the catalog in memory, or adds it.
pub(crate) fn replace(files: &mut Vec<InputFile>, file: &AuthoredFile) {
    let AuthoredFile { path, bytes } = file;
    match files.binary_search_by(|known| known.path.cmp(path)) {
        Ok(at) => files[at].bytes.clone_from(bytes),
        Err(at) => files.insert(at, InputFile::new(path.clone(), bytes.clone())),
    }
}

/// Checks a catalog before it is written. Lints don't matter: their findings are returned.
///
/// # Errors
///
/// All other findings, if one of them is an error.
pub(crate) fn check(session: &Session, changed: &[&str]) -> Result<Lints, Failure> {
    let mut report = examine(session)?;
    let errors = without_lints(report.clone());
    if !errors.findings.is_empty() {
        return Err(refusal(errors, changed));
    }
    report.findings.retain(|finding| finding.rule.is_lint());
    Ok(Lints(report))
}

/// Returns the errors of a catalog, without lints.
///
/// # Errors
///
/// If it can't be checked.
pub(crate) fn errors(session: &Session) -> Result<Report, Failure> {
    Ok(without_lints(examine(session)?))
}

/// Returns the failure for a catalog that would have errors in these files.
pub(crate) fn refusal(errors: Report, changed: &[&str]) -> Failure {
    let note = match changed {
        [] => "",
        [_] => "nothing was written: the file is shown as it would be",
        _ => "nothing was written: the files are shown as they would be",
    };
    Failure::from(errors).with_note(note)
}

fn examine(session: &Session) -> Result<Report, Failure> {
    session.base.start();
    match session.examine(&no_models, &mut |_| {}) {
        Ok(examined) => Ok(examined.report),
        Err(RunError::Findings(report)) => Ok(report),
        Err(error) => Err(error.into()),
    }
}

fn without_lints(mut report: Report) -> Report {
    report.findings.retain(|finding| !finding.rule.is_lint() && finding.level == Level::Deny);
    report
}

impl Lints {
    /// Returns the findings in some lines of a file.
    pub(crate) fn within(mut self, path: &str, lines: Range<usize>) -> Report {
        let Report { findings, sources } = &mut self.0;
        let is_inside = |span| lines.contains(&sources.position(span).0);
        findings.retain(|finding| sources.file(finding.span.file).path == path && is_inside(finding.span));
        self.0
    }
}

/// Returns the number of lines of an entry.
pub(crate) fn line_count(entry: &NewEntry) -> usize {
    Yaml::write_pairs(&[(entry.code.clone(), entry.to_yaml())], 2, Style::default()).lines().count()
}

/// Returns the difference between the text of a file and a new one, in the unified format.
pub(crate) fn diff(old: &[u8], file: &AuthoredFile) -> String {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(&file.bytes));
    let before = if old.is_empty() { "/dev/null".to_owned() } else { format!("a/{}", file.path) };
    let diff = TextDiff::from_lines(&*old, &*new);
    let text = diff.unified_diff().header(&before, &format!("b/{}", file.path)).to_string();
    visible::lines(&text.replace("\r\n", "\n")).into_owned()
}

/// Writes files, all or none: each is staged under a temporary name, and renamed once all are staged.
///
/// # Errors
///
/// If a file can't be written.
pub(crate) fn write(disk: &dyn Disk, root: &Utf8Path, files: &[AuthoredFile]) -> io::Result<()> {
    let files = files.iter().map(|file| (Utf8Path::new(&file.path), &*file.bytes));
    write::replace_authored(disk, root, files)
}
