//! YAML text to a tree whose every node knows its place.
//!
//! The tree keeps what the author wrote: a scalar is its text and whether it was quoted, never a number or a
//! boolean. What a text means is decided where it is used ([`crate::shape`]), so a code `0123` stays `0123`.

use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, options};

use crate::finding::{FileId, Finding, Findings, Sources, Span};
use crate::rules::Rule;

/// The deepest nesting. The language itself needs eight levels, a body in an example a few more.
pub const MAX_DEPTH: usize = 64;
/// The most nodes that aliases may stand for in one file: far more than an author shares by hand, far less than a bomb.
pub const MAX_ALIAS_NODES: usize = 100_000;
/// The largest file: 64 MiB holds a hundred thousand codes in one table.
pub const MAX_FILE_BYTES: usize = 64 << 20;

/// A YAML value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where it stands. For a map or list from its first to its last element.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a [`Node`] is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A text; `plain` when it was written without quotes or block indicator.
    #[allow(missing_docs)]
    Scalar { text: String, plain: bool },
    /// A list.
    List(Vec<Node>),
    /// A map, in the order written, keys possibly twice.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// What an author would call it.
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar { text, plain: true } if text.is_empty() || text == "~" || text == "null" => {
                "nothing"
            }
            Kind::Scalar { .. } => "a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }

    fn size(&self) -> usize {
        1 + match &self.kind {
            Kind::Scalar { .. } => 0,
            Kind::List(items) => items.iter().map(Node::size).sum(),
            Kind::Map(pairs) => pairs.iter().map(|(key, value)| key.size() + value.size()).sum(),
        }
    }
}

/// Reads a file's one document; `None` after a finding, or for a file without any value.
pub fn read(sources: &Sources, file: FileId, findings: &mut Findings) -> Option<Node> {
    let text = &sources.file(file).text;
    let mut builder =
        Builder { text, file, stack: Vec::new(), anchors: HashMap::new(), alias_nodes: 0, root: None };
    let limits = options! { block_nesting_limit: MAX_DEPTH, flow_nesting_limit: MAX_DEPTH };
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(text, limits) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                findings.push(syntax(text, file, &error));
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
            findings.push(finding);
            return None;
        }
    }
    builder.root
}

struct Builder<'a> {
    text: &'a str,
    file: FileId,
    stack: Vec<Open>,
    anchors: HashMap<usize, Node>,
    alias_nodes: usize,
    root: Option<Node>,
}

/// A collection whose end hasn't come yet.
struct Open {
    span: Span,
    anchor: usize,
    items: Vec<Node>,
    is_map: bool,
}

