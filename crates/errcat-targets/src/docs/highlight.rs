//! Syntax highlighting: a small lexer for comments, strings, numbers, keywords and member names.
//!
//! It is exact for HTTP messages and JSON, which pages show most, and approximate for the languages of
//! examples. Anything unknown stays plain. All of the code is kept, with escapes.
//!
//! Libraries know more, but are too slow. arborium (tree-sitter), with the grammars of JSON, Rust, Python,
//! TypeScript and Bash, adds 12 s to a clean build that takes 44 s and may take 45 s. It takes 0.24 ms for
//! the five snippets of a page, so 10,000 pages would take more than half of the two seconds that are the
//! limit for everything. It also doesn't distinguish member names in JSON from other strings. syntect is much
//! slower. A mistake in this lexer only results in a wrong color, so it stays small.

mod lexicon;

use std::ops::Range;

use self::lexicon::{Lexicon, lexicon};
use super::escape_html::{escape, escape_into};

/// Returns code as HTML, with spans of the classes `c` (comment), `s` (string), `n` (number), `k` (keyword)
/// and `p` (a member's or a header's name).
pub(crate) fn html(language: &str, code: &str) -> String {
    match language {
        "http" => http(code),
        _ => match lexicon(language) {
            Some(lexicon) => lexicon.html(code),
            None => escape(code),
        },
    }
}

/// Marks ranges of highlighted code with an element, in bytes of the code. Spans that a range starts or ends
/// in are split.
pub(crate) fn mark(html: &str, element: &str, ranges: &[Range<usize>]) -> String {
    let mut marked = String::with_capacity(html.len() + 32);
    let (mut rest, mut at) = (html, 0);
    // The open span and `true` in the mark: those of the next character, and those that are written.
    let (mut wanted, mut written) = (("", false), ("", false));
    while !rest.is_empty() {
        let next_edge =
            || ranges.iter().flat_map(|range| [range.start, range.end]).filter(|edge| *edge > at).min();
        // An escaped character has one byte.
        let (token, bytes) = match rest.as_bytes()[0] {
            b'<' => (first_through(rest, '>'), 0),
            b'&' => (first_through(rest, ';'), 1),
            _ => {
                let plain = rest.find(['<', '&']).unwrap_or(rest.len());
                let length = next_edge().map_or(plain, |edge| plain.min(edge - at));
                (&rest[..length], length)
            }
        };
        rest = &rest[token.len()..];
        if bytes == 0 {
            wanted.0 = if token.starts_with("</") { "" } else { token };
            continue;
        }
        wanted.1 = ranges.iter().any(|range| range.contains(&at));
        switch(&mut marked, element, &mut written, wanted);
        marked.push_str(token);
        at += bytes;
    }
    switch(&mut marked, element, &mut written, ("", false));
    marked
}

/// Returns the start of a text through a character.
fn first_through(text: &str, last: char) -> &str {
    text.find(last).map_or(text, |end| &text[..end + last.len_utf8()])
}

/// Closes and opens the elements between two characters. A mark contains whole spans.
fn switch<'h>(html: &mut String, element: &str, from: &mut (&'h str, bool), to: (&'h str, bool)) {
    if *from == to {
        return;
    }
    if !from.0.is_empty() {
        html.push_str("</span>");
    }
    match (from.1, to.1) {
        (false, true) => html.extend(["<", element, ">"]),
        (true, false) => html.extend(["</", element, ">"]),
        _ => {}
    }
    html.push_str(to.0);
    *from = to;
}

/// Highlights a request or a response: its first line, headers, an empty line, and a body that may be JSON.
fn http(code: &str) -> String {
    let (head, body) = match code.split_once("\n\n") {
        Some((head, body)) => (head, Some(body)),
        None => (code, None),
    };
    let mut html = String::with_capacity(code.len() * 2);
    for (number, line) in head.split('\n').enumerate() {
        if number > 0 {
            html.push('\n');
        }
        match line.split_once(": ") {
            Some((name, value)) if !name.contains(' ') => {
                span(&mut html, "p", name);
                html.push_str(": ");
                escape_into(&mut html, value);
            }
            _ => match line.split_once(' ') {
                Some((first, rest)) if number == 0 => {
                    span(&mut html, "k", first);
                    html.push(' ');
                    escape_into(&mut html, rest);
                }
                _ => escape_into(&mut html, line),
            },
        }
    }
    if let Some(body) = body {
        html.push_str("\n\n");
        let is_json = body.starts_with(['{', '[']);
        html.push_str(&self::html(if is_json { "json" } else { "" }, body));
    }
    html
}

