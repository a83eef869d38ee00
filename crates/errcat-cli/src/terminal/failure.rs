//! Failures of verbs, with their messages and exit codes.

use std::fmt;
use std::io;
use std::ops::Range;
use std::process::ExitCode;

use errcat_catalog::report::visible;
use errcat_catalog::{Report, report};

use crate::program::Program;

/// The reason why a verb failed: the catalog has findings (exit code 1), or the verb could not run (exit code
/// 2).
#[derive(Debug)]
pub struct Failure {
    text: String,
    exit: u8,
    /// `true` if the text consists of findings.
    has_findings: bool,
    /// A line after the findings; may be empty.
    note: String,
}

impl Failure {
    /// Creates a failure with a message and a fix. `help` may be empty.
    pub fn new(message: impl fmt::Display, help: impl fmt::Display) -> Self {
        // Both may quote the catalog or a file name, so control characters are escaped.
        let (message, help) = (message.to_string(), help.to_string());
        let (message, help) = (visible::lines(&message), visible::lines(&help));
        let help = if help.is_empty() {
            String::new()
        } else {
            format!("\n  = help: {}", help.replace('\n', "\n          "))
        };
        let error = anstyle::AnsiColor::BrightRed.on_default().bold();
        Failure {
            text: format!("{error}error{error:#}: {message}{help}\n"),
            exit: 2,
            has_findings: false,
            note: String::new(),
        }
    }

    /// Creates a failure that shows an excerpt of a file.
    pub fn located(path: &str, text: &str, range: Range<usize>, message: &str, help: &str) -> Self {
        Failure {
            text: report::located(path, text, range, message, help, true),
            exit: 2,
            has_findings: false,
            note: String::new(),
        }
    }

    /// Creates a failure that shows findings between the message and the fix.
    pub fn because_of(message: impl fmt::Display, report: &Report, help: &str) -> Self {
        let failure = Failure::new(message, "");
        let findings = report::human(report, true);
        let text = format!("{}\n{}\n  = help: {help}\n", failure.text, findings.trim_end());
        Failure { text, ..failure }
    }

    /// Creates a failure whose text is a list of findings with their fixes.
    pub(crate) fn of_findings(text: String) -> Self {
        Failure { text, exit: 1, has_findings: false, note: String::new() }
    }

    /// Adds a line after the findings.
    #[must_use]
    pub(crate) fn with_note(self, note: &str) -> Self {
        let note = if note.is_empty() { String::new() } else { format!("{note}\n") };
        Failure { note, ..self }
    }

    /// Renders the message. It names the program if it suggests another command.
    pub(crate) fn render(&self, program: Program) -> String {
        let text = if self.has_findings { with_hint(&self.text, program) } else { self.text.clone() };
        text + &self.note
    }

    /// Returns `true` if the text consists of findings in the catalog, the templates or the settings.
    pub(crate) fn has_findings(&self) -> bool {
        self.has_findings
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit)
    }
}

/// Renders findings, and which command explains their rules.
pub(crate) fn findings(report: &Report, program: Program) -> String {
    with_hint(&report::human(report, true), program)
}

fn with_hint(findings: &str, program: Program) -> String {
    format!("{}; run `{} explain RULE` for more\n", findings.trim_end(), program.command)
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Failure { text: report::human(&report, true), exit: 1, has_findings: true, note: String::new() }
    }
}

impl From<io::Error> for Failure {
    /// Converts a disk error, whose message already contains the path.
    fn from(error: io::Error) -> Self {
        Failure::new(&error, fix_for(error.kind()))
    }
}

/// The reason why a run ended early.
#[derive(Debug)]
pub enum RunError {
    /// The catalog or a template has errors.
    Findings(Report),
    /// A file can't be read or written.
    Disk(io::Error),
    /// Any other failure.
    Other(Failure),
}

impl From<Report> for RunError {
    fn from(report: Report) -> Self {
        RunError::Findings(report)
    }
}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        RunError::Disk(error)
    }
}

impl From<Failure> for RunError {
    fn from(failure: Failure) -> Self {
        RunError::Other(failure)
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Findings(report) => report.into(),
            RunError::Disk(error) => error.into(),
            RunError::Other(failure) => failure,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Failure {}

/// Returns the fix for a disk error. Nothing needs to be cleaned up, so the last step is always to run it
/// again.
fn fix_for(kind: io::ErrorKind) -> &'static str {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    match kind {
        StorageFull | QuotaExceeded => {
            "free some space there, then run it again; the files that were written are complete"
        }
        PermissionDenied => {
            "change its owner (`ls -l` shows it), or set another folder in [workspace.metadata.errcat];\n\
             then run it again"
        }
        ReadOnlyFilesystem => {
            "make it writable, or set another folder in [workspace.metadata.errcat]; then run it again"
        }
        _ => "",
    }
}