impl Builder<'_> {
    fn place(&self, range: Option<std::ops::Range<usize>>) -> Span {
        let range = range.unwrap_or_default();
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file: self.file, start: at(range.start), end: at(range.end) }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Finding> {
        match event {
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => {
                return Err(tagged(span));
            }
            Event::Scalar(text, style, anchor, None) => {
                if let Some(character) = text.chars().find(|c| is_forbidden(*c))
                    && !self.text[span.start as usize..span.end as usize].contains(character)
                {
                    return Err(forbidden(span, character));
                }
                let plain = style == ScalarStyle::Plain;
                let node = Node { span, kind: Kind::Scalar { text: text.into_owned(), plain } };
                self.close(node, anchor);
            }
            Event::SequenceStart(_, anchor, None) => {
                self.stack.push(Open { span, anchor, items: Vec::new(), is_map: false });
            }
            Event::MappingStart(_, anchor, None) => {
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
                self.close(node, 0);
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        let mut span = open.span;
        if let Some(last) = open.items.last() {
            // The end event of a block collection lies where the next one starts.
            span.end = span.end.max(last.span.end);
            span.start = span.start.min(open.items[0].span.start);
        }
        let kind = if open.is_map {
            let mut items = open.items.into_iter();
            Kind::Map(merged(std::iter::from_fn(|| Some((items.next()?, items.next()?))).collect()))
        } else {
            Kind::List(open.items)
        };
        self.close(Node { span, kind }, open.anchor);
    }

    fn close(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.stack.last_mut() {
            Some(open) => open.items.push(node),
            None => self.root = Some(node),
        }
    }
}

/// Replaces `<<: *anchor` by the anchor's pairs; the map's own keys win. What isn't a map stays, and is an unknown key.
fn merged(pairs: Vec<(Node, Node)>) -> Vec<(Node, Node)> {
    let is_merge = |key: &Node| matches!(&key.kind, Kind::Scalar { text, plain: true } if text == "<<");
    if !pairs.iter().any(|(key, _)| is_merge(key)) {
        return pairs;
    }
    let (merges, mut own): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(key, _)| is_merge(key));
    let key_of =
        |node: &Node| if let Kind::Scalar { text, .. } = &node.kind { text.clone() } else { String::new() };
    for (merge, value) in merges {
        let maps = match value.kind {
            Kind::Map(pairs) => vec![pairs],
            Kind::List(items) if items.iter().all(|item| matches!(item.kind, Kind::Map(_))) => items
                .into_iter()
                .filter_map(|item| if let Kind::Map(pairs) = item.kind { Some(pairs) } else { None })
                .collect(),
            kind => {
                own.push((merge, Node { span: value.span, kind }));
                continue;
            }
        };
        let mut known: std::collections::HashSet<String> = own.iter().map(|(key, _)| key_of(key)).collect();
        own.extend(maps.into_iter().flatten().filter(|(key, _)| known.insert(key_of(key))));
    }
    own
}

/// Rule `syntax`, or the more helpful `tab` and `too-deep` where those are the reason.
fn syntax(text: &str, file: FileId, error: &granit_parser::ScanError) -> Finding {
    let offset = error
        .marker()
        .byte_offset()
        .unwrap_or_else(|| byte_offset(text, error.marker().index()))
        .min(text.len());
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    if let Some(tab) = indenting_tab(text, offset) {
        let span = Span { file, start: at(tab), end: at(tab + 1) };
        return Finding::new(
            Rule::Tab,
            span,
            "a tab is used for indentation",
            "indent with spaces: YAML allows no tabs there",
        )
        .label("tab");
    }
    let width = text[offset..].chars().next().map_or(0, char::len_utf8);
    let span = Span { file, start: at(offset), end: at(offset + width) };
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return Finding::new(
            Rule::TooDeep,
            span,
            format!("nested deeper than {MAX_DEPTH} levels"),
            "flatten it: no key of the catalog needs such depth",
        );
    }
    if matches!(error.kind(), ErrorKind::UnknownAnchor) {
        return Finding::new(
            Rule::Syntax,
            span,
            "an alias refers to an anchor that isn't defined above it",
            "define it with `&name` before `*name`, or quote the text if it begins with `*`",
        );
    }
    Finding::new(
        Rule::Syntax,
        span,
        format!("not YAML: {}", error.kind()),
        "check the indentation here and above, and quote texts that hold `: `, ` #` or begin with one of `{[*&!|>'\"%@`",
    )
}

/// The marker counts characters when the byte is unknown.
fn byte_offset(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(offset, _)| offset)
}

/// A tab in the indentation of the failing line or a neighbour of it: scanners report it a line off.
fn indenting_tab(text: &str, offset: usize) -> Option<usize> {
    let start_of =
        |offset: usize| text.as_bytes()[..offset].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let line = start_of(offset);
    let previous = if line == 0 { 0 } else { start_of(line - 1) };
    let next =
        text.as_bytes()[offset..].iter().position(|b| *b == b'\n').map_or(text.len(), |at| offset + at + 1);
    [line, previous, next].into_iter().find_map(|start| {
        let indent = text[start..].bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
        text[start..start + indent].find('\t').map(|at| start + at)
    })
}

