//! Support for miette: catalog errors as reports, with code, severity, fixes and link. Requires the feature
//! `miette`.
//!
//! ```
//! # use errcat::{CatalogError, Entry, Value};
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
//! # fn run() -> Result<(), Unreadable> { Ok(()) }
//! fn main() -> miette::Result<()> {
//!     run().map_err(errcat::miette::report)
//! }
//! ```
//!
//! # Source code and labels
//!
//! A hand-written error can carry the source code that it is about, and the spans to label:
//!
//! ```ignore
//! #[derive(Debug, CatalogError)]
//! #[catalog(tool, miette)]
//! enum ConfigError {
//!     #[code(unknown_key)]
//!     UnknownKey {
//!         key: String,
//!         #[source_code]
//!         text: NamedSource<String>,
//!         #[label("this key")]
//!         at: SourceSpan,
//!     },
//! }
//! ```
//!
//! Generated errors have neither, because catalogs don't know them. Attach them to the diagnostic:
//!
//! ```
//! # use errcat::{CatalogError, miette::Diagnostic};
//! # fn report(error: impl CatalogError + Send + Sync + 'static, text: String) -> miette::Report {
//! Diagnostic::new(error).source_code(text).label(7..12, "this key").into()
//! # }
//! ```

use std::error::Error;
use std::fmt::{self, Display};

use ::miette::{LabeledSpan, Severity, SourceCode, SourceSpan};

use crate::explain::plain;
pub use crate::snippet::Snippet;
use crate::source_text::SourceText;
use crate::{CatalogError, entry};

/// Converts an error to a report. `miette::Report::downcast_ref::<Diagnostic<E>>` returns it.
pub fn report<E: CatalogError + Send + Sync + 'static>(error: E) -> ::miette::Report {
    Diagnostic::new(error).into()
}

/// An error as a diagnostic of miette.
pub struct Diagnostic<E> {
    error: E,
    source: Option<Source>,
    source_code: Option<Box<dyn SourceCode>>,
    labels: Vec<LabeledSpan>,
}

impl<E: CatalogError> Diagnostic<E> {
    /// Creates a diagnostic.
    pub fn new(error: E) -> Self {
        let source = SourceText::of(&error).map(|text| Source(text.to_string()));
        Self { error, source, source_code: None, labels: Vec::new() }
    }

    /// Sets the source code that the error is about.
    #[must_use]
    pub fn source_code(mut self, text: impl SourceCode + 'static) -> Self {
        self.source_code = Some(Box::new(text));
        self
    }

    /// Adds a label to a span of the source code.
    #[must_use]
    pub fn label(mut self, span: impl Into<SourceSpan>, text: impl Into<String>) -> Self {
        self.labels.push(LabeledSpan::new_with_span(Some(text.into()), span));
        self
    }

    /// Returns the error.
    pub fn into_inner(self) -> E {
        self.error
    }
}

/// Writes the error. Source code may be long.
impl<E: fmt::Debug> fmt::Debug for Diagnostic<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Diagnostic").field(&self.error).finish()
    }
}

impl<E: Display> Display for Diagnostic<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<E: Error> Error for Diagnostic<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

impl<E: CatalogError> ::miette::Diagnostic for Diagnostic<E> {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(self.error.entry().id()))
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.error.entry().severity? {
            entry::Severity::Info => Severity::Advice,
            entry::Severity::Warning => Severity::Warning,
            entry::Severity::Error | entry::Severity::Critical => Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        let fixes: Vec<String> =
            self.error.fixes().iter().map(|fix| plain(fix, 0).trim_end().to_owned()).collect();
        (!fixes.is_empty()).then(|| Box::new(fixes.join("\n")) as _)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(self.error.docs_url()?))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        match &self.source_code {
            Some(text) => Some(&**text),
            None => self.error.snippet()?.source_code,
        }
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let own = self.error.snippet().unwrap_or_default().labels;
        let labels: Vec<LabeledSpan> = own.into_iter().chain(self.labels.iter().cloned()).collect();
        (!labels.is_empty()).then(|| Box::new(labels.into_iter()) as _)
    }
}

/// The chain of sources, as one source without secrets.
#[derive(Debug)]
struct Source(String);

impl Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Source {}

#[cfg(test)]
mod tests {
    use ::miette::Diagnostic as _;

    use super::*;
    use crate::sample::{LowBalance, NotFound};

    #[test]
    fn diagnostic_has_the_facts_of_the_catalog() {
        let error = Diagnostic::new(LowBalance::sample().with_source("refused t0k3n"));
        let text = |text: Option<Box<dyn Display + '_>>| text.map(|text| text.to_string());
        assert_eq!(text(error.code()).as_deref(), Some("insufficient_balance"));
        assert_eq!(text(error.help()).as_deref(), Some("Add $10.00, not `$5.00` or {cost}\nAsk"));
        assert_eq!(text(error.url()).as_deref(), Some("https://e.example/zazmic/insufficient_balance/"));
        assert_eq!(error.severity(), None);
        assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("refused [secret]"));
        let bare = Diagnostic::new(NotFound);
        assert!(bare.help().is_none() && bare.url().is_none() && bare.source().is_none());
    }

    #[test]
    fn report_keeps_the_error() {
        let report = report(NotFound);
        assert_eq!(report.to_string(), "Agent not found");
        assert!(report.downcast_ref::<Diagnostic<NotFound>>().is_some());
    }
}
