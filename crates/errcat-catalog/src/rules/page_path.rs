//! Rules on the pattern of the addresses of pages.

use crate::finding::{Finding, Findings, Rule};
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static INVALID_PAGE_PATH: Rule = Rule {
    name: "invalid-page-path",
    why: "The path of an error's page is a pattern of literal segments and values of the error. It is a folder \
          below that of the API, so it can't lead elsewhere, and every error needs all of its values.",
    fix: "Write for example `page_path: E{errno}` or `page_path: \"{table}/{code|lower}\"`, with `code`, \
          `name`, `table`, `status` or public facts.",
    ..Rule::REQUIRED
};

/// Checks the pattern and former ones, and that every error has the pattern's values.
pub(super) fn invalid_page_path(scope: &Scope<'_>, findings: &mut Findings) {
    let current = scope.api.page_path.as_ref().filter(|pattern| !pattern.is_empty());
    for pattern in current.into_iter().chain(&scope.api.former_page_paths) {
        for mistake in scope.page_path_mistakes(&pattern.value) {
            let place = scope.parts(&pattern.value, pattern.span).place(mistake.range);
            findings.push(Finding::new(&INVALID_PAGE_PATH, place, mistake.message, mistake.help));
        }
    }
    for former in &scope.api.former_page_paths {
        if let Some(current) = current.filter(|current| current.value == former.value) {
            let help = "remove it from `former_page_paths`".to_owned();
            let message = "the pages still have this path".to_owned();
            findings.push(
                Finding::new(&INVALID_PAGE_PATH, former.span, message, help)
                    .related(current.span, "the path of pages"),
            );
        }
    }
    let Some(pattern) = current else { return };
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        if scope.is_open(index) || entry.raw.keys.is_reported("facts") {
            continue;
        }
        let Some(name) = scope.absent_page_path_value(index) else { continue };
        let code = quoted(&entry.code.value);
        let (message, help) = match name {
            "status" if scope.has_unknown_status(index) => continue,
            "status" => (
                format!(
                    "the path of the page of {code} contains the status, but it doesn't have a single one"
                ),
                "remove `{status}` from `page_path`, or set one status".to_owned(),
            ),
            "code" | "name" | "table" => (
                format!("nothing of the `{name}` of {code} can be part of its page's path"),
                "change the filter in `page_path`".to_owned(),
            ),
            fact => (
                format!("the path of the page of {code} contains the fact `{fact}`, which it doesn't have"),
                format!("set it, `facts: {{ {fact}: … }}`, or use another value in `page_path`"),
            ),
        };
        findings.push(
            Finding::new(&INVALID_PAGE_PATH, entry.code.span, message, help)
                .related(pattern.span, "the path of pages"),
        );
    }
}
