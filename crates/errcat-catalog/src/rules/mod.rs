//! The rules of the catalog.
//!
//! Rules on single values (syntax, types, names of keys) are applied while reading, by [`crate::parse`],
//! [`crate::yaml`] and [`crate::shape`]. All other rules are functions of a [`Scope`], an API whose
//! references are resolved as far as possible. They are in the modules below, each next to its [`Rule`], and
//! [`check`] calls them. Most of them always apply. The lints in `lints` are optional: the workspace or the
//! catalog sets their level.

mod ambiguous;
mod bodies;
mod code_examples;
mod codes;
mod collisions;
mod confusable;
mod cut_text;
mod documentation;
mod effects;
mod envelopes;
mod exact;
mod examples;
mod facts;
mod fallbacks;
mod headers;
mod identity;
mod keys;
pub(crate) mod lints;
mod markdown;
mod names;
mod page_path;
mod params;
mod references;
mod sizes;
mod statuses;
mod tables;
mod texts;
mod values;

use rayon::prelude::*;

use crate::finding::{Findings, Rule};
use crate::scope::Scope;
use crate::{parse, shape, yaml};

pub use self::lints::{MISSING_FALLBACK, NEEDLESS_ALLOW, NEVER_RAISED, check_names as check_lint_names};

/// A rule on an API, and the function that checks it.
type ScopeRule = (&'static Rule, fn(&Scope<'_>, &mut Findings));

/// Returns all rules of the language.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let while_reading = parse::RULES.iter().chain(yaml::RULES).chain(shape::RULES).copied();
    let on_scopes = RULES.iter().map(|(rule, _)| *rule);
    while_reading.chain(on_scopes).chain(lints::RULES.iter().copied()).chain(lints())
}

/// Returns the rules whose level can be set.
pub fn lints() -> impl Iterator<Item = &'static Rule> {
    lints::all()
}

/// Applies every rule to an API, on all cores.
pub fn check(scope: &Scope<'_>) -> Findings {
    let mut findings = Findings::default();
    sizes::too_many_codes(scope, &mut findings);
    sizes::too_many_members(scope, &mut findings);
    if !findings.is_empty() {
        return findings; // The other rules would take too long on an API of this size.
    }
    let found = RULES.par_iter().map(|(_, check)| {
        let mut found = Findings::default();
        check(scope, &mut found);
        found
    });
    let (found, of_lints): (Vec<Findings>, _) = rayon::join(|| found.collect(), || lints::check(scope));
    // Findings are added in the order of the rules, whichever finishes first.
    found.into_iter().chain([of_lints]).for_each(|found| findings.extend(found));
    findings
}

