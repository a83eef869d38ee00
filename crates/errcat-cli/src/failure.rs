//! Why a verb could not run.

use std::fmt;
use std::io;
use std::ops::Range;

use errcat_gen::report;

/// Why a verb could not run: exit 2. Findings, which are about the catalog, are none.
#[derive(Debug)]
pub struct Failure {
    text: String,
}

impl Failure {
    /// What is wrong, and how to mend it; `help` may be empty.
    pub fn new(message: impl fmt::Display, help: impl fmt::Display) -> Self {
        let message = message.to_string();
        let help = help.to_string();
        let help = if help.is_empty() {
            help
        } else {
            format!("\n  = help: {}", help.replace('\n', "\n          "))
        };
        let error = anstyle::AnsiColor::BrightRed.on_default().bold();
        let text = format!("{error}error{error:#}: {message}{help}\n");
        Failure { text }
    }

    /// The same, with the place in a file under a caret.
    pub fn located(path: &str, text: &str, range: Range<usize>, message: &str, help: &str) -> Self {
        Failure { text: report::located(path, text, range, message, help, true) }
    }
}

impl From<io::Error> for Failure {
    /// `fs_err` has put the path into the message.
    fn from(error: io::Error) -> Self {
        Failure::new(error, "")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Failure {}
