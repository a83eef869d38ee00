//! A decoded error response, as clients use it.

use std::error::Error;
use std::fmt;

use self::kept::KeptResponse;
pub(crate) use self::kept::KeptText;
pub use self::retry::RateLimit;
use crate::difference::Difference;
use crate::{Decode, Entry, Headers, OwnedValue};

/// The maximum size of the part of a body that is kept, in bytes. Error responses are logged, reported and
/// queued, and the beginning of a body is what helps to understand the error.
pub const MAX_KEPT: usize = 64 << 10;

pub(crate) const CONTENT_TYPE: &str = "Content-Type";

/// The headers that are kept for every API.
pub(crate) const STANDARD_HEADERS: &[&str] =
    &[CONTENT_TYPE, retry::RETRY_AFTER, retry::LIMIT, retry::REMAINING, retry::RESET];

/// A response that isn't a success. It contains the catalog error, if the response is one, and the response's
/// data. Returned by [`decode`](crate::decode()).
///
/// As an error, its `Display` is the server's message and its `source` the catalog error.
pub struct ErrorResponse<E> {
    /// Boxed to keep a `Result` with it small.
    inner: Box<Inner<E>>,
}

struct Inner<E> {
    status: u16,
    kept: KeptResponse,
    is_truncated: bool,
    decoded: DecodedBody<E>,
}

/// The decoded content of a body.
pub(crate) struct DecodedBody<E> {
    pub(crate) found: DecodedError<E>,
    /// The code in the body, if it differs from the entry's code.
    pub(crate) code: Option<Box<str>>,
    pub(crate) message: Option<KeptText>,
    pub(crate) context: Vec<(&'static str, OwnedValue)>,
    /// The values of the params, if the error couldn't be built from them.
    pub(crate) values: Vec<OwnedValue>,
    pub(crate) differences: Vec<Difference>,
    /// The further errors of a list.
    pub(crate) others: Vec<DecodedError<E>>,
}

impl<E> Default for DecodedBody<E> {
    fn default() -> Self {
        Self {
            found: DecodedError::Unreadable,
            code: None,
            message: None,
            context: Vec::new(),
            values: Vec::new(),
            differences: Vec::new(),
            others: Vec::new(),
        }
    }
}

/// The result of identifying the error in a response.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DecodedError<E> {
    /// An error of the API. If several look the same to a client, it is the `kind` that they share.
    Error(E),
    /// The entry of an error that couldn't be built, because a required value is missing or the code is
    /// retired. [`ErrorResponse::param`] returns the values that could be read.
    Kind(&'static Entry),
    /// A body in a shape of the API, but with an unknown error, for example of a later release.
    Unknown {
        /// The code, if the shape includes one.
        code: Option<Box<str>>,
        /// The message, if the shape includes one.
        message: Option<Box<str>>,
    },
    /// A body in none of the API's shapes: a proxy's page, an empty body, a body that was cut off or is too
    /// long.
    Unreadable,
}

impl<E: Decode> ErrorResponse<E> {
    /// Creates a response that keeps the headers with these names.
    pub(crate) fn new(
        status: u16,
        headers: &(impl Headers + ?Sized),
        body: &[u8],
        decoded: DecodedBody<E>,
        names: &'static [&'static str],
    ) -> Self {
        let kept = KeptResponse::new(headers, names, body);
        let is_truncated = kept.body().len() < body.len();
        Self { inner: Box::new(Inner { status, kept, is_truncated, decoded }) }
    }

