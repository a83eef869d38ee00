//! Parses YAML into a tree in which every node has its location.
//!
//! The tree preserves what the author wrote: a scalar is its text and whether it was quoted, never a number
//! or a boolean. Texts are interpreted where they are used ([`crate::shape`]), so a code `0123` stays `0123`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, options};

use crate::finding::{FileId, Finding, Findings, Rule, Span};
use crate::invisible;

mod block;
mod failure;
mod scalar;
mod text;
mod unquoted;

pub use self::block::{block, block_member};
use self::failure::{alias_bomb, recursive_alias, several_documents, syntax, tagged};
pub use self::scalar::{ambiguous, double_quoted, is_plain};
pub(crate) use self::text::INVISIBLE_CHARACTER;
pub use self::text::{Parts, invisible_character, is_control};
pub use self::unquoted::in_quotes;

pub(crate) static WRONG_TYPE: Rule = Rule {
    name: "wrong-type",
    why: "The value has the wrong type for its key, for example a text instead of a list.",
    fix: "Write a value of the type in the message; catalog/README.md shows every key with an example.",
    ..Rule::REQUIRED
};

/// The rules on YAML. `invisible-character` is also a rule on APIs, which lists it.
pub(crate) const RULES: &[&Rule] = &[
    &failure::SYNTAX,
    &failure::TAB,
    &failure::TOO_DEEP,
    &failure::ALIAS_BOMB,
    &failure::SEVERAL_DOCUMENTS,
    &failure::YAML_TAG,
    &WRONG_TYPE,
];

/// The maximum depth of nesting. The language needs eight levels, and a body in an example a few more.
pub const MAX_DEPTH: usize = 64;
/// The maximum number of nodes that the anchors and aliases of a file may expand to: far more than
/// hand-written files need, and far less than a bomb. A text counts as one node for each 256 bytes.
pub const MAX_ALIAS_NODES: usize = 100_000;
/// The maximum size of a file, in bytes. A table of a hundred thousand codes is smaller.
pub const MAX_FILE_BYTES: usize = 64 << 20;

/// A YAML value and its location.
#[derive(Debug, Clone)]
pub struct Node {
    /// The location. That of a map or list is from its first to its last element.
    pub span: Span,
    /// The value.
    pub kind: Kind,
}

/// The value of a [`Node`].
#[derive(Debug, Clone)]
pub enum Kind {
    /// A text; `plain` if it was written without quotes or a block indicator.
    #[allow(missing_docs)]
    Scalar { text: String, plain: bool },
    /// A list.
    List(Vec<Node>),
    /// A map, in the written order. Keys may occur more than once.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Returns a description for messages.
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar { text, plain: true } => ambiguous(text).unwrap_or("a text"),
            Kind::Scalar { text, .. } if text.is_empty() => "an empty text",
            Kind::Scalar { .. } => "a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }

    fn size(&self) -> usize {
        1 + match &self.kind {
            Kind::Scalar { text, .. } => text.len() / 256,
            Kind::List(items) => items.iter().map(Node::size).sum(),
            Kind::Map(pairs) => pairs.iter().map(|(key, value)| key.size() + value.size()).sum(),
        }
    }
}

/// Parses the text of a file, which contains one document. Returns `None` after a finding, or if it has no
/// value.
pub fn read(text: &str, file: FileId, findings: &mut Findings) -> Option<Node> {
    let mut builder = Builder {
        text,
        file,
        findings,
        stack: Vec::new(),
        anchors: HashMap::new(),
        alias_nodes: 0,
        root: None,
    };
    let limits = options! { block_nesting_limit: MAX_DEPTH, flow_nesting_limit: MAX_DEPTH };
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(text, limits) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                if let Some(finding) = syntax(text, file, &error) {
                    builder.findings.push(finding);
                }
                return None;
            }
        };
        let span = builder.place(span.byte_range());
        let result = match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 { Err(several_documents(span)) } else { Ok(()) }
            }
            event => builder.event(event, span),
        };
        if let Err(finding) = result {
            builder.findings.push(finding);
            return None;
        }
    }
    builder.root
}

struct Builder<'a> {
    text: &'a str,
    file: FileId,
    findings: &'a mut Findings,
    stack: Vec<Open>,
    anchors: HashMap<usize, Node>,
    alias_nodes: usize,
    root: Option<Node>,
}

/// A collection whose end hasn't been read yet.
struct Open {
    span: Span,
    anchor: usize,
    items: Vec<Node>,
    is_map: bool,
}

