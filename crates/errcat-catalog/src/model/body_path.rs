//! Paths of values in a body: `errors[].source.pointer`, or `Error/Key/@bucket` in XML.

use errcat::BodyFormat;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{BodyPiece, Envelope, Node, Slot};

impl Envelope {
    /// Returns the path of the first part of the body that contains a placeholder; empty if that is the whole
    /// body.
    pub fn path_of(&self, is_match: &dyn Fn(&Slot) -> bool) -> Option<String> {
        match &self.body {
            Node::Text(pieces) if BodyFormat::of(&self.content_type) == BodyFormat::Xml => {
                xml_path(pieces, is_match)
            }
            body => Some(path(body, is_match)?.trim_start_matches('.').to_owned()),
        }
    }
}

fn path(node: &Node, is_match: &dyn Fn(&Slot) -> bool) -> Option<String> {
    let below = |step: String, node| Some(step + &path(node, is_match)?);
    match node {
        Node::Literal(_) => None,
        Node::Slot(_) | Node::SlotAsText(_) | Node::Text(_) => node.has_slot(is_match).then(String::new),
        Node::Each(item) => below("[]".to_owned(), item),
        Node::List(items) => items.iter().find_map(|item| below("[]".to_owned(), item)),
        Node::Object(members) => members.iter().find_map(|member| {
            // Extensions are members of the object that contains them.
            let name = if member.name.is_empty() { String::new() } else { format!(".{}", member.name) };
            below(name, &member.value)
        }),
    }
}

fn xml_path(pieces: &[BodyPiece], is_match: &dyn Fn(&Slot) -> bool) -> Option<String> {
    let (mut document, mut wanted) = (String::new(), None);
    for piece in pieces {
        match piece {
            BodyPiece::Text(text) => document.push_str(text),
            BodyPiece::Slot(slot) => {
                wanted = wanted.or_else(|| is_match(slot).then_some(document.len()));
                // Any text will do.
                document.push('x');
            }
        }
    }
    let wanted = wanted?;
    let mut reader = Reader::from_str(&document);
    let mut open = Vec::new();
    loop {
        // The template of a checked catalog is well-formed.
        let event = reader.read_event().ok()?;
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            open.push(tag.name().into_inner().to_owned());
        }
        if reader.buffer_position() > u64::try_from(wanted).ok()? {
            let attribute = match &event {
                Event::Start(tag) | Event::Empty(tag) => attribute_at(tag, &document, wanted)?,
                _ => String::new(),
            };
            return Some(open.join("/") + &attribute);
        }
        match event {
            Event::End(_) | Event::Empty(_) => drop(open.pop()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Returns the step to the attribute whose value is at a position of the document.
fn attribute_at(tag: &BytesStart<'_>, document: &str, position: usize) -> Option<String> {
    tag.attributes().flatten().find_map(|attribute| {
        // The value is a part of the document.
        let start = attribute.value.as_ptr().addr().wrapping_sub(document.as_ptr().addr());
        let is_inside = (start..start.saturating_add(attribute.value.len())).contains(&position);
        is_inside.then(|| format!("/@{}", attribute.key.into_inner()))
    })
}
