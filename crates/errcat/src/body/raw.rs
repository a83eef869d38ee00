//! Bodies that aren't JSON.

use std::fmt::{self, Display};

use super::Body;
use crate::BodyPiece;

/// A text that is a whole body. An absent value is empty, because only JSON has `null`.
pub(super) struct RawText<'a, 'b> {
    pub(super) body: &'a Body<'b>,
    pub(super) pieces: &'a [BodyPiece<'a>],
}

impl<'b> Body<'b> {
    /// Returns the text that is the whole body. `None` if the body is JSON.
    pub(super) fn text(&self) -> Option<RawText<'_, 'b>> {
        self.envelope.text().map(|(_, pieces)| RawText { body: self, pieces })
    }
}

impl Display for RawText<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            BodyPiece::Text(text) => f.write_str(text),
            BodyPiece::Slot(slot) if self.body.is_absent(*slot) => Ok(()),
            BodyPiece::Slot(slot) => self.body.filled(*slot).fmt(f),
        })
    }
}
