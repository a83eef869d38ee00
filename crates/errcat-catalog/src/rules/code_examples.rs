//! The rule on examples of code.

use crate::finding::{Finding, Findings, Rule};
use crate::languages::LANGUAGES;
use crate::raw::RawCodeExample;
use crate::scope::Scope;
use crate::suggest::{did_you_mean, quoted};

pub(crate) static INVALID_CODE_EXAMPLE: Rule = Rule {
    name: "invalid-code-example",
    why: "A code example shows code that fails, the part of it that causes the error, and code that works. \
          Pages highlight only the languages that they know.",
    fix: "Write a known language, or `text`. Copy the mark from one line of the code, with enough of the code \
          around it that it occurs only once. Correct the code in `works`, or remove `works`.",
    ..Rule::REQUIRED
};

/// Checks the languages, the marks and the corrections of code examples.
pub(super) fn invalid_code_example(scope: &Scope<'_>, findings: &mut Findings) {
    for example in scope.entries.iter().flat_map(|entry| &entry.raw.code_examples) {
        let problems = [unknown_language(example), invalid_mark(example), unchanged(example)];
        problems.into_iter().flatten().for_each(|finding| findings.push(finding));
    }
}

fn unknown_language(example: &RawCodeExample) -> Option<Finding> {
    let language = &example.language;
    if LANGUAGES.contains(&language.value.as_str()) || language.value.is_empty() {
        return None;
    }
    let message = format!("{} isn't a language that pages can highlight", quoted(&language.value));
    let help = did_you_mean(&language.value.to_lowercase(), LANGUAGES.iter().copied())
        .unwrap_or_else(|| format!("write `text`, or one of {}", LANGUAGES.join(", ")));
    Some(Finding::new(&INVALID_CODE_EXAMPLE, language.span, message, help))
}

fn invalid_mark(example: &RawCodeExample) -> Option<Finding> {
    let (mark, fails) = (example.mark.as_ref()?, &example.fails);
    let is_reported = ["fails", "mark"].iter().any(|key| example.keys.is_reported(key));
    if is_reported || mark.value.is_empty() || fails.value.is_empty() {
        return None; // Reported where it was read.
    }
    let shown = quoted(&mark.value);
    let lines: Vec<String> = occurrences(&fails.value, &mark.value)
        .map(|at| (1 + fails.value[..at].matches('\n').count()).to_string())
        .collect();
    let (message, help) = match lines.as_slice() {
        _ if mark.value.contains('\n') => {
            ("the mark has several lines".to_owned(), "mark a part of one line")
        }
        [] => {
            (format!("{shown} isn't in the code that fails"), "copy the mark from `fails`, with its spaces")
        }
        [_] => return None,
        several => (
            format!(
                "{shown} occurs {} times in the code that fails, in lines {}",
                several.len(),
                several.join(", ")
            ),
            "copy more of the code around it, so that it occurs only once",
        ),
    };
    Some(
        Finding::new(&INVALID_CODE_EXAMPLE, mark.span, message, help)
            .related(fails.span, "the code that fails"),
    )
}

/// Returns the offsets of a part of a text. They may overlap, as those of `aa` in `aaa` do.
fn occurrences<'t>(text: &'t str, part: &'t str) -> impl Iterator<Item = usize> + 't {
    let starts = text.char_indices().map(|(at, _)| at);
    starts.filter(move |at| text[*at..].starts_with(part))
}

fn unchanged(example: &RawCodeExample) -> Option<Finding> {
    let (works, fails) = (example.works.as_ref()?, &example.fails);
    if works.value.is_empty() || works.value != fails.value {
        return None;
    }
    let message = "the corrected code is the same as the code that fails";
    let help = "correct it, or remove `works`";
    Some(
        Finding::new(&INVALID_CODE_EXAMPLE, works.span, message, help)
            .related(fails.span, "the code that fails"),
    )
}
