//! Lints: optional rules, whose level is `allow` unless the workspace or the catalog sets another.
//!
//! A lint is a function like any rule, and also returns the subject of each finding, the API or an error. The
//! level is the nearest one that is set for the subject. An `allow` that silences nothing is itself a
//! finding.

mod causes;
mod duplicates;
mod envelopes;
mod examples;
mod facts;
mod fixes;
mod headers;
mod html;
mod identity;
mod imperative;
mod internals;
mod leaks;
mod levels;
mod params;
mod retry;
mod split;
mod units;
mod words;

use rayon::prelude::*;

use crate::finding::{Finding, Findings, Level, Rule, Span};
use crate::lint_levels::{ALL, LintLevels};
use crate::model::LintSetting;
use crate::raw::RawLint;
use crate::scope::{Entry, Scope};
use crate::shape::Map;
use crate::suggest::{did_you_mean, nearest, quoted};

use self::levels::{Levels, Setting};

/// No code raises an error. It can only be checked with the code at hand, but the catalog sets the level.
pub static NEVER_RAISED: Rule = Rule {
    name: "never-raised",
    why: "The page of a code that nothing raises is useless. Often, the last use of the code was removed. A \
          code that others inherit from counts as raised if one of them is. A hand-written type with a code \
          raises it where it is constructed.",
    fix: "Raise it; retire it, if it was raised before; or explain with `reserved:` on the error, its \
          table or its API what it is kept for or what raises it.",
    ..Rule::LINT
};

/// A server has no error for a failure. Finding servers requires the code, but the catalog sets the level.
pub static MISSING_FALLBACK: Rule = Rule {
    name: "missing-fallback",
    why: "A web framework answers unknown paths, refused requests and panics by itself. A server of the API \
          can send an error for them only if the catalog defines which. Without one, the response has no \
          code.",
    fix: "Add `fallback_for:` to an error that fits, or add one for the failure.",
    ..Rule::LINT
};

/// The subject of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// The API.
    Api,
    /// An error: index into [`Scope::entries`].
    Entry(usize),
}

/// The findings of a lint, with their subjects.
pub(super) type LintFindings = Vec<(Subject, Finding)>;

/// A lint, and the function that checks it.
type Lint = (&'static Rule, fn(&Scope<'_>, &mut LintFindings));

/// Rules about lints themselves.
pub(super) const RULES: &[&Rule] = &[&UNKNOWN_LINT, &NEEDLESS_ALLOW];

const LINTS: &[Lint] = &[
    (&retry::RETRY_WITHOUT_WAIT, retry::retry_without_wait),
    (&fixes::FIX_WITHOUT_VERB, fixes::fix_without_verb),
    (&fixes::SUPPORT_ONLY, fixes::support_only),
    (&causes::REPEATED_MESSAGE, causes::repeated_message),
    (&split::SPLIT_SENTENCE, split::split_sentence),
    (&identity::UNIDENTIFIED_CODE, identity::unidentified_code),
    (&units::MISSING_UNIT, units::missing_unit),
    (&duplicates::NEAR_DUPLICATE, duplicates::near_duplicate),
    (&leaks::INTERNAL_TERM, leaks::internal_term),
    (&leaks::EXPOSED_INTERNALS, leaks::exposed_internals),
    (&examples::MISMATCHED_EXAMPLE, examples::mismatched_example),
    (&html::RAW_HTML, html::raw_html),
    (&headers::UNUSED_HEADER, headers::unused_header),
    (&headers::UNUSED_HEADER_SET, headers::unused_header_set),
    (&facts::UNUSED_FACT, facts::unused_fact),
    (&envelopes::UNUSED_ENVELOPE, envelopes::unused_envelope),
    (&envelopes::UNUSED_CONTEXT, envelopes::unused_context),
    (&envelopes::UNEXPLAINED_MEMBER, envelopes::unexplained_member),
    (&params::UNDESCRIBED_PARAM, params::undescribed_param),
];

/// Lints that need more than the catalog. Their levels and their `allow`s are part of the model, for the
/// crates that check them.
const CODE_LINTS: &[&Rule] = &[&NEVER_RAISED, &MISSING_FALLBACK];

/// Returns all lints.
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    LINTS.iter().map(|(rule, _)| *rule).chain(CODE_LINTS.iter().copied())
}

/// Returns `true` if a name is that of a lint, or `all`.
fn is_lint(name: &str) -> bool {
    name == ALL || all().any(|lint| lint.name == name)
}

/// Checks the names of lints in a workspace's settings.
///
/// # Errors
///
/// Returns a message about the first name that isn't a lint, with a suggestion.
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

