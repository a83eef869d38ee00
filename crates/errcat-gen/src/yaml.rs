//! YAML text to a tree whose every node knows its place.
//!
//! The tree keeps what the author wrote: a scalar is its text and whether it was quoted, never a number or a
//! boolean. What a text means is decided where it is used ([`crate::shape`]), so a code `0123` stays `0123`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, options};

use crate::finding::{FileId, Finding, Findings, Sources, Span};
use crate::rules::Rule;

/// The deepest nesting. The language itself needs eight levels, a body in an example a few more.
pub const MAX_DEPTH: usize = 64;
/// The most nodes that aliases may stand for in one file: far more than an author shares by hand, far less than a bomb.
/// A text counts as one for each 256 bytes of it.
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

/// Reads a file's one document; `None` after a finding, or for a file without any value.
pub fn read(sources: &Sources, file: FileId, findings: &mut Findings) -> Option<Node> {
    let text = &sources.file(file).text;
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

/// A collection whose end hasn't come yet.
struct Open {
    span: Span,
    anchor: usize,
    items: Vec<Node>,
    is_map: bool,
}

impl Builder<'_> {
    fn place(&self, range: Option<Range<usize>>) -> Span {
        let range = range.unwrap_or_default();
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file: self.file, start: at(range.start), end: at(range.end) }
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
                let is_escaped = |c: &char| *c == '\r' || (is_forbidden(*c) && !written.contains(*c));
                if let Some(character) = text.chars().find(is_escaped) {
                    self.findings.push(forbidden(span, character).label("written as an escape"));
                }
                let plain = style == ScalarStyle::Plain;
                // The reader gives `~` for a value that isn't there.
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
        Ok(())
    }

    fn end(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        let kind = if open.is_map {
            let mut items = open.items.into_iter();
            let pairs = std::iter::from_fn(|| Some((items.next()?, items.next()?))).collect();
            Kind::Map(merged(pairs, self.findings))
        } else {
            Kind::List(open.items)
        };
        self.close(Node { span: open.span, kind }, open.anchor, open.span);
    }

    /// A node is complete: `place` is where it stands, which for an alias isn't where it was written.
    fn close(&mut self, node: Node, anchor: usize, place: Span) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.stack.last_mut() {
            Some(open) => {
                // The end event of a block collection lies where the next one starts, so its items give its place.
                open.span.start = open.span.start.min(place.start);
                open.span.end = open.span.end.max(place.end);
                open.items.push(node);
            }
            None => self.root = Some(node),
        }
    }

    /// The tag that stands before a node, perhaps with an anchor between them.
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

/// Replaces `<<: *anchor` by the anchor's pairs; the map's own keys win.
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
                let message = format!("`<<` takes in a map or a list of maps, found {}", value.describe());
                findings.push(Finding::new(
                    Rule::WrongType,
                    value.span,
                    message,
                    "write `<<: *name` of a map's anchor",
                ));
                continue;
            }
        };
        own.extend(maps.into_iter().flatten().filter(|(key, _)| known.insert(key_of(key))));
    }
    own
}

/// Finds where parts of a scalar's text stand in the file, which has indentation, line ends and escapes besides. Parts are
/// asked for from left to right: the file is gone through once.
pub struct Parts<'a> {
    span: Span,
    written: &'a str,
    text: &'a str,
    /// Where the text begins, if it stands in the file as it is, within quotes or without: most do.
    as_it_is: Option<usize>,
    /// How far the file and the text were gone through, in bytes.
    at: (usize, usize),
}

impl<'a> Parts<'a> {
    /// The parts of a text that stands at `span` and was written so.
    pub fn new(span: Span, written: &'a str, text: &'a str) -> Self {
        let stands = |quote: &usize| written.get(*quote..).is_some_and(|written| written.starts_with(text));
        Parts { span, written, text, as_it_is: [0, 1].into_iter().find(stands), at: (0, 0) }
    }

