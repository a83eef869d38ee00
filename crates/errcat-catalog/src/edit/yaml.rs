//! Writes YAML in the style of the catalogs: block maps and lists, short maps on one line, quotes only where
//! they are needed, and long texts folded.

use crate::yaml::{double_quoted, is_plain};

/// The maximum width of a line. Longer texts are folded.
const MAX_WIDTH: usize = 110;

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Yaml {
    /// A text, quoted if YAML would read it as something else.
    Text(String),
    /// A word that is written as it is: a number, `true`, `none`.
    Word(String),
    /// A list, with one line for each item.
    List(Vec<Yaml>),
    /// A list on one line.
    ShortList(Vec<Yaml>),
    /// A map, with one line for each key.
    Map(Vec<(String, Yaml)>),
    /// A map on one line, if it fits.
    ShortMap(Vec<(String, Yaml)>),
}

/// The indentation of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The number of spaces for each level.
    pub step: usize,
}

impl Default for Style {
    fn default() -> Self {
        Style { step: 2 }
    }
}

impl Yaml {
    /// Creates a list of texts.
    pub fn texts(texts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Yaml::List(texts.into_iter().map(|text| Yaml::Text(text.into())).collect())
    }

    /// Returns a text or a word without quotes; empty for a list or a map.
    pub fn content(&self) -> &str {
        match self {
            Yaml::Text(text) | Yaml::Word(text) => text,
            Yaml::List(_) | Yaml::ShortList(_) | Yaml::Map(_) | Yaml::ShortMap(_) => "",
        }
    }

    /// Writes the pairs of a map, each line indented.
    pub fn write_pairs(pairs: &[(String, Yaml)], indent: usize, style: Style) -> String {
        let mut text = String::new();
        write_pairs(&mut text, pairs, indent, style);
        text
    }

