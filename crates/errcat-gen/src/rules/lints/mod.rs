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

use crate::finding::{Finding, Findings, Level, Span};
use crate::model::Said;
use crate::raw::RawLint;
use crate::rules::{Rule, did_you_mean, quoted};
use crate::scope::{Entry, Scope};
use crate::settings::is_lint;
use crate::shape::Map;

use self::levels::Levels;

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
type Lint = (Rule, fn(&Scope<'_>, &mut Found));

const LINTS: &[Lint] = &[
    (Rule::RetryWithoutWait, retry::retry_without_wait),
    (Rule::FixWithoutVerb, fixes::fix_without_verb),
    (Rule::SupportOnly, fixes::support_only),
    (Rule::RepeatedMessage, causes::repeated_message),
    (Rule::NearDuplicate, duplicates::near_duplicate),
    (Rule::InternalTerm, leaks::internal_term),
    (Rule::ExposedInternals, leaks::exposed_internals),
    (Rule::MismatchedExample, examples::mismatched_example),
    (Rule::UnusedHeader, headers::unused_header),
    (Rule::UnusedHeaderSet, headers::unused_header_set),
    (Rule::UnusedEnvelope, envelopes::unused_envelope),
    (Rule::UnusedContext, envelopes::unused_context),
    (Rule::UnexplainedMember, envelopes::unexplained_member),
];

/// Lints that take more than the catalog: their level and their `allow`s go into the model, for those who have it.
const OF_CODE: &[Rule] = &[Rule::NeverRaised];

/// The level of a lint at an error, and where the catalog says so.
pub(crate) fn level(scope: &Scope<'_>, lint: Rule, entry: usize) -> Said {
    match levels::said_at(scope, lint, Subject::Entry(entry)) {
        Some((name, raw)) => Said { level: raw.level, place: Some(name.span) },
        None => Said { level: scope.lints.level(lint), place: None },
    }
}

/// Where a lint is allowed by its name.
pub(crate) fn allows(scope: &Scope<'_>, lint: Rule) -> Vec<Span> {
    let said = all_said(scope).flat_map(|lints| &lints.0);
    let allows = said.filter(|(name, raw)| raw.level == Level::Allow && name.value == lint.name());
    allows.map(|(name, _)| name.span).collect()
}

/// Applies every lint whose level is somewhere more than `allow`.
pub(super) fn check(scope: &Scope<'_>, findings: &mut Findings) {
    unknown_lint(scope, findings);
    let mut levels = Levels::new(scope);
    for (rule, lint) in LINTS {
        if !levels.is_said(*rule) {
            continue;
        }
        let mut found = Found::new();
        lint(scope, &mut found);
        for (subject, finding) in found {
            match levels.of(*rule, subject) {
                Level::Allow => {}
                level => findings.push(finding.level(level)),
            }
        }
    }
    needless_allow(&levels, findings);
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

/// What `lints` names is a lint.
fn unknown_lint(scope: &Scope<'_>, findings: &mut Findings) {
    let unknown = all_said(scope).flat_map(|lints| &lints.0).filter(|(name, _)| !is_lint(name));
    for (name, _) in unknown {
        let help = match Rule::from_name(name) {
            Some(_) => "remove it: this rule always holds".to_owned(),
            None => did_you_mean(name, Rule::lints().map(Rule::name))
                .unwrap_or_else(|| "`explain lints` lists them".to_owned()),
        };
        let message = format!("no lint is named {}", quoted(name));
        findings.push(Finding::new(Rule::UnknownLint, name.span, message, help));
    }
}

/// An `allow` silences something.
fn needless_allow(levels: &Levels<'_>, findings: &mut Findings) {
    for name in levels.needless() {
        let message = format!("{} is allowed, and nothing here breaks it", quoted(&name.value));
        findings.push(Finding::new(Rule::NeedlessAllow, name.span, message, "remove it"));
    }
}
