//! Selects the envelope of a body among those of an API.

use std::cmp::Reverse;

use super::MAX_BODY_BYTES;
use super::identify::identify;
use super::index::{EntryRef, EnvelopeEntries, Index, is_same_envelope};
use super::media_type;
use super::shape::{ParsedBody, parse, parse_item, read_headers};
use crate::envelope::format::essence;
use crate::response::CONTENT_TYPE;
use crate::{BodyFormat, Decode, Envelope, Headers};

/// A body that has the shape of an envelope.
pub(super) struct Candidate<'b> {
    pub(super) parsed: ParsedBody<'b>,
    pub(super) envelope: &'static Envelope<'static>,
    /// The entries with this envelope. `None` if no entry has it.
    pub(super) entries: Option<&'static EnvelopeEntries>,
    /// The entry, if the error is known.
    pub(super) entry_ref: Option<EntryRef>,
}

impl Candidate<'_> {
    /// Returns how well the body is understood; a greater rank is better.
    fn rank(&self) -> impl Ord + use<> {
        let fit = self.parsed.fit();
        (self.entry_ref.is_some(), Reverse(fit.wrong_literals), Reverse(fit.gaps), fit.specificity)
    }

    /// Returns `true` if a literal says that the body is of this envelope, and none says that it isn't.
    fn has_all_literals(&self) -> bool {
        self.parsed.fit().literals > 0 && self.parsed.fit().wrong_literals == 0
    }

    fn has_wrong_literals(&self) -> bool {
        self.parsed.fit().wrong_literals > 0
    }
}

/// The best of the candidates so far.
#[derive(Default)]
struct Best<'b>(Option<Candidate<'b>>);

impl<'b> Best<'b> {
    /// Keeps the better one of two candidates. Literals choose between envelopes first.
    fn add(&mut self, other: Candidate<'b>) {
        let is_better = self.0.as_ref().is_none_or(|best| {
            if best.has_all_literals() && other.has_wrong_literals() {
                false
            } else if other.has_all_literals() && best.has_wrong_literals() {
                true
            } else {
                other.rank() > best.rank()
            }
        });
        if is_better {
            self.0 = Some(other);
        }
    }

    /// Returns `true` if the error is known, and its body is as the envelope specifies.
    fn is_certain(&self) -> bool {
        self.0.as_ref().is_some_and(|best| best.entry_ref.is_some() && best.parsed.fit().is_perfect())
    }
}

/// A response, and the index of the API that it may be of.
pub(super) struct Selection<'b> {
    pub(super) index: &'static Index,
    /// The API's default envelope, which may belong to no entry.
    default: Option<&'static Envelope<'static>>,
    pub(super) status: u16,
    /// See [`essence`].
    pub(super) media_type: Option<&'b str>,
    /// The format of the media type.
    format: Option<BodyFormat>,
    /// The body, if it is a text.
    pub(super) text: Option<&'b str>,
    headers: &'b dyn Headers,
}

impl<'b> Selection<'b> {
    pub(super) fn new<E: Decode>(status: u16, headers: &'b dyn Headers, body: &'b [u8]) -> Self {
        let media_type = headers.get(CONTENT_TYPE).and_then(essence);
        Self {
            index: Index::of(E::tables()),
            default: E::envelope(),
            status,
            media_type,
            format: media_type.map(BodyFormat::of),
            text: body_text(body),
            headers,
        }
    }

    /// Returns the selection for a response with the same status and body, but without headers, so that it
    /// may be of any envelope.
    pub(super) fn without_headers(&self) -> Self {
        Self { media_type: None, format: None, headers: &(), ..*self }
    }

    /// Returns the entry of a body that only one envelope fits, and from which it doesn't differ: the common
    /// case, without a comparison of envelopes. The contents of the body are in `parsed`.
    pub(super) fn certain(
        &self,
        parsed: &mut ParsedBody<'b>,
    ) -> Option<(&'static EnvelopeEntries, EntryRef)> {
        let text = self.text?;
        let knowing = || self.shapes().filter(|it| it.may_know(self.status));
        // Searching the body for keys takes longer than comparing statuses.
        let entries = only(knowing())
            .or_else(|| only(knowing().filter(|it| it.may_have_rarest(text))))
            .or_else(|| only(knowing().filter(|it| it.may_fit(text))))?;
        if !self.read(entries.envelope, text, parsed) || !parsed.fit().is_perfect() {
            return None;
        }
        Some((entries, identify(self.index, entries, self.status, parsed)?))
    }

