//! The rules, and the exceptions to them.

use std::fmt;

use camino::Utf8PathBuf;

use crate::files::{Language, SourceFile};
use crate::text;

pub(crate) type Rule = fn(&SourceFile) -> Vec<Finding>;

pub(crate) const RULES: &[Rule] = &[headless_docs, retired_words, british_spelling, limit_names, wide_lines];

/// The width of a line in columns: `max_width` in rustfmt.toml.
const MAX_WIDTH: usize = 110;

/// First words of doc comments that don't name anything. Types and fields begin with a noun, functions with a
/// verb.
const HEADLESS: &[&str] = &[
    "All that",
    "As",
    "Everything that",
    "Its",
    "Nobody",
    "Nothing",
    "Of",
    "That",
    "The same",
    "Their",
    "Those",
    "What",
    "Where",
    "Whether",
    "Which",
    "Who",
    "Whose",
    "Why",
];

/// Retired words and phrases, and what to write instead.
const RETIRED: &[(&str, &str)] = &[
    ("anew", "`again`"),
    ("anybody", "the actor (any client, any reader)"),
    ("beside", "`next to`"),
    ("besides", "`in addition to`"),
    ("come of", "`result from`"),
    ("comes of", "`results from`"),
    ("look at", "`read` or `check`"),
    ("looked at", "`read` or `checked`"),
    ("looks at", "`reads` or `checks`"),
    ("mend", "`fix`"),
    ("mended", "`fixed`"),
    ("mends", "`fixes`"),
    ("nobody", "the actor (no client, no reader)"),
    ("somebody", "the actor (a client, an author)"),
    ("someone", "the actor (a client, an author)"),
    ("taken for", "`treated as`"),
    ("told", "`printed` or `reported`"),
    ("whoever", "the actor (the client, the author)"),
];

/// British stems, and the American ones.
const BRITISH: &[(&str, &str)] = &[
    ("behaviour", "behavior"),
    ("catalogue", "catalog"),
    ("colour", "color"),
    ("favour", "favor"),
    ("flavour", "flavor"),
    ("neighbour", "neighbor"),
    ("normalis", "normaliz"),
    ("optimise", "optimize"),
    ("recognis", "recogniz"),
    ("serialis", "serializ"),
    ("summaris", "summariz"),
    ("synthesise", "synthesize"),
];

/// Beginnings and ends of the names of constants that limit something.
const LIMIT_AFFIXES: (&[&str], &[&str]) = (&["MOST_", "LONGEST_", "FEW_", "FEWEST_"], &["_LIMIT", "_MOST"]);

/// Findings that are allowed, with the reason.
pub(crate) struct Exception {
    /// The file, from the root of the repository.
    pub(crate) path: &'static str,
    /// A part of the message.
    message: &'static str,
    #[expect(dead_code, reason = "for readers of the list")]
    why: &'static str,
}

pub(crate) const EXCEPTIONS: &[Exception] = &[
    Exception {
        path: "crates/errcat-cli/tests/diff/main.rs",
        message: "columns",
        why: "contains expected output",
    },
    Exception {
        path: "crates/errcat-cli/tests/folder_target/scratch.rs",
        message: "columns",
        why: "contains a catalog in a string",
    },
    Exception {
        path: "crates/errcat-cli/tests/generated.rs",
        message: "columns",
        why: "in a macro, not formatted",
    },
    Exception {
        path: "crates/errcat-cli/tests/markdown.rs",
        message: "columns",
        why: "contains a catalog in a string",
    },
    Exception {
        path: "crates/errcat-cli/tests/browser/search.test.mjs",
        message: "`RATE_LIMIT`",
        why: "an error code",
    },
    Exception {
        path: "crates/errcat-derive/tests/expansion.rs",
        message: "columns",
        why: "contains expected code, which rustfmt doesn't break",
    },
    Exception {
        path: "crates/errcat-derive/tests/fuzz.rs",
        message: "columns",
        why: "in a macro, not formatted",
    },
    Exception {
        path: "crates/errcat-targets/src/rust/api.rs",
        message: "columns",
        why: "contains generated code, indented",
    },
    Exception { path: "xtask/tests/prose/rules.rs", message: "", why: "lists the words" },
    Exception { path: "xtask/tests/prose/main.rs", message: "", why: "tests the rules" },
];

