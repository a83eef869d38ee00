//! Lints on what a client is told of the inside of a service.

use super::internals;
use super::{Found, of_entries};
use errcat::Audience;

use crate::finding::Finding;
use crate::finding::Rule;
use crate::scope::{Origin, Scope};
use crate::suggest::quoted;
use crate::template;

pub(crate) static INTERNAL_TERM: Rule = Rule {
    name: "internal-term",
    why: "A message or title speaks the client's language, not that of exceptions, drivers, SQL, \
          servers' paths or hosts. Clients can't use those names, and attackers can (CWE-209).",
    fix: "Say in the client's words what went wrong. What operators need belongs into `log`.",
    ..Rule::LINT
};

/// A message and a title are in the client's words: what names the inside belongs into the log.
pub(super) fn internal_term(scope: &Scope<'_>, found: &mut Found) {
    of_entries(scope, found, |_, entry| {
        let texts = entry.raw.message.iter().chain(&entry.raw.title);
        let found = texts.flat_map(|text| {
            let terms = internals::terms(&text.value).into_iter();
            // An API whose codes are the names of exceptions may say them.
            let terms = terms.filter(|(range, _)| !scope.written.contains_key(&text.value[range.clone()]));
            terms.map(|(range, what)| {
                let message = format!("the client would read {what}: {}", quoted(&text.value[range.clone()]));
                let place = scope.parts(&text.value, text.span).place(range);
                let help = "say it in the client's words, and move the detail to `log`";
                Finding::new(&INTERNAL_TERM, place, message, help)
            })
        });
        found.collect()
    });
}

pub(crate) static EXPOSED_INTERNALS: Rule = Rule {
    name: "exposed-internals",
    why: "A public param such as `{error}` or `{reason}` in a 5xx passes on what failed inside, in \
          its own words. Those may have paths, queries and hosts in them (CWE-209).",
    fix: "Make the param `audience: internal` and use it in `log`; tell the client what it can do.",
    ..Rule::LINT
};

/// What failed inside of a server isn't told in its words.
pub(super) fn exposed_internals(scope: &Scope<'_>, found: &mut Found) {
    #[rustfmt::skip]
    const INTERNALS: [&str; 18] = [
        "backtrace", "cause", "debug", "detail", "details", "err", "error", "exception", "failure", "inner",
        "internal", "reason", "sql", "stack", "stacktrace", "stack_trace", "stderr", "traceback",
    ];
    of_entries(scope, found, |index, entry| {
        let is_server = |status: i64| (500..600).contains(&status);
        let statuses = scope.statuses(index).map_or(&[][..], |statuses| &statuses.0);
        if !scope.is_owner(index) || !statuses.iter().any(|status| is_server(status.value)) {
            return Vec::new();
        }
        let exposed = entry.params.iter().filter(|param| {
            INTERNALS.contains(&param.name)
                && param.audience() == Audience::Public
                && matches!(param.origin, Origin::Declared(_))
        });
        let found = exposed.filter_map(|param| {
            let own = entry.raw.message.as_ref().and_then(|text| {
                let mut placed = template::placed(&text.value);
                let (_, range) = placed.find(|(name, _)| *name == param.name)?;
                Some(scope.parts(&text.value, text.span).place(range))
            });
            // One that is inherited and not used here is told where it is declared.
            let place = own.or(entry.raw.params.get(param.name).map(|_| param.place))?;
            let message = format!(
                "a client that gets {} would read the server's own {}",
                quoted(entry.code),
                quoted(param.name)
            );
            let help =
                "make the param `audience: internal` and use it in `log`; tell the client what to do instead";
            let finding = Finding::new(&EXPOSED_INTERNALS, place, message, help);
            Some(if own.is_some() { finding.related(param.place, "a public param") } else { finding })
        });
        found.collect()
    });
}