impl Lexicon {
    fn html(&self, code: &str) -> String {
        let mut html = String::with_capacity(code.len() * 2);
        let mut plain = 0;
        let mut at = 0;
        while let Some(first) = code[at..].chars().next() {
            // A quarter of all code is whitespace, which is never a token.
            if matches!(first, ' ' | '\n') {
                at += 1;
                continue;
            }
            let (length, class) = self.token(&code[at..], first);
            if !class.is_empty() {
                escape_into(&mut html, &code[plain..at]);
                span(&mut html, class, &code[at..at + length]);
                plain = at + length;
            }
            at += length;
        }
        escape_into(&mut html, &code[plain..]);
        html
    }

    /// Returns the length and the class of the token at the start of a text.
    fn token(&self, text: &str, first: char) -> (usize, &'static str) {
        if self.comment.iter().any(|mark| text.starts_with(mark)) {
            return (text.find('\n').unwrap_or(text.len()), "c");
        }
        if self.quotes.contains(first) {
            let length = string_length(text, first);
            return (length, if self.members && names_member(&text[length..]) { "p" } else { "s" });
        }
        if !is_word(first) {
            return (first.len_utf8(), "");
        }
        if first.is_ascii_digit() {
            return (run(text, |c| c.is_ascii_alphanumeric() || c == '.' || c == '_'), "n");
        }
        let length = run(text, is_word);
        if self.keywords.binary_search(&&text[..length]).is_ok() {
            return (length, "k");
        }
        (length, if self.members && names_member(&text[length..]) { "p" } else { "" })
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Returns the length of a string with its quotes. An unclosed string ends with its line.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' if quote != '`' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

fn names_member(after: &str) -> bool {
    after.trim_start_matches(' ').starts_with(':')
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn span(html: &mut String, class: &str, token: &str) {
    html.push_str("<span class=\"");
    html.push_str(class);
    html.push_str("\">");
    escape_into(html, token);
    html.push_str("</span>");
}

#[cfg(test)]
mod tests {
    use super::{html, lexicon::lexicon, mark};
    use errcat_catalog::languages::LANGUAGES;

    #[test]
    fn all_code_is_kept() {
        let languages = ["http", "json", "yaml", "shell", "rust", "python", "javascript", "", "brainfuck"];
        let codes = [
            "POST /x HTTP/1.1\nA: b\nno header\n\n{\"a\": [1, \"b\\\"c\", null]}\n\nmore",
            "let s = \"open\nfn f() { 1_000.5e3 } // <b>\n'",
            "# comment\nx = 'a' # <script>\n`t\n${y}` é3 3é _",
            "",
            "\n\n",
        ];
        for (language, code) in languages.iter().flat_map(|language| codes.map(|code| (language, code))) {
            let mut shown = String::new();
            for piece in html(language, code).split('<') {
                shown.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
            }
            let shown =
                shown.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
            assert_eq!(shown.replace("&amp;", "&"), code, "{language}");
        }
    }

    #[test]
    fn keywords_are_sorted() {
        for language in LANGUAGES.iter().filter(|language| !["http", "text"].contains(language)) {
            assert!(lexicon(language).expect("a known language").keywords.is_sorted(), "{language}");
        }
    }

    #[test]
    fn marks_split_spans() {
        let code = "f(\"a<b\", 1) é";
        let colored = html("python", code);
        for (text, expected) in [
            ("f", "<mark>f</mark>(<span class=\"s\">"),
            ("a<b", "<span class=\"s\">&quot;</span><mark><span class=\"s\">a&lt;b</span></mark><span"),
            ("\", 1", "<mark><span class=\"s\">&quot;</span>, <span class=\"n\">1</span></mark>)"),
            ("é", " <mark>é</mark>"),
        ] {
            let start = code.find(text).expect("a part");
            let marked = mark(&colored, "mark", std::slice::from_ref(&(start..start + text.len())));
            assert!(marked.contains(expected), "{marked}");
            assert_eq!(marked.matches("<span").count(), marked.matches("</span>").count());
        }
        assert_eq!(mark(&colored, "mark", &[]), colored);
        assert!(mark(&colored, "var", &[0..1, 9..10]).matches("<var>").count() == 2);
    }

    #[test]
    fn tokens_have_classes() {
        let json = html("json", "{\"a\": \"b\", \"c\": true, \"d\": 1.5}");
        for expected in [
            "<span class=\"p\">&quot;a&quot;</span>: <span class=\"s\">&quot;b&quot;</span>",
            "<span class=\"k\">true</span>",
            "<span class=\"n\">1.5</span>",
        ] {
            assert!(json.contains(expected), "{json}");
        }
        let http = html("http", "HTTP/1.1 404 Not Found\nRetry-After: 42");
        assert_eq!(
            http,
            "<span class=\"k\">HTTP/1.1</span> 404 Not Found\n<span class=\"p\">Retry-After</span>: 42"
        );
    }
}