impl Exception {
    pub(crate) fn covers(&self, finding: &Finding) -> bool {
        finding.path == self.path && finding.message.contains(self.message)
    }
}

/// A line to be written differently.
pub(crate) struct Finding {
    path: Utf8PathBuf,
    line: usize,
    message: String,
}

impl Finding {
    fn new(file: &SourceFile, line: usize, message: String) -> Self {
        Finding { path: file.path.clone(), line, message }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// Finds doc comments that begin with a headless clause, such as "What is …" or "Whether it …".
pub(crate) fn headless_docs(file: &SourceFile) -> Vec<Finding> {
    let headless = text::docs(file).filter_map(|(line, text)| {
        let is_first = |words: &&&str| {
            text.strip_prefix(**words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        let words = HEADLESS.iter().find(is_first)?;
        let message = format!("a doc comment begins with `{words}`: name the thing, or begin with a verb");
        Some(Finding::new(file, line, message))
    });
    headless.collect()
}

/// Finds retired words and phrases, also in names and across lines.
pub(crate) fn retired_words(file: &SourceFile) -> Vec<Finding> {
    let words = text::words(file);
    let mut findings = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).filter(|next| next.is_adjacent).map(|next| &*next.text);
        let is_here = |phrase: &str| match phrase.split_once(' ') {
            None => word.text == phrase,
            Some((first, second)) => word.text == first && next == Some(second),
        };
        for (phrase, instead) in RETIRED.iter().filter(|(phrase, _)| is_here(phrase)) {
            findings.push(Finding::new(file, word.line, format!("write {instead} for `{phrase}`")));
        }
    }
    findings
}

/// Finds British spelling, also in names.
pub(crate) fn british_spelling(file: &SourceFile) -> Vec<Finding> {
    let british = text::words(file).into_iter().filter_map(|word| {
        let (british, american) = BRITISH.iter().find(|(british, _)| word.text.contains(british))?;
        Some(Finding::new(file, word.line, format!("write `{american}` for `{british}`")))
    });
    british.collect()
}

/// Finds constants that limit something but aren't named `MAX_…`.
pub(crate) fn limit_names(file: &SourceFile) -> Vec<Finding> {
    let is_limit = |name: &str| {
        let (beginnings, ends) = LIMIT_AFFIXES;
        let is_constant = name.chars().all(|c| matches!(c, 'A'..='Z' | '0'..='9' | '_'));
        let has_affix =
            beginnings.iter().any(|it| name.starts_with(it)) || ends.iter().any(|it| name.ends_with(it));
        is_constant && has_affix && !name.starts_with("MAX_")
    };
    let mut findings = Vec::new();
    for (line, number) in file.text.lines().zip(1..) {
        for name in line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|name| is_limit(name)) {
            let message = format!("name the limit `MAX_…` rather than `{name}`");
            findings.push(Finding::new(file, number, message));
        }
    }
    findings
}

/// Finds wide comments, and wide Rust. Lines with a string are fine: rustfmt doesn't break them either. So are
/// comments of one word, such as a URL.
pub(crate) fn wide_lines(file: &SourceFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, number) in file.text.lines().zip(1..) {
        let width = line.chars().count();
        let has_string = || line.contains('"');
        let has_words = || line.split_whitespace().count() > 2;
        let is_checked = || {
            if text::is_comment(file.language, line) {
                has_words()
            } else {
                file.language == Language::Rust && !has_string()
            }
        };
        if width > MAX_WIDTH && is_checked() {
            let message = format!("the line has {width} columns, at most {MAX_WIDTH} fit");
            findings.push(Finding::new(file, number, message));
        }
    }
    findings
}
