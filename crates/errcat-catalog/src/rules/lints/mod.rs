//! Rules that are a matter of taste: each has a level, which is `allow` until somebody chooses another.
//!
//! A lint is a function as any rule, but says of each finding whether it is about the API or an error: there the nearest
//! level counts, and there an `allow` with its reason silences it. What silences nothing is a finding itself.

mod causes;
mod duplicates;
mod envelopes;
mod examples;
mod fixes;
mod headers;
mod imperative;
mod internals;
mod leaks;
mod levels;
mod retry;
mod words;

use rayon::prelude::*;

use crate::finding::{Finding, Findings, Level, Rule, Span};
use crate::lint_levels::{ALL, LintLevels};
use crate::model::Said;
use crate::raw::RawLint;
use crate::scope::{Entry, Scope};
use crate::shape::Map;
use crate::suggest::{did_you_mean, quoted};

use self::levels::Levels;

/// Nothing in the code raises an error. Only code can show it, but the language sets its level.
pub static NEVER_RAISED: Rule = Rule {
    name: "never-raised",
    why: "A code that nothing raises is documented for nobody, and often one whose last use was \
          removed. A kind counts as raised when one of the errors of its kind is.",
    fix: "Raise it; retire it, if it was once raised; or say by `reserved:` what it is kept for or \
          who raises it, on the error, its table or its API.",
    ..Rule::LINT
};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// The API.
    Api,
    /// An error: index into [`Scope::entries`].
    Entry(usize),
}

/// What a lint has found, and about what.
pub(super) type Found = Vec<(Subject, Finding)>;

/// A lint's name and function.
type Lint = (&'static Rule, fn(&Scope<'_>, &mut Found));

/// Rules about lints themselves.
pub(super) const RULES: &[&Rule] = &[&UNKNOWN_LINT, &NEEDLESS_ALLOW];

const LINTS: &[Lint] = &[
    (&retry::RETRY_WITHOUT_WAIT, retry::retry_without_wait),
    (&fixes::FIX_WITHOUT_VERB, fixes::fix_without_verb),
    (&fixes::SUPPORT_ONLY, fixes::support_only),
    (&causes::REPEATED_MESSAGE, causes::repeated_message),
    (&duplicates::NEAR_DUPLICATE, duplicates::near_duplicate),
    (&leaks::INTERNAL_TERM, leaks::internal_term),
    (&leaks::EXPOSED_INTERNALS, leaks::exposed_internals),
    (&examples::MISMATCHED_EXAMPLE, examples::mismatched_example),
    (&headers::UNUSED_HEADER, headers::unused_header),
    (&headers::UNUSED_HEADER_SET, headers::unused_header_set),
    (&envelopes::UNUSED_ENVELOPE, envelopes::unused_envelope),
    (&envelopes::UNUSED_CONTEXT, envelopes::unused_context),
    (&envelopes::UNEXPLAINED_MEMBER, envelopes::unexplained_member),
];

/// Lints that take more than the catalog: their level and their `allow`s go into the model, for those who have it.
const OF_CODE: &[&Rule] = &[&NEVER_RAISED];

/// Every lint.
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    LINTS.iter().map(|(rule, _)| *rule).chain(OF_CODE.iter().copied())
}

/// Returns `true` if a name is that of a lint, or stands for all of them.
fn is_lint(name: &str) -> bool {
    name == ALL || all().any(|lint| lint.name == name)
}

/// Checks the names of lints in a workspace's settings.
///
/// # Errors
///
/// A message about the first name that isn't a lint's, with a suggestion.
pub fn check_names(levels: &LintLevels) -> Result<(), String> {
    let Some(name) = levels.names().find(|name| !is_lint(name)) else { return Ok(()) };
    let names = || all().map(|lint| lint.name);
    let help = match super::all().any(|rule| rule.name == name) {
        true => "it always applies".to_owned(),
        false => did_you_mean(name, names())
            .unwrap_or_else(|| format!("there are {ALL}, {}", names().collect::<Vec<_>>().join(", "))),
    };
    Err(format!("no lint is named `{name}`: {help}"))
}

