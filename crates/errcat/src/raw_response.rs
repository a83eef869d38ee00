//! The response to an error, independent of any HTTP library.

use std::fmt::{Display, Write as _};

use crate::context::{Context, ContextValues};
use crate::error::response_status;
use crate::{Body, CatalogError, Envelope};

/// A response in standard library types.
#[derive(Debug, PartialEq)]
pub(crate) struct RawResponse {
    pub(crate) status: u16,
    /// `None` if the response has no body.
    pub(crate) content_type: Option<&'static str>,
    pub(crate) headers: HeaderTexts,
    pub(crate) body: Vec<u8>,
}

impl RawResponse {
    /// Builds the response for an error, as defined in the catalog. An error without a status isn't meant to
    /// be sent, so it is sent as 500, a server failure.
    ///
    /// `status` overrides the error's own status.
    pub(crate) fn new(error: &dyn CatalogError, status: Option<u16>, context: &dyn Context) -> Self {
        let mut headers = HeaderTexts::default();
        error.headers(&mut |name, value| headers.push(name, value));
        let envelope = error.entry().envelope;
        let status = status.or_else(|| response_status(error));
        let mut write = |body: &Body<'_>, envelope: &'static Envelope<'static>| {
            let body = Body { status, ..*body };
            for header in envelope.headers {
                if let Some(value) = body.header(header.value) {
                    headers.push(header.name, value);
                }
            }
            body.to_vec()
        };
        let body = envelope.and_then(|envelope| {
            let filled = ContextValues::new(envelope, context);
            Body::with(error, &|name| filled.get(name), |body| write(body, envelope))
        });
        Self {
            status: status.unwrap_or(DEFAULT_STATUS),
            content_type: envelope.map(|envelope| envelope.content_type),
            headers,
            body: body.unwrap_or_default(),
        }
    }
}

/// Headers as text. The values share a buffer, because most responses copy them.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct HeaderTexts {
    values: String,
    /// The name of each header, and where its value ends.
    ends: Vec<(&'static str, usize)>,
}

impl HeaderTexts {
    pub(crate) fn push(&mut self, name: &'static str, value: impl Display) {
        // Can't fail, because writes to memory always succeed.
        write!(self.values, "{value}").expect("a header is text");
        self.ends.push((name, self.values.len()));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let mut start = 0;
        self.ends.iter().map(move |(name, end)| {
            let value = &self.values[start..*end];
            start = *end;
            (*name, value)
        })
    }
}

/// The status of an error that defines none.
pub(crate) const DEFAULT_STATUS: u16 = 500;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{LowBalance, NotFound};

    #[test]
    fn response_follows_the_catalog() {
        let context = |name: &str| (name == "request_id").then(|| "req_1".into());
        let response = RawResponse::new(&LowBalance::sample(), None, &context);
        assert_eq!((response.status, response.content_type), (403, Some("application/json")));
        let headers: Vec<_> = response.headers.iter().collect();
        assert_eq!(headers, [("Retry-After", "2"), ("X-Api-Version", "2")]);
        let body = String::from_utf8(response.body).unwrap_or_default();
        assert!(body.contains(r#""message":"Your balance ($5.00)"#), "{body}");
        assert!(body.contains(r#""request_id":"req_1""#), "{body}");
        let body = RawResponse::new(&LowBalance::sample(), None, &()).body;
        assert!(String::from_utf8(body).is_ok_and(|body| body.contains(r#""request_id":null"#)));
    }

    #[test]
    fn error_without_status_is_an_empty_500() {
        let response = RawResponse::new(&NotFound, None, &());
        assert_eq!((response.status, response.content_type), (500, None));
        assert_eq!((response.headers.iter().count(), response.body.len()), (0, 0));
    }
}
