//! The response to an error, independent of any HTTP library.

use crate::{Body, CatalogError, Envelope, IntoValue, OwnedValue, Value};

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

/// A response in standard library types.
#[derive(Debug, PartialEq)]
pub(crate) struct RawResponse {
    pub(crate) status: u16,
    /// `None` if the response has no body.
    pub(crate) content_type: Option<&'static str>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl RawResponse {
    /// Builds the response for an error, as defined in the catalog. An error without a status isn't meant to
    /// be sent, so it is sent as 500, a server failure.
    ///
    /// `status` overrides the error's own status.
    pub(crate) fn new(error: &dyn CatalogError, status: Option<u16>, context: &dyn Context) -> Self {
        let mut headers = Vec::new();
        error.headers(&mut |name, value| headers.push((name, value.to_string())));
        let envelope = error.entry().envelope;
        let status = status.or(error.status());
        let write = |body: &Body<'_>| Body { status, ..*body }.to_vec();
        let body = envelope.and_then(|envelope| {
            let filled = ContextValues::new(envelope, context);
            Body::with(error, &|name| filled.get(name), write)
        });
        Self {
            status: status.unwrap_or(DEFAULT_STATUS),
            content_type: envelope.map(|envelope| envelope.content_type),
            headers,
            body: body.unwrap_or_default(),
        }
    }

    /// Builds a response for a status alone, in the shape of an API's errors. `reason` is the status in
    /// words: `Not Found`.
    #[cfg(feature = "axum")]
    pub(crate) fn from_status(
        status: u16,
        reason: &str,
        envelope: Option<&'static Envelope<'static>>,
        context: &dyn Context,
    ) -> Self {
        let code = reason.to_ascii_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let body = envelope.map(|envelope| {
            let filled = ContextValues::new(envelope, context);
            let body = Body {
                envelope,
                code: &code,
                title: reason,
                status: Some(status),
                docs_url: None,
                message: Value::Text(reason),
                params: &[],
                values: &[],
                context: &|name| filled.get(name),
            };
            body.to_vec()
        });
        let content_type = envelope.map(|envelope| envelope.content_type);
        Self { status, content_type, headers: Vec::new(), body: body.unwrap_or_default() }
    }
}

/// The status of an error that defines none.
pub(crate) const DEFAULT_STATUS: u16 = 500;

/// The context values of an envelope. They are owned here, because the body borrows them while it is written.
struct ContextValues<'e>(Vec<(&'e str, OwnedValue)>);

impl<'e> ContextValues<'e> {
    fn new(envelope: &'e Envelope<'_>, context: &dyn Context) -> Self {
        let fields = envelope.context.iter();
        Self(fields.filter_map(|field| Some((field.name, context.get(field.name)?))).collect())
    }

    fn get(&self, name: &str) -> Value<'_> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map_or(Value::Absent, |(_, value)| value.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{LowBalance, NotFound};

    #[test]
    fn response_follows_the_catalog() {
        let context = |name: &str| (name == "request_id").then(|| "req_1".into());
        let response = RawResponse::new(&LowBalance::sample(), None, &context);
        assert_eq!((response.status, response.content_type), (403, Some("application/json")));
        assert_eq!(response.headers, [("Retry-After", "2".to_owned()), ("X-Api-Version", "2".to_owned())]);
        let body = String::from_utf8(response.body).unwrap_or_default();
        assert!(body.contains(r#""message":"Your balance ($5.00)"#), "{body}");
        assert!(body.contains(r#""request_id":"req_1""#), "{body}");
        let body = RawResponse::new(&LowBalance::sample(), None, &()).body;
        assert!(String::from_utf8(body).is_ok_and(|body| body.contains(r#""request_id":null"#)));
    }

    #[test]
    fn error_without_status_is_an_empty_500() {
        let response = RawResponse::new(&NotFound, None, &());
        assert_eq!(response, RawResponse { status: 500, content_type: None, headers: vec![], body: vec![] });
    }
}
