//! Escapes plain text for Markdown.
//!
//! A Markdown page has to mean the same as the HTML page: a message that contains `*` or `<b>` shows them.
//! Only necessary characters are escaped, because the source is often read directly.

/// Escapes a text that is part of a line, or a paragraph of its own.
pub(crate) fn escape(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len() + 8);
    escape_into(&mut markdown, text, true);
    markdown
}

/// Returns `true` if a text certainly needs no escapes, as most texts do. May return `false` for other such
/// texts.
pub(crate) fn is_plain(text: &str) -> bool {
    let is_literal = |c: char| {
        c.is_alphanumeric()
            || matches!(c, ' ' | ',' | '.' | ';' | ':' | '\'' | '’' | '(' | ')' | '/' | '-' | '?' | '%' | '$')
    };
    text.starts_with(char::is_alphabetic) && !text.ends_with(' ') && text.chars().all(is_literal)
}

/// Returns a code span, delimited by as many backticks as necessary.
pub fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.is_empty() {
        return String::new();
    }
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    // Markdown parsers strip one space from both ends.
    let spaced = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let pad = if spaced && !text.trim().is_empty() { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// Returns a code block, with a fence that the code can't close.
pub(crate) fn fence(language: &str, code: &str) -> String {
    let fence = "`".repeat(longest_run(code, '`').max(2) + 1);
    let language: String =
        language.chars().filter(|c| c.is_ascii_alphanumeric() || "+-#_.".contains(*c)).collect();
    format!("{fence}{language}\n{}\n{fence}", code.trim_end_matches('\n'))
}

/// Indents all lines except the first, so that they stay in their list item.
pub(crate) fn indent(text: &str, by: &str) -> String {
    let mut lines = text.split('\n');
    let mut indented = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        indented.push('\n');
        if !line.is_empty() {
            indented.push_str(by);
            indented.push_str(line);
        }
    }
    indented
}

/// Escapes a URL for the parentheses of a link.
pub(crate) fn destination(url: &str) -> String {
    if url.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/:.-_#".contains(&byte)) {
        return url.to_owned();
    }
    let mut destination = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '&' => destination.push_str("&amp;"),
            '(' | ')' | '<' | '>' | '`' | '"' | '|' => {
                destination.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_whitespace() => destination.push_str("%20"),
            c => destination.push(c),
        }
    }
    destination
}

/// Escapes only what would be markup at its position. For example, `_` within a word and `-` within a line
/// aren't escaped.
pub(crate) fn escape_into(markdown: &mut String, text: &str, at_start: bool) {
    let mut previous = None;
    let mut characters = text.chars().peekable();
    let mut only_digits = at_start;
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        let first = at_start && previous.is_none();
        let escaped = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
            '_' => !(previous.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            // At the end of a heading, `#` after a space isn't part of the text.
            '#' => first || (next.is_none() && previous.is_none_or(|c| c == '#' || c.is_whitespace())),
            '+' | '-' | '=' | '>' | ':' => first,
            '.' | ')' => only_digits && previous.is_some(),
            _ => false,
        };
        if escaped {
            markdown.push('\\');
        }
        match c {
            '\n' | '\r' | '\t' => markdown.push(' '),
            c if c.is_control() => {}
            c => markdown.push(c),
        }
        only_digits = only_digits && c.is_ascii_digit();
        previous = Some(c);
    }
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, Tag};

    use super::{code, escape};
    use errcat_catalog::links::MARKDOWN;

    #[test]
    fn plain_text_stays_plain() {
        for text in [
            "# no heading",
            "- no list",
            "+ no list",
            "1. no list",
            "12) no list",
            "> no quote",
            "=== no",
            "---",
            "*no* **em** _no_ __no__ ~~no~~",
            "<b>no</b> <!-- no --> &amp; &#60;",
            "[no](x) ![no](x) [no][x] [x]: y",
            "`no` ``` no",
            "\\ \\\\ \\*",
            "| a | b |",
            "a_b snake_case_",
            ": no",
            "~~~ no",
            "$5.00 (10%) {param}",
        ] {
            let mut shown = String::new();
            for event in Parser::new_ext(&escape(text), MARKDOWN) {
                match event {
                    Event::Text(piece) => shown.push_str(&piece),
                    Event::Start(Tag::Paragraph) | Event::End(_) => {}
                    other => panic!("{text:?} became {other:?}"),
                }
            }
            assert_eq!(shown, text, "{:?}", escape(text));
        }
    }

    #[test]
    fn plain_text_stays_plain_in_a_heading() {
        for text in ["no end #", "no end ##", "#", "C#", "a # b", "\\ #"] {
            let heading = format!("# {}\n", escape(text));
            let shown = Parser::new_ext(&heading, MARKDOWN).filter_map(|event| match event {
                Event::Text(piece) => Some(piece.into_string()),
                _ => None,
            });
            assert_eq!(shown.collect::<String>(), text, "{heading:?}");
        }
    }

    #[test]
    fn code_stays_code() {
        for text in ["x", "a`b", "``", "` `", " x ", "a``b`c", "<b>", "\\"] {
            let written = code(text);
            let events: Vec<_> = Parser::new_ext(&written, MARKDOWN).collect();
            assert_eq!(events[1], Event::Code(text.into()), "{written:?}");
        }
    }
}