impl Builder<'_> {
    fn place(&self, range: Option<Range<usize>>) -> Span {
        Span::of(self.file, range.unwrap_or_default())
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Finding> {
        if let Event::Scalar(.., Some(_))
        | Event::SequenceStart(.., Some(_))
        | Event::MappingStart(.., Some(_)) = event
        {
            self.findings.push(tagged(self.tag_before(span)));
        }
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let written = &self.text[span.start as usize..span.end as usize];
                // Line ends have become `\n`: a carriage return is an escape.
                let is_escaped = |(_, c): &(usize, char)| *c == '\r' || !written.contains(*c);
                if let Some((_, character)) = invisible::find(&text).find(is_escaped) {
                    self.findings.push(invisible_character(span, character).label("written as an escape"));
                }
                let plain = style == ScalarStyle::Plain;
                // The parser returns `~` for a missing value.
                let text = if plain && written.is_empty() { String::new() } else { text.into_owned() };
                self.close(Node { span, kind: Kind::Scalar { text, plain } }, anchor, span);
            }
            Event::SequenceStart(_, anchor, _) => {
                self.stack.push(Open { span, anchor, items: Vec::new(), is_map: false });
            }
            Event::MappingStart(_, anchor, _) => {
                self.stack.push(Open { span, anchor, items: Vec::new(), is_map: true });
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor) else {
                    return Err(recursive_alias(span));
                };
                self.alias_nodes += node.size();
                if self.alias_nodes > MAX_ALIAS_NODES {
                    return Err(alias_bomb(span));
                }
                let node = node.clone();
                self.close(node, 0, span);
            }
            _ => {}
        }
        if self.alias_nodes > MAX_ALIAS_NODES { Err(alias_bomb(span)) } else { Ok(()) }
    }

    fn end(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        let kind = if open.is_map {
            let mut pairs = Vec::with_capacity(open.items.len() / 2);
            let mut items = open.items.into_iter();
            pairs.extend(std::iter::from_fn(|| Some((items.next()?, items.next()?))));
            Kind::Map(merged(pairs, self.findings))
        } else {
            Kind::List(open.items)
        };
        self.close(Node { span: open.span, kind }, open.anchor, open.span);
    }

    /// Adds a complete node. `place` is where it is used; for an alias, that isn't where it was written.
    fn close(&mut self, node: Node, anchor: usize, place: Span) {
        if anchor != 0 {
            // The anchor keeps a copy. Nested anchors are copies of copies, so they count.
            self.alias_nodes += node.size();
            if self.alias_nodes <= MAX_ALIAS_NODES {
                self.anchors.insert(anchor, node.clone());
            }
        }
        match self.stack.last_mut() {
            Some(open) => {
                // The end event of a block collection is at the start of the next one, so the location is
                // computed from the items.
                open.span.start = open.span.start.min(place.start);
                open.span.end = open.span.end.max(place.end);
                open.items.push(node);
            }
            None => self.root = Some(node),
        }
    }

    /// Returns the location of the tag before a node. There may be an anchor between them.
    fn tag_before(&self, node: Span) -> Span {
        let mut end = node.start as usize;
        for _ in 0..2 {
            end = self.text[..end].trim_end().len();
            let start = self.text[..end]
                .rfind(|c: char| c.is_whitespace() || "[{,".contains(c))
                .map_or(0, |at| at + 1);
            if self.text[start..end].starts_with('!') {
                return self.place(Some(start..end));
            }
            end = start;
        }
        node
    }
}

/// Replaces `<<: *anchor` with the pairs of the anchor. The map's own keys take precedence.
fn merged(pairs: Vec<(Node, Node)>, findings: &mut Findings) -> Vec<(Node, Node)> {
    let is_merge = |key: &Node| matches!(&key.kind, Kind::Scalar { text, plain: true } if text == "<<");
    if !pairs.iter().any(|(key, _)| is_merge(key)) {
        return pairs;
    }
    let (merges, mut own): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(key, _)| is_merge(key));
    let key_of =
        |node: &Node| if let Kind::Scalar { text, .. } = &node.kind { text.clone() } else { String::new() };
    let mut known: HashSet<String> = own.iter().map(|(key, _)| key_of(key)).collect();
    for (_, value) in merges {
        let maps = match value.kind {
            Kind::Map(pairs) => vec![pairs],
            Kind::List(items) if items.iter().all(|item| matches!(item.kind, Kind::Map(_))) => items
                .into_iter()
                .filter_map(|item| if let Kind::Map(pairs) = item.kind { Some(pairs) } else { None })
                .collect(),
            _ => {
                let message = format!("`<<` expects a map or a list of maps, found {}", value.describe());
                findings.push(Finding::new(
                    &WRONG_TYPE,
                    value.span,
                    message,
                    "write `<<: *name` with the anchor of a map",
                ));
                continue;
            }
        };
        own.extend(maps.into_iter().flatten().filter(|(key, _)| known.insert(key_of(key))));
    }
    own
}
