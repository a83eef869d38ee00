//! Literals and places: what is no object and no list of the envelope's.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::scalar::Scalar;
use super::{Shape, Wire};
use crate::envelope::ABOUT_BLANK;
use crate::owned::OwnedValue;
use crate::unfill::{Part, unfill};
use crate::value::ABSENT;
use crate::{BodyPiece, Node, ParamType, Slot};

impl<'b> Shape<'_, 'b> {
    /// A number, or a place that keeps the JSON.
    pub(super) fn json(self, json: &'b str) -> bool {
        let is_number = || json.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        let fits = match self.node {
            Node::Slot(Slot::Context(name)) => {
                self.context(name, |ty| OwnedValue::from_json_text(json, ty));
                return true;
            }
            Node::Slot(Slot::Param(name)) => {
                self.reading.specificity.1 += 1;
                self.reading.params.push((name, Wire::Json(Cow::Borrowed(json))));
                return true;
            }
            _ if json == "null" && self.is_optional => return true,
            Node::Integer(number) => {
                json.parse() == Ok(*number) || is_number() && json.parse() == Ok(*number as f64)
            }
            Node::Number(number) => is_number() && json.parse() == Ok(*number),
            // HTTP's own status is the one to go by: a proxy changes it, and leaves the body as it is.
            _ => is_number() || json == "null",
        };
        self.reading.tight();
        fits
    }

    /// A text, a literal that is no number, or a place for a text.
    pub(super) fn scalar(self, scalar: Scalar<'b>) -> bool {
        let fits = match (self.node, scalar) {
            (Node::Null, Scalar::Null) => true,
            (_, Scalar::Null) if self.is_optional => return true,
            (Node::Boolean(boolean), Scalar::Boolean(found)) => *boolean == found,
            (Node::String(text), Scalar::Text(found)) => *text == found,
            (Node::Text(pieces), Scalar::Text(text)) => return self.pieces(pieces, &text).is_some(),
            (Node::Slot(Slot::DocsUrl | Slot::Type), Scalar::Null) => true,
            (Node::Slot(slot), Scalar::Text(text)) => {
                let place = match slot {
                    Slot::Code => &mut self.reading.code,
                    Slot::Title => &mut self.reading.title,
                    Slot::Message => &mut self.reading.message,
                    _ => &mut self.reading.docs_url,
                };
                let is_url = matches!(slot, Slot::DocsUrl | Slot::Type);
                *place = Some(text).filter(|text| !(is_url && text == ABOUT_BLANK));
                true
            }
            _ => false,
        };
        self.reading.tight();
        fits
    }

    /// Keeps what the server filled in, if it is of the field's type; if it isn't, no error is the less
    /// known.
    fn context(self, name: &'static str, value: impl FnOnce(ParamType) -> Option<OwnedValue>) {
        self.reading.specificity.1 += 1;
        if let Some(field) = self.envelope.context.iter().find(|field| field.name == name) {
            self.reading.context.extend(value(field.ty).map(|value| (name, value)));
        }
    }

    /// Takes a text with places in it apart.
    fn pieces(self, pieces: &'static [BodyPiece<'static>], text: &str) -> Option<()> {
        let parts: Vec<_> = pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| match piece {
                BodyPiece::Text(text) => Part::Text(text),
                BodyPiece::Slot(Slot::Status) => Part::Narrow(at),
                BodyPiece::Slot(_) => Part::Wide(at),
            })
            .collect();
        let is_status = |text: &str| text == ABSENT || text.parse::<u16>().is_ok();
        let fits = |at: usize, text: &str| !matches!(parts[at], Part::Narrow(_)) || is_status(text);
        for (at, text) in unfill(&parts, text, &fits)? {
            let BodyPiece::Slot(slot) = pieces[at] else { continue };
            let present = || (text != ABSENT).then(|| Cow::Owned(text.to_owned()));
            match slot {
                Slot::Code => self.reading.code = Some(Cow::Owned(text.to_owned())),
                Slot::Title => self.reading.title = Some(Cow::Owned(text.to_owned())),
                Slot::Message => self.reading.message = Some(Cow::Owned(text.to_owned())),
                Slot::Status => {}
                Slot::DocsUrl => self.reading.docs_url = present(),
                Slot::Type => self.reading.docs_url = present().filter(|url| url != ABOUT_BLANK),
                Slot::Params | Slot::Extensions => {
                    let object: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).ok()?;
                    let members = object.into_iter().map(|(name, json)| {
                        (Cow::Owned(name), Wire::Json(Cow::Owned(json.get().to_owned())))
                    });
                    self.reading.members.extend(members);
                }
                Slot::Context(name) => {
                    let field = self.envelope.context.iter().find(|field| field.name == name);
                    let value = present().and_then(|text| OwnedValue::from_text(&text, field?.ty));
                    self.reading.context.extend(value.map(|value| (name, value)));
                }
                Slot::Param(name) => self.reading.params.push((name, Wire::Text(text.into()))),
            }
        }
        self.reading.tight();
        Some(())
    }
}
