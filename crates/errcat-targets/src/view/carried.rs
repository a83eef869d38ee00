//! The params that a response carries.

use errcat_catalog::model::{Api, Audience, Entry, Param, Piece, Slot};

use super::param::fills;

/// Returns the public params of an error that clients can read from its response: from the body, from the
/// message, or from a header.
pub(crate) fn carried_params<'a>(api: &'a Api, entry: &'a Entry) -> impl Iterator<Item = &'a Param> {
    let is_carried = |param: &&Param| is_carried(api, entry, param);
    entry.params.iter().filter(|param| param.audience == Audience::Public).filter(is_carried)
}

fn is_carried(api: &Api, entry: &Entry, param: &Param) -> bool {
    let Some(envelope) = entry.envelope.map(|envelope| &api[envelope]) else { return false };
    let is_header = || entry.headers.iter().any(|header| fills(&param.name, &api[*header]));
    if !entry.statuses.is_none() && is_header() {
        return true;
    }
    let is_piece =
        |piece: &Piece| matches!(piece, Piece::Param(id) if entry.params[id.index()].name == param.name);
    envelope.has_slot(&|slot| match slot {
        Slot::Param(name) => *name == param.name,
        Slot::Params | Slot::Extensions => param.in_body,
        Slot::Message => param.ty.is_read_from_text() && entry.message.pieces.iter().any(is_piece),
        _ => false,
    })
}
