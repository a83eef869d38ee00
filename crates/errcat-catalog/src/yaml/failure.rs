//! Findings on files that aren't valid YAML, or use features that the catalog doesn't allow.

use granit_parser::ErrorKind;

use super::{MAX_ALIAS_NODES, MAX_DEPTH, unquoted};
use crate::finding::{FileId, Finding, Rule, Span};
use crate::invisible;

pub(crate) static YAML_TAG: Rule = Rule {
    name: "yaml-tag",
    why: "The key determines the type of its value, so a tag such as `!!str` could only contradict it.",
    fix: "Remove the tag. Put quotes around texts that look like numbers.",
    ..Rule::REQUIRED
};

pub(crate) static TOO_DEEP: Rule = Rule {
    name: "too-deep",
    why: "No key needs more than a few levels. Files with more than 64 are made to exhaust the parser.",
    fix: "Flatten the value.",
    ..Rule::REQUIRED
};

pub(crate) static TAB: Rule = Rule {
    name: "tab",
    why: "YAML doesn't allow tabs as indentation, because editors disagree on how wide they are.",
    fix: "Indent with spaces.",
    ..Rule::REQUIRED
};

pub(crate) static SYNTAX: Rule = Rule {
    name: "syntax",
    why: "The file isn't valid YAML, so it can't be read.",
    fix: "The mistake is at the location, where the parser gave up, or on the lines above. Common \
          mistakes are a text with `: ` or ` #` that isn't quoted, an item that isn't indented like \
          the others, and a quote that isn't closed.",
    ..Rule::REQUIRED
};

/// Applies the rule `syntax`, or the more specific `tab` and `too-deep`. Returns `None` at a character that
/// is already reported by the rule `invisible-character`.
pub(super) fn syntax(text: &str, file: FileId, error: &granit_parser::ScanError) -> Option<Finding> {
    let finding = failure(text, file, error);
    let starts_with = || text[finding.span.start as usize..].starts_with(invisible::is_invisible);
    let is_reported = match error.kind() {
        // Its location is the start of the text that contains the character.
        ErrorKind::UnexpectedCharacter { character } => invisible::is_invisible(*character),
        _ => finding.rule == &SYNTAX && starts_with(),
    };
    (!is_reported).then_some(finding)
}

fn failure(text: &str, file: FileId, error: &granit_parser::ScanError) -> Finding {
    let offset = error
        .marker()
        .byte_offset()
        .unwrap_or_else(|| byte_offset(text, error.marker().index()))
        .min(text.len());
    if let Some(tab) = indenting_tab(text, offset) {
        let span = Span::of(file, tab..tab + 1);
        return Finding::new(
            &TAB,
            span,
            "a tab is used for indentation",
            "indent with spaces: YAML doesn't allow tabs there",
        )
        .label("tab");
    }
    let width = text[offset..].chars().next().map_or(0, char::len_utf8);
    let span = Span::of(file, offset..offset + width);
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return Finding::new(
            &TOO_DEEP,
            span,
            format!("nested deeper than {MAX_DEPTH} levels"),
            "flatten it: no key of the catalog needs this depth",
        );
    }
    if matches!(error.kind(), ErrorKind::UnknownAnchor) {
        return Finding::new(
            &SYNTAX,
            span,
            "an alias refers to an anchor that isn't defined above it",
            "define it with `&name` before `*name`, or quote the text if it starts with `*`",
        );
    }
    if let Some(text) = unquoted::find(text, offset) {
        return Finding::new(&SYNTAX, Span::of(file, text.place), text.message, text.help);
    }
    Finding::new(
        &SYNTAX,
        span,
        format!("invalid YAML: {}", error.kind()),
        "check this line and those above for wrong indentation, for a quote or bracket that isn't closed, and for a \
         text that has to be quoted because it contains `: ` or ` #`, or starts with one of {[*&!|>'\"%@`",
    )
}

/// Returns the byte offset of a character. The parser's marker has no byte offset in some cases.
fn byte_offset(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(offset, _)| offset)
}

/// Finds a tab in the indentation of the line or its neighbors, because parsers may report it a line off.
fn indenting_tab(text: &str, offset: usize) -> Option<usize> {
    let start_of =
        |offset: usize| text.as_bytes()[..offset].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let line = start_of(offset);
    let previous = if line == 0 { 0 } else { start_of(line - 1) };
    let next =
        text.as_bytes()[offset..].iter().position(|b| *b == b'\n').map_or(text.len(), |at| offset + at + 1);
    [line, previous, next].into_iter().find_map(|start| {
        let indent = text[start..].bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
        text[start..start + indent].find('\t').map(|at| start + at)
    })
}

pub(crate) static SEVERAL_DOCUMENTS: Rule = Rule {
    name: "several-documents",
    why: "One file is one table. A second document, after `---`, would have neither a name nor a place \
          in the docs.",
    fix: "Move the second document to its own file.",
    ..Rule::REQUIRED
};

pub(super) fn several_documents(span: Span) -> Finding {
    Finding::new(
        &SEVERAL_DOCUMENTS,
        span,
        "a second YAML document in the file",
        "move each table to its own file",
    )
    .label("a new document starts here")
}

pub(super) fn tagged(span: Span) -> Finding {
    Finding::new(&YAML_TAG, span, "a YAML tag", "remove the `!tag`: the key determines the type of its value")
}

pub(super) fn recursive_alias(span: Span) -> Finding {
    Finding::new(&ALIAS_BOMB, span, "an alias inside the value that it refers to", "write the value out")
}

pub(crate) static ALIAS_BOMB: Rule = Rule {
    name: "alias-bomb",
    why: "A few lines of nested aliases can expand to billions of values. The limit is 100,000 per \
          file.",
    fix: "Write the values out, or inherit them with `is`.",
    ..Rule::REQUIRED
};

pub(super) fn alias_bomb(span: Span) -> Finding {
    Finding::new(
        &ALIAS_BOMB,
        span,
        format!("the anchors and aliases of the file expand to more than {MAX_ALIAS_NODES} values"),
        "write the values out, or use `is` to inherit them",
    )
    .label("this one exceeds the limit")
}
