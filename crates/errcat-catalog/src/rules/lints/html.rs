//! Lints on HTML in Markdown.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::{LintFindings, Subject, check_entries};
use crate::finding::{Finding, Rule};
use crate::links::MARKDOWN;
use crate::rules::markdown::{api_texts, error_texts, guides};
use crate::scope::Scope;
use crate::suggest::quoted;
use crate::yaml::Parts;

pub(crate) static RAW_HTML: Rule = Rule {
    name: "raw-html",
    why: "HTML in texts and guides is shown as it is written, because pages never contain markup of a \
          catalog. `<id>` looks like HTML, too, and other readers of the Markdown would drop it.",
    fix: "Write it as code, between backticks, or use Markdown: `**bold**`, `[text](https://…)`.",
    ..Rule::LINT
};

/// Checks that Markdown contains no HTML outside of code.
pub(super) fn raw_html(scope: &Scope<'_>, found: &mut LintFindings) {
    let parts = |text: &crate::shape::Text| check(&text.value, scope.parts(&text.value, text.span));
    let in_api =
        api_texts(scope).flat_map(parts).chain(guides(scope).flat_map(|(text, parts)| check(text, parts)));
    found.extend(in_api.map(|finding| (Subject::Api, finding)));
    check_entries(scope, found, |_, entry| error_texts(entry.raw).flat_map(parts).collect());
}

fn check(text: &str, mut parts: Parts<'_>) -> Vec<Finding> {
    let finding = |range: Range<usize>| {
        let (shown, help) = (quoted(&text[range.clone()]), help(&text[range.clone()]));
        Finding::new(&RAW_HTML, parts.place(range), format!("HTML is shown as it is written: {shown}"), help)
    };
    html(text).into_iter().map(finding).collect()
}

/// Returns the HTML in a text, without the end of an element whose start is in it.
fn html(text: &str) -> Vec<Range<usize>> {
    if !text.contains('<') {
        return Vec::new();
    }
    let mut started: HashSet<&str> = HashSet::new();
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, MARKDOWN).into_offset_iter() {
        if !matches!(event, Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_)) {
            continue;
        }
        let written = text[range.clone()].trim_end();
        // A block may be long. Its first line is enough to recognize it.
        let first = written.lines().next().unwrap_or_default();
        let is_end = first.starts_with("</");
        if !is_end {
            started.insert(element(first));
        }
        if !(is_end && started.contains(element(first))) {
            let indent = first.len() - first.trim_start().len();
            found.push(range.start + indent..range.start + first.len());
        }
    }
    found
}

/// Returns the name of the element that a tag starts or ends.
fn element(tag: &str) -> &str {
    let name = tag.trim_start().trim_start_matches(['<', '/']);
    name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}

/// Returns how to write what a tag stands for.
fn help(tag: &str) -> &'static str {
    match element(tag).to_ascii_lowercase().as_str() {
        _ if tag.starts_with("<!--") => "remove it: comments aren't hidden",
        "b" | "strong" => "write `**bold**`, or put it in backticks to show it",
        "i" | "em" => "write `*emphasis*`, or put it in backticks to show it",
        "a" => "write `[text](https://…)`, or put it in backticks to show it",
        "br" | "p" => "leave a line empty to start a paragraph, or put it in backticks to show it",
        "code" | "pre" | "kbd" | "tt" => "put the text in backticks instead",
        "ul" | "ol" | "li" => "start lines with `- `, or put it in backticks to show it",
        _ => "put it in backticks to show it, or write Markdown",
    }
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn html_is_found_outside_of_code() {
        let found =
            |text: &'static str| -> Vec<&str> { html(text).into_iter().map(|range| &text[range]).collect() };
        assert_eq!(found("a <b>c</b> `<id>` <https://a.example> 1 < 2 > 0 \\<id> &lt;"), ["<b>"]);
        assert_eq!(found("GET /agents/<id>/runs/<id>"), ["<id>", "<id>"]);
        assert_eq!(
            found("a\n\n  <div class=x>\n  b\n  </div>\n\n<!-- c -->\n\n    <pre>\n\n```\n<x>\n```\n"),
            ["<div class=x>", "<!-- c -->"]
        );
        assert_eq!(found("</b> a <br/>"), ["</b>", "<br/>"]);
    }
}