/// Returns the level of a lint for an error, and where the catalog sets it.
pub(crate) fn level(scope: &Scope<'_>, lint: &Rule, entry: usize) -> LintSetting {
    level_of(scope, lint, Subject::Entry(entry))
}

/// Returns the level of a lint for an API, and where the catalog sets it.
pub(crate) fn level_of_api(scope: &Scope<'_>, lint: &Rule) -> LintSetting {
    level_of(scope, lint, Subject::Api)
}

fn level_of(scope: &Scope<'_>, lint: &Rule, subject: Subject) -> LintSetting {
    match levels::nearest_setting(scope, lint, subject) {
        Setting::Set((name, raw)) => LintSetting { level: raw.level, place: Some(name.span) },
        // Nothing is lowered from an API with findings on its shape.
        Setting::Reported | Setting::None => LintSetting { level: scope.lints.level(lint), place: None },
    }
}

/// Returns the places where a lint is allowed by its name.
pub(crate) fn allows(scope: &Scope<'_>, lint: &Rule) -> Vec<Span> {
    let settings = all_settings(scope).flat_map(|lints| &lints.0);
    let allows = settings.filter(|(name, raw)| raw.level == Level::Allow && name.value == lint.name);
    allows.map(|(name, _)| name.span).collect()
}

/// Applies every lint that is on or set anywhere.
pub(super) fn check(scope: &Scope<'_>) -> Findings {
    let mut findings = Findings::default();
    unknown_lint(scope, &mut findings);
    let mut levels = Levels::new(scope);
    for (rule, lint) in LINTS {
        if !levels.is_relevant(rule) {
            continue;
        }
        let mut found = LintFindings::new();
        lint(scope, &mut found);
        for (subject, finding) in found {
            match levels.resolve(rule, subject) {
                Level::Allow => {}
                level => findings.push(finding.level(level)),
            }
        }
    }
    needless_allow(&levels, &mut findings);
    findings
}

/// Checks every error, on all cores.
fn check_entries<'s>(
    scope: &'s Scope<'_>,
    found: &mut LintFindings,
    check: impl Fn(usize, &'s Entry<'_>) -> Vec<Finding> + Sync,
) {
    let entries = scope.entries.par_iter().enumerate();
    found.par_extend(entries.flat_map_iter(|(index, entry)| {
        check(index, entry).into_iter().map(move |finding| (Subject::Entry(index), finding))
    }));
}

/// Returns `true` if all of the API could be read, and none of these keys was reported in any error, table or
/// in `api.yaml`. Otherwise, what seems to be unused may be used there.
fn is_whole(scope: &Scope<'_>, keys: &[&str]) -> bool {
    let records = scope.entries.iter().map(|entry| &entry.raw.keys);
    let mut records =
        records.chain(scope.tables.iter().map(|table| &table.raw.keys)).chain([&scope.api.keys]);
    scope.is_whole() && !records.any(|record| keys.iter().any(|key| record.is_reported(key)))
}

/// Returns a name, or the known one that the finding about an unknown name suggests.
fn meant<'a, I: Iterator<Item = &'a str>>(name: &'a str, known: impl Fn() -> I) -> &'a str {
    match known().any(|known| known == name) {
        true => name,
        false => nearest(name, known()).unwrap_or(name),
    }
}

/// Returns every `lints` of an API.
fn all_settings<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Map<RawLint>> {
    let tables = scope.tables.iter().map(|table| &table.raw.lints);
    let entries = scope.entries.iter().map(|entry| &entry.raw.lints);
    std::iter::once(&scope.api.lints).chain(tables).chain(entries)
}

pub(crate) static UNKNOWN_LINT: Rule = Rule {
    name: "unknown-lint",
    why: "`lints` sets the levels of optional rules. There is no rule with this name, or it always \
          applies.",
    fix: "Use the name of a lint, or `all`.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that the keys of `lints` are lints.
fn unknown_lint(scope: &Scope<'_>, findings: &mut Findings) {
    let unknown = all_settings(scope).flat_map(|lints| &lints.0).filter(|(name, _)| !is_lint(name));
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

/// An `allow` that silences nothing.
pub static NEEDLESS_ALLOW: Rule = Rule {
    name: "needless-allow",
    why: "An `allow` that silences nothing is left over from a problem that has been fixed, and would \
          hide the next one.",
    fix: "Remove it.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that every `allow` silences a finding.
fn needless_allow(levels: &Levels<'_>, findings: &mut Findings) {
    for name in levels.needless() {
        let message = format!("{} is allowed here, but has no findings", quoted(&name.value));
        findings.push(Finding::new(&NEEDLESS_ALLOW, name.span, message, "remove it"));
    }
}