    /// Writes a value on one line, in brackets if it is a list or a map.
    pub fn on_one_line(&self) -> String {
        match self {
            Yaml::Text(text) => short_scalar(text),
            Yaml::Word(word) => word.clone(),
            Yaml::List(items) | Yaml::ShortList(items) => {
                let items: Vec<String> = items.iter().map(Yaml::on_one_line).collect();
                format!("[{}]", items.join(", "))
            }
            Yaml::Map(pairs) | Yaml::ShortMap(pairs) if pairs.is_empty() => "{}".to_owned(),
            Yaml::Map(pairs) | Yaml::ShortMap(pairs) => {
                let pair = |(name, value): &(String, Yaml)| format!("{}: {}", key(name), value.on_one_line());
                format!("{{ {} }}", pairs.iter().map(pair).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

fn write_pairs(out: &mut String, pairs: &[(String, Yaml)], indent: usize, style: Style) {
    for (name, value) in pairs {
        let start = out.len();
        out.push_str(&" ".repeat(indent));
        out.push_str(&key(name));
        out.push(':');
        let column = out.len() - start + 1;
        write_value(out, value, column, indent + style.step, style);
    }
}

/// Writes a value after `key:` or `-`, and the line break. `indent` is that of the lines that follow.
fn write_value(out: &mut String, value: &Yaml, column: usize, indent: usize, style: Style) {
    match value {
        Yaml::Text(text) => write_text(out, text, column, indent),
        Yaml::List(items) if !items.is_empty() => {
            out.push('\n');
            for item in items {
                out.push_str(&" ".repeat(indent));
                out.push('-');
                write_item(out, item, indent + 2, style);
            }
        }
        Yaml::Map(pairs) if !pairs.is_empty() => {
            out.push('\n');
            write_pairs(out, pairs, indent, style);
        }
        Yaml::ShortMap(pairs) if column + value.on_one_line().chars().count() > MAX_WIDTH => {
            out.push('\n');
            write_pairs(out, pairs, indent, style);
        }
        Yaml::Word(_) | Yaml::List(_) | Yaml::ShortList(_) | Yaml::Map(_) | Yaml::ShortMap(_) => {
            out.push(' ');
            out.push_str(&value.on_one_line());
            out.push('\n');
        }
    }
}

/// Writes an item after `-`. A map starts on the same line.
fn write_item(out: &mut String, item: &Yaml, indent: usize, style: Style) {
    match item {
        Yaml::Map(pairs) if !pairs.is_empty() => {
            let text = Yaml::write_pairs(pairs, indent, style);
            out.push(' ');
            out.push_str(text.trim_start());
        }
        item => write_value(out, item, indent, indent, style),
    }
}

fn write_text(out: &mut String, text: &str, column: usize, indent: usize) {
    let is_block = !text.starts_with([' ', '\n']) && !text.ends_with([' ', '\n']);
    let has_controls = text.chars().any(|c| c.is_control() && c != '\n');
    let is_wide = column + text.chars().count() > MAX_WIDTH;
    if is_block && !has_controls && text.contains('\n') {
        out.push_str(" |-\n");
        text.lines().for_each(|line| write_line(out, line, indent));
    } else if is_block && !has_controls && is_wide && text.contains(' ') {
        out.push_str(" >-\n");
        fold(text, MAX_WIDTH.saturating_sub(indent)).for_each(|line| write_line(out, line, indent));
    } else {
        out.push(' ');
        out.push_str(&scalar(text));
        out.push('\n');
    }
}

fn write_line(out: &mut String, line: &str, indent: usize) {
    if !line.is_empty() {
        out.push_str(&" ".repeat(indent));
        out.push_str(line);
    }
    out.push('\n');
}

/// Breaks a text at single spaces, which a folded block reads as spaces again.
fn fold(text: &str, width: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let line = rest?;
        let is_single = |at: usize| {
            let space = |at: usize| line.as_bytes().get(at) == Some(&b' ');
            !space(at + 1) && (at == 0 || !space(at - 1))
        };
        let mut breaks = line.match_indices(' ').map(|(at, _)| at).filter(|at| is_single(*at));
        let mut end = breaks.next();
        for at in breaks {
            if line[..at].chars().count() > width {
                break;
            }
            end = Some(at);
        }
        let end = end.filter(|_| line.chars().count() > width);
        rest = end.map(|end| &line[end + 1..]);
        Some(end.map_or(line, |end| &line[..end]))
    })
}

/// Writes a text without line breaks of its own, in quotes if it needs them.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { in_quotes(text) }
}

/// Like [`scalar`], in brackets.
fn short_scalar(text: &str) -> String {
    if is_plain(text) && !text.contains([',', '[', ']', '{', '}']) {
        text.to_owned()
    } else {
        in_quotes(text)
    }
}

/// Writes a key. Codes need fewer quotes than texts, because they are never anything else.
fn key(name: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_code = name.chars().all(is_word) && name.contains(|c: char| c.is_ascii_alphanumeric());
    if is_code { name.to_owned() } else { short_scalar(name) }
}

fn in_quotes(text: &str) -> String {
    if text.contains(char::is_control) {
        return double_quoted(text);
    }
    match text.contains(['"', '\\']) {
        true => format!("'{}'", text.replace('\'', "''")),
        false => format!("\"{text}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Findings, Sources};
    use crate::yaml::{Kind, Node, read};

    /// Texts that YAML would read as something else, or that are hard to write.
    const TEXTS: [&str; 26] = [
        "Not found",
        "a: b",
        "`id` is wrong",
        "{id} was lost",
        "NO",
        "0123",
        "1e5",
        "2024-01-15",
        "~",
        "",
        " a ",
        "it's",
        "\"a\" and 'b'",
        "a\\b",
        "a # b",
        "# a",
        "- a",
        "[a]",
        "a, b",
        "a\nb",
        "a\n\n  b\nc",
        "  a\nb",
        "tab\there",
        "%s",
        "日本語: 名前",
        "a:",
    ];

    fn parse(text: &str) -> Node {
        let (mut sources, mut findings) = (Sources::default(), Findings::default());
        let node = read(text, sources.add("a.yaml", text), &mut findings);
        assert!(findings.is_empty(), "{findings:?}\n{text}");
        node.expect("a value")
    }

    fn text_of(node: &Node) -> &str {
        match &node.kind {
            Kind::Scalar { text, .. } => text,
            kind => panic!("{kind:?} isn't a text"),
        }
    }

    #[test]
    fn texts_are_read_back_in_every_place() {
        let long = format!("{} end", "words  with two spaces, and: more".repeat(12));
        for text in TEXTS.iter().copied().chain([long.as_str()]) {
            let value = || Yaml::Text(text.to_owned());
            let pairs = [
                ("text".to_owned(), value()),
                ("list".to_owned(), Yaml::List(vec![value(), value()])),
                ("short".to_owned(), Yaml::ShortMap(vec![("a".to_owned(), value())])),
                ("items".to_owned(), Yaml::List(vec![Yaml::Map(vec![("a".to_owned(), value())])])),
                ("in_brackets".to_owned(), Yaml::ShortList(vec![value(), value()])),
            ];
            let written = Yaml::write_pairs(&pairs, 0, Style::default());
            let Kind::Map(read) = parse(&written).kind else { panic!("a map\n{written}") };
            let inner = |node: &Node| match &node.kind {
                Kind::Map(pairs) => text_of(&pairs[0].1).to_owned(),
                _ => text_of(node).to_owned(),
            };
            let texts = read.iter().flat_map(|(_, node)| match &node.kind {
                Kind::List(items) => items.iter().map(inner).collect(),
                _ => vec![inner(node)],
            });
            texts.for_each(|read| assert_eq!(read, text, "{written}"));
        }
    }

    #[test]
    fn keys_are_quoted_only_if_they_need_it() {
        for (name, written) in
            [("08P01", "08P01"), ("NO", "NO"), ("-32020", "-32020"), ("a:b", "a:b"), ("*", "\"*\"")]
        {
            assert_eq!(key(name), written);
        }
    }

    #[test]
    fn long_texts_are_folded_within_the_width() {
        let text = "word ".repeat(60);
        let pairs = [("meaning".to_owned(), Yaml::Text(text.trim().to_owned()))];
        let written = Yaml::write_pairs(&pairs, 4, Style::default());
        assert!(written.starts_with("    meaning: >-\n      word "), "{written}");
        assert!(written.lines().all(|line| line.len() <= MAX_WIDTH), "{written}");
    }
}
