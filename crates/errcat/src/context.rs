//! Values that a server adds to the errors of a request, such as its ID.

use std::cell::RefCell;
#[cfg(any(feature = "axum", feature = "actix"))]
use std::sync::Arc;

#[cfg(any(feature = "axum", feature = "actix"))]
use crate::negotiation::Negotiation;
use crate::{Envelope, IntoValue, OwnedValue, Value};

/// Values that the server adds to an error's body: the request ID, the current time. They are looked up by
/// the name of a field of [`Envelope::context`].
///
/// Servers set them in one line each: see `value` and `value_from_header` of the layer for axum, and of the
/// middleware for actix-web. A member whose field has no value is omitted.
///
/// Implemented for closures, and for `()`, which has no values.
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

/// Creates the context of each request. `R` is a framework's type of requests.
#[cfg(any(feature = "axum", feature = "actix"))]
pub(crate) struct ContextFactory<R> {
    values: Option<ValuesFn<R>>,
}

/// A function that creates the context values of a request.
#[cfg(any(feature = "axum", feature = "actix"))]
type ValuesFn<R> = Arc<dyn Fn(&R) -> Box<dyn Context + Send> + Send + Sync>;

#[cfg(any(feature = "axum", feature = "actix"))]
impl<R: 'static> ContextFactory<R> {
    /// Creates a factory of contexts without values.
    pub(crate) fn new() -> Self {
        Self { values: None }
    }

    /// Adds a value.
    pub(crate) fn with_value(
        self,
        name: &'static str,
        make: impl Fn(&R) -> Option<OwnedValue> + Send + Sync + 'static,
    ) -> Self {
        let others = self.values.clone();
        self.with_values(move |request| NamedValue {
            name,
            value: make(request),
            others: others.as_ref().map(|make| make(request)),
        })
    }

    /// Replaces all values.
    pub(crate) fn with_values<C: Context + Send + 'static>(
        self,
        make: impl Fn(&R) -> C + Send + Sync + 'static,
    ) -> Self {
        Self { values: Some(Arc::new(move |request| Box::new(make(request)))) }
    }

    /// Returns `true` if contexts have no values.
    #[cfg(feature = "axum")]
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_none()
    }

    /// Creates the context of a request.
    pub(crate) fn create(&self, request: &R, negotiation: Negotiation) -> RequestContext {
        RequestContext { values: self.values.as_ref().map(|make| make(request)), negotiation }
    }
}

#[cfg(any(feature = "axum", feature = "actix"))]
impl<R> Clone for ContextFactory<R> {
    fn clone(&self) -> Self {
        Self { values: self.values.clone() }
    }
}

/// A value, in addition to those of another context.
#[cfg(any(feature = "axum", feature = "actix"))]
struct NamedValue {
    name: &'static str,
    value: Option<OwnedValue>,
    others: Option<Box<dyn Context + Send>>,
}

#[cfg(any(feature = "axum", feature = "actix"))]
impl Context for NamedValue {
    fn get(&self, name: &str) -> Option<OwnedValue> {
        let own = self.value.as_ref().filter(|_| name == self.name);
        own.cloned().or_else(|| self.others.as_ref()?.get(name))
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
    /// The form in which errors are sent.
    #[cfg(any(feature = "axum", feature = "actix"))]
    negotiation: Negotiation,
}

thread_local! {
    /// The context of the request that this thread is working on.
    static CURRENT: RefCell<Option<RequestContext>> = const { RefCell::new(None) };
}

#[cfg(feature = "actix")]
thread_local! {
    /// The status that middleware set on the response of an error, while the body is built again.
    static STATUS: std::cell::Cell<Option<u16>> = const { std::cell::Cell::new(None) };
}

impl RequestContext {
    /// Runs `work` while this context is the current one, so that errors that become responses meanwhile are
    /// written with it. Their bodies then never need to be written again, and middleware between the handler
    /// and the one that holds this context sees, and may compress or sign, the final body.
    ///
    /// If this context has no values, or doesn't negotiate, those of an outer one stay current.
    pub(crate) fn enter<T>(&mut self, work: impl FnOnce() -> T) -> T {
        #[cfg(any(feature = "axum", feature = "actix"))]
        let _negotiating = self.negotiation.enter();
        let _entered = self.values.is_some().then(|| Entered::new(self));
        work()
    }

    /// Calls `read` with the values of the request that this thread is working on, or with `()`.
    pub(crate) fn with_current<T>(read: impl FnOnce(&dyn Context) -> T) -> T {
        CURRENT.with_borrow(|current| match current {
            Some(Self { values: Some(values), .. }) => read(&**values),
            _ => read(&()),
        })
    }

    /// Calls `read` with the values of this context. If it has none, these are the values of an outer one.
    pub(crate) fn with_values<T>(&self, read: impl FnOnce(&dyn Context) -> T) -> T {
        #[cfg(any(feature = "axum", feature = "actix"))]
        let _negotiating = self.negotiation.enter();
        match &self.values {
            Some(values) => read(&**values),
            None => Self::with_current(read),
        }
    }
}

#[cfg(feature = "actix")]
impl RequestContext {
    /// Runs `work` like [`RequestContext::enter`], while responses to errors are built with `status`.
    pub(crate) fn enter_with_status<T>(&mut self, status: u16, work: impl FnOnce() -> T) -> T {
        /// Ends the status, even by a panic.
        struct Reset;
        impl Drop for Reset {
            fn drop(&mut self) {
                STATUS.set(None);
            }
        }
        STATUS.set(Some(status));
        let _reset = Reset;
        self.enter(work)
    }

    /// Returns the status with which responses to errors are built again.
    pub(crate) fn current_status() -> Option<u16> {
        STATUS.get()
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
        let values = move |name: &str| (name == "id").then(|| id.into());
        RequestContext { values: Some(Box::new(values)), ..RequestContext::default() }
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
            let mut empty = RequestContext::default();
            empty.enter(|| assert_eq!(current(), Some("outer".into())));
            assert_eq!(empty.with_values(|values| values.get("id")), Some("outer".into()));
        });
        assert_eq!(current(), None);
    }

    #[cfg(any(feature = "axum", feature = "actix"))]
    #[test]
    fn values_are_added_to_others() {
        let named =
            |name, value: Option<&str>, others| NamedValue { name, value: value.map(Into::into), others };
        let inner = named("id", Some("1"), None);
        let outer = named("locale", Some("de"), Some(Box::new(inner) as Box<dyn Context + Send>));
        assert_eq!(outer.get("id"), Some("1".into()));
        assert_eq!(outer.get("locale"), Some("de".into()));
        assert_eq!(outer.get("instance"), None);
        assert_eq!(
            named("id", None, Some(Box::new(outer))).get("id"),
            Some("1".into()),
            "nothing to replace it"
        );
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
