//! The parts of a response that are kept: its body, some headers, the message. All texts share one buffer,
//! because every part with a buffer of its own would take as long as parsing a short body.

use std::borrow::Cow;
use std::ops::Range;

use super::MAX_KEPT;
use crate::Headers;

/// The usual size of the headers that are kept, in bytes.
const HEADER_BYTES: usize = 48;

/// The size of a header's index and of its length.
const INDEX_BYTES: usize = 2;
const LENGTH_BYTES: usize = 4;

/// The body and the headers of a response.
#[derive(Debug)]
pub(super) struct KeptResponse {
    /// The body, followed by each header: its index in `names`, the length of its value, its value.
    bytes: Vec<u8>,
    body_length: usize,
    names: &'static [&'static str],
}

impl KeptResponse {
    /// Keeps a body and the headers with these names.
    pub(super) fn new(
        headers: &(impl Headers + ?Sized),
        names: &'static [&'static str],
        body: &[u8],
    ) -> Self {
        let body = &body[..body.len().min(MAX_KEPT)];
        let mut bytes = Vec::with_capacity(body.len() + HEADER_BYTES);
        bytes.extend_from_slice(body);
        for (index, name) in (0_u16..).zip(names) {
            let Some(value) = headers.get(name) else { continue };
            let Ok(length) = u32::try_from(value.len()) else { continue };
            bytes.extend_from_slice(&index.to_le_bytes());
            bytes.extend_from_slice(&length.to_le_bytes());
            bytes.extend_from_slice(value.as_bytes());
        }
        Self { bytes, body_length: body.len(), names }
    }

    pub(super) fn body(&self) -> &[u8] {
        &self.bytes[..self.body_length]
    }

    pub(super) fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let mut rest = &self.bytes[self.body_length..];
        std::iter::from_fn(move || {
            let (index, after) = rest.split_first_chunk::<INDEX_BYTES>()?;
            let (length, after) = after.split_first_chunk::<LENGTH_BYTES>()?;
            let (value, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            rest = after;
            let name = self.names.get(usize::from(u16::from_le_bytes(*index)))?;
            Some((*name, std::str::from_utf8(value).ok()?))
        })
    }

    fn text(&self, range: &Range<usize>) -> &str {
        // Always valid, because ranges are those of texts.
        self.body().get(range.clone()).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }
}

impl Headers for KeptResponse {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.headers().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }
}

/// A text of a body. If the kept part contains it, it isn't copied.
#[derive(Debug, Clone)]
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
