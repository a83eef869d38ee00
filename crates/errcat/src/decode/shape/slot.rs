//! Matches literals and slots: all nodes that are neither objects nor lists.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::scalar::Scalar;
use super::{ShapeMatcher, WireValue};
use crate::envelope::ABOUT_BLANK;
use crate::extract::{TemplatePart, extract};
use crate::owned::OwnedValue;
use crate::value::ABSENT;
use crate::{BodyPiece, Node, ParamType, Slot};

impl<'b> ShapeMatcher<'_, 'b> {
    /// Matches a number, or a slot that keeps raw JSON.
    pub(super) fn json(self, json: &'b str) -> bool {
        let is_number = || json.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        let fits = match (self.node, self.node.slot()) {
            (_, Some(Slot::Context(name))) => {
                self.context(name, |ty| WireValue::Json(Cow::Borrowed(json)).value(ty));
                return true;
            }
            (_, Some(Slot::Param(name))) => {
                self.parsed.specificity.1 += 1;
                self.parsed.params.push((name, WireValue::Json(Cow::Borrowed(json))));
                return true;
            }
            // These are the same in every response of an error, so there is nothing to keep.
            (_, Some(Slot::Fact(_) | Slot::Constant(_))) => {
                self.parsed.specificity.1 += 1;
                return true;
            }
            _ if json == "null" && self.is_optional => return true,
            (_, Some(Slot::CodeNumber)) => {
                let code =
                    if is_number() { Some(Cow::Borrowed(json)) } else { serde_json::from_str(json).ok() };
                self.parsed.code = code;
                self.parsed.code.is_some()
            }
            (Node::Integer(number), _) => {
                json.parse() == Ok(*number) || is_number() && json.parse() == Ok(*number as f64)
            }
            (Node::Number(number), _) => is_number() && json.parse() == Ok(*number),
            // The status in the body isn't compared: a proxy may change the HTTP status without changing the
            // body.
            (Node::SlotAsText(_), _) => is_number() || json == "null" || json.starts_with('"'),
            _ => is_number() || json == "null",
        };
        self.parsed.count_specific();
        fits
    }

    /// Matches a text, a literal that isn't a number, or a slot for text.
    pub(super) fn scalar(self, scalar: Scalar<'b>) -> bool {
        let fits = match (self.node, scalar) {
            (Node::Null, Scalar::Null) => true,
            (_, Scalar::Null) if self.is_optional => return true,
            (Node::Boolean(boolean), Scalar::Boolean(found)) => *boolean == found,
            (Node::String(text), Scalar::Text(found)) => *text == found,
            (Node::Text(pieces), Scalar::Text(text)) => return self.pieces(pieces, &text).is_some(),
            (
                Node::Slot(Slot::DocsUrl | Slot::Type) | Node::SlotAsText(Slot::DocsUrl | Slot::Type),
                Scalar::Null,
            ) => true,
            (Node::Slot(slot) | Node::SlotAsText(slot), Scalar::Text(text)) => {
                let target = match slot {
                    Slot::Code => &mut self.parsed.code,
                    Slot::Title => &mut self.parsed.title,
                    Slot::Message => &mut self.parsed.message,
                    _ => &mut self.parsed.docs_url,
                };
                let is_url = matches!(slot, Slot::DocsUrl | Slot::Type);
                *target = Some(text).filter(|text| !(is_url && text == ABOUT_BLANK));
                true
            }
            _ => false,
        };
        self.parsed.count_specific();
        fits
    }

    /// Keeps a context value if it has the field's type. A wrong type doesn't make the error unknown.
    fn context(self, name: &'static str, value: impl FnOnce(ParamType) -> Option<OwnedValue>) {
        self.parsed.specificity.1 += 1;
        if let Some(field) = self.envelope.context.iter().find(|field| field.name == name) {
            self.parsed.context.extend(value(field.ty).map(|value| (name, value)));
        }
    }

    /// Extracts the slots of a text.
    fn pieces(self, pieces: &'static [BodyPiece<'static>], text: &str) -> Option<()> {
        let parts: Vec<_> = pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| match piece {
                BodyPiece::Text(text) => TemplatePart::Text(text),
                BodyPiece::Slot(Slot::Status) => TemplatePart::Narrow(at),
                BodyPiece::Slot(_) => TemplatePart::Wide(at),
            })
            .collect();
        let is_status = |text: &str| text == ABSENT || text.parse::<u16>().is_ok();
        let fits = |at: usize, text: &str| !matches!(parts[at], TemplatePart::Narrow(_)) || is_status(text);
        for (at, text) in extract(&parts, text, &fits)? {
            let BodyPiece::Slot(slot) = pieces[at] else { continue };
            let present = || (text != ABSENT).then(|| Cow::Owned(text.to_owned()));
            match slot {
                Slot::Code | Slot::CodeNumber => self.parsed.code = Some(Cow::Owned(text.to_owned())),
                Slot::Title => self.parsed.title = Some(Cow::Owned(text.to_owned())),
                Slot::Message => self.parsed.message = Some(Cow::Owned(text.to_owned())),
                Slot::Status | Slot::Fact(_) | Slot::Constant(_) => {}
                Slot::DocsUrl => self.parsed.docs_url = present(),
                Slot::Type => self.parsed.docs_url = present().filter(|url| url != ABOUT_BLANK),
                Slot::Params | Slot::Extensions => {
                    let object: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).ok()?;
                    let members = object.into_iter().map(|(name, json)| {
                        (Cow::Owned(name), WireValue::Json(Cow::Owned(json.get().to_owned())))
                    });
                    self.parsed.members.extend(members);
                }
                Slot::Context(name) => {
                    let field = self.envelope.context.iter().find(|field| field.name == name);
                    let value = present().and_then(|text| OwnedValue::from_text(&text, field?.ty));
                    self.parsed.context.extend(value.map(|value| (name, value)));
                }
                Slot::Param(name) => self.parsed.params.push((name, WireValue::Text(text.into()))),
            }
        }
        self.parsed.count_specific();
        Some(())
    }
}
