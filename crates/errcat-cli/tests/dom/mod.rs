//! Parses pages like a browser, with a parser that follows the HTML standard.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::rc::Rc;

use html5ever::tendril::TendrilSink;
use html5ever::{Attribute, ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// The elements of a page, in document order.
pub(crate) struct Page {
    elements: Vec<Element>,
    /// Keeps the nodes alive.
    _tree: RcDom,
}

/// An element of the tree.
#[derive(Clone)]
pub(crate) struct Element {
    handle: Handle,
    pub(crate) name: String,
    /// In document order.
    pub(crate) attributes: Vec<(String, String)>,
    /// `true` inside of a `pre`, where code is highlighted.
    pub(crate) is_in_code: bool,
}

impl Page {
    /// Parses a page. Panics if the HTML isn't valid.
    pub(crate) fn parse(html: &str) -> Self {
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
        assert!(dom.errors.borrow().is_empty(), "{:?} in {html}", dom.errors.borrow());
        Page { elements: descendants(&dom.document), _tree: dom }
    }

    pub(crate) fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// Returns the first element with a name and a value of an attribute.
    pub(crate) fn find(&self, name: &str, attribute: &str, value: &str) -> &Element {
        let is_it = |element: &&Element| element.name == name && element.get(attribute) == Some(value);
        self.elements.iter().find(is_it).unwrap_or_else(|| panic!("no <{name} {attribute}=\"{value}\">"))
    }

    /// Returns the section whose heading has an id.
    pub(crate) fn section(&self, id: &str) -> &Element {
        let is_it = |section: &&Element| {
            let heading = |element: &Element| element.name == "h2" && element.get("id") == Some(id);
            section.name == "section" && section.elements().iter().any(heading)
        };
        self.elements.iter().rfind(is_it).unwrap_or_else(|| panic!("no section {id}"))
    }
}

impl Element {
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }

    /// Returns the descendants, in document order.
    pub(crate) fn elements(&self) -> Vec<Element> {
        descendants(&self.handle)
    }

    /// Returns the texts of the descendants with a name.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        self.elements().iter().filter(|element| element.name == name).map(Element::text).collect()
    }

    /// Returns the text content.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let mut open = vec![self.handle.clone()];
        while let Some(node) = open.pop() {
            if let NodeData::Text { contents } = &node.data {
                text.push_str(&contents.borrow());
            }
            open.extend(node.children.borrow().iter().rev().cloned());
        }
        text
    }
}

fn descendants(root: &Handle) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut open = vec![(root.clone(), false)];
    while let Some((handle, is_in_code)) = open.pop() {
        let mut is_code = is_in_code;
        if let NodeData::Element { name, attrs, .. } = &handle.data {
            let name = name.local.to_string();
            is_code |= name == "pre";
            let written = attrs.borrow();
            let pair =
                |attribute: &Attribute| (attribute.name.local.to_string(), attribute.value.to_string());
            let attributes = written.iter().map(pair).collect();
            elements.push(Element { handle: handle.clone(), name, attributes, is_in_code });
        }
        open.extend(handle.children.borrow().iter().rev().map(|child| (child.clone(), is_code)));
    }
    elements.retain(|element| !Rc::ptr_eq(&element.handle, root));
    elements
}
