//! Renders Markdown as plain text for a terminal: wrapped, with lists and code blocks, without markup.

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};

/// The width of a line in characters.
const WIDTH: usize = 88;

/// Renders Markdown. Each line is indented by `indent` spaces.
pub fn plain(markdown: &str, indent: usize) -> String {
    // `[agent_not_found]` is a link to the page of an error. In a terminal only the name is shown.
    let mut to_nowhere = |_: BrokenLink<'_>| Some((CowStr::from(""), CowStr::from("")));
    let parser = Parser::new_with_broken_link_callback(markdown, Options::empty(), Some(&mut to_nowhere));
    let mut page = Page { indents: vec![indent], ..Page::default() };
    for event in parser {
        page.take(event);
    }
    page.flush();
    page.text
}

/// Renders a list item: `mark` before its first line, and the other lines aligned with the text after it.
pub fn item(mark: &str, markdown: &str, indent: usize) -> String {
    let mut text = plain(markdown, indent + mark.len());
    if text.len() >= indent + mark.len() {
        text.replace_range(indent..indent + mark.len(), mark);
    }
    text
}

#[derive(Default)]
struct Page {
    text: String,
    /// The current paragraph.
    line: String,
    /// The indentation of each open block.
    indents: Vec<usize>,
    /// The bullet or number before the next line.
    mark: Option<String>,
    /// The next number of each open list. `None` for bullets.
    lists: Vec<Option<u64>>,
    /// The URL of each open link.
    links: Vec<String>,
    in_code: bool,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.line.push_str(&text),
            Event::Code(code) => self.line.extend(["`", &*code, "`"]),
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak => self.line.push('\n'),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) if self.mark.is_none() => self.gap(),
            Tag::CodeBlock(_) => {
                self.gap();
                self.indents.push(4);
                self.in_code = true;
            }
            Tag::List(first) => {
                self.flush();
                if self.lists.is_empty() {
                    self.gap();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                let number = self.lists.last_mut().and_then(Option::as_mut);
                let mark = number.map_or("- ".to_owned(), |number| {
                    *number += 1;
                    format!("{}. ", *number - 1)
                });
                self.indents.push(mark.len());
                self.mark = Some(mark);
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push(dest_url.into_string());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.flush(),
            TagEnd::CodeBlock => {
                self.flush();
                self.indents.pop();
                self.in_code = false;
            }
            TagEnd::Item => {
                self.flush();
                self.indents.pop();
                self.mark = None;
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Link | TagEnd::Image => {
                let address = self.links.pop().unwrap_or_default();
                if !address.is_empty() && !self.line.ends_with(&address) {
                    self.line.extend([" (", &*address, ")"]);
                }
            }
            _ => {}
        }
    }

    /// Adds an empty line between blocks.
    fn gap(&mut self) {
        self.flush();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Wraps and adds the current paragraph.
    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.trim().is_empty() {
            return;
        }
        let indent: usize = self.indents.iter().sum();
        let start = self.text.len();
        let width = if self.in_code { usize::MAX } else { WIDTH.saturating_sub(indent) };
        for line in line.trim_end().lines() {
            for line in wrap(line, width) {
                self.text.extend([" ".repeat(indent).as_str(), &*line, "\n"]);
            }
        }
        if let Some(mark) = self.mark.take() {
            self.text.replace_range(start + indent - mark.len()..start + indent, &mark);
        }
    }
}

/// Wraps a line between words. A word that is longer than the width isn't broken.
fn wrap(line: &str, width: usize) -> Vec<String> {
    if line.chars().count() <= width {
        return vec![line.to_owned()];
    }
    let mut lines = vec![String::new()];
    for word in line.split_whitespace() {
        let last = lines.last_mut().expect("at least one");
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= width {
            last.extend([" ", word]);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_rendered_without_markup() {
        let markdown = "A **bold** claim, see [the docs](https://e.org) and [agent_not_found].\n\n\
                        - one `code`\n- two\n  more\n\n1. first\n2. second\n\n```sh\ncurl -v  x\n\nend\n```\nLast.";
        assert_eq!(
            plain(markdown, 2),
            "  A bold claim, see the docs (https://e.org) and agent_not_found.\n\n  \
             - one `code`\n  - two more\n\n  1. first\n  2. second\n\n      curl -v  x\n      \n      end\n\n  Last.\n"
        );
    }

    #[test]
    fn wrapped_lines_are_aligned_after_the_mark() {
        let text = item("- ", &"word ".repeat(30), 2);
        assert!(text.starts_with("  - word word"), "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with("    word")), "{text}");
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
    }

    #[test]
    fn html_is_text() {
        assert_eq!(plain("a <script> b", 0), "a <script> b\n");
    }
}
