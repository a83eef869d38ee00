//! Writes Markdown: filtered texts of the catalog, with references as links.
//!
//! A text can't end the list or the fence that contains it, and every text can be written: if its structure
//! can't be kept, as for a line break in a heading, its words are. `pulldown-cmark-to-cmark` isn't used
//! because it fails in these cases.

pub mod escape;
pub(crate) mod filter;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Tag, TagEnd};

use self::escape::{code, destination, escape_into, fence, indent};
use self::filter::{language, plain_text, shift_heading};

/// Writes filtered events as Markdown, without a line break at the end. Headings are lowered by `shift`
/// levels.
pub(crate) fn write(events: Vec<Event<'_>>, shift: usize) -> String {
    let mut writer = Writer { elements: vec![OpenElement::default()], links: Vec::new(), shift };
    let mut events = events.into_iter().peekable();
    while let Some(event) = events.next() {
        match event {
            Event::Text(text) => {
                // The parser splits texts into several events, but escaping depends on the whole text.
                let mut whole = text.into_string();
                while let Some(Event::Text(more)) = events.next_if(|e| matches!(e, Event::Text(_))) {
                    whole.push_str(&more);
                }
                writer.text(&whole);
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let inside = events.by_ref().take_while(|event| matches!(event, Event::Text(_)));
                let code: String = inside.map(|event| plain_text(&event).to_owned()).collect();
                writer.flush();
                writer.block(fence(language(&kind), &code), BlockKind::Leaf);
            }
            Event::Start(tag) => writer.start(tag),
            Event::End(end) => writer.end(end),
            Event::Code(text) => writer.code(&text),
            Event::SoftBreak => writer.inline(" "),
            Event::HardBreak => writer.hard_break(),
            Event::Rule => writer.block("___".to_owned(), BlockKind::Leaf),
            _ => {}
        }
    }
    writer.finish()
}

/// An open element that contains blocks, and its contents so far.
#[derive(Default)]
struct OpenElement {
    kind: ElementKind,
    blocks: Vec<(String, BlockKind)>,
    line: String,
    /// `true` if a list or its item has paragraphs, and therefore blank lines between its parts.
    loose: bool,
}

#[derive(Default)]
enum ElementKind {
    #[default]
    Document,
    Quote,
    List {
        number: Option<u64>,
        other: bool,
    },
    Item,
    Table(Vec<Alignment>),
    Row,
}

/// The kind of a finished block. For a list, `other` is `true` if it uses the alternative marker, because
/// adjacent lists need different markers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    Leaf,
    List { other: bool },
}

struct Writer {
    elements: Vec<OpenElement>,
    links: Vec<String>,
    shift: usize,
}

impl Writer {
    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                self.flush();
                self.top().loose = true;
            }
            Tag::Heading { .. } => self.flush(),
            Tag::BlockQuote(_) => self.open(ElementKind::Quote),
            Tag::List(number) => {
                self.flush();
                let other = self
                    .top()
                    .blocks
                    .last()
                    .is_some_and(|(_, kind)| *kind == BlockKind::List { other: false });
                self.open(ElementKind::List { number, other });
            }
            Tag::Item => self.open(ElementKind::Item),
            Tag::Table(columns) => self.open(ElementKind::Table(columns)),
            Tag::TableHead | Tag::TableRow => self.open(ElementKind::Row),
            Tag::Emphasis => self.inline("*"),
            Tag::Strong => self.inline("**"),
            Tag::Strikethrough => self.inline("~~"),
            Tag::Link { dest_url, .. } => {
                self.links.push(destination(&dest_url));
                self.inline("[");
            }
            Tag::Image { dest_url, .. } => {
                self.links.push(destination(&dest_url));
                self.inline("![");
            }
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::Table => self.close(),
            TagEnd::TableHead | TagEnd::TableRow => self.close(),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.top().line);
                self.block(cell, BlockKind::Leaf);
            }
            TagEnd::Emphasis => self.inline("*"),
            TagEnd::Strong => self.inline("**"),
            TagEnd::Strikethrough => self.inline("~~"),
            TagEnd::Link | TagEnd::Image => {
                let url = self.links.pop().unwrap_or_default();
                self.inline(&format!("]({url})"));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let line = &mut self.top().line;
        let at_start = line.is_empty() || line.ends_with('\n');
        escape_into(line, text, at_start);
    }

    fn code(&mut self, text: &str) {
        let code = code(text);
        // A bar ends the cell, even in code.
        let in_table = matches!(self.top().kind, ElementKind::Row);
        let code = if in_table { code.replace('|', "\\|") } else { code };
        self.inline(&code);
    }

    fn inline(&mut self, text: &str) {
        self.top().line.push_str(text);
    }

    fn hard_break(&mut self) {
        let in_table = matches!(self.top().kind, ElementKind::Row);
        self.inline(if in_table { " " } else { "\\\n" });
    }

    fn heading(&mut self, level: HeadingLevel) {
        let line = std::mem::take(&mut self.top().line).replace("\\\n", " ");
        let marks = "#".repeat(shift_heading(level, self.shift) as usize);
        self.block(format!("{marks} {line}"), BlockKind::Leaf);
    }

    fn open(&mut self, kind: ElementKind) {
        self.flush();
        self.elements.push(OpenElement { kind, ..OpenElement::default() });
    }

    fn close(&mut self) {
        self.flush();
        let Some(element) = self.elements.pop() else { return };
        let loose = element.loose;
        let kind = match element.kind {
            ElementKind::List { other, .. } => BlockKind::List { other },
            _ => BlockKind::Leaf,
        };
        if matches!(element.kind, ElementKind::Item) && loose {
            self.top().loose = true;
        }
        self.block(element.text(), kind);
    }

    /// Ends a line of text between blocks, as in the items of a tight list.
    fn flush(&mut self) {
        let line = std::mem::take(&mut self.top().line);
        if !line.is_empty() {
            self.block(line, BlockKind::Leaf);
        }
    }

    fn block(&mut self, text: String, kind: BlockKind) {
        self.top().blocks.push((text, kind));
    }

    fn top(&mut self) -> &mut OpenElement {
        self.elements.last_mut().expect("the document is never closed")
    }

    fn finish(mut self) -> String {
        self.flush();
        self.elements.pop().map(OpenElement::text).unwrap_or_default()
    }
}

