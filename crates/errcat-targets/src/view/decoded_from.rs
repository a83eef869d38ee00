//! The responses that clients decode to an error: its own, and those of errors that look like it.

use errcat_catalog::model::{
    Api, Audience, Code, CodeId, Decoding, EntryId, Envelope, EnvelopeId, Identity, Table,
};
use serde::Serialize;

use super::carried::carried_params;
use super::named::Named;

/// The responses with one envelope that clients decode to an error.
#[derive(Debug, Serialize)]
pub(crate) struct DecodedFromView<'a> {
    /// The name of the envelope.
    pub(crate) envelope: Named<'a, Envelope>,
    /// The params of the error that clients can read from at least one of the responses, by name.
    pub(crate) carries: Vec<&'a str>,
    /// The errors that the responses may be of, once for each of their tables.
    pub(crate) candidates: Vec<CandidateView<'a>>,
}

/// An error that a response may be of.
#[derive(Debug, Serialize)]
pub(crate) struct CandidateView<'a> {
    /// The error.
    pub(crate) code: Named<'a, Code>,
    /// The table that it is in.
    pub(crate) table: Named<'a, Table>,
    /// The operations that return it. Empty if any can.
    pub(crate) operations: &'a [String],
}

/// An entry that inherits from an error, or is the error.
struct Relative {
    id: EntryId,
    envelope: EnvelopeId,
    /// The code that clients decode from its response.
    decoded: CodeId,
}

impl<'a> DecodedFromView<'a> {
    /// Returns the responses that clients decode to a code.
    pub(crate) fn list(api: &'a Api, code: CodeId) -> Vec<Self> {
        let relatives = relatives(api, code);
        let mut envelopes: Vec<EnvelopeId> = Vec::new();
        for relative in relatives.iter().filter(|relative| relative.decoded == code) {
            if !envelopes.contains(&relative.envelope) {
                envelopes.push(relative.envelope);
            }
        }
        envelopes.into_iter().map(|envelope| DecodedFromView::new(api, code, envelope, &relatives)).collect()
    }

    fn new(api: &'a Api, code: CodeId, envelope: EnvelopeId, relatives: &[Relative]) -> Self {
        // Clients decode an error whose title or message was reworded to its kind, if they know the status.
        let may_be_reworded = api[envelope].identify_by.contains(&Identity::Status);
        let is_candidate = |relative: &&Relative| {
            relative.envelope == envelope && (may_be_reworded || relative.decoded == code)
        };
        let candidates: Vec<EntryId> = relatives.iter().filter(is_candidate).map(|it| it.id).collect();
        let carries = |name: &str| {
            candidates.iter().any(|id| carried_params(api, &api[*id]).any(|param| param.name == name))
        };
        let params = api.owner(code).params.iter().filter(|param| param.audience == Audience::Public);
        DecodedFromView {
            envelope: Named::new(api, envelope),
            carries: params.map(|param| param.name.as_str()).filter(|name| carries(name)).collect(),
            candidates: candidates.iter().map(|id| CandidateView::new(api, *id)).collect(),
        }
    }
}

impl<'a> CandidateView<'a> {
    fn new(api: &'a Api, id: EntryId) -> Self {
        CandidateView {
            code: Named::new(api, api[id].code),
            table: Named::new(api, id.table),
            operations: api[id.table].operations_of(&api[id]),
        }
    }
}

/// Returns the entries that are sent as a body and inherit from a code, or are the code. Only these can be
/// decoded to it.
fn relatives(api: &Api, code: CodeId) -> Vec<Relative> {
    let mut relatives = Vec::new();
    let mut rest = vec![code];
    while let Some(code) = rest.pop() {
        rest.extend(api[code].children.iter().rev());
        // Servers don't send retired errors.
        if api.owner(code).retired.is_some() {
            continue;
        }
        let relative = |(id, decoding): (EntryId, &Decoding)| {
            Some(Relative { id, envelope: api[id].envelope?, decoded: decoding.code })
        };
        relatives.extend(api[code].decodings().filter_map(relative));
    }
    relatives
}
