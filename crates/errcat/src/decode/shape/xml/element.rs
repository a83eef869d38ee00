//! XML as a tree, of limited size.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// The maximum depth of elements.
const MAX_DEPTH: usize = 64;

/// The maximum number of elements and attributes. Each takes more memory than the text it is read from.
const MAX_PARTS: usize = 10_000;

/// An element. Names are without their prefixes, because servers may choose others.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// The text that isn't in a child.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    /// Parses a document. Returns `None` if it isn't well-formed, exceeds a limit, or has a document type.
    ///
    /// Without document types, there are no external entities and none that expand to other ones.
    pub(super) fn parse(document: &str) -> Option<Self> {
        let mut reader = Reader::from_str(document);
        let mut tree = Tree { open: Vec::new(), root: None, parts: 0 };
        loop {
            match reader.read_event().ok()? {
                Event::Start(tag) => tree.start(&tag)?,
                Event::Empty(tag) => {
                    tree.start(&tag)?;
                    tree.end()?;
                }
                Event::End(_) => tree.end()?,
                Event::Text(text) => match tree.open.last_mut() {
                    Some(element) => element.text.push_str(&text.xml10_content()),
                    None if text.trim().is_empty() => {}
                    None => return None,
                },
                Event::CData(text) => tree.open.last_mut()?.text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => push_reference(&mut tree.open.last_mut()?.text, &reference)?,
                Event::DocType(_) => return None,
                Event::Eof => return tree.root.filter(|_| tree.open.is_empty()),
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            }
        }
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The elements that were read so far.
struct Tree {
    /// The elements whose end wasn't read yet, from the root.
    open: Vec<Element>,
    root: Option<Element>,
    parts: usize,
}

impl Tree {
    fn start(&mut self, tag: &BytesStart<'_>) -> Option<()> {
        let mut element = Element { name: tag.local_name().into_inner().to_owned(), ..Element::default() };
        self.count()?;
        // The parser's check for duplicates compares each attribute with all others.
        for attribute in tag.attributes().with_checks(false) {
            self.count()?;
            let attribute = attribute.ok()?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
            element.attributes.push((attribute.key.local_name().into_inner().to_owned(), value));
        }
        self.open.push(element);
        (self.open.len() <= MAX_DEPTH && self.root.is_none()).then_some(())
    }

    fn end(&mut self) -> Option<()> {
        let element = self.open.pop()?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Some(())
    }

    fn count(&mut self) -> Option<()> {
        self.parts += 1;
        (self.parts <= MAX_PARTS).then_some(())
    }
}

/// Adds the character of a reference. Returns `None` if it refers to another entity than the five that XML
/// defines.
fn push_reference(text: &mut String, reference: &BytesRef<'_>) -> Option<()> {
    match reference.resolve_char_ref().ok()? {
        Some(character) => text.push(character),
        None => text.push_str(resolve_predefined_entity(reference)?),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read() {
        let root = Element::parse(
            "<?xml version=\"1.0\"?>\n<a:A x='&lt;1'> <B>&amp;&#233;<![CDATA[<]]></B></a:A>\n",
        );
        let root = root.expect("well-formed");
        assert_eq!((root.name.as_str(), root.attribute("x")), ("A", Some("<1")));
        assert_eq!(root.children[0].text, "&é<");
    }

    #[test]
    fn unusual_documents_are_refused() {
        let deep = "<a>".repeat(100_000);
        let closed = format!("{}{}", "<a>".repeat(MAX_DEPTH + 1), "</a>".repeat(MAX_DEPTH + 1));
        let wide = format!("<a>{}</a>", "<b/>".repeat(MAX_PARTS));
        let attributes = format!("<a{}/>", " b='1'".repeat(MAX_PARTS));
        for text in [
            "",
            "text",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>text",
            "<a>&nbsp;</a>",
            "<a b='&c;'/>",
            "<a b=c/>",
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>",
            &deep,
            &closed,
            &wide,
            &attributes,
        ] {
            assert!(Element::parse(text).is_none(), "{text:.60}");
        }
    }
}