impl OpenElement {
    fn text(self) -> String {
        let blocks = self.blocks;
        match self.kind {
            ElementKind::Document => join(&blocks, false),
            ElementKind::Quote => {
                let quoted = join(&blocks, false);
                let lines = quoted.split('\n').map(|line| format!("> {line}").trim_end().to_owned());
                lines.collect::<Vec<_>>().join("\n")
            }
            ElementKind::Item => join(&blocks, !self.loose),
            ElementKind::List { number, other } => {
                let mut next = number;
                let mut items = Vec::with_capacity(blocks.len());
                for (item, _) in &blocks {
                    let marker = match (next, other) {
                        (Some(number), false) => format!("{number}. "),
                        (Some(number), true) => format!("{number}) "),
                        (None, false) => "- ".to_owned(),
                        (None, true) => "* ".to_owned(),
                    };
                    next = next.map(|number| number.saturating_add(1));
                    let item = indent(item, &" ".repeat(marker.len()));
                    items.push(format!("{marker}{item}").trim_end().to_owned());
                }
                items.join(if self.loose { "\n\n" } else { "\n" })
            }
            ElementKind::Row => {
                blocks.iter().map(|(cell, _)| format!("| {cell} ")).chain(["|".to_owned()]).collect()
            }
            ElementKind::Table(columns) => {
                let rule = columns.iter().map(|alignment| match alignment {
                    Alignment::None => "| --- ",
                    Alignment::Left => "| :-- ",
                    Alignment::Center => "| :-: ",
                    Alignment::Right => "| --: ",
                });
                let rule: String = rule.chain(["|"]).collect();
                let mut lines: Vec<&str> = blocks.iter().map(|(row, _)| row.as_str()).collect();
                lines.insert(lines.len().min(1), &rule);
                lines.join("\n")
            }
        }
    }
}

/// Joins blocks with blank lines. In a tight item, a list directly follows its line.
fn join(blocks: &[(String, BlockKind)], tight: bool) -> String {
    let mut text = String::new();
    for (position, (block, kind)) in blocks.iter().enumerate() {
        if position > 0 {
            text.push_str(if tight && matches!(kind, BlockKind::List { .. }) { "\n" } else { "\n\n" });
        }
        text.push_str(block);
    }
    text
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, html};

    use super::filter::filter;
    use super::write;
    use errcat_catalog::links::MARKDOWN;

    fn events(text: &str) -> Vec<Event<'_>> {
        let events = filter(Parser::new_ext(text, MARKDOWN)).into_iter();
        // A line break in a paragraph is equivalent to a space.
        events.map(|event| if event == Event::SoftBreak { Event::Text(" ".into()) } else { event }).collect()
    }

    fn html(events: Vec<Event<'_>>) -> String {
        let mut text = String::new();
        html::push_html(&mut text, events.into_iter());
        text
    }

    #[test]
    fn written_markdown_has_the_same_meaning() {
        for text in [
            "plain words, and `code`",
            "*em*, **strong**, ***both***, ~~gone~~, **`code` in it**",
            "a_b_c _d_ snake_case __e__ _",
            "# One\n\n## Two `x` #\n\n### \\# three\n\nSetext\n===",
            "[text](https://a.example/x_y?a=1&amp;b=2) and <https://b.example> and <c@d.example>",
            "- a\n- b\n  - c\n  - d\n\n    e\n- f",
            "- a\n\n- b\n\n  ```rust\n  fn main() {}\n  ```\n",
            "3. three\n4. four\n\n   more\n\n1) other\n2) list",
            "- one list\n\n<!-- -->\n\n- another\n* and another\n+ and another",
            "> quoted\n> - list\n>\n> > deeper\n\nafter",
            "    indented code\n\n~~~ js x\n```\n~~~",
            "| a | b | c |\n|:--|:-:|--:|\n| `x|y` | \\| | **z** |\n| 1 |",
            "hard  \nbreak\\\nhere\n\n---",
            "1986\\. A great year\n\n\\- no list\n\n\\+ no list\n\n\\> no quote\n\n\\=== no",
            "***\n\ntext\n\n- - -",
            "&lt;b&gt; &amp;copy; &#35; \\&copy; AT&T &",
            "<div>\n*raw*\n</div>\n\ninline <b>raw</b> <!-- c -->",
            "`` a`b `` and ` ` and ``` `` ```",
            "- \n- x\n-\n",
            "* a\n\n      code in item\n* b",
            "![image](a.png) [![nested](b.png)](c)",
            "line ending in #\n\n# heading ending in \\#",
            "a\n\n1. x\n\n   > q\n   >\n   > ```\n   > f\n   > ```\n",
            "\\* \\_ \\` \\[ \\] \\< \\\\ \\~ \\| \\!\\[x](y)",
        ] {
            let written = write(events(text), 0);
            // Escaped raw HTML keeps its line breaks, which have no meaning.
            let shown = |text: &str| html(events(text)).replace(['\n', ' '], "");
            assert_eq!(shown(&written), shown(text), "{text:?} became {written:?}");
        }
    }
}
