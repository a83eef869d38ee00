//! The parts of a response that are kept: its body, some headers, the message. All texts share one buffer,
//! because every part with a buffer of its own would take as long as parsing a short body.

use std::borrow::Cow;
use std::ops::Range;

use super::MAX_KEPT;
use crate::Headers;

/// The usual size of the headers that are kept, in bytes, and their usual number.
const HEADER_BYTES: usize = 64;
const HEADERS: usize = 4;

/// The body and the headers of a response.
#[derive(Debug)]
pub(super) struct KeptResponse {
    /// The body, followed by the values of the headers.
    bytes: Vec<u8>,
    body_length: usize,
    headers: Vec<(&'static str, Range<usize>)>,
}

impl KeptResponse {
    /// Keeps a body and the headers with these names.
    pub(super) fn new(headers: &(impl Headers + ?Sized), names: &[&'static str], body: &[u8]) -> Self {
        let body = &body[..body.len().min(MAX_KEPT)];
        let mut bytes = Vec::with_capacity(body.len() + HEADER_BYTES);
        bytes.extend_from_slice(body);
        let mut kept = Vec::with_capacity(HEADERS);
        for name in names {
            if let Some(value) = headers.get(name) {
                kept.push((*name, bytes.len()..bytes.len() + value.len()));
                bytes.extend_from_slice(value.as_bytes());
            }
        }
        Self { bytes, body_length: body.len(), headers: kept }
    }

    pub(super) fn body(&self) -> &[u8] {
        &self.bytes[..self.body_length]
    }

    pub(super) fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers.iter().map(|(name, range)| (*name, self.text(range)))
    }

    fn text(&self, range: &Range<usize>) -> &str {
        // Always valid, because ranges are those of texts.
        self.bytes.get(range.clone()).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or("")
    }
}

impl Headers for KeptResponse {
    fn get(&self, name: &str) -> Option<&str> {
        let (_, range) = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(self.text(range))
    }
}

/// A text of a body. If the kept part contains it, it isn't copied.
#[derive(Debug)]
pub(crate) enum KeptText {
    InBody(Range<usize>),
    Own(Box<str>),
}

impl KeptText {
    /// Keeps a text, which may be a part of the body.
    pub(crate) fn new(text: Cow<'_, str>, body: &[u8]) -> Self {
        if let Cow::Borrowed(text) = text {
            let start = text.as_ptr().addr().wrapping_sub(body.as_ptr().addr());
            let range = start..start.wrapping_add(text.len());
            if range.start <= range.end && range.end <= body.len().min(MAX_KEPT) {
                return Self::InBody(range);
            }
        }
        Self::Own(text.into())
    }

    pub(super) fn get<'a>(&'a self, kept: &'a KeptResponse) -> &'a str {
        match self {
            Self::InBody(range) => kept.text(range),
            Self::Own(text) => text,
        }
    }
}
