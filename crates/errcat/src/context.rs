//! Values that a server adds to the errors of a request, such as its ID.

use std::cell::RefCell;

use crate::{Envelope, IntoValue, OwnedValue, Value};

/// Values that the server adds to an error's body: the request ID, the current time. They are looked up by
/// the name of a field of [`Envelope::context`].
///
/// Implemented for closures, and for `()`, which has no values: its fields are `null` or omitted.
///
/// ```
/// use errcat::{Context, OwnedValue};
///
/// let request_id = "req_1".to_owned();
/// let context = |name: &str| match name {
///     "request_id" => Some(OwnedValue::from(request_id.as_str())),
///     "timestamp" => Some(std::time::SystemTime::now().into()),
///     _ => None,
/// };
/// assert_eq!(context.get("request_id"), Some("req_1".into()));
/// ```
pub trait Context {
    /// Returns the value of a field, or `None` if it has none.
    fn get(&self, name: &str) -> Option<OwnedValue>;
}

impl<F: Fn(&str) -> Option<OwnedValue>> Context for F {
    fn get(&self, name: &str) -> Option<OwnedValue> {
        self(name)
    }
}

impl Context for () {
    fn get(&self, _: &str) -> Option<OwnedValue> {
        None
    }
}

/// The context values of an envelope. They are owned here, because the body borrows them while it is written.
pub(crate) struct ContextValues<'e>(Vec<(&'e str, OwnedValue)>);

impl<'e> ContextValues<'e> {
    pub(crate) fn new(envelope: &'e Envelope<'_>, context: &dyn Context) -> Self {
        let fields = envelope.context.iter();
        Self(fields.filter_map(|field| Some((field.name, context.get(field.name)?))).collect())
    }

    pub(crate) fn get(&self, name: &str) -> Value<'_> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map_or(Value::Absent, |(_, value)| value.value())
    }
}

/// The context of one request. A middleware holds it while the request is handled.
#[derive(Default)]
pub(crate) struct RequestContext {
    values: Option<Box<dyn Context + Send>>,
    /// The status that middleware set on the response of an error, for which the body is built again.
    #[cfg(feature = "actix")]
    status: Option<u16>,
}

thread_local! {
    /// The context of the request that this thread is working on.
    static CURRENT: RefCell<Option<RequestContext>> = const { RefCell::new(None) };
}

impl RequestContext {
    pub(crate) fn new(values: Option<Box<dyn Context + Send>>) -> Self {
        Self { values, ..Self::default() }
    }

    /// Runs `work` while this context is the current one, so that errors that become responses meanwhile are
    /// written with it. Their bodies then never need to be written again, and middleware between the handler
    /// and the one that holds this context sees, and may compress or sign, the final body.
    ///
    /// If this context has no values, an outer one stays current.
    pub(crate) fn enter<T>(&mut self, work: impl FnOnce() -> T) -> T {
        if self.values.is_none() {
            return work();
        }
        let _entered = Entered::new(self);
        work()
    }

    /// Calls `read` with the values of the request that this thread is working on, or with `()`.
    pub(crate) fn with_current<T>(read: impl FnOnce(&dyn Context) -> T) -> T {
        CURRENT.with_borrow(|current| read(current.as_ref().map_or(&(), Self::values)))
    }

    pub(crate) fn values(&self) -> &dyn Context {
        match &self.values {
            Some(values) => &**values,
            None => &(),
        }
    }
}

#[cfg(feature = "actix")]
impl RequestContext {
    /// Runs `work` like [`RequestContext::enter`], while responses to errors are built with `status`.
    pub(crate) fn enter_with_status<T>(&mut self, status: u16, work: impl FnOnce() -> T) -> T {
        self.status = Some(status);
        let entered = Entered::new(self);
        let result = work();
        drop(entered);
        self.status = None;
        result
    }

    /// Returns the status with which responses to errors are built again.
    pub(crate) fn current_status() -> Option<u16> {
        CURRENT.with_borrow(|current| current.as_ref()?.status)
    }
}

/// Swaps a context with the current one, and back when it is dropped, even by a panic.
struct Entered<'a> {
    context: &'a mut RequestContext,
    outer: Option<RequestContext>,
}

impl<'a> Entered<'a> {
    fn new(context: &'a mut RequestContext) -> Self {
        let outer = CURRENT.replace(Some(std::mem::take(context)));
        Self { context, outer }
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        let context = CURRENT.replace(self.outer.take());
        *self.context = context.unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(id: &'static str) -> RequestContext {
        RequestContext::new(Some(Box::new(move |name: &str| (name == "id").then(|| id.into()))))
    }

    fn current() -> Option<OwnedValue> {
        RequestContext::with_current(|context| context.get("id"))
    }

    #[test]
    fn nearest_context_is_current() {
        assert_eq!(current(), None);
        request("outer").enter(|| {
            assert_eq!(current(), Some("outer".into()));
            request("inner").enter(|| assert_eq!(current(), Some("inner".into())));
            RequestContext::default().enter(|| assert_eq!(current(), Some("outer".into())));
        });
        assert_eq!(current(), None);
    }

    #[test]
    fn context_ends_with_a_panic_and_can_be_entered_again() {
        let mut context = request("first");
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            context.enter(|| std::panic::resume_unwind(Box::new(())));
        }));
        assert!(panicked.is_err());
        assert_eq!(current(), None);
        context.enter(|| assert_eq!(current(), Some("first".into())));
    }
}