fn several_documents(span: Span) -> Finding {
    Finding::new(
        Rule::SeveralDocuments,
        span,
        "a second YAML document in the file",
        "give each table a file of its own: one file is one table",
    )
    .label("a new document starts here")
}

fn tagged(span: Span) -> Finding {
    Finding::new(
        Rule::YamlTag,
        span,
        "a YAML tag",
        "remove the `!tag`: the catalog decides what a value is by its key",
    )
}

fn recursive_alias(span: Span) -> Finding {
    Finding::new(Rule::AliasBomb, span, "an alias inside the value that it stands for", "write the value out")
}

fn alias_bomb(span: Span) -> Finding {
    Finding::new(
        Rule::AliasBomb,
        span,
        format!("the file's aliases stand for more than {MAX_ALIAS_NODES} values"),
        "write the values out, or use `is` to inherit them",
    )
    .label("this one is too many")
}

/// Control characters, and the marks of the Trojan Source attack, which rustc refuses too.
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The finding of rule `control-character`.
pub fn forbidden(span: Span, character: char) -> Finding {
    Finding::new(
        Rule::ControlCharacter,
        span,
        format!("the invisible character U+{:04X}", u32::from(character)),
        "remove it: it can make the text look like something that it isn't",
    )
}

/// Text that another YAML reader would take for something else: a boolean, a number, a date, nothing.
pub fn ambiguous(text: &str) -> Option<&'static str> {
    const WORDS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ""];
    let lower = text.to_ascii_lowercase();
    if let Some(word) = WORDS.iter().find(|word| **word == lower) {
        return Some(if matches!(*word, "null" | "~" | "") { "nothing" } else { "a boolean" });
    }
    let unsigned = lower.strip_prefix(['+', '-']).unwrap_or(&lower);
    if matches!(unsigned, ".inf" | ".nan") {
        return Some("a number");
    }
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let digits = |text: &str, allowed: &str| !text.is_empty() && text.chars().all(|c| allowed.contains(c));
    let prefixed = |prefix, allowed| unsigned.strip_prefix(prefix).is_some_and(|rest| digits(rest, allowed));
    let plain: String = unsigned.chars().filter(|c| *c != '_').collect();
    let is_number = prefixed("0x", "0123456789abcdef_")
        || prefixed("0o", "01234567_")
        || prefixed("0b", "01_")
        || (plain.parse::<f64>().is_ok() && plain.contains(|c: char| c.is_ascii_digit()));
    if is_number {
        return Some("a number");
    }
    // YAML 1.1 reads 1:30 as ninety.
    if unsigned.contains(':') && digits(unsigned, "0123456789:_.") {
        return Some("a number");
    }
    let mut date = unsigned.splitn(3, '-');
    let is_part = |part: Option<&str>, length: usize| {
        part.is_some_and(|part| part.len() >= length && part[..length].bytes().all(|b| b.is_ascii_digit()))
    };
    let is_date = date.next().is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
        && date.next().is_some_and(|month| month.len() == 2 && month.bytes().all(|b| b.is_ascii_digit()))
        && is_part(date.next().filter(|day| day.is_char_boundary(2)), 2);
    is_date.then_some("a date")
}

#[cfg(test)]
mod tests {
    use super::ambiguous;

    #[test]
    fn what_yaml_would_change_is_ambiguous() {
        for text in [
            "NO",
            "yes",
            "0123",
            "1.10",
            "1e5",
            "0x1F",
            "1_000",
            "2024-01-15",
            "2024-01-15T10:30:00Z",
            "1:30",
            "~",
            "",
            "-.inf",
        ] {
            assert!(ambiguous(text).is_some(), "{text}");
        }
        for text in
            ["08P01", "2200E", "$5.00", "not_found", "12 items", "v1.10", "NG0100", "-", ".", "1.2.3", "a:1"]
        {
            assert!(ambiguous(text).is_none(), "{text}");
        }
    }
}
