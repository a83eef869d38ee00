//! The end of a command-line tool: its error in the terminal, and its exit code. Requires the feature
//! `terminal`.
//!
//! ```
//! # use errcat::{CatalogError, Entry, Value, WithSource};
//! # #[derive(Debug)]
//! # struct Unreadable;
//! # impl std::fmt::Display for Unreadable {
//! #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("Unreadable") }
//! # }
//! # impl std::error::Error for Unreadable {}
//! # impl CatalogError for Unreadable {
//! #     fn entry(&self) -> &'static Entry { static ENTRY: Entry = Entry::EMPTY; &ENTRY }
//! #     fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) { visit(&[]) }
//! # }
//! # fn run() -> Result<(), WithSource<Unreadable>> { Ok(()) }
//! use std::process::ExitCode;
//!
//! fn main() -> ExitCode {
//!     errcat::terminal::exit(run())
//! }
//! ```
//!
//! The exit code is the catalog's fact `exit_code`:
//!
//! ```yaml
//! # api.yaml
//! facts:
//!   exit_code: { type: integer, doc: The exit code of the process }
//! # config.yaml
//! errors:
//!   unreadable_config: { facts: { exit_code: 3 }, message: "Can't read {path}" }
//! ```

use std::fmt;
use std::io::Write;
use std::process::{ExitCode, Termination};

use crate::CatalogError;
use crate::explain::{item, visible};
use crate::source_text::SourceText;

/// Returns the exit code of a tool. Prints an error to the standard error before, as a [`Report`].
pub fn exit<T: Termination, E: CatalogError>(result: Result<T, E>) -> ExitCode {
    match result {
        Ok(value) => value.report(),
        Err(error) => {
            // If the standard error can't be written, there is nowhere to report it.
            let _ = write!(anstream::stderr().lock(), "{}", Report::of(&error));
            error.exit_code()
        }
    }
}

/// The text of an error for a terminal: its message, its sources without secrets, the fixes with its values,
/// and the link to its page.
///
/// ```text
/// error[unreadable_config]: Can't read shop.toml
///   caused by: permission denied
///   - Check the permissions of `shop.toml`
///   https://docs.example.com/shop/unreadable_config/
/// ```
///
/// It contains the escape sequences of colors, which `anstream` removes if the terminal doesn't support them.
#[derive(Clone, Copy)]
pub struct Report<'a>(&'a dyn CatalogError);

impl<'a> Report<'a> {
    /// Creates the text of an error.
    pub const fn of(error: &'a dyn CatalogError) -> Self {
        Self(error)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let style = anstyle::AnsiColor::BrightRed.on_default().bold();
        let (error, code) = (self.0, self.0.entry().id());
        writeln!(f, "{style}error[{code}]{style:#}: {}", visible(&error.to_string()))?;
        if let Some(source) = SourceText::of(error) {
            writeln!(f, "  caused by: {}", visible(&source.to_string()))?;
        }
        error.fixes().iter().try_for_each(|fix| f.write_str(&item("- ", fix, 2)))?;
        match error.docs_url() {
            Some(url) => writeln!(f, "  {url}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Report").field(&self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{LowBalance, NotFound};

    fn text(error: &dyn CatalogError) -> String {
        anstream::adapter::strip_str(&Report::of(error).to_string()).to_string()
    }

    #[test]
    fn report_has_sources_and_fixes_but_no_secrets() {
        let error = LowBalance::sample().with_source("refused token t0k3n\u{1b}[2J");
        assert_eq!(
            text(&error),
            "error[insufficient_balance]: Your balance ($5.00) is insufficient for $10.00\n  \
             caused by: refused token [secret] [2J\n  \
             - Add $10.00, not `$5.00` or {cost}\n  \
             - Ask\n  \
             https://e.example/zazmic/insufficient_balance/\n"
        );
        assert_eq!(text(&NotFound), "error[agent_not_found]: Agent not found\n");
    }

    #[test]
    fn exit_code_is_that_of_the_result() {
        let code = |code: ExitCode| format!("{code:?}");
        assert_eq!(code(exit(Ok::<_, NotFound>(()))), code(ExitCode::SUCCESS));
        assert_eq!(code(exit(Ok::<_, NotFound>(ExitCode::from(7)))), code(ExitCode::from(7)));
        assert_eq!(code(exit(Err::<(), _>(NotFound))), code(ExitCode::from(1)));
    }
}
