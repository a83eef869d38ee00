//! Words and comments, found by their text: prose is checked in every language, and names follow the same
//! rules.

use crate::files::{Language, SourceFile};

/// A word in lower case, with its line from 1. Parts of names are words: `FixKind` has two.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) line: usize,
    pub(crate) text: String,
    /// True if only spaces, underscores and comment markers separate the word from the previous one.
    pub(crate) is_adjacent: bool,
}

/// Returns the words of a file, including those of names.
pub(crate) fn words(file: &SourceFile) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut line, mut is_adjacent) = (1, false);
    let mut before = ' ';
    for c in file.text.chars() {
        let is_letter = c.is_alphabetic() || (c == '\'' && before.is_alphabetic());
        let begins = is_letter && (!is_part(before) || (before.is_lowercase() && c.is_uppercase()));
        if begins {
            words.push(Word { line, text: String::new(), is_adjacent });
            is_adjacent = true;
        }
        match words.last_mut() {
            Some(word) if is_letter => word.text.extend(c.to_lowercase()),
            _ => is_adjacent &= c.is_whitespace() || "_/!#*".contains(c),
        }
        line += usize::from(c == '\n');
        before = c;
    }
    words
}

fn is_part(c: char) -> bool {
    c.is_alphabetic() || c == '\''
}

/// Returns the doc comments of a Rust file: the line number and text of each one's first line.
pub(crate) fn docs(file: &SourceFile) -> impl Iterator<Item = (usize, &str)> {
    let mut was_doc = false;
    file.text.lines().zip(1..).filter_map(move |(line, number)| {
        let line = line.trim_start();
        let text = line.strip_prefix("///").or(line.strip_prefix("//!"));
        let begins = !was_doc && file.language == Language::Rust;
        was_doc = text.is_some();
        text.filter(|_| begins).map(|text| (number, text.trim_start()))
    })
}

/// Returns `true` if a line is a comment.
pub(crate) fn is_comment(language: Language, line: &str) -> bool {
    let line = line.trim_start();
    match language {
        Language::Rust => line.starts_with("//"),
        Language::Hash => line.starts_with('#'),
        Language::Script => ["//", "/*", "* "].iter().any(|marker| line.starts_with(marker)),
        Language::Markup => false,
    }
}
