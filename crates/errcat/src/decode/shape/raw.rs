//! Matches bodies that aren't JSON.

use super::{ParsedBody, ShapeMatcher, WireValue};
use crate::difference::{Path, quoted};
use crate::{BodyPiece, Envelope};

/// Parses a body that is a text. Returns `false` if it isn't of the envelope.
pub(super) fn parse_text<'b>(
    envelope: &'static Envelope<'static>,
    pieces: &'static [BodyPiece<'static>],
    body: &'b str,
    parsed: &mut ParsedBody<'b>,
) -> bool {
    let ends_line = matches!(pieces.last(), Some(BodyPiece::Text(last)) if last.ends_with('\n'));
    // Many servers end a text with a line break.
    let body = if ends_line { body } else { body.strip_suffix('\n').unwrap_or(body) };
    let mut shape =
        ShapeMatcher { envelope, node: &envelope.body, is_optional: false, path: &Path::Root, parsed };
    shape.pieces(pieces, body, WireValue::Raw).is_some() || shape.tolerates(&quoted(body))
}