    /// Returns the catalog error, if the error is known and could be built.
    pub fn error(&self) -> Option<&E> {
        match self.decoded() {
            DecodedError::Error(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the catalog's data about the error, if the error is known.
    pub fn entry(&self) -> Option<&'static Entry> {
        match self.decoded() {
            DecodedError::Error(error) => Some(error.entry()),
            DecodedError::Kind(entry) => Some(entry),
            DecodedError::Unknown { .. } | DecodedError::Unreadable => None,
        }
    }

    /// Returns the code: the one in the body, even if the catalog doesn't define it, or else the catalog's.
    pub fn code(&self) -> Option<&str> {
        match self.decoded() {
            DecodedError::Unknown { code, .. } => code.as_deref(),
            _ => self.inner.decoded.code.as_deref().or_else(|| Some(self.entry()?.code)),
        }
    }
}

impl<E> ErrorResponse<E> {
    /// Returns the result of identifying the error.
    pub fn decoded(&self) -> &DecodedError<E> {
        &self.inner.decoded.found
    }

    /// Returns the catalog error, if the error is known and could be built.
    pub fn into_error(self) -> Option<E> {
        match self.inner.decoded.found {
            DecodedError::Error(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the server's message, or `None` if the body contains none.
    pub fn message(&self) -> Option<&str> {
        match self.decoded() {
            DecodedError::Unknown { message, .. } => message.as_deref(),
            _ => self.inner.decoded.message.as_ref().map(|message| message.get(&self.inner.kept)),
        }
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> u16 {
        self.inner.status
    }

    /// Returns the body unchanged, but at most its first [`MAX_KEPT`] bytes.
    pub fn body(&self) -> &[u8] {
        self.inner.kept.body()
    }

    /// Returns `true` if the body was longer than the part that was kept.
    pub fn is_body_truncated(&self) -> bool {
        self.inner.is_truncated
    }

    /// Returns a header by name, ignoring case. Only these headers are kept: `Content-Type`, `Retry-After`,
    /// `X-RateLimit-*`, and those that the API's entries define.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.inner.kept.get(name)
    }

    /// Returns a context value that the server added, by name: for example a `request_id` to mention to its
    /// support.
    pub fn context(&self, name: &str) -> Option<&OwnedValue> {
        let found = self.inner.decoded.context.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    /// Returns what differs from the catalog, in the order in which it was found. Empty if nothing does, or
    /// if the response is none of the API's.
    pub fn differences(&self) -> &[Difference] {
        &self.inner.decoded.differences
    }

    /// Returns the further errors of a response with a list of errors. The first one is
    /// [`decoded`](Self::decoded), which also describes the response as a whole.
    pub fn others(&self) -> &[DecodedError<E>] {
        &self.inner.decoded.others
    }

    /// Returns all catalog errors of the response, in their order. A response has several if its envelope has
    /// a list of errors.
    pub fn errors(&self) -> impl Iterator<Item = &E> {
        let all = std::iter::once(self.decoded()).chain(self.others());
        all.filter_map(|found| match found {
            DecodedError::Error(error) => Some(error),
            _ => None,
        })
    }

    pub(crate) fn kept_headers(&self) -> &dyn Headers {
        &self.inner.kept
    }

    #[cfg(feature = "http")]
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.inner.kept.headers()
    }
}

impl<E> fmt::Display for ErrorResponse<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message() {
            Some(message) => f.write_str(message),
            None => write!(f, "HTTP {}", self.status()),
        }
    }
}

/// Omits the body, which may be long and may contain secrets.
impl<E: fmt::Debug> fmt::Debug for ErrorResponse<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorResponse")
            .field("status", &self.status())
            .field("found", &DecodedErrorDebug(self.decoded()))
            .field("message", &self.message())
            .field("headers", &self.inner.kept.headers().collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body().len()))
            .finish()
    }
}

/// Shows an entry by its code only, because the rest is static.
struct DecodedErrorDebug<'a, E>(&'a DecodedError<E>);

impl<E: fmt::Debug> fmt::Debug for DecodedErrorDebug<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            DecodedError::Kind(entry) => f.debug_tuple("Kind").field(&entry.code).finish(),
            found => found.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for ErrorResponse<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self.decoded() {
            DecodedError::Error(error) => Some(error),
            _ => None,
        }
    }
}

mod kept;
mod params;
pub(crate) mod retry;

#[cfg(test)]
mod tests;
