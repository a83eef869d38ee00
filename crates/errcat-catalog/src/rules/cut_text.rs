//! The rule on texts that YAML ends at a `#`.

use crate::finding::{Finding, Findings, Rule, Span};
use crate::rules::exact::{block_header, exact_texts};
use crate::rules::markdown::{api_texts, error_texts};
use crate::scope::Scope;
use crate::shape::Text;
use crate::suggest::quoted;
use crate::yaml::in_quotes;

pub(crate) static CUT_TEXT: Rule = Rule {
    name: "cut-text",
    why: "Without quotes, YAML ends a text at ` #`: the rest of the line is a comment, which isn't shown. A \
          comment usually has a space after its `#`. One without a space is probably part of the text.",
    fix: "Quote the text. If it is a comment, write a space after the `#`.",
    ..Rule::REQUIRED
};

/// Checks that no text without quotes is followed by a comment that looks like a part of the text.
pub(super) fn cut_text(scope: &Scope<'_>, findings: &mut Findings) {
    let of_errors = scope.entries.iter().flat_map(|entry| error_texts(entry.raw));
    for text in exact_texts(scope).chain(api_texts(scope)).chain(of_errors) {
        let file = &scope.sources.file(text.span.file).text;
        let Some(rest) = rest(file, text) else { continue };
        let start = text.span.end as usize + file[text.span.end as usize..].find('#').unwrap_or(0);
        let place = Span::of(text.span.file, start..start + rest.len());
        let message = format!("YAML ends the text before {}", quoted(rest));
        let whole = format!("{} {rest}", text.value);
        let help = format!("quote it: {}; if this is a comment, write a space after `#`", in_quotes(&whole));
        findings.push(Finding::new(&CUT_TEXT, place, message, help).label("a comment"));
    }
}

/// Returns the comment after a text without quotes, if it has no space after its `#`.
fn rest<'f>(file: &'f str, text: &Text) -> Option<&'f str> {
    let (start, end) = (text.span.start as usize, text.span.end as usize);
    let is_plain = !file[start..].starts_with(['"', '\'']) && block_header(&file[..start]).is_none();
    let line = file[end..].lines().next().filter(|_| is_plain && !text.is_empty())?;
    let comment = line.trim_start_matches([' ', '\t']);
    let is_text = comment.strip_prefix('#')?.starts_with(|c: char| !c.is_whitespace() && c != '#');
    is_text.then(|| comment.trim_end())
}
