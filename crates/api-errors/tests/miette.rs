//! Reports of miette, with source code and labels.
#![cfg(all(feature = "derive", feature = "miette"))]

use api_errors::errcat::WithSource;
use api_errors::errcat::miette::{Diagnostic, report};
use api_errors::{CatalogError, zazmic};
use miette::{NamedSource, NarratableReportHandler, Report, SourceSpan};

const TEXT: &str = "{\n  \"agnet\": 7,\n  \"cost\": 2\n}\n";

#[derive(Debug, CatalogError)]
#[catalog(zazmic, miette)]
enum RequestError {
    #[code(missing_field)]
    Missing {
        field: &'static str,
        #[source_code]
        text: NamedSource<&'static str>,
        #[label("did you mean this?")]
        near: Option<SourceSpan>,
        #[label]
        object: std::ops::Range<usize>,
    },
    #[code(unauthorized)]
    NoToken,
    #[code(transparent)]
    Inner(Box<RequestError>),
}

fn missing(near: Option<SourceSpan>) -> RequestError {
    let text = NamedSource::new("task.json", TEXT);
    RequestError::Missing { field: "agent", text, near, object: 0..1 }
}

/// Returns the report as text.
fn text(report: &Report) -> String {
    let mut text = String::new();
    let handler = NarratableReportHandler::new();
    handler.render_report(&mut text, &**report).expect("writing to a String");
    text
}

#[test]
fn fields_are_source_code_and_labels() {
    let report = report(missing(Some((4, 7).into())));
    let text = text(&report);
    for part in [
        "Missing required field: agent",
        "snippet line 2:   \"agnet\": 7,",
        "label at line 2, columns 3 to 9: did you mean this?",
        "for task.json",
    ] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    let labels = |report: &Report| report.labels().map_or(0, Iterator::count);
    assert_eq!(labels(&report), 2);
    assert_eq!(labels(&self::report(missing(None))), 1);
    assert_eq!(labels(&self::report(RequestError::NoToken)), 0);
    assert_eq!(labels(&self::report(RequestError::Inner(Box::new(missing(None))))), 1);
    let with_source: WithSource<_> = missing(None).with_source("line 2");
    assert_eq!(labels(&self::report(with_source)), 1);
}

#[test]
fn labels_can_be_attached_to_generated_errors() {
    let error = zazmic::http::Error::MissingField { field: "agent".into() };
    let diagnostic = Diagnostic::new(error).source_code(TEXT).label(4..11, "here");
    let text = text(&diagnostic.into());
    assert!(text.contains("label at line 2, columns 3 to 9: here"), "{text}");
}
