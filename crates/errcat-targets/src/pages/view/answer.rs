//! The answer of an error's page: what to do about the error, in a line.

use serde::Serialize;

use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::view::{CatalogText, ErrorView};

#[derive(Debug, Serialize)]
pub(super) struct Answer {
    text: Markup,
    /// `true` if it is the retry policy.
    is_retry: bool,
    /// `true` if it is the only fix, which needn't be repeated.
    is_only_fix: bool,
}

impl Answer {
    /// Returns the catalog's answer, the retry policy if a retry can succeed, or the first fix.
    pub(super) fn new(cx: &PageContext<'_>, error: &ErrorView<'_>) -> Option<Self> {
        let answer = |text| Answer { text, is_retry: false, is_only_fix: false };
        if let Some(text) = &error.answer {
            return Some(answer(text.line()));
        }
        if let Some(retry) = error.retry.as_ref().filter(|retry| retry.again) {
            return Some(Answer { is_retry: true, ..answer(cx.text(&retry.sentence)) });
        }
        let mut fixes = fixes(error);
        let first = fixes.next()?;
        // Other tables may have fixes of their own.
        let is_only_fix = fixes.next().is_none() && error.occurrences.len() == 1;
        Some(Answer { is_only_fix, ..answer(with_stop(first.line())) })
    }
}

/// Returns the fixes in the table that defines an error: those of its causes, and then the others.
pub(super) fn fixes<'e, 'a>(error: &'e ErrorView<'a>) -> impl Iterator<Item = &'e CatalogText<'a>> {
    error.causes.iter().filter_map(|cause| cause.fix.as_ref()).chain(&error.fixes)
}

/// Returns a line with a full stop at its end. Lists and blocks of code stay as they are.
fn with_stop(line: Markup) -> Markup {
    let text = line.as_str();
    let is_word = text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '`' | '"' | '”'))
        || ["</code>", "</a>", "</em>", "</strong>", "</var>"].iter().any(|end| text.ends_with(end));
    if is_word && !text.contains('\n') { Markup::trusted([text, "."].concat()) } else { line }
}

#[cfg(test)]
mod tests {
    use super::with_stop;
    use crate::docs::markup::Markup;

    #[test]
    fn lines_end_with_a_stop() {
        for (line, expected) in [
            ("Ask", "Ask."),
            ("Run <code>x</code>", "Run <code>x</code>."),
            ("Really?", "Really?"),
            ("Run:\n<pre>x</pre>", "Run:\n<pre>x</pre>"),
        ] {
            assert_eq!(with_stop(Markup::trusted(line)).as_str(), expected);
        }
    }
}
