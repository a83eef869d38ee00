//! The response to an error, independent of any HTTP library.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use crate::context::{Context, ContextValues};
use crate::error::response_status;
#[cfg(any(feature = "axum", feature = "actix"))]
use crate::negotiation::{MARKDOWN_TYPE, Negotiation, PreferredForm};
use crate::{Body, CatalogError, Entry};

/// A response in standard library types.
#[derive(Debug, PartialEq)]
pub(crate) struct RawResponse {
    pub(crate) status: u16,
    /// `None` if the response has no body.
    pub(crate) content_type: Option<&'static str>,
    pub(crate) headers: HeaderTexts,
    pub(crate) body: Cow<'static, [u8]>,
}

impl RawResponse {
    /// Builds the response for an error, as defined in the catalog. An error without a status isn't meant to
    /// be sent, so it is sent as 500, a server failure.
    ///
    /// `status` overrides the error's own status.
    pub(crate) fn new(error: &dyn CatalogError, status: Option<u16>, context: &dyn Context) -> Self {
        let entry = error.entry();
        let mut headers = HeaderTexts::with_capacity(entry.headers.len());
        error.headers(&mut |name, value| headers.push(name, value));
        let envelope = entry.envelope;
        let status = status.or_else(|| response_status(error));
        // An error can override its entry's status and URL, which the constant body may contain.
        let is_constant = || {
            status == response_status(error)
                && error.status() == entry.status()
                && error.docs_url() == entry.docs_url
        };
        let body = match entry.constant_body {
            Some(body) if is_constant() => Cow::Borrowed(body.as_bytes()),
            _ => Cow::Owned(encode(error, status, context, &mut headers).unwrap_or_default()),
        };
        let content_type = envelope.map(|envelope| envelope.content_type);
        let status = status.unwrap_or(DEFAULT_STATUS);
        Self { status, content_type, headers, body }.negotiated(Some(entry))
    }

    /// Applies the current negotiation. `entry` is the error's. `None` if this isn't an error of the catalog.
    #[cfg_attr(not(any(feature = "axum", feature = "actix")), allow(unused_mut, unused_variables))]
    pub(crate) fn negotiated(mut self, entry: Option<&'static Entry>) -> Self {
        #[cfg(any(feature = "axum", feature = "actix"))]
        if let Some(form) = Negotiation::negotiate(entry, self.content_type) {
            // Caches keep a response for each `Accept`.
            self.headers.push("Vary", "Accept");
            // Texts of the catalog may look like HTML to a browser that guesses the type.
            self.headers.push("X-Content-Type-Options", "nosniff");
            if let PreferredForm::Markdown(text) = form {
                self.content_type = Some(MARKDOWN_TYPE);
                self.body = text.into_bytes().into();
            }
        }
        self
    }
}

/// Returns the body of an error as JSON, or `None` if the error has no envelope. Adds the headers of the
/// envelope.
fn encode(
    error: &dyn CatalogError,
    status: Option<u16>,
    context: &dyn Context,
    headers: &mut HeaderTexts,
) -> Option<Vec<u8>> {
    let envelope = error.entry().envelope?;
    let filled = ContextValues::new(envelope, context);
    Body::with(error, &|name| filled.get(name), |body| {
        let body = Body { status, ..*body };
        for header in envelope.headers {
            if let Some(value) = body.header(header.value) {
                headers.push(header.name, value);
            }
        }
        body.to_vec()
    })
}

/// Headers as text. The values share a buffer, because most responses copy them.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct HeaderTexts {
    values: String,
    /// The name of each header, and where its value ends.
    ends: Vec<(&'static str, usize)>,
}

impl HeaderTexts {
    /// Reserves memory for this number of headers, none of which is long.
    fn with_capacity(headers: usize) -> Self {
        const USUAL_LENGTH: usize = 16;
        Self { values: String::with_capacity(headers * USUAL_LENGTH), ends: Vec::with_capacity(headers) }
    }

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
    use crate::sample::{LowBalance, NotFound, impl_error};
    use crate::{Envelope, Message, Node, Piece, Slot, Value};

    #[test]
    fn response_follows_the_catalog() {
        let context = |name: &str| (name == "request_id").then(|| "req_1".into());
        let response = RawResponse::new(&LowBalance::sample(), None, &context);
        assert_eq!((response.status, response.content_type), (403, Some("application/json")));
        let headers: Vec<_> = response.headers.iter().collect();
        assert_eq!(headers, [("Retry-After", "2"), ("X-Api-Version", "2")]);
        let body = String::from_utf8(response.body.into_owned()).unwrap_or_default();
        assert!(body.contains(r#""message":"Your balance ($5.00)"#), "{body}");
        assert!(body.contains(r#""request_id":"req_1""#), "{body}");
        let body = RawResponse::new(&LowBalance::sample(), None, &()).body;
        assert!(String::from_utf8(body.into_owned()).is_ok_and(|body| body.contains(r#""request_id":null"#)));
    }

    /// An error whose entry has a constant body, and that overrides the URL of its page.
    struct Moved(&'static str);

    static MOVED: Entry = Entry {
        statuses: &[404, 410],
        message: Message(&[Piece::Text("Not found")]),
        envelope: Some(&Envelope { body: Node::Slot(Slot::DocsUrl), ..Envelope::EMPTY }),
        docs_url: Some("https://e.example/"),
        constant_body: Some("constant"),
        ..Entry::EMPTY
    };

    impl CatalogError for Moved {
        fn entry(&self) -> &'static Entry {
            &MOVED
        }

        fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
            visit(&[]);
        }

        fn docs_url(&self) -> Option<&'static str> {
            Some(self.0)
        }
    }

    impl_error! { Moved }

    #[test]
    fn constant_body_requires_the_data_of_the_entry() {
        let body = |error: &dyn CatalogError, status| RawResponse::new(error, status, &()).body;
        let error = Moved("https://e.example/");
        assert_eq!(*body(&error, None), *b"constant");
        assert_eq!(*body(&error, Some(404)), *b"constant");
        let encoded = br#""https://e.example/""#;
        assert_eq!(*body(&error, Some(500)), *encoded, "another status");
        assert_eq!(*body(&error.with_status(410), None), *encoded, "another status");
        let moved = Moved("https://other.example/");
        assert_eq!(*body(&moved, None), *br#""https://other.example/""#, "another URL");
    }

    #[test]
    fn error_without_status_is_an_empty_500() {
        let response = RawResponse::new(&NotFound, None, &());
        assert_eq!((response.status, response.content_type), (500, None));
        assert_eq!((response.headers.iter().count(), response.body.len()), (0, 0));
    }
}
