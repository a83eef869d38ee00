//! Lints on fixes.

use super::imperative;
use super::words::words;
use super::{LintFindings, check_entries};
use crate::finding::Finding;
use crate::finding::Rule;
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static FIX_WITHOUT_VERB: Rule = Rule {
    name: "fix-without-verb",
    why: "A fix starts with what to do. One that starts with `The`, `Invalid` or `Checking` states a \
          fact, and readers still have to find out what to do. Only English is checked; other \
          languages pass.",
    fix: "Start with a verb in the imperative, `Check the agent ID`, or with a condition: `If the key \
          has expired, create a new one`. Facts belong in causes or notes.",
    ..Rule::LINT
};

/// Checks that fixes start with what to do.
pub(super) fn fix_without_verb(scope: &Scope<'_>, found: &mut LintFindings) {
    check_entries(scope, found, |_, entry| {
        let found = entry.raw.fixes().filter_map(|fix| {
            let word = imperative::find_non_verb(&fix.value)?;
            let message = format!("a fix starts with a verb, not with {}", quoted(&fix.value[word.clone()]));
            let help = "start with a verb: `Check …`, `Add …`; or with a condition: `If …, check …`";
            let place = scope.parts(&fix.value, fix.span).place(word);
            Some(Finding::new(&FIX_WITHOUT_VERB, place, message, help).label("not an imperative"))
        });
        found.collect()
    });
}

pub(crate) static SUPPORT_ONLY: Rule = Rule {
    name: "support-only",
    why: "A page whose only fix is to contact support sends every reader there, and most of them \
          would have done that without the page.",
    fix: "Add what the caller can check or do first, and what support needs to know. If the caller \
          can't do anything, set the lint to `{ allow: REASON }`.",
    ..Rule::LINT
};

/// Checks that not all fixes are to contact support.
pub(super) fn support_only(scope: &Scope<'_>, found: &mut LintFindings) {
    check_entries(scope, found, |_, entry| {
        let fixes = || entry.raw.fixes();
        let Some(first) = fixes().next().filter(|_| fixes().all(|fix| is_support(&fix.value))) else {
            return Vec::new();
        };
        let message = format!("the only fix of {} is to contact support", quoted(entry.code));
        let help =
            "add what the caller can check or do first; if there is nothing, allow the lint with a reason";
        vec![Finding::new(&SUPPORT_ONLY, first.span, message, help)]
    });
}

/// Returns `true` if a fix is to ask for help: `Contact support`, `If it persists, open a ticket`.
fn is_support(fix: &str) -> bool {
    #[rustfmt::skip]
    const REACH: [&str; 9] = [
        "contact", "escalate", "get in touch", "reach out", "speak to", "speak with", "talk to",
        "talk with", "write to",
    ];
    const CALL: [&str; 8] = ["ask", "call", "consult", "e-mail", "email", "inform", "mail", "notify"];
    const OPEN: [&str; 7] = ["create", "file", "log", "open", "raise", "report", "submit"];
    #[rustfmt::skip]
    const HELPERS: [&str; 14] = [
        "admin", "administrator", "administrators", "desk", "developers", "helpdesk", "maintainers",
        "operator", "operators", "owner", "support", "team", "us", "vendor",
    ];
    const TICKET: [&str; 7] = ["bug", "case", "issue", "problem", "request", "support", "ticket"];
    let instruction = &fix[imperative::instruction_start(fix)..];
    let first: Vec<String> = words(instruction).take(4).map(str::to_lowercase).collect();
    let Some(verb) = first.first().map(String::as_str) else { return false };
    let start = first.join(" ");
    let reaches = |phrase: &&str| {
        start.strip_prefix(*phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    // `Call support`, not `Call the endpoint`; `Open a ticket`, not `Open the settings`.
    let soon = |known: &[&str]| first[1..].iter().any(|word| known.contains(&word.as_str()));
    // `Ask the owner to add you` asks for something specific.
    let is_for_something = || words(instruction).any(|word| word == "to");
    REACH.iter().any(reaches)
        || (CALL.contains(&verb) && soon(&HELPERS) && !is_for_something())
        || (OPEN.contains(&verb) && soon(&TICKET))
}

#[cfg(test)]
mod tests {
    use super::is_support;

    #[test]
    fn requests_for_help_are_recognized() {
        for fix in [
            "Contact support",
            "Please contact your administrator.",
            "If it persists, contact support with the request's ID",
            "Reach out to the platform team",
            "Open a support ticket",
            "Report the problem",
            "Ask the team's owner",
            "Get in touch with us",
            "Escalate",
        ] {
            assert!(is_support(fix), "{fix}");
        }
        for fix in [
            "Ask the team's owner to add you",
            "Call `POST /v1/agents` first",
            "Open the settings, and enable the agent",
            "Retry, and contact support if it persists",
            "Create a new key",
            "Contacts must be unique",
            "",
        ] {
            assert!(!is_support(fix), "{fix}");
        }
    }
}
