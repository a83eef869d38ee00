//! Rules on texts that clients receive as they are: messages and titles.

use std::ops::Range;

use crate::finding::{Finding, Findings, Rule, Span};
use crate::scope::Scope;
use crate::shape::Text;
use crate::suggest::quoted;
use crate::template;

pub(crate) static TRAILING_SPACE: Rule = Rule {
    name: "trailing-space",
    why: "White space at the end of a text is dropped, so clients don't receive what the file says. At the \
          end of Markdown, it has no meaning.",
    fix: "Remove it. Start a block of lines with `|-` or `>-`, which drop the line break at its end.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that no white space is dropped from the end of a text that isn't Markdown.
pub(super) fn trailing_space(scope: &Scope<'_>, findings: &mut Findings) {
    for text in exact_texts(scope) {
        let file = &scope.sources.file(text.span.file).text;
        let written = text.span.start as usize..text.span.end as usize;
        let Some((place, message, help)) = dropped(file, written) else { continue };
        let place = Span::of(text.span.file, place);
        findings.push(Finding::new(&TRAILING_SPACE, place, message, help));
    }
}

/// Returns all texts that clients or readers see, except Markdown.
pub(super) fn exact_texts<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Text> {
    let success = scope.api.success.0.iter().map(|(_, success)| &success.title);
    let tables = scope.tables.iter().map(|table| &table.raw.title);
    let entries = scope.entries.iter().flat_map(|entry| {
        let raw = entry.raw;
        let params = raw.params.0.iter().filter_map(|(_, param)| param.wire.as_ref());
        let examples = raw.examples.iter().filter_map(|example| example.title.as_ref());
        let code_examples = raw.code_examples.iter().filter_map(|example| example.title.as_ref());
        let single = raw.title.iter().chain(&raw.message).chain(&raw.log).chain(&raw.owner).chain(&raw.since);
        single.chain(params).chain(examples).chain(code_examples)
    });
    std::iter::once(&scope.api.title).chain(success).chain(tables).chain(entries)
}

/// Returns what is dropped from the end of a text at a location in a file: its own location, a message and a
/// help. `None` if nothing is.
fn dropped(file: &str, written: Range<usize>) -> Option<(Range<usize>, &'static str, &'static str)> {
    let text = &file[written.clone()];
    let header = block_header(&file[..written.start]);
    // In a block, a quote is part of the text.
    let has_escapes = header.is_none() && text.starts_with('"');
    // The text without what follows its visible end: line ends of a block, or the quote.
    let inside = match header {
        Some(header) if !file[header.clone()].contains('-') => {
            let help = if file[header.clone()].starts_with('|') { "write `|-`" } else { "write `>-`" };
            return Some((header, "the line break at the end of this text is dropped", help));
        }
        Some(_) => text.trim_end_matches([' ', '\t']).trim_end_matches(['\r', '\n']),
        None => text.strip_suffix(['\'', '"']).filter(|_| text.starts_with(['\'', '"']))?,
    };
    let mut visible = inside.trim_end();
    while has_escapes && ends_with_escaped_space(visible) {
        visible = visible[..visible.len() - 2].trim_end();
    }
    let place = written.start + visible.len()..written.start + inside.len();
    let message = "the white space at the end of this text is dropped";
    (!place.is_empty()).then_some((place, message, "remove it"))
}

/// Returns the header of a block, such as `|` or `>-`, that ends the lines before its text.
pub(super) fn block_header(before: &str) -> Option<Range<usize>> {
    let lines = before.trim_end();
    if !before[lines.len()..].contains('\n') {
        return None; // The text starts on the same line, which may be very long.
    }
    let line = lines.rsplit('\n').next()?;
    let start = lines.len() - line.len();
    let line = line.split(" #").next().unwrap_or(line).trim_end();
    let token = line.rsplit(char::is_whitespace).next().unwrap_or(line);
    let indicators = token.strip_prefix(['|', '>'])?;
    let is_header = indicators.chars().all(|c| c.is_ascii_digit() || "+-".contains(c));
    let end = start + line.len();
    is_header.then_some(end - token.len()..end)
}

/// Returns `true` if a text in double quotes ends with an escape such as `\n`.
fn ends_with_escaped_space(inside: &str) -> bool {
    let Some(before) = inside.strip_suffix(['n', 't', 'r', '_', 'N', 'L', 'P']) else { return false };
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    backslashes % 2 == 1
}

pub(crate) static TEMPLATE_IN_TITLE: Rule = Rule {
    name: "template-in-title",
    why: "A title is text, and a message is a template: in a title, `{name}` isn't replaced by a param, and \
          `{{` is two braces. A title that also serves as the message would be both.",
    fix: "Write the placeholder, or the braces, in `message:`, and a title without them.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that titles contain no params, and no doubled braces if they serve as the message.
pub(super) fn template_in_title(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let Some(title) = &entry.raw.title else { continue };
        let mut parts = scope.parts(&title.value, title.span);
        let is_param = |name: &str| entry.params.iter().any(|param| param.name == name);
        if let Some((name, range)) = template::placed(&title.value).find(|(name, _)| is_param(name)) {
            let message = format!("clients would see {} in the title", quoted(&format!("{{{name}}}")));
            let help = "write `message: …` with the placeholder, and a title without it";
            findings.push(Finding::new(&TEMPLATE_IN_TITLE, parts.place(range), message, help));
            continue;
        }
        let is_message = scope.message(index).is_some_and(|message| message.span == title.span);
        if is_message && let Some((at, braces)) = doubled_braces(&title.value) {
            let message = format!("the title would contain `{braces}`, and the message only one of the two");
            let help =
                "write `message: …`, where `{{` and `}}` are single braces, and a title with single ones";
            findings.push(Finding::new(&TEMPLATE_IN_TITLE, parts.place(at..at + 2), message, help));
        }
    }
}

/// Returns the first doubled brace of a template, with its position.
fn doubled_braces(text: &str) -> Option<(usize, &str)> {
    template::parse(text).ok()?;
    let at = ["{{", "}}"].iter().filter_map(|braces| text.find(braces)).min()?;
    Some((at, &text[at..at + 2]))
}

#[cfg(test)]
mod tests {
    use super::dropped;

    #[test]
    fn dropped_white_space_is_found_in_every_style_of_text() {
        let found = |file: &str, written: &str| {
            let start = file.find(written).expect("the text");
            dropped(file, start..start + written.len()).map(|(place, ..)| file[place].to_owned())
        };
        for (file, written) in [
            ("a: b", "b"),
            ("a: \"b\"", "\"b\""),
            ("a: 'b'", "'b'"),
            ("a: |-\n  b\n", "b\n"),
            ("a: >2-  # c\n  b\n\nc: d", "b\n\n"),
            ("a: \"b\\\\n\"", "\"b\\\\n\""),
            ("a: \"n\"", "\"n\""),
            ("a: |-\n  \"b\n  c\\n\n", "\"b\n  c\\n\n"),
            ("a: b >\nc: 'd'", "'d'"),
        ] {
            assert_eq!(found(file, written), None, "{file}");
        }
        for (file, written, underlined) in [
            ("a: |\n  b\n", "b\n", "|"),
            ("a: &c >\n  b\n", "b\n", ">"),
            ("a: |2+ # c\n\n    b\n\n", "b\n\n", "|2+"),
            ("- |\r\n  b\r\n", "b\r\n", "|"),
            ("a: |-\n  b \n", "b \n", " "),
            ("a: \"b \"", "\"b \"", " "),
            ("a: 'b '", "'b '", " "),
            ("a: \"b\\n\"", "\"b\\n\"", "\\n"),
            ("a: \"b\\\\\\t \"", "\"b\\\\\\t \"", "\\t "),
        ] {
            assert_eq!(found(file, written).as_deref(), Some(underlined), "{file}");
        }
    }
}
