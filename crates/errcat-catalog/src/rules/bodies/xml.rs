//! Checks that the template of a body is well-formed XML, and that placeholders are only in texts and in the
//! values of attributes.

use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::template;

/// A mistake in a template, at a range of bytes.
pub(super) type Mistake = (Range<usize>, String);

/// Returns the first mistake of a template. Clients can't read any body with it.
pub(super) fn mistake(template: &str) -> Option<Mistake> {
    let slots: Vec<Range<usize>> = template::in_body(template).map(|slot| slot.range).collect();
    let filled = with_names(template, &slots);
    check(&filled, &slots).err()
}

/// Replaces placeholders by names of the same length, so that all positions remain.
fn with_names(template: &str, slots: &[Range<usize>]) -> String {
    let mut text = template.to_owned();
    for slot in slots {
        text.replace_range(slot.clone(), &"x".repeat(slot.len()));
    }
    text
}

fn check(document: &str, slots: &[Range<usize>]) -> Result<(), Mistake> {
    let mut reader = Reader::from_str(document);
    let mut open: Vec<usize> = Vec::new();
    let mut has_root = false;
    loop {
        let start = offset(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let at = offset(reader.error_position()).min(document.len());
            (at..tag_end(document, at), format!("the body isn't well-formed XML: {error}"))
        })?;
        let place = start..offset(reader.buffer_position());
        let wrong = |message: &str| Err((place.clone(), message.to_owned()));
        let mut allowed = Vec::new();
        match &event {
            Event::Start(_) | Event::Empty(_) if open.is_empty() && has_root => {
                return wrong("an XML document has only one root element");
            }
            Event::Start(tag) | Event::Empty(tag) => {
                has_root = true;
                allowed = attribute_values(document, tag).map_err(|message| (place.clone(), message))?;
                if matches!(event, Event::Start(_)) {
                    open.push(start);
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(text) if open.is_empty() && !text.trim().is_empty() => {
                return wrong("text outside of the root element");
            }
            Event::Text(_) => allowed.push(place.clone()),
            Event::GeneralRef(name) if !name.is_char_ref() && resolve_predefined_entity(name).is_none() => {
                return wrong("an entity that XML doesn't define");
            }
            Event::DocType(_) => return wrong("a document type, which clients refuse"),
            Event::Eof => break,
            _ => {}
        }
        let is_misplaced = |slot: &&Range<usize>| {
            let is_inside = |outer: &Range<usize>| outer.start <= slot.start && slot.end <= outer.end;
            is_inside(&place) && !allowed.iter().any(is_inside)
        };
        if let Some(slot) = slots.iter().find(is_misplaced) {
            return Err((
                slot.clone(),
                "a placeholder outside of a text and the value of an attribute".to_owned(),
            ));
        }
    }
    match open.last() {
        Some(start) => Err((*start..tag_end(document, *start), "an element without an end".to_owned())),
        None if !has_root => Err((0..tag_end(document, 0), "an XML document without an element".to_owned())),
        None => Ok(()),
    }
}

/// Returns the ranges of the values of attributes.
fn attribute_values(document: &str, tag: &BytesStart<'_>) -> Result<Vec<Range<usize>>, String> {
    let invalid = |error: &dyn std::fmt::Display| format!("the body isn't well-formed XML: {error}");
    let mut values = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| invalid(&error))?;
        attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| invalid(&error))?;
        // The value is a part of the document.
        let start = attribute.value.as_ptr().addr().wrapping_sub(document.as_ptr().addr());
        values.push(start..start.saturating_add(attribute.value.len()));
    }
    Ok(values)
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// Returns the end of the tag at a position, or that of the document.
fn tag_end(document: &str, at: usize) -> usize {
    document[at..].find('>').map_or(document.len(), |end| at + end + 1)
}

#[cfg(test)]
mod tests {
    use super::mistake;

    #[test]
    fn templates_are_well_formed() {
        let good =
            "<?xml version=\"1.0\"?>\n<A x='{code}' y=\"{a}-{b}\"><B>{message}</B> <C/>&amp;<!-- c --></A>\n";
        assert_eq!(mistake(good), None);
        for (template, expected) in [
            ("<A><B></A>", "<B></A>"),
            ("<A>{code}", "<A>{code}"),
            ("<{code}/>", "{code}"),
            ("<A {code}='1'/>", "{code}"),
            ("<A><!-- {code} --></A>", "{code}"),
            ("<A><![CDATA[{code}]]></A>", "{code}"),
            ("<?xml version='{code}'?><A/>", "{code}"),
            ("<!DOCTYPE A><A/>", "<!DOCTYPE A>"),
            ("<A>&nbsp;</A>", "&nbsp;"),
            ("<A/><B/>", "<B/>"),
            ("<A/>text", "text"),
            ("text", "text"),
            ("<A b=c/>", "<A b=c/>"),
        ] {
            let (range, message) = mistake(template).expect(template);
            assert!(template[range.clone()].starts_with(&expected[..1]), "{template}: {range:?} {message}");
        }
    }
}