    /// The place of a part of the text; the whole text where that can't be told.
    pub fn place(&mut self, part: Range<usize>) -> Span {
        if part.start < self.at.1 {
            self.at = (0, 0);
        }
        let found = match self.as_it_is {
            Some(quote) => Some((quote + part.start, quote + part.end)),
            None => self.go_to(part.start).and_then(|start| Some((start, self.go_to(part.end)?))),
        };
        let Some((start, end)) = found else { return self.span };
        let at = |offset: usize| self.span.start + u32::try_from(offset).unwrap_or(0);
        Span { start: at(start), end: at(end), ..self.span }
    }

    /// Where in the file the text's byte `to` stands.
    fn go_to(&mut self, to: usize) -> Option<usize> {
        let is_escaping = self.written.starts_with('"');
        let (mut written, mut text) = self.at;
        while text < to {
            let wanted = self.text[text..].chars().next()?;
            let rest = &self.written[written..];
            let next = rest.chars().next()?;
            if is_escaping && next == '\\' && !rest.starts_with("\\\n") && !rest.starts_with("\\\r") {
                written += match rest.as_bytes().get(1) {
                    Some(b'x') => 4,
                    Some(b'u') => 6,
                    Some(b'U') => 10,
                    _ => 1 + rest[1..].chars().next()?.len_utf8(),
                };
                text += wanted.len_utf8();
                continue;
            }
            // What isn't in the text is indentation, an indicator, or the first of two quotes.
            let is_same = next == wanted || (next.is_whitespace() && wanted.is_whitespace());
            text += if is_same { wanted.len_utf8() } else { 0 };
            written += next.len_utf8();
        }
        self.at = (written, text);
        Some(self.skip_space(written, text))
    }

    /// The end of the indentation that stands before a text's next character.
    fn skip_space(&self, written: usize, text: usize) -> usize {
        if self.text[text..].starts_with(char::is_whitespace) || text == self.text.len() {
            return written;
        }
        let rest = &self.written[written..];
        written + (rest.len() - rest.trim_start().len())
    }
}

/// Rule `syntax`, or the more helpful `tab` and `too-deep` where those are the reason; nothing at a character that rule
/// `control-character` has told already.
fn syntax(text: &str, file: FileId, error: &granit_parser::ScanError) -> Option<Finding> {
    let finding = failure(text, file, error);
    let told = finding.rule == Rule::Syntax && text[finding.span.start as usize..].starts_with(is_forbidden);
    (!told).then_some(finding)
}

fn failure(text: &str, file: FileId, error: &granit_parser::ScanError) -> Finding {
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
        "look here and above: at the indentation, for a quote or bracket that isn't closed, and for a text that has to \
         be quoted because it holds `: ` or ` #`, or begins with one of {[*&!|>'\"%@`",
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
    use super::{Parts, ambiguous};
    use crate::finding::{Sources, Span};

    #[test]
    fn parts_are_found_however_a_text_is_written() {
        let written = [
            ("a {{x}} {x}", "a {{x}} {x}"),
            ("'it''s {{x}} {x}'", "it's {{x}} {x}"),
            ("\"\\u0041\\n\\\"{{x}} {x}\"", "A\n\"{{x}} {x}"),
            ("\"a\n    {{x}}\n    {x}\"", "a {{x}} {x}"),
            ("|\n    a\n      {{x}} {x}\n", "a\n  {{x}} {x}"),
            (">-\n  a\n  {{x}}\n\n  {x}", "a {{x}}\n{x}"),
        ];
        for (written, text) in written {
            let mut sources = Sources::default();
            let file = sources.add("a.yaml", written);
            let span = Span { file, start: 0, end: u32::try_from(written.len()).expect("a short text") };
            let mut parts = Parts::new(span, written, text);
            for part in ["{{x}}", " {x}"] {
                let at = text.rfind(part.trim()).expect("a part");
                let place = parts.place(at..at + part.trim().len());
                let expected = written.rfind(part.trim()).expect("a part");
                assert_eq!((place.start as usize, sources.text(place)), (expected, part.trim()), "{written}");
            }
        }
    }

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
