//! The changes of a file, and the reasons why there are none.

use std::ops::Range;

use errcat_catalog::edit::MemberEdits;
use errcat_catalog::yaml::Node;
use errcat_targets::openapi::Document;

use super::node::range;

/// A remark about a place in the file.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) offset: usize,
    pub(super) text: String,
}

/// A reason why a file can't be merged: its location, a message, and a fix.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

impl Mistake {
    pub(super) fn at(node: &Node, message: impl Into<String>, help: impl Into<String>) -> Self {
        Mistake { range: range(node), message: message.into(), help: help.into() }
    }
}

/// The changes of a file, and remarks.
pub(super) struct Merger<'a> {
    pub(super) api: &'a str,
    pub(super) document: &'a Document,
    /// The file.
    pub(super) root: &'a Node,
    /// The names of responses that an earlier run added, and that the catalog no longer has.
    pub(super) stale_responses: Vec<&'a str>,
    pub(super) edits: MemberEdits<'a>,
    pub(super) notes: Vec<Note>,
}

impl Merger<'_> {
    pub(super) fn note(&mut self, node: &Node, text: impl Into<String>) {
        self.notes.push(Note { offset: range(node).start, text: text.into() });
    }
}
