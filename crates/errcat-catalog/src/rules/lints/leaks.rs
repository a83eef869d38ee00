//! Lints on messages that reveal the internals of a service.

use super::internals;
use super::{LintFindings, check_entries};
use errcat::Audience;

use crate::finding::Finding;
use crate::finding::Rule;
use crate::scope::{Origin, Scope};
use crate::suggest::quoted;
use crate::template;

pub(crate) static INTERNAL_TERM: Rule = Rule {
    name: "internal-term",
    why: "Messages and titles are written for clients, who can't do anything with the names of \
          exceptions, drivers, SQL statements, paths or hosts of the server. Attackers can (CWE-209).",
    fix: "Describe what went wrong from the client's point of view. Details for operators belong in \
          `log`.",
    ..Rule::LINT
};

/// Checks that messages and titles don't reveal internals.
pub(super) fn internal_term(scope: &Scope<'_>, found: &mut LintFindings) {
    check_entries(scope, found, |_, entry| {
        let texts = entry.raw.message.iter().chain(&entry.raw.title);
        let found = texts.flat_map(|text| {
            let terms = internals::find_terms(&text.value).into_iter();
            // Codes may be names of exceptions.
            let terms = terms.filter(|(range, _)| !scope.written.contains(&text.value[range.clone()]));
            terms.map(|(range, what)| {
                let message = format!("clients would see {what}: {}", quoted(&text.value[range.clone()]));
                let place = scope.parts(&text.value, text.span).place(range);
                let help = "describe it from the client's point of view, and move the detail to `log`";
                Finding::new(&INTERNAL_TERM, place, message, help)
            })
        });
        found.collect()
    });
}

pub(crate) static EXPOSED_INTERNALS: Rule = Rule {
    name: "exposed-internals",
    why: "A public param such as `{error}` or `{reason}` in a 5xx shows clients the text of an internal \
          failure, which may contain paths, queries and hosts (CWE-209).",
    fix: "Set `audience: internal` on the param and use it in `log`. In the message, write what the \
          client can do.",
    ..Rule::LINT
};

/// Checks that server errors don't have public params for internal failures.
pub(super) fn exposed_internals(scope: &Scope<'_>, found: &mut LintFindings) {
    #[rustfmt::skip]
    const INTERNALS: [&str; 18] = [
        "backtrace", "cause", "debug", "detail", "details", "err", "error", "exception", "failure", "inner",
        "internal", "reason", "sql", "stack", "stacktrace", "stack_trace", "stderr", "traceback",
    ];
    check_entries(scope, found, |index, entry| {
        let mut words =
            scope.statuses(index).into_iter().flat_map(|raw| raw.known().words().collect::<Vec<_>>());
        if !scope.is_owner(index) || !words.any(|word| word.families().contains(&5)) {
            return Vec::new();
        }
        let exposed = entry.params.iter().filter(|param| {
            INTERNALS.contains(&param.name)
                && param.audience() == Audience::Public
                && matches!(param.origin, Origin::Declared(raw) if !raw.keys.is_reported("audience"))
        });
        let found = exposed.filter_map(|param| {
            let own = entry.raw.message.as_ref().and_then(|text| {
                let mut placed = template::placed(&text.value);
                let (_, range) = placed.find(|(name, _)| *name == param.name)?;
                Some(scope.parts(&text.value, text.span).place(range))
            });
            // An inherited param that isn't used here is reported where it is declared.
            let place = own.or(entry.raw.params.get(param.name).map(|_| param.place))?;
            let message = format!(
                "clients that receive {} would see the server's internal {}",
                quoted(entry.code),
                quoted(param.name)
            );
            let help =
                "set `audience: internal` and use the param in `log`; write in the message what the client can do";
            let finding = Finding::new(&EXPOSED_INTERNALS, place, message, help);
            Some(if own.is_some() { finding.related(param.place, "a public param") } else { finding })
        });
        found.collect()
    });
}
