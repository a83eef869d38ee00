//! Collects the events of all servers.

use std::fmt;
use std::sync::Mutex;

use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

static EVENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Starts to collect. Servers run on threads of their own, so this is for the whole process.
pub(crate) fn start() {
    tracing::subscriber::set_global_default(Collector).expect("the only subscriber");
}

pub(crate) fn clear() {
    EVENTS.lock().expect("no thread panics with the lock").clear();
}

/// Returns the events since the last call.
pub(crate) fn take() -> Vec<String> {
    std::mem::take(&mut *EVENTS.lock().expect("no thread panics with the lock"))
}

struct Collector;

/// The level, and the fields in order.
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0 += &format!(" {}={value:?}", field.name());
    }
}

impl Subscriber for Collector {
    /// Only the events of this crate: its target is documented.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == errcat::tracing::TARGET
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(event.metadata().level().to_string());
        event.record(&mut fields);
        EVENTS.lock().expect("no thread panics with the lock").push(fields.0);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}
