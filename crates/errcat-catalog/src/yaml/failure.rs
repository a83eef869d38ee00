//! What is wrong with a file as YAML, and why the reader gave up.

use granit_parser::ErrorKind;

use super::{MAX_ALIAS_NODES, MAX_DEPTH, is_forbidden};
use crate::finding::{FileId, Finding, Rule, Span};

pub(crate) static YAML_TAG: Rule = Rule {
    name: "yaml-tag",
    why: "The catalog decides by a key what its value is, so a tag such as `!!str` could only \
          contradict it.",
    fix: "Remove the tag. A text that looks like a number is quoted instead.",
    ..Rule::REQUIRED
};

pub(crate) static TOO_DEEP: Rule = Rule {
    name: "too-deep",
    why: "No key of the language needs more than a few levels. A file that nests deeper than 64 was \
          made to exhaust a reader.",
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
    why: "The file isn't YAML, so nothing in it can be read.",
    fix: "The place is where the reader gave up; the mistake is there or on the lines above. Common \
          ones: a text with `: ` or ` #` in it that isn't quoted, an item that isn't indented like \
          its siblings, a quote that isn't closed.",
    ..Rule::REQUIRED
};

/// Rule `syntax`, or the more helpful `tab` and `too-deep` where those are the reason; nothing at a character that rule
/// `control-character` has told already.
pub(super) fn syntax(text: &str, file: FileId, error: &granit_parser::ScanError) -> Option<Finding> {
    let finding = failure(text, file, error);
    let told = finding.rule == &SYNTAX && text[finding.span.start as usize..].starts_with(is_forbidden);
    (!told).then_some(finding)
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
            "indent with spaces: YAML allows no tabs there",
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
            "flatten it: no key of the catalog needs such depth",
        );
    }
    if matches!(error.kind(), ErrorKind::UnknownAnchor) {
        return Finding::new(
            &SYNTAX,
            span,
            "an alias refers to an anchor that isn't defined above it",
            "define it with `&name` before `*name`, or quote the text if it begins with `*`",
        );
    }
    Finding::new(
        &SYNTAX,
        span,
        format!("not YAML: {}", error.kind()),
        "look here and above: at the indentation, for a quote or bracket that isn't closed, and for a text that has to \
         be quoted because it holds `: ` or ` #`, or begins with one of {[*&!|>'\"%@`",
    )
}

/// The marker counts characters when the byte is unknown.
fn byte_offset(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(offset, _)| offset)
}

/// A tab in the indentation of the failing line or a neighbour of it: scanners report it a line off.
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
    why: "One file is one table. What comes after `---` would have neither a name nor a place in the \
          docs.",
    fix: "Move the second document to a file of its own.",
    ..Rule::REQUIRED
};

pub(super) fn several_documents(span: Span) -> Finding {
    Finding::new(
        &SEVERAL_DOCUMENTS,
        span,
        "a second YAML document in the file",
        "give each table a file of its own: one file is one table",
    )
    .label("a new document starts here")
}

pub(super) fn tagged(span: Span) -> Finding {
    Finding::new(
        &YAML_TAG,
        span,
        "a YAML tag",
        "remove the `!tag`: the catalog decides what a value is by its key",
    )
}

pub(super) fn recursive_alias(span: Span) -> Finding {
    Finding::new(&ALIAS_BOMB, span, "an alias inside the value that it stands for", "write the value out")
}

pub(crate) static ALIAS_BOMB: Rule = Rule {
    name: "alias-bomb",
    why: "A few lines of aliases of aliases can stand for billions of values. The limit is 100,000 \
          in one file.",
    fix: "Write the values out, or inherit them with `is`.",
    ..Rule::REQUIRED
};

pub(super) fn alias_bomb(span: Span) -> Finding {
    Finding::new(
        &ALIAS_BOMB,
        span,
        format!("the file's anchors and aliases stand for more than {MAX_ALIAS_NODES} values"),
        "write the values out, or use `is` to inherit them",
    )
    .label("this one is too many")
}