    /// Returns the best match among the envelopes that the body fits. The envelope whose literals the body
    /// has wins; then known errors win over unknown ones, then the envelope from which the body differs
    /// least, then the one that explains more of it, then the first.
    pub(super) fn best(&self) -> Option<Candidate<'b>> {
        let text = self.text?;
        let mut best = Best::default();
        let read = |best: &mut Best<'b>, entries: &'static EnvelopeEntries| {
            let mut parsed = ParsedBody::default();
            if self.read(entries.envelope, text, &mut parsed) {
                let entry_ref = identify(self.index, entries, self.status, &parsed);
                best.add(Candidate { parsed, envelope: entries.envelope, entries: Some(entries), entry_ref });
            }
        };
        // Most bodies have all members, and their error is known.
        for entries in self.shapes().filter(|it| self.is_likely(it, text)) {
            read(&mut best, entries);
        }
        if best.is_certain() {
            return best.0;
        }
        for entries in self.shapes().filter(|it| !self.is_likely(it, text) && it.may_be(text)) {
            read(&mut best, entries);
        }
        for envelope in self.general() {
            let mut parsed = ParsedBody::default();
            if self.read(envelope, text, &mut parsed) {
                best.add(Candidate { parsed, envelope, entries: None, entry_ref: None });
            }
        }
        best.0
    }

    /// Returns the best match of a further item of a list of errors. It can have another envelope than the
    /// first item, which is tried first, because most lists have one.
    pub(super) fn best_item(
        &self,
        first: &'static Envelope<'static>,
        item: &'b str,
    ) -> Option<Candidate<'b>> {
        let mut best = Best::default();
        let (likely, others): (Vec<_>, Vec<_>) = self
            .shapes()
            .filter(|it| it.may_be_item(item))
            .partition(|it| is_same_envelope(it.envelope, first));
        for entries in likely.into_iter().chain(others) {
            let mut parsed = ParsedBody::default();
            if parse_item(entries.envelope, item, &mut parsed) {
                let entry_ref = identify(self.index, entries, self.status, &parsed);
                best.add(Candidate { parsed, envelope: entries.envelope, entries: Some(entries), entry_ref });
            }
            if best.is_certain() {
                return best.0;
            }
        }
        for envelope in self.general() {
            let mut parsed = ParsedBody::default();
            if parse_item(envelope, item, &mut parsed) {
                best.add(Candidate { parsed, envelope, entries: None, entry_ref: None });
            }
        }
        best.0
    }

    /// Returns the envelopes that a response can have and that belong to no entry, so that they only match
    /// unknown errors. The API's default envelope may be one of them.
    fn general(&self) -> impl Iterator<Item = &'static Envelope<'static>> {
        let is_known = |envelope: &Envelope<'_>| {
            let mut known =
                self.index.shapes.iter().map(|it| it.envelope).chain(self.index.general.iter().copied());
            known.any(|known| is_same_envelope(known, envelope))
        };
        let default = self.default.filter(|envelope| !is_known(envelope));
        let envelopes = self.index.general.iter().copied().chain(default);
        envelopes.filter(|envelope| self.may_be_of(envelope))
    }

    /// Reads a response by an envelope. Returns `false` if it isn't of the envelope.
    fn read(&self, envelope: &'static Envelope<'static>, text: &'b str, parsed: &mut ParsedBody<'b>) -> bool {
        let is_of = parse(envelope, text, parsed);
        if is_of && !envelope.headers.is_empty() {
            read_headers(envelope, self.headers, parsed);
        }
        is_of
    }

    /// Returns the envelopes that a response with the media type can have.
    pub(super) fn shapes(&self) -> impl Iterator<Item = &'static EnvelopeEntries> {
        self.index.shapes.iter().filter(|it| self.may_be_of(it.envelope))
    }

    /// Returns `true` if the media type is the envelope's, or if there is none. All types of JSON count as
    /// the same, and all types of XML.
    fn may_be_of(&self, envelope: &Envelope<'_>) -> bool {
        let is_same_format = || match (self.format, envelope.text()) {
            (Some(BodyFormat::Json), text) => text.is_none(),
            (Some(BodyFormat::Xml), Some((format, _))) => format == BodyFormat::Xml,
            _ => false,
        };
        self.media_type.is_none_or(|essence| is_same_format() || media_type::is_of(essence, envelope))
    }

    /// Returns `true` if the body may have all members of the envelope, and an entry has the status.
    fn is_likely(&self, entries: &EnvelopeEntries, text: &str) -> bool {
        entries.may_know(self.status) && entries.may_fit(text)
    }
}

/// Returns the only item of an iterator. `None` if it has none or several.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

/// Returns a body as text if it is UTF-8 and not too long. Skips a byte order mark, which some servers send
/// and parsers may ignore (RFC 8259, section 8.1).
fn body_text(body: &[u8]) -> Option<&str> {
    if body.len() > MAX_BODY_BYTES {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}
