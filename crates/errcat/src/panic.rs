//! Panics of handlers, which middleware catches.

use std::any::Any;

/// The payload of a panic.
pub(crate) type PanicPayload = Box<dyn Any + Send>;

/// Returns the message of a panic for the log. Clients never see it.
pub(crate) fn message(panic: &PanicPayload) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("a handler panicked: {}", text.unwrap_or("with a value that isn't text"))
}
