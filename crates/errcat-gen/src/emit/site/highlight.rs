//! Colours for code: a small lexer that knows comments, strings, numbers, keywords and names of members.
//!
//! It serves what the pages show most, HTTP messages and JSON, exactly, and the languages of examples well enough
//! to be read at a glance. Whatever it doesn't know stays plain, and every byte of the code appears, escaped.

use super::markdown::{escape_html, escape_html_into};

/// Code as HTML: spans of class `c` (comment), `s` (string), `n` (number), `k` (keyword) and `p` (a member's or a
/// header's name).
pub(super) fn html(language: &str, code: &str) -> String {
    match language {
        "http" => http(code),
        _ => match lexicon(language) {
            Some(lexicon) => lexicon.html(code),
            None => escape_html(code),
        },
    }
}

/// What the lexer has to know about a language.
struct Lexicon {
    comment: &'static [&'static str],
    quotes: &'static str,
    keywords: &'static [&'static str],
    /// Whether a string or a word before a colon names a member.
    members: bool,
}

fn lexicon(language: &str) -> Option<&'static Lexicon> {
    const JSON: Lexicon =
        Lexicon { comment: &[], quotes: "\"", keywords: &["true", "false", "null"], members: true };
    const YAML: Lexicon =
        Lexicon { comment: &["#"], quotes: "\"'", keywords: &["true", "false", "null"], members: true };
    const SHELL: Lexicon = Lexicon {
        comment: &["# "],
        quotes: "\"'",
        keywords: &["curl", "export", "if", "then", "else", "fi", "for", "do", "done", "while"],
        members: false,
    };
    const RUST: Lexicon = Lexicon {
        comment: &["//"],
        quotes: "\"",
        keywords: &[
            "as", "async", "await", "const", "else", "enum", "fn", "for", "if", "impl", "in", "let", "loop",
            "match", "mod", "mut", "pub", "return", "self", "struct", "trait", "use", "where", "while",
        ],
        members: false,
    };
    const PYTHON: Lexicon = Lexicon {
        comment: &["#"],
        quotes: "\"'",
        keywords: &[
            "and", "as", "async", "await", "class", "def", "elif", "else", "except", "False", "finally",
            "for", "from", "if", "import", "in", "is", "None", "not", "or", "pass", "raise", "return",
            "True", "try", "while", "with", "yield",
        ],
        members: false,
    };
    const SCRIPT: Lexicon = Lexicon {
        comment: &["//"],
        quotes: "\"'`",
        keywords: &[
            "async",
            "await",
            "break",
            "case",
            "catch",
            "class",
            "const",
            "else",
            "export",
            "false",
            "finally",
            "for",
            "from",
            "function",
            "if",
            "import",
            "in",
            "interface",
            "let",
            "new",
            "null",
            "of",
            "return",
            "switch",
            "this",
            "throw",
            "true",
            "try",
            "type",
            "typeof",
            "undefined",
            "while",
        ],
        members: false,
    };
    Some(match language {
        "json" => &JSON,
        "yaml" | "yml" | "toml" => &YAML,
        "sh" | "bash" | "shell" | "console" | "curl" => &SHELL,
        "rust" | "rs" => &RUST,
        "python" | "py" => &PYTHON,
        "javascript" | "js" | "typescript" | "ts" | "jsx" | "tsx" => &SCRIPT,
        _ => return None,
    })
}

/// A request or a response: its first line, headers, an empty line, and a body that may be JSON.
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
                escape_html_into(&mut html, value);
            }
            _ => match line.split_once(' ') {
                Some((first, rest)) if number == 0 => {
                    span(&mut html, "k", first);
                    html.push(' ');
                    escape_html_into(&mut html, rest);
                }
                _ => escape_html_into(&mut html, line),
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
        let mut rest = code;
        let mut previous = ' ';
        while let Some(first) = rest.chars().next() {
            let in_word = previous.is_alphanumeric() || previous == '_';
            let (length, class) = if let Some(mark) = self.comment_at(rest) {
                (rest.find('\n').unwrap_or(rest.len()).max(mark), "c")
            } else if self.quotes.contains(first) {
                let length = string_length(rest, first);
                (length, if self.members && names_member(&rest[length..]) { "p" } else { "s" })
            } else if first.is_ascii_digit() && !in_word {
                (run(rest, |c| c.is_ascii_alphanumeric() || c == '.' || c == '_'), "n")
            } else if (first.is_alphabetic() || first == '_') && !in_word {
                let length = run(rest, |c| c.is_alphanumeric() || c == '_');
                let word = &rest[..length];
                if self.keywords.contains(&word) {
                    (length, "k")
                } else {
                    (length, if self.members && names_member(&rest[length..]) { "p" } else { "" })
                }
            } else {
                (first.len_utf8(), "")
            };
            let (token, remaining) = rest.split_at(length);
            span(&mut html, class, token);
            previous = token.chars().next_back().unwrap_or(' ');
            rest = remaining;
        }
        html
    }

    fn comment_at(&self, rest: &str) -> Option<usize> {
        self.comment.iter().find(|mark| rest.starts_with(**mark)).map(|mark| mark.len())
    }
}

/// A string with its quotes; to the end of the line where it isn't closed on it.
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
    if class.is_empty() {
        return escape_html_into(html, token);
    }
    html.push_str("<span class=\"");
    html.push_str(class);
    html.push_str("\">");
    escape_html_into(html, token);
    html.push_str("</span>");
}
