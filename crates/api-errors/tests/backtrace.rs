//! The backtrace of an error, in the log.
#![cfg(all(feature = "derive", feature = "tracing"))]

use std::backtrace::Backtrace;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use api_errors::{CatalogError, kortix};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span, subscriber};

#[derive(Debug, CatalogError)]
#[catalog(kortix)]
enum Error {
    #[code(internal_server_error)]
    Failed { backtrace: Backtrace },
    #[code(shutting_down)]
    ShuttingDown,
    #[code(transparent)]
    Inner(Box<Error>),
    #[code(transparent)]
    Generated(kortix::http::Error),
}

/// Collects the backtraces in events.
#[derive(Clone, Default)]
struct Backtraces(Arc<Mutex<String>>);

impl Visit for Backtraces {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "backtrace" {
            let mut texts = self.0.lock().expect("no other thread");
            write!(texts, "{value:?}").expect("writing to a String");
        }
    }
}

impl Subscriber for Backtraces {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// Returns the backtraces that are logged for an error.
fn logged(error: &dyn CatalogError) -> String {
    let backtraces = Backtraces::default();
    subscriber::with_default(backtraces.clone(), || {
        api_errors::errcat::tracing::event(error);
    });
    let texts = backtraces.0.lock().expect("no other thread");
    texts.clone()
}

#[test]
fn a_captured_backtrace_is_logged() {
    let failed = || Error::Failed { backtrace: Backtrace::force_capture() };
    let this = "a_captured_backtrace_is_logged";
    assert!(logged(&failed()).contains(this));
    assert!(logged(&Error::Inner(Box::new(failed()))).contains(this));
    assert!(logged(&failed().with_source("a source")).contains(this));
    let disabled = Error::Failed { backtrace: Backtrace::disabled() };
    let generated = Error::Generated(kortix::http::Error::Forbidden);
    for error in [disabled, Error::ShuttingDown, generated] {
        assert_eq!(logged(&error), "", "{error:?}");
    }
}
