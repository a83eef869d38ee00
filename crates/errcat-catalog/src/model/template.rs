//! Messages: texts with params in them.

use serde::{Deserialize, Serialize};

use super::{Param, ParamId};

/// A message: text with params in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Template {
    /// The text as written: `Your balance ({balance}) is …`.
    pub text: String,
    /// The pieces of the text.
    pub pieces: Vec<Piece>,
}

impl Template {
    /// Renders the message for readers: with single braces for `{{`, and the names of params in braces.
    pub fn shown(&self, params: &[Param]) -> String {
        self.filled(params, |_| None)
    }

    /// Renders the message with the values of params. Params without a value are names in braces.
    pub fn filled<'v>(&self, params: &[Param], value: impl Fn(ParamId) -> Option<&'v str>) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Param(param) => match value(*param) {
                    Some(value) => text.push_str(value),
                    None => text.extend(["{", &params[param.index()].name, "}"]),
                },
            }
        }
        text
    }
}

/// A piece of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// Literal text, in which `{{` has become `{`.
    Text(String),
    /// The value of a param in [`Entry::params`](super::Entry::params).
    Param(ParamId),
}
