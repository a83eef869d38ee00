//! Matches literals and slots: all nodes that are neither objects nor lists.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::super::page;
use super::scalar::Scalar;
use super::{ParsedBody, ShapeMatcher, WireValue};
use crate::difference::{Path, quoted, record, type_in_words};
use crate::envelope::ABOUT_BLANK;
use crate::extract::{TemplatePart, extract};
use crate::owned::OwnedValue;
use crate::{BodyPiece, Constant, Envelope, EnvelopeHeader, Headers, Node, ParamType, Slot};

/// Reads the headers of an envelope. One that is missing or different is ignored: a proxy may have removed
/// it.
pub(in super::super) fn read_headers<'b>(
    envelope: &'static Envelope<'static>,
    headers: &dyn Headers,
    parsed: &mut ParsedBody<'b>,
) {
    for EnvelopeHeader { name, value } in envelope.headers {
        let Some(text) = headers.get(name) else { continue };
        let node = &Node::Null;
        let mut shape = ShapeMatcher { envelope, node, is_optional: true, path: &Path::Root, parsed };
        let _ = shape.pieces(value, text, WireValue::Text);
    }
}

impl<'b> ShapeMatcher<'_, 'b> {
    /// Matches a number, or a slot that keeps raw JSON.
    pub(super) fn json(mut self, json: &'b str) -> bool {
        let is_number = || json.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        let wire = || WireValue::Json(Cow::Borrowed(json));
        match (self.node.slot(), self.node) {
            (Some(Slot::Context(name)), _) => {
                self.context(name, |ty| wire().value(ty), &|| json.to_owned());
                true
            }
            (Some(Slot::Param(name)), _) => {
                self.parsed.fit.specificity.1 += 1;
                self.parsed.params.push((name, wire()));
                true
            }
            (Some(Slot::Fact(name)), _) => {
                self.parsed.fit.specificity.1 += 1;
                self.parsed.facts.push((name, wire()));
                true
            }
            // It is the same in every response of an error, and may be reworded.
            (Some(Slot::Constant(constant)), _) => {
                self.parsed.fit.specificity.1 += 1;
                if constant == Constant::Table {
                    self.parsed.table = serde_json::from_str(json).ok();
                }
                true
            }
            _ if json == "null" && self.is_optional => true,
            (Some(Slot::CodeNumber), _) => {
                let text =
                    if is_number() { Some(Cow::Borrowed(json)) } else { serde_json::from_str(json).ok() };
                let Some(code) = text else { return self.tolerates(json) };
                self.parsed.count_specific();
                self.parsed.code = Some(code);
                true
            }
            (_, Node::Integer(number))
                if json.parse() == Ok(*number) || is_number() && json.parse() == Ok(*number as f64) =>
            {
                self.count_literal();
                true
            }
            (_, Node::Number(number)) if is_number() && json.parse() == Ok(*number) => {
                self.count_literal();
                true
            }
            _ => self.tolerates(json),
        }
    }

    /// Matches a text, a literal that isn't a number, or a slot for text.
    pub(super) fn scalar(mut self, scalar: Scalar<'b>) -> bool {
        match (self.node, scalar) {
            (_, Scalar::Null) if self.is_optional => return true,
            (Node::Slot(Slot::Context(name)) | Node::SlotAsText(Slot::Context(name)), scalar) => {
                let value = |ty| match &scalar {
                    Scalar::Null => Some(OwnedValue::Absent),
                    Scalar::Text(text) => OwnedValue::from_text(text, ty),
                    _ => None,
                };
                self.context(name, value, &|| scalar.to_string());
            }
            (Node::Slot(slot) | Node::SlotAsText(slot), Scalar::Null)
                if matches!(slot, Slot::DocsUrl | Slot::Type | Slot::Status) =>
            {
                return true;
            }
            (Node::Slot(Slot::Status) | Node::SlotAsText(Slot::Status), scalar) => {
                let is_text = matches!(self.node, Node::SlotAsText(_));
                let status = match &scalar {
                    Scalar::Integer(status) => Some(*status),
                    Scalar::Text(text) if is_text => text.parse().ok(),
                    _ => None,
                };
                let Some(status) = status else { return self.tolerates(&scalar.to_string()) };
                self.parsed.status = Some(status);
                self.parsed.count_specific();
            }
            (Node::SlotAsText(Slot::Code), Scalar::Integer(code)) => {
                self.parsed.count_specific();
                self.parsed.code = Some(Cow::Owned(code.to_string()));
            }
            (Node::Null, Scalar::Null) => self.count_literal(),
            (Node::Boolean(boolean), Scalar::Boolean(found)) if *boolean == found => self.count_literal(),
            (Node::String(text), Scalar::Text(found)) if *text == found => self.count_literal(),
            (Node::Text(pieces), Scalar::Text(text)) => {
                if self.pieces(pieces, &text, WireValue::Text).is_none() {
                    return self.moved_url(pieces, &text) || self.tolerates(&quoted(&text));
                }
            }
            (Node::Slot(slot) | Node::SlotAsText(slot), Scalar::Text(text)) => {
                self.parsed.count_specific();
                let target = match slot {
                    Slot::Code => &mut self.parsed.code,
                    Slot::Title => &mut self.parsed.title,
                    Slot::Message => &mut self.parsed.message,
                    _ => &mut self.parsed.docs_url,
                };
                let is_url = matches!(slot, Slot::DocsUrl | Slot::Type);
                *target = Some(text).filter(|text| !(is_url && text == ABOUT_BLANK));
            }
            (_, scalar) => return self.tolerates(&scalar.to_string()),
        }
        true
    }

    /// Reads the code from a URL that differs only in its literals, such as a new host of the docs.
    fn moved_url(&mut self, pieces: &[BodyPiece<'_>], url: &str) -> bool {
        let [BodyPiece::Text(start), BodyPiece::Slot(Slot::Code), ..] = pieces else { return false };
        let is_url = start.starts_with("https://") || start.starts_with("http://");
        let Some(code) = page::names(url).next().filter(|_| is_url) else { return false };
        self.parsed.code = Some(Cow::Owned(code.to_owned()));
        self.parsed.fit.wrong_literals += 1;
        self.parsed.fit.specificity.1 += 1;
        record(&mut self.parsed.differences, self.path, Some(&quoted(start)), Some(&quoted(url)));
        true
    }

    /// Returns `true` if a field of the context is a text in JSON.
    pub(super) fn is_text(&self, name: &str) -> bool {
        let field = self.envelope.context.iter().find(|field| field.name == name);
        field.is_some_and(|field| matches!(field.ty, ParamType::String | ParamType::TimestampRfc3339))
    }

    /// Keeps a context value if it has the field's type. A wrong type doesn't make the error unknown.
    fn context(
        &mut self,
        name: &'static str,
        value: impl FnOnce(ParamType) -> Option<OwnedValue>,
        found: &dyn Fn() -> String,
    ) {
        let Some(field) = self.envelope.context.iter().find(|field| field.name == name) else { return };
        let Some(value) = value(field.ty) else {
            record(&mut self.parsed.differences, self.path, Some(&type_in_words(field.ty)), Some(&found()));
            return;
        };
        if value != OwnedValue::Absent {
            self.parsed.fit.specificity.1 += 1;
        }
        self.parsed.context.push((name, value));
    }

    /// Extracts the slots of a text as values of the form `wire`. Returns `None` if it isn't as the envelope
    /// specifies.
    pub(super) fn pieces(
        &mut self,
        pieces: &'static [BodyPiece<'static>],
        text: &str,
        wire: fn(Box<str>) -> WireValue<'b>,
    ) -> Option<()> {
        let parts: Vec<_> = pieces.iter().enumerate().map(|(at, piece)| piece.part(at)).collect();
        self.parts(&parts, pieces, text, wire)
    }

    /// Extracts the slots of a text like [`Self::pieces`]. The slots in `parts` are numbers of `pieces`.
    pub(super) fn parts(
        &mut self,
        parts: &[TemplatePart<'_>],
        pieces: &'static [BodyPiece<'static>],
        text: &str,
        wire: fn(Box<str>) -> WireValue<'b>,
    ) -> Option<()> {
        let is_absent = |text: &str| wire(text.into()).is_absent();
        let is_status = |text: &str| is_absent(text) || text.parse::<u16>().is_ok();
        let fits =
            |at: usize, text: &str| !matches!(pieces[at], BodyPiece::Slot(Slot::Status)) || is_status(text);
        for (at, text) in extract(parts, text, &fits)? {
            let BodyPiece::Slot(slot) = pieces[at] else { continue };
            let present = || (!is_absent(text)).then(|| Cow::Owned(text.to_owned()));
            match slot {
                Slot::Code | Slot::CodeNumber => self.parsed.code = Some(Cow::Owned(text.to_owned())),
                Slot::Title => self.parsed.title = Some(Cow::Owned(text.to_owned())),
                Slot::Message if text.is_empty() && is_absent(text) => {}
                Slot::Message => self.parsed.message = Some(Cow::Owned(text.to_owned())),
                Slot::Constant(Constant::Table) => self.parsed.table = present(),
                Slot::Status | Slot::Constant(_) => {}
                Slot::Fact(name) => self.parsed.facts.push((name, wire(text.into()))),
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
                Slot::Param(name) => self.parsed.params.push((name, wire(text.into()))),
            }
        }
        self.parsed.count_specific();
        Some(())
    }
}

impl BodyPiece<'_> {
    /// Returns the part of a template to extract, whose slot is a number.
    pub(super) fn part(&self, number: usize) -> TemplatePart<'_> {
        match self {
            Self::Text(text) => TemplatePart::Text(text),
            Self::Slot(Slot::Status) => TemplatePart::Narrow(number),
            Self::Slot(_) => TemplatePart::Wide(number),
        }
    }
}
