//! An error as the answer to a request, whatever HTTP library sends it.

use crate::{Body, CatalogError, Envelope, IntoValue, OwnedValue, Value};

/// What a server fills in besides the error, by the name of a field of [`Envelope::context`]: the current
/// request's id, the time.
///
/// A closure is one; so is `()`, which has nothing, so that those fields are `null` or left out.
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
    /// The value of a field; `None` if there is none.
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

/// A response, in terms of the standard library.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// `None`: it has no body.
    pub(crate) content_type: Option<&'static str>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The answer that the catalog promises for an error. One that has no status, and isn't meant to be an
    /// answer, is answered as what it is then, a failure of the server.
    ///
    /// `status`: that which it has this time, if it isn't the error's own.
    pub(crate) fn new(error: &dyn CatalogError, status: Option<u16>, context: &dyn Context) -> Self {
        let mut headers = Vec::new();
        error.headers(&mut |name, value| headers.push((name, value.to_string())));
        let envelope = error.entry().envelope;
        let status = status.or(error.status());
        let write = |body: &Body<'_>| Body { status, ..*body }.to_vec();
        let body = envelope.and_then(|envelope| {
            let filled = Filled::new(envelope, context);
            Body::with(error, &|name| filled.get(name), write)
        });
        Self {
            status: status.unwrap_or(FAILURE),
            content_type: envelope.map(|envelope| envelope.content_type),
            headers,
            body: body.unwrap_or_default(),
        }
    }

    /// An answer of which no more is known than its status, in the shape of an API's errors. `reason` is the
    /// status in words: `Not Found`.
    #[cfg(feature = "axum")]
    pub(crate) fn of_status(
        status: u16,
        reason: &str,
        envelope: Option<&'static Envelope<'static>>,
        context: &dyn Context,
    ) -> Self {
        let code = reason.to_ascii_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let body = envelope.map(|envelope| {
            let filled = Filled::new(envelope, context);
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

/// The status of an error that has none.
pub(crate) const FAILURE: u16 = 500;

/// What the server fills in of an envelope, so that it lives as long as the body is written.
struct Filled<'e>(Vec<(&'e str, OwnedValue)>);

impl<'e> Filled<'e> {
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
    use crate::sample::{NotFound, Poor};

    #[test]
    fn an_error_is_what_the_catalog_promises() {
        let context = |name: &str| (name == "request_id").then(|| "req_1".into());
        let answer = Answer::new(&Poor::sample(), None, &context);
        assert_eq!((answer.status, answer.content_type), (403, Some("application/json")));
        assert_eq!(answer.headers, [("Retry-After", "2".to_owned()), ("X-Api-Version", "2".to_owned())]);
        let body = String::from_utf8(answer.body).unwrap_or_default();
        assert!(body.contains(r#""message":"Your balance ($5.00)"#), "{body}");
        assert!(body.contains(r#""request_id":"req_1""#), "{body}");
        let body = Answer::new(&Poor::sample(), None, &()).body;
        assert!(String::from_utf8(body).is_ok_and(|body| body.contains(r#""request_id":null"#)));
    }

    #[test]
    fn what_was_never_meant_to_be_an_answer_is_a_failure() {
        let answer = Answer::new(&NotFound, None, &());
        assert_eq!(answer, Answer { status: 500, content_type: None, headers: vec![], body: vec![] });
    }
}
