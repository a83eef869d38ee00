//! From a response to an error: the client's half of an envelope.
//!
//! [`decode`] takes whatever came back and never fails. A body that has the shape of one of the API's
//! envelopes is one of its errors, known or not; anything else, a proxy's HTML for one, is kept as it came.
//!
//! Params come from wherever the server put them: a place of their own in the body, its object of params, the
//! message (backwards through its template), a header.

use std::cell::LazyCell;
use std::time::SystemTime;

use self::identify::identify;
pub(crate) use self::index::Index;
use self::index::{Place, is};
use self::shape::{Reading, read};
pub use crate::decodable::Decode;
use crate::response::{Found, Parts};
use crate::{Entry, Envelope, ErrorResponse, Headers, OwnedValue, Values};

mod identify;
mod index;
mod message;
mod shape;

/// The most bytes of a body that are read. Errors are short, even those that list what is wrong with a large
/// request; a longer body is something else, and to read it would be to let a server take this process'
/// memory.
pub const MAX_READ: usize = 4 << 20;

/// Makes an error of a response that isn't a success: its status, its headers, its body. Never fails, never
/// panics.
pub fn decode<E: Decode>(status: u16, headers: &(impl Headers + ?Sized), body: &[u8]) -> ErrorResponse<E> {
    decode_when(status, headers, body, &SystemTime::now)
}

/// As [`decode`], at another time: a header may hold a date to wait for.
pub fn decode_at<E: Decode>(
    status: u16,
    headers: &(impl Headers + ?Sized),
    body: &[u8],
    now: SystemTime,
) -> ErrorResponse<E> {
    decode_when(status, headers, body, &|| now)
}

fn decode_when<E: Decode>(
    status: u16,
    headers: &(impl Headers + ?Sized),
    body: &[u8],
    now: &dyn Fn() -> SystemTime,
) -> ErrorResponse<E> {
    let index = Index::of(E::tables());
    let parts = match text(body).and_then(|text| best_reading(index, E::envelope(), status, text)) {
        Some(Read { reading, place: Some(place) }) => {
            let values = values(place.entry, &reading, headers, now);
            let error = E::build(place.table, place.index, &mut Values::new(place.entry.params, values));
            known_parts(place, error, reading)
        }
        Some(Read { reading, place: None }) => unknown(reading),
        None => Parts::default(),
    };
    ErrorResponse::new(status, headers, body, parts, &index.headers)
}

/// A body as one of the API's envelopes has it, and the error that it is, if it is known.
struct Read<'b> {
    reading: Reading<'b>,
    place: Option<Place>,
}

impl Read<'_> {
    /// The greater, the better the body is understood.
    fn rank(&self) -> (bool, (usize, usize)) {
        (self.place.is_some(), self.reading.specificity())
    }

    fn keep_better(best: &mut Option<Self>, other: Self) {
        if best.as_ref().is_none_or(|best| other.rank() > best.rank()) {
            *best = Some(other);
        }
    }
}

/// Of the envelopes that a body fits, the one that explains the most of it, if it knows the error; if none does, the one
/// that explains the most. Of equal ones, the first.
fn best_reading<'b>(
    index: &'static Index,
    general: Option<&'static Envelope<'static>>,
    status: u16,
    text: &'b str,
) -> Option<Read<'b>> {
    let mut best: Option<Read<'b>> = None;
    let fitting = || index.shapes.iter().filter(|it| index.shapes.len() == 1 || it.may_fit(text));
    for entries in fitting().filter(|it| it.may_know(status)) {
        if let Some(reading) = read(entries.envelope, text) {
            let place = identify(index, entries, status, &reading);
            Read::keep_better(&mut best, Read { reading, place });
        }
    }
    if best.as_ref().is_some_and(|read| read.place.is_some()) {
        return best;
    }
    for entries in fitting().filter(|it| !it.may_know(status)) {
        if let Some(reading) = read(entries.envelope, text) {
            Read::keep_better(&mut best, Read { reading, place: None });
        }
    }
    // An envelope that is no error's is one of unknown errors.
    let is_known = |envelope: &&_| index.shapes.iter().any(|it| is(it.envelope, envelope));
    if let Some(reading) = general.filter(|it| !is_known(it)).and_then(|it| read(it, text)) {
        Read::keep_better(&mut best, Read { reading, place: None });
    }
    best
}

/// A body as JSON may be: UTF-8, and a byte order mark, which some servers put there, may be skipped (RFC
/// 8259, section 8.1).
fn text(body: &[u8]) -> Option<&str> {
    if body.len() > MAX_READ {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn unknown<E>(reading: Reading<'_>) -> Parts<E> {
    let owned = |text: Option<std::borrow::Cow<'_, str>>| text.map(|text| text.into_owned().into_boxed_str());
    Parts {
        found: Found::Unknown { code: owned(reading.code), message: owned(reading.message) },
        code: None,
        message: None,
        context: reading.context,
    }
}

fn known_parts<E: Decode>(place: Place, error: Option<E>, reading: Reading<'_>) -> Parts<E> {
    let code = reading.code.filter(|code| code != place.entry.code);
    let message = match (reading.message, &error) {
        (Some(message), _) => Some(message.into_owned()),
        (None, Some(error)) => Some(error.to_string()),
        (None, None) => None,
    };
    Parts {
        found: error.map_or(Found::Kind(place.entry), Found::Error),
        code: code.map(|code| code.into_owned().into_boxed_str()),
        message: message.map(String::into_boxed_str),
        context: reading.context,
    }
}

/// The values of an entry's params, from wherever they are. Those of params that aren't public are the
/// server's, and nothing that a response says is taken for one.
fn values(
    entry: &'static Entry,
    reading: &Reading<'_>,
    headers: &(impl Headers + ?Sized),
    now: &dyn Fn() -> SystemTime,
) -> Vec<OwnedValue> {
    if entry.params.is_empty() {
        return Vec::new();
    }
    let message = LazyCell::new(|| {
        let params = reading.message.as_deref().and_then(|text| message::params(entry, text));
        params.unwrap_or_default()
    });
    let value = |(index, param): (usize, &crate::Param<'_>)| {
        let in_place = || reading.params.iter().find(|(name, _)| *name == param.name)?.1.value(param.ty);
        let in_params = || reading.members.iter().find(|(name, _)| name == param.wire)?.1.value(param.ty);
        let in_message = || {
            let (_, text) = message.iter().find(|(at, _)| *at == index)?;
            message::value(entry, index, text)
        };
        let in_header = || {
            let fills = |header: &&crate::Header| header.param.map(usize::from) == Some(index);
            let text = headers.get(entry.headers.iter().find(fills)?.name)?;
            OwnedValue::from_header(text, param.ty, now())
        };
        let is_there = |value: &OwnedValue| *value != OwnedValue::Absent;
        let value = param.is_public().then(|| {
            in_place()
                .filter(is_there)
                .or_else(in_params)
                .filter(is_there)
                .or_else(in_message)
                .or_else(in_header)
        });
        value.flatten().unwrap_or(OwnedValue::Absent)
    };
    entry.params.iter().enumerate().map(value).collect()
}
