//! The rules of plain English that a program can check: how doc comments begin, retired words, American
//! spelling, the names of limits and the width of lines. Everything else is up to the reviewer.
//!
//! A finding has a file, a line, and what to write instead. An exception needs a reason in
//! [`rules::EXCEPTIONS`].

mod files;
mod rules;
mod text;

use files::SourceFile;
use rules::{EXCEPTIONS, RULES, Rule};

#[test]
fn doc_comments_begin_with_a_noun_or_a_verb() {
    assert_no_findings(rules::headless_docs);
}

#[test]
fn words_are_modern() {
    assert_no_findings(rules::retired_words);
}

#[test]
fn spelling_is_american() {
    assert_no_findings(rules::british_spelling);
}

#[test]
fn limits_are_named_max() {
    assert_no_findings(rules::limit_names);
}

#[test]
fn lines_fit_the_width() {
    assert_no_findings(rules::wide_lines);
}

#[test]
fn every_exception_is_needed() {
    let files = files::all();
    let findings: Vec<_> = RULES.iter().flat_map(|rule| files.iter().flat_map(rule)).collect();
    for exception in EXCEPTIONS {
        let is_needed = findings.iter().any(|finding| exception.covers(finding));
        assert!(is_needed, "delete the exception for {}: it covers nothing", exception.path);
    }
}

#[test]
fn old_sentences_are_found() {
    let old = SourceFile::new(
        "old.rs",
        "/// What becomes of the content, which nobody\n\
         /// looks at anew.\n\
         const MOST_COLOURS: usize = 3;\n\
         // Modern, but so long that it does not fit the width that rustfmt sets for code, and so comments must break too.\n",
    );
    let found: Vec<String> = RULES.iter().flat_map(|rule| rule(&old)).map(|it| it.to_string()).collect();
    assert_eq!(
        found,
        [
            "old.rs:1: a doc comment begins with `What`: name the thing, or begin with a verb",
            "old.rs:1: write the actor (no client, no reader) for `nobody`",
            "old.rs:2: write `reads` or `checks` for `looks at`",
            "old.rs:2: write `again` for `anew`",
            "old.rs:3: write `color` for `colour`",
            "old.rs:3: name the limit `MAX_…` rather than `MOST_COLOURS`",
            "old.rs:4: the line has 113 columns, at most 110 fit",
        ]
    );
}

#[test]
fn new_sentences_pass() {
    let new = SourceFile::new(
        "new.rs",
        "/// Receives the content of files to be written. Whatever is recommended comes\n\
         /// from the catalog; the amended file looks the same.\n\
         const MAX_COLORS: usize = 3;\n",
    );
    assert_eq!(RULES.iter().flat_map(|rule| rule(&new)).count(), 0);
}

fn assert_no_findings(rule: Rule) {
    let files = files::all();
    assert!(files.len() > 100, "only {} files were found", files.len());
    let findings = files.iter().flat_map(rule).filter(|it| !EXCEPTIONS.iter().any(|but| but.covers(it)));
    let lines: Vec<String> = findings.map(|finding| finding.to_string()).collect();
    assert!(lines.is_empty(), "{} findings:\n{}", lines.len(), lines.join("\n"));
}
