//! Why a verb could not do its work.

use std::fmt;
use std::io;
use std::ops::Range;
use std::process::ExitCode;

use errcat_catalog::report::visible;
use errcat_catalog::{Report, report};

/// Why a verb could not do its work: the catalog has findings (exit 1), or it could not run at all (exit 2).
#[derive(Debug)]
pub struct Failure {
    text: String,
    exit: u8,
}

impl Failure {
    /// A failure with a message and a fix; `help` may be empty.
    pub fn new(message: impl fmt::Display, help: impl fmt::Display) -> Self {
        // Both may quote the catalog, or the name of a file in it.
        let (message, help) = (message.to_string(), help.to_string());
        let (message, help) = (visible::lines(&message), visible::lines(&help));
        let help = if help.is_empty() {
            String::new()
        } else {
            format!("\n  = help: {}", help.replace('\n', "\n          "))
        };
        let error = anstyle::AnsiColor::BrightRed.on_default().bold();
        Failure { text: format!("{error}error{error:#}: {message}{help}\n"), exit: 2 }
    }

    /// A failure at a place in a file, with an excerpt.
    pub fn located(path: &str, text: &str, range: Range<usize>, message: &str, help: &str) -> Self {
        Failure { text: report::located(path, text, range, message, help, true), exit: 2 }
    }

    /// A failure because of findings, which are shown between the message and the fix.
    pub fn because_of(message: impl fmt::Display, report: &Report, help: &str) -> Self {
        let Failure { text, exit } = Failure::new(message, "");
        Failure {
            text: format!("{text}\n{}\n  = help: {help}\n", report::human(report, true).trim_end()),
            exit,
        }
    }

    /// The code to exit with.
    pub(crate) fn exit(&self) -> ExitCode {
        ExitCode::from(self.exit)
    }
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Failure { text: report::human(&report, true), exit: 1 }
    }
}

impl From<io::Error> for Failure {
    /// The path is in the message already.
    fn from(error: io::Error) -> Self {
        Failure::new(&error, fix_for(error.kind()))
    }
}

/// Why a run ended early.
#[derive(Debug)]
pub enum Stopped {
    /// The catalog, or a template, has errors.
    Findings(Report),
    /// The disk refused something.
    Disk(io::Error),
    /// Anything else.
    Other(Failure),
}

impl From<Report> for Stopped {
    fn from(report: Report) -> Self {
        Stopped::Findings(report)
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Stopped::Disk(error)
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Stopped::Other(failure)
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Findings(report) => report.into(),
            Stopped::Disk(error) => error.into(),
            Stopped::Other(failure) => failure,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Failure {}

/// Returns the fix for a disk error. Nothing needs to be cleaned up, so the last step is always to run it again.
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
