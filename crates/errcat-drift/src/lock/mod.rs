//! The lock of published codes: one line for each code, in `catalog/API/catalog.lock`.
//!
//! The catalog contains the current state, the lock the published one, so that deleted codes and changed
//! meanings or statuses are found. Generation writes the lock, and it is committed to git. It is YAML with
//! one flow map per line, sorted by code, so that git can merge it by keeping the lines of both sides
//! (`merge=union`). A code may have several lines then; the module `check` describes how they are compared.
//!
//! If the text of the lock is the same as that generated from the catalog, nothing has changed, and the lock
//! isn't parsed.
//!
//! The lock on the disk may be lost, or edited together with the catalog. A revision in git, the base, is the
//! evidence of what was published.

mod base;
mod changed;
mod changes;
mod check;
mod comparison;
mod published;
pub mod raw;
mod review;
mod rules;
mod target;
mod text;
mod versions;

use std::borrow::Cow;

use errcat_catalog::finding::Rule;
use errcat_catalog::fingerprint::Fingerprint;
use errcat_catalog::model::{Api, Audience, Code, Entry, EntryId, FactValue, Param, Statuses};

pub use self::base::{Base, Baseline, FindBase, FormerLock, no_base};
pub use self::check::{Compared, check};
pub(crate) use self::rules::LOST_LOCK;
pub use self::rules::check_apis;
pub use self::target::Locks;
pub(crate) use self::text::scalar;
pub use self::text::text;

/// The rules for locks.
pub(crate) const RULES: &[&Rule] = &[
    &rules::REUSED_CODE,
    &rules::CHANGED_NAME,
    &rules::CHANGED_CODE,
    &rules::CHANGED_TABLE,
    &rules::CHANGED_STATUS,
    &rules::CHANGED_FACT,
    &rules::CHANGED_KIND,
    &rules::CHANGED_ENVELOPE,
    &rules::CHANGED_SINCE,
    &rules::CHANGED_PARAM,
    &rules::REMOVED_ALIAS,
    &rules::RENAMED_CODE,
    &rules::RENAMED_API,
    &rules::LOST_LOCK,
];

/// The facts about a code that clients rely on.
#[derive(Debug)]
pub(crate) struct Locked<'a> {
    /// The id.
    pub(crate) code: &'a str,
    /// The code on the wire.
    pub(crate) wire: &'a str,
    /// The Rust variant.
    pub(crate) name: &'a str,
    /// The table that defines it.
    pub(crate) table: &'a str,
    /// The tables that share it.
    pub(crate) also: Vec<&'a str>,
    pub(crate) statuses: &'a Statuses,
    /// The public facts.
    pub(crate) facts: Vec<(&'a str, &'a FactValue)>,
    pub(crate) kind: Option<&'a str>,
    pub(crate) envelope: Option<&'a str>,
    /// The public params.
    pub(crate) params: Vec<LockedParam<'a>>,
    /// The names of the other params. One that becomes public isn't new.
    pub(crate) internal: Vec<&'a str>,
    pub(crate) aliases: Vec<&'a str>,
    pub(crate) since: Option<&'a str>,
    pub(crate) retired: bool,
    pub(crate) message: &'a str,
    /// The fingerprint of title, message and meaning.
    pub(crate) meaning: Fingerprint,
}

/// The facts about a param that clients rely on.
#[derive(Debug)]
pub(crate) struct LockedParam<'a> {
    pub(crate) name: &'a str,
    pub(crate) ty: Cow<'a, str>,
    /// The known values. Others may be added.
    pub(crate) values: Vec<&'a str>,
    /// The name in the body, or `None` if the body doesn't contain it.
    pub(crate) wire: Option<&'a str>,
    pub(crate) optional: bool,
}

/// Returns the facts about an API's codes, sorted by code.
pub(crate) fn locked(api: &Api) -> Vec<Locked<'_>> {
    let mut locked: Vec<Locked<'_>> = api.codes.iter().map(|code| of_code(api, code)).collect();
    locked.sort_unstable_by_key(|locked| locked.code);
    locked
}

fn of_code<'a>(api: &'a Api, code: &'a Code) -> Locked<'a> {
    let Code {
        code,
        wire,
        variant,
        table_variant: _, // follows from the variant and the code
        slug: _,          // follows from the code
        address: _,       // not compared, like `docs_url`: clients recognize moved pages
        owner: defined_by,
        decoding: _, // follows from the other errors
        shared_decodings: _,
        shared,
        children: _, // their `kind`
        aliases,
    } = code;
    let entry = &api[*defined_by];
    let Entry {
        code: _,
        shared: _,
        place: _,
        line: _,
        kind,
        title: _,         // meaning()
        has_own_title: _, // only for headings
        statuses,
        facts: _,      // facts()
        operations: _, // docs, and checked by the derive
        message,
        log: _,           // no client sees it
        answer: _,        // advice, which may change
        meaning: _,       // meaning()
        causes: _,        // prose, which may change
        fixes: _,         // prose, which may change
        notes: _,         // prose, which may change
        security: _,      // prose, which may change
        severity: _,      // advice, which may change
        params: _,        // params()
        fallback_for: _,  // servers may send another published code
        headers: _,       // advice, which may change
        retry: _,         // advice, which may change
        examples: _,      // prose, which may change
        code_examples: _, // prose, which may change
        sources: _,       // no client sees them
        envelope,
        owner: _,   // prose, which may change
        related: _, // prose, which may change
        since,
        deprecated: _, // may be taken back
        retired,
        successor: _,    // advice, which may change
        reserved: _,     // no client sees it
        never_raised: _, // no client sees it
    } = entry;
    let table = |id: &EntryId| api[id.table].name.as_str();
    Locked {
        code,
        wire,
        name: variant,
        table: table(defined_by),
        also: shared.iter().map(table).collect(),
        statuses,
        facts: api.public_facts(entry).map(|(fact, value)| (&*fact.name, value)).collect(),
        kind: kind.map(|kind| api[kind].code.as_str()),
        envelope: envelope.map(|envelope| api[envelope].name.as_str()),
        params: params(entry),
        internal: internal_params(entry),
        aliases: aliases.iter().map(|alias| alias.code.as_str()).collect(),
        since: since.as_deref(),
        retired: retired.is_some(),
        message: &message.text,
        meaning: meaning(entry),
    }
}

fn meaning(entry: &Entry) -> Fingerprint {
    Fingerprint::of([&*entry.title, &*entry.message.text, entry.meaning.as_deref().unwrap_or_default()])
}

fn params(entry: &Entry) -> Vec<LockedParam<'_>> {
    entry.params.iter().filter(|param| param.audience == Audience::Public).map(of_param).collect()
}

fn internal_params(entry: &Entry) -> Vec<&str> {
    let internal = entry.params.iter().filter(|param| param.audience != Audience::Public);
    internal.map(|param| param.name.as_str()).collect()
}

fn of_param(param: &Param) -> LockedParam<'_> {
    let Param { name, ty, doc: _, example: _, wire, in_body, audience: _, optional } = param;
    let values = ty.known_values().into_iter().flat_map(|known| &known.values);
    LockedParam {
        name,
        ty: ty.name(),
        values: values.map(String::as_str).collect(),
        wire: in_body.then_some(wire),
        optional: *optional,
    }
}