/// The rules on an API. They don't depend on each other.
const RULES: &[ScopeRule] = &[
    (&names::INVALID_NAME, names::invalid_name),
    (&names::RUST_KEYWORD, names::rust_keyword),
    (&names::DEVICE_NAME, names::device_name),
    (&codes::INVALID_CODE, codes::invalid_code),
    (&collisions::DUPLICATE_CODE, collisions::duplicate_code),
    (&confusable::CONFUSABLE_CODE, confusable::confusable_code),
    (&codes::INVALID_VARIANT, codes::invalid_variant),
    (&collisions::VARIANT_COLLISION, collisions::variant_collision),
    (&collisions::URL_COLLISION, collisions::url_collision),
    (&page_path::INVALID_PAGE_PATH, page_path::invalid_page_path),
    (&sizes::TOO_MANY, sizes::too_many),
    (&parse::TOO_LARGE, sizes::too_large),
    (&references::UNKNOWN_KIND, references::unknown_kind),
    (&references::KIND_CYCLE, references::kind_cycle),
    (&references::UNKNOWN_TABLE, references::unknown_table),
    (&references::SAME_AS_CHAIN, references::same_as_chain),
    (&references::SAME_AS_OVERRIDES, references::same_as_overrides),
    (&references::UNKNOWN_ENVELOPE, references::unknown_envelope),
    (&references::UNKNOWN_HEADER, references::unknown_header),
    (&references::UNKNOWN_CODE, references::unknown_code),
    (&ambiguous::AMBIGUOUS_CODE, ambiguous::ambiguous_code),
    (&references::UNKNOWN_GUIDE, references::unknown_guide),
    (&references::NEEDLESS_SUCCESSOR, references::needless_successor),
    (&effects::INVALID_SUCCESSOR, effects::invalid_successor),
    (&effects::INEFFECTIVE_KEY, effects::ineffective_key),
    (&texts::MISSING_MESSAGE, texts::missing_message),
    (&texts::UNBALANCED_BRACE, texts::unbalanced_brace),
    (&texts::UNDECLARED_PARAM, texts::undeclared_param),
    (&texts::EXPOSED_PARAM, texts::exposed_param),
    (&markdown::BROKEN_LINK, markdown::broken_link),
    (&yaml::INVISIBLE_CHARACTER, markdown::invisible_entity),
    (&markdown::GUIDE_TITLE, markdown::guide_title),
    (&exact::TRAILING_SPACE, exact::trailing_space),
    (&cut_text::CUT_TEXT, cut_text::cut_text),
    (&exact::TEMPLATE_IN_TITLE, exact::template_in_title),
    (&params::UNUSED_PARAM, params::unused_param),
    (&params::RESERVED_PARAM, params::reserved_param),
    (&values::UNKNOWN_TYPE, values::unknown_type),
    (&values::INVALID_UNIT, values::invalid_unit),
    (&values::INVALID_EXAMPLE, values::invalid_example),
    (&values::INVALID_VALUES, values::invalid_values),
    (&params::UNREADABLE_PARAM, params::unreadable_param),
    (&facts::UNKNOWN_FACT, facts::unknown_fact),
    (&facts::INVALID_FACT, facts::invalid_fact),
    (&facts::INVALID_FACT_VALUE, facts::invalid_fact_value),
    (&facts::DUPLICATE_FACT, facts::duplicate_fact),
    (&bodies::INVALID_BODY, envelopes::invalid_body),
    (&keys::INVALID_KEY, keys::invalid_key),
    (&envelopes::UNKNOWN_SLOT, envelopes::unknown_slot),
    (&envelopes::UNKNOWN_MEMBER, envelopes::unknown_member),
    (&identity::UNIDENTIFIABLE, identity::unidentifiable),
    (&identity::AMBIGUOUS_IDENTITY, identity::ambiguous_identity),
    (&fallbacks::DUPLICATE_FALLBACK, fallbacks::duplicate_fallback),
    (&fallbacks::INVALID_FALLBACK, fallbacks::invalid_fallback),
    (&statuses::INVALID_STATUS, statuses::invalid_status),
    (&statuses::MISSING_STATUS, statuses::missing_status),
    (&statuses::STATUS_WITHOUT_BODY, statuses::status_without_body),
    (&headers::INVALID_HEADER, headers::invalid_header),
    (&headers::RESERVED_HEADER, headers::reserved_header),
    (&headers::INVALID_HEADER_VALUE, headers::invalid_header_value),
    (&headers::INVALID_CONTENT_TYPE, headers::invalid_content_type),
    (&headers::CONFLICTING_TYPE, headers::conflicting_type),
    (&headers::UNSENT_HEADER, headers::unsent_header),
    (&shape::DUPLICATE_ITEM, headers::repeated_header),
    (&examples::FOREIGN_RESPONSE, examples::foreign_response),
    (&code_examples::INVALID_CODE_EXAMPLE, code_examples::invalid_code_example),
    (&tables::DUPLICATE_ORDER, tables::duplicate_order),
    (&documentation::INVALID_ANSWER, documentation::invalid_answer),
    (&documentation::INVALID_DELAY, documentation::invalid_delay),
    (&documentation::INVALID_OPERATION, documentation::invalid_operation),
    (&documentation::INVALID_SOURCE, documentation::invalid_source),
    (&documentation::INVALID_URL, documentation::invalid_url),
];
