//! Selects the envelope of a body among those of an API.

use std::cmp::Reverse;

use super::MAX_BODY_BYTES;
use super::identify::identify;
use super::index::{EntryRef, EnvelopeEntries, Index, is_same_envelope};
use super::media_type;
use super::shape::{ParsedBody, parse};
use crate::{Envelope, Headers};

/// A body that has the shape of an envelope.
pub(super) struct Candidate<'b> {
    pub(super) parsed: ParsedBody<'b>,
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
        self.0.as_ref().is_some_and(|best| {
            let fit = best.parsed.fit();
            best.entry_ref.is_some() && (fit.wrong_literals, fit.gaps) == (0, 0)
        })
    }
}

/// Returns the best match among the envelopes that the body fits. The envelope whose literals the body has
/// wins; then known errors win over unknown ones, then the envelope from which the body differs least, then
/// the one that explains more of it, then the first.
pub(super) fn best_candidate<'b>(
    index: &'static Index,
    general: Option<&'static Envelope<'static>>,
    status: u16,
    headers: &(impl Headers + ?Sized),
    body: &'b [u8],
) -> Option<Candidate<'b>> {
    let text = json_text(body)?;
    let media_type = media_type::essence(headers);
    let may_be_of = |envelope| media_type::may_be_of(media_type, envelope);
    let is_only = index.shapes.len() == 1;
    let may_fit = |it: &EnvelopeEntries| is_only || it.may_fit(text);
    let shapes = || index.shapes.iter().filter(|it| may_be_of(it.envelope));
    let mut best = Best::default();
    let read = |best: &mut Best<'b>, entries: &'static EnvelopeEntries| {
        if let Some(parsed) = parse(entries.envelope, text) {
            let entry_ref = identify(index, entries, status, &parsed);
            best.add(Candidate { parsed, entries: Some(entries), entry_ref });
        }
    };
    // Most bodies have all members, and their error is known.
    for entries in shapes().filter(|it| may_fit(it) && it.may_know(status)) {
        read(&mut best, entries);
    }
    if best.is_certain() {
        return best.0;
    }
    for entries in shapes().filter(|it| !(may_fit(it) && it.may_know(status)) && it.may_be(text)) {
        read(&mut best, entries);
    }
    // An API's general envelope may belong to no entry. Then it only matches unknown errors.
    let is_known = |envelope: &&_| index.shapes.iter().any(|it| is_same_envelope(it.envelope, envelope));
    let general = general.filter(|it| !is_known(it) && may_be_of(it));
    if let Some(parsed) = general.and_then(|it| parse(it, text)) {
        best.add(Candidate { parsed, entries: None, entry_ref: None });
    }
    best.0
}

/// Returns a body as text if it is UTF-8 and not too long. Skips a byte order mark, which some servers send
/// and parsers may ignore (RFC 8259, section 8.1).
fn json_text(body: &[u8]) -> Option<&str> {
    if body.len() > MAX_BODY_BYTES {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}
