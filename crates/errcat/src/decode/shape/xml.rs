//! Matches bodies that are XML: element by element, whatever their order.

use self::element::Element;
use super::{ParsedBody, ShapeMatcher, WireValue, required};
use crate::difference::{Path, quoted, record};
use crate::extract::TemplatePart;
use crate::{BodyPiece, Envelope, Slot};

mod element;

/// Parses a body that is XML. Returns `false` if it isn't of the envelope.
pub(super) fn parse_xml<'b>(
    envelope: &'static Envelope<'static>,
    pieces: &'static [BodyPiece<'static>],
    body: &'b str,
    parsed: &mut ParsedBody<'b>,
) -> bool {
    let (Some(template), Some(root)) = (Element::parse(&with_marks(pieces)), Element::parse(body)) else {
        return false;
    };
    let mut matcher = XmlMatcher { envelope, pieces, parsed };
    let path = Path::Member(&Path::Root, &template.name);
    template.name == root.name && matcher.element(&template, Some(&root), &path)
}

/// A character for private use, which stands for the first piece of a template. The next one stands for the
/// second piece, and so on.
const FIRST_MARK: u32 = 0xF_0000;

/// Returns a template with a mark for each slot.
fn with_marks(pieces: &[BodyPiece<'_>]) -> String {
    let mut template = String::new();
    for (mark, piece) in (FIRST_MARK..).zip(pieces) {
        match piece {
            BodyPiece::Text(text) => template.push_str(text),
            BodyPiece::Slot(_) => template.extend(char::from_u32(mark)),
        }
    }
    template
}

struct XmlMatcher<'r, 'b> {
    envelope: &'static Envelope<'static>,
    pieces: &'static [BodyPiece<'static>],
    parsed: &'r mut ParsedBody<'b>,
}

impl XmlMatcher<'_, '_> {
    /// Matches an element, or its absence. Returns `false` if it rules out the envelope.
    fn element(&mut self, template: &Element, found: Option<&Element>, path: &Path<'_>) -> bool {
        for (name, value) in &template.attributes {
            let text = found.and_then(|found| found.attribute(name));
            if !self.value(value, text, &Path::Member(path, &format!("@{name}"))) {
                return false;
            }
        }
        let has_text = template.children.is_empty() || !template.text.trim().is_empty();
        if has_text && !self.value(&template.text, found.map(|found| found.text.as_str()), path) {
            return false;
        }
        let mut rest: Vec<&Element> = found.map(|found| found.children.iter().collect()).unwrap_or_default();
        for child in &template.children {
            let at = rest.iter().position(|other| other.name == child.name);
            let other = at.map(|at| rest.remove(at));
            if !self.element(child, other, &Path::Member(path, &child.name)) {
                return false;
            }
        }
        for (name, value) in found.iter().flat_map(|found| &found.attributes) {
            if template.attribute(name).is_none() {
                let path = Path::Member(path, &format!("@{name}")).to_string();
                record(&mut self.parsed.differences, &path, None, Some(&quoted(value)));
            }
        }
        for other in rest {
            let path = Path::Member(path, &other.name);
            record(&mut self.parsed.differences, &path, None, Some(&quoted(&other.text)));
        }
        true
    }

    /// Matches a text of the template, which may have marks, with one of the body, or its absence.
    fn value(&mut self, template: &str, found: Option<&str>, path: &Path<'_>) -> bool {
        let parts = self.parts(template);
        let slots: Vec<Slot<'_>> = parts.iter().filter_map(|part| self.slot(part)).collect();
        if slots.is_empty() {
            if found.map(str::trim) == Some(template.trim()) {
                self.parsed.fit.literals += 1;
                self.parsed.count_specific();
            } else {
                self.parsed.fit.wrong_literals += 1;
                record(
                    &mut self.parsed.differences,
                    path,
                    Some(&quoted(template)),
                    found.map(quoted).as_deref(),
                );
            }
            return true;
        }
        let (envelope, node) = (self.envelope, &self.envelope.body);
        let mut shape = ShapeMatcher { envelope, node, is_optional: false, path, parsed: self.parsed };
        if found.is_some_and(|text| shape.parts(&parts, self.pieces, text, WireValue::Raw).is_some()) {
            return true;
        }
        shape.count_gap(found.map(quoted).as_deref());
        !slots.iter().any(|slot| required::is_required_slot(envelope, slot))
    }

    /// Splits a text of the template at its marks.
    fn parts<'t>(&self, template: &'t str) -> Vec<TemplatePart<'t>> {
        let mut parts = Vec::new();
        let mut start = 0;
        for (at, mark) in template.char_indices() {
            let piece = u32::from(mark).checked_sub(FIRST_MARK).map(|piece| piece as usize);
            let Some(slot @ BodyPiece::Slot(_)) = piece.and_then(|piece| self.pieces.get(piece)) else {
                continue;
            };
            if start < at {
                parts.push(TemplatePart::Text(&template[start..at]));
            }
            parts.extend(piece.map(|piece| slot.part(piece)));
            start = at + mark.len_utf8();
        }
        if start < template.len() {
            parts.push(TemplatePart::Text(&template[start..]));
        }
        parts
    }

    fn slot(&self, part: &TemplatePart<'_>) -> Option<Slot<'static>> {
        let (TemplatePart::Wide(at) | TemplatePart::Narrow(at)) = part else { return None };
        match self.pieces.get(*at) {
            Some(BodyPiece::Slot(slot)) => Some(*slot),
            _ => None,
        }
    }
}
