//! Generates inputs for fuzz tests: valid files with a few random mistakes.
//!
//! A parser rejects random bytes at once. A file with a missing line, a duplicate line or a stray bracket
//! gets much further. Each test runs a few hundred cases; `PROPTEST_CASES=100000 cargo test --test fuzz` runs
//! more. A failing case is shrunk.

#![allow(dead_code, reason = "each test file uses a part of it")]

use proptest::prelude::*;

/// Tokens of the languages that are parsed: YAML, Markdown, Tera, Rust, JSON, HTML, HTTP.
const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "\\",
    "|",
    ">-",
    ": ",
    "- ",
    "# ",
    "#",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\t",
    "\r",
    "\n",
    "\n\n",
    "    ",
    "\u{feff}",
    "\u{202e}",
    "\u{0}",
    "\u{1b}[2J",
    "\u{e9}",
    "NO",
    "~",
    "0123",
    "1.10",
    "-1",
    "65536",
    "99999999999999999999",
    "1e999",
    "null",
    "true",
    "{{",
    "}}",
    "{code}",
    "{params}",
    "{x}",
    "{%",
    "%}",
    "{{ x }}",
    "{% block a %}",
    "{% endblock %}",
    "{% extends \"built_in/site/error.html\" %}",
    "{# ",
    "[a](javascript:alert(1))",
    "[a_b]",
    "![i](data:x)",
    "<script>alert(1)</script>",
    "</title>",
    "-->",
    "\n```\n",
    "is: ",
    "same_as: ",
    "status: none\n",
    "retry: ",
    "errors:\n",
    "aliases: [a]\n",
    "lints: { all: deny }\n",
    "../",
    "con",
    "#[code(transparent)]",
    "#[source]",
    "#[from]",
    "'a, T: 'a",
    "r#type",
    "where ",
    "enum E {}",
    "struct S;",
    "union ",
    "::",
    "=> ",
    "error",
    "detail",
    "429",
    "Retry-After",
];

/// Returns the configuration for a minimum number of cases. `PROPTEST_CASES` can increase it.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    // Failures become separate tests, not regression files.
    ProptestConfig { failure_persistence: None, cases: default.cases.max(cases), ..default }
}

/// A mistake. Positions are fractions of the text, so that they stay valid when the text is shrunk.
#[derive(Debug, Clone)]
enum Mistake {
    /// Inserts a word.
    Insert(u16, usize),
    /// Replaces a byte.
    Byte(u16, u8),
    /// Deletes the text between two positions.
    Delete(u16, u16),
    /// Duplicates a line.
    Double(u16),
    /// Deletes a line.
    Lose(u16),
    /// Swaps two lines.
    Swap(u16, u16),
    /// Changes the indentation of a line.
    Indent(u16, u8),
    /// Truncates the text.
    Cut(u16),
    /// Inserts a line of another file.
    Borrow(u16, u16),
}

/// Generates the index of a text, and that text with a few mistakes.
pub(crate) fn mistaken(corpus: Vec<String>) -> impl Strategy<Value = (usize, Vec<u8>)> {
    let texts = corpus.len();
    (0..texts, 0..texts, proptest::collection::vec(mistake(), 1..6)).prop_map(
        move |(text, other, mistakes)| {
            let mut bytes = corpus[text].clone().into_bytes();
            mistakes.iter().for_each(|mistake| mistake.apply(&mut bytes, corpus[other].as_bytes()));
            (text, bytes)
        },
    )
}

/// Like [`mistaken`], but valid UTF-8.
pub(crate) fn mistaken_text(corpus: Vec<String>) -> impl Strategy<Value = (usize, String)> {
    mistaken(corpus).prop_map(|(text, bytes)| (text, String::from_utf8_lossy(&bytes).into_owned()))
}

fn mistake() -> impl Strategy<Value = Mistake> {
    let at = any::<u16>;
    prop_oneof![
        4 => (at(), 0..WORDS.len()).prop_map(|(place, word)| Mistake::Insert(place, word)),
        2 => (at(), any::<u8>()).prop_map(|(place, byte)| Mistake::Byte(place, byte)),
        1 => (at(), at()).prop_map(|(a, b)| Mistake::Delete(a, b)),
        1 => at().prop_map(Mistake::Double),
        2 => at().prop_map(Mistake::Lose),
        1 => (at(), at()).prop_map(|(a, b)| Mistake::Swap(a, b)),
        1 => (at(), 0..9_u8).prop_map(|(line, width)| Mistake::Indent(line, width)),
        1 => at().prop_map(Mistake::Cut),
        2 => (at(), at()).prop_map(|(line, from)| Mistake::Borrow(line, from)),
    ]
}

impl Mistake {
    fn apply(&self, bytes: &mut Vec<u8>, other: &[u8]) {
        let place = |at: u16, length: usize| usize::from(at) * (length + 1) / (usize::from(u16::MAX) + 1);
        let lines = |bytes: &[u8]| -> Vec<Vec<u8>> {
            bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
        };
        let mut own = lines(bytes);
        let line = |at: u16, lines: &[Vec<u8>]| place(at, lines.len()).min(lines.len().saturating_sub(1));
        match *self {
            Mistake::Insert(at, word) => {
                let at = place(at, bytes.len());
                bytes.splice(at..at, WORDS[word].bytes());
                return;
            }
            Mistake::Byte(at, byte) => {
                let at = place(at, bytes.len());
                bytes.get_mut(at).into_iter().for_each(|old| *old = byte);
                return;
            }
            Mistake::Delete(a, b) => {
                let (a, b) = (place(a, bytes.len()), place(b, bytes.len()));
                bytes.drain(a.min(b)..a.max(b));
                return;
            }
            Mistake::Cut(at) => return bytes.truncate(place(at, bytes.len())),
            _ if own.is_empty() => return,
            Mistake::Double(at) => {
                let at = line(at, &own);
                own.insert(at, own[at].clone());
            }
            Mistake::Lose(at) => {
                own.remove(line(at, &own));
            }
            Mistake::Swap(a, b) => {
                let (a, b) = (line(a, &own), line(b, &own));
                own.swap(a, b);
            }
            Mistake::Indent(at, width) => {
                let at = line(at, &own);
                let start = own[at].iter().take_while(|byte| **byte == b' ').count();
                own[at].splice(..start, std::iter::repeat_n(b' ', usize::from(width)));
            }
            Mistake::Borrow(at, from) => {
                let theirs = lines(other);
                if let Some(borrowed) = theirs.get(line(from, &theirs)) {
                    own.insert(line(at, &own), borrowed.clone());
                }
            }
        }
        *bytes = own.concat();
    }
}