/// The level of a lint at an error, and where the catalog says so.
pub(crate) fn level(scope: &Scope<'_>, lint: &Rule, entry: usize) -> Said {
    match levels::said_at(scope, lint, Subject::Entry(entry)) {
        Some((name, raw)) => Said { level: raw.level, place: Some(name.span) },
        None => Said { level: scope.lints.level(lint), place: None },
    }
}

/// Where a lint is allowed by its name.
pub(crate) fn allows(scope: &Scope<'_>, lint: &Rule) -> Vec<Span> {
    let said = all_said(scope).flat_map(|lints| &lints.0);
    let allows = said.filter(|(name, raw)| raw.level == Level::Allow && name.value == lint.name);
    allows.map(|(name, _)| name.span).collect()
}

/// Applies every lint whose level is somewhere more than `allow`.
pub(super) fn check(scope: &Scope<'_>) -> Findings {
    let mut findings = Findings::default();
    unknown_lint(scope, &mut findings);
    let mut levels = Levels::new(scope);
    for (rule, lint) in LINTS {
        if !levels.is_said(rule) {
            continue;
        }
        let mut found = Found::new();
        lint(scope, &mut found);
        for (subject, finding) in found {
            match levels.of(rule, subject) {
                Level::Allow => {}
                level => findings.push(finding.level(level)),
            }
        }
    }
    needless_allow(&levels, &mut findings);
    findings
}

/// Looks at each error, on every core.
fn of_entries<'s>(
    scope: &'s Scope<'_>,
    found: &mut Found,
    look: impl Fn(usize, &'s Entry<'_>) -> Vec<Finding> + Sync,
) {
    let entries = scope.entries.par_iter().enumerate();
    found.par_extend(entries.flat_map_iter(|(index, entry)| {
        look(index, entry).into_iter().map(move |finding| (Subject::Entry(index), finding))
    }));
}

/// Whether everything of the API could be read: what seems to be of no use may be used in what couldn't.
fn is_whole(scope: &Scope<'_>) -> bool {
    scope.complete
        && scope.entries.len() == scope.tables.iter().map(|table| table.raw.errors.0.len()).sum::<usize>()
}

/// Every `lints` of an API.
fn all_said<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Map<RawLint>> {
    let tables = scope.tables.iter().map(|table| &table.raw.lints);
    let entries = scope.entries.iter().map(|entry| &entry.raw.lints);
    std::iter::once(&scope.api.lints).chain(tables).chain(entries)
}

pub(crate) static UNKNOWN_LINT: Rule = Rule {
    name: "unknown-lint",
    why: "`lints` chooses the level of a rule that is a matter of taste. There is none of this name, \
          or it is one that always holds.",
    fix: "Use the name of a lint, or `all`.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// What `lints` names is a lint.
fn unknown_lint(scope: &Scope<'_>, findings: &mut Findings) {
    let unknown = all_said(scope).flat_map(|lints| &lints.0).filter(|(name, _)| !is_lint(name));
    for (name, _) in unknown {
        let help = match super::all().any(|rule| rule.name == name.value) {
            true => "remove it: this rule always applies".to_owned(),
            false => did_you_mean(name, all().map(|lint| lint.name))
                .unwrap_or_else(|| "`explain lints` lists them".to_owned()),
        };
        let message = format!("no lint is named {}", quoted(name));
        findings.push(Finding::new(&UNKNOWN_LINT, name.span, message, help));
    }
}

/// An `allow` silences nothing.
pub static NEEDLESS_ALLOW: Rule = Rule {
    name: "needless-allow",
    why: "An `allow` that silences nothing is left of something that was mended since, and would \
          silence the next mistake unseen.",
    fix: "Remove it.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// An `allow` silences something.
fn needless_allow(levels: &Levels<'_>, findings: &mut Findings) {
    for name in levels.needless() {
        let message = format!("{} is allowed, and nothing here breaks it", quoted(&name.value));
        findings.push(Finding::new(&NEEDLESS_ALLOW, name.span, message, "remove it"));
    }
}
