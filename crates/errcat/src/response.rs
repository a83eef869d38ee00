//! What a client has of a response that is no success.

use std::error::Error;
use std::fmt;

pub use self::wait::RateLimit;
use crate::{Decode, Entry, Headers, OwnedValue};

/// The most bytes of a body that are kept. An error goes into logs and reports, and waits in queues: what
/// helps to understand one is at the beginning.
pub const MAX_KEPT: usize = 64 << 10;

/// The headers that are kept whatever the API.
pub(crate) const KEPT: &[&str] =
    &["Content-Type", wait::RETRY_AFTER, wait::LIMIT, wait::REMAINING, wait::RESET];

/// A response that is no success: the error in it, if there is one that the catalog knows, and what came with
/// it. Made by [`decode`](crate::decode()).
///
/// As an error itself, its `Display` is the server's message, and its `source` the catalog's error.
pub struct ErrorResponse<E> {
    /// In a box, so that a `Result` with it is small.
    inner: Box<Inner<E>>,
}

struct Inner<E> {
    status: u16,
    headers: Vec<(&'static str, Box<str>)>,
    body: Box<[u8]>,
    is_cut: bool,
    parts: Parts<E>,
}

/// What a body says.
pub(crate) struct Parts<E> {
    pub(crate) found: Found<E>,
    /// The body's, where it isn't the entry's.
    pub(crate) code: Option<Box<str>>,
    pub(crate) message: Option<Box<str>>,
    pub(crate) context: Vec<(&'static str, OwnedValue)>,
}

impl<E> Default for Parts<E> {
    fn default() -> Self {
        Self { found: Found::Unreadable, code: None, message: None, context: Vec::new() }
    }
}

/// What a response is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Found<E> {
    /// An error of the API's; of several that look the same to a client, the kind that they share.
    Error(E),
    /// As [`Found::Error`], but no value could be made of it: a value that it needs is missing, or its code
    /// is retired.
    Kind(&'static Entry),
    /// A body in a shape of the API's, but none of its errors: it is of a later release, for one.
    Unknown {
        /// Its code, where the shape has one.
        code: Option<Box<str>>,
        /// Its message, where the shape has one.
        message: Option<Box<str>>,
    },
    /// In none of the API's shapes: a proxy's page, no body at all, one that was cut off, one that is too
    /// long.
    Unreadable,
}

impl<E: Decode> ErrorResponse<E> {
    /// Keeps the headers of these names.
    pub(crate) fn new(
        status: u16,
        headers: &(impl Headers + ?Sized),
        body: &[u8],
        parts: Parts<E>,
        names: &[&'static str],
    ) -> Self {
        let kept = &body[..body.len().min(MAX_KEPT)];
        let inner = Inner {
            status,
            headers: keep(headers, names),
            body: kept.into(),
            is_cut: kept.len() < body.len(),
            parts,
        };
        Self { inner: Box::new(inner) }
    }

    /// The catalog's error, if it is one and a value could be made of it.
    pub fn error(&self) -> Option<&E> {
        match self.found() {
            Found::Error(error) => Some(error),
            _ => None,
        }
    }

    /// What the catalog says about it, if it knows it.
    pub fn entry(&self) -> Option<&'static Entry> {
        match self.found() {
            Found::Error(error) => Some(error.entry()),
            Found::Kind(entry) => Some(entry),
            Found::Unknown { .. } | Found::Unreadable => None,
        }
    }

    /// Its code: what the body says, whether the catalog knows it or not, or else the catalog's.
    pub fn code(&self) -> Option<&str> {
        match self.found() {
            Found::Unknown { code, .. } => code.as_deref(),
            _ => self.inner.parts.code.as_deref().or_else(|| Some(self.entry()?.code)),
        }
    }
}

impl<E> ErrorResponse<E> {
    /// What it is.
    pub fn found(&self) -> &Found<E> {
        &self.inner.parts.found
    }

    /// The catalog's error, if it is one and a value could be made of it.
    pub fn into_error(self) -> Option<E> {
        match self.inner.parts.found {
            Found::Error(error) => Some(error),
            _ => None,
        }
    }

    /// What the server says went wrong, in its own words; `None` if it says nothing that could be read.
    pub fn message(&self) -> Option<&str> {
        match self.found() {
            Found::Unknown { message, .. } => message.as_deref(),
            _ => self.inner.parts.message.as_deref(),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.inner.status
    }

    /// The body as it came; at most its first [`MAX_KEPT`] bytes.
    pub fn body(&self) -> &[u8] {
        &self.inner.body
    }

    /// Whether the body was longer than what was kept of it.
    pub fn is_body_cut(&self) -> bool {
        self.inner.is_cut
    }

    /// A header, whatever the case of its name, if it is one of those that are kept: `Content-Type`,
    /// `Retry-After`, `X-RateLimit-*`, and those that the API's entries name.
    pub fn header(&self, name: &str) -> Option<&str> {
        Headers::get(&self.inner.headers, name)
    }

    /// What the server filled in besides the error, by name: a `request_id`, which its support will ask for.
    pub fn context(&self, name: &str) -> Option<&OwnedValue> {
        let found = self.inner.parts.context.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    #[cfg(feature = "http")]
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.inner.headers.iter().map(|(name, value)| (*name, &**value))
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

/// Without the body, which may be long, and which nobody has looked through for secrets.
impl<E: fmt::Debug> fmt::Debug for ErrorResponse<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorResponse")
            .field("status", &self.status())
            .field("found", &Shown(self.found()))
            .field("message", &self.message())
            .field("headers", &self.inner.headers)
            .field("body", &format_args!("{} bytes", self.body().len()))
            .finish()
    }
}

/// An entry by its code: the rest of it is the same for everybody.
struct Shown<'a, E>(&'a Found<E>);

impl<E: fmt::Debug> fmt::Debug for Shown<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Found::Kind(entry) => f.debug_tuple("Kind").field(&entry.code).finish(),
            found => found.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for ErrorResponse<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self.found() {
            Found::Error(error) => Some(error),
            _ => None,
        }
    }
}

/// The headers that matter: those of so many names.
fn keep(headers: &(impl Headers + ?Sized), names: &[&'static str]) -> Vec<(&'static str, Box<str>)> {
    names.iter().filter_map(|name| Some((*name, headers.get(name)?.into()))).collect()
}

mod wait;

#[cfg(test)]
mod tests;
