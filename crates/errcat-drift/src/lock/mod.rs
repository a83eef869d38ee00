//! The lock: what clients have been told, one line a code, in `catalog/API/catalog.lock`.
//!
//! The catalog says what is; the lock remembers what was, so that a code that vanished, came to mean something else or
//! changed its status can be told from one that was always so. Generation writes it, git keeps it. It is YAML, one flow
//! map a line, sorted by code: a merge driver that keeps the lines of both sides (`merge=union`) merges it, and two
//! lines for one code are a duplicate key.
//!
//! Where its text is what the catalog gives, nothing has changed, and it isn't even read.

mod check;
mod published;
pub mod raw;
mod rules;
mod target;
mod text;

use crate::fingerprint::Fingerprint;
use errcat_catalog::finding::Rule;
use errcat_catalog::model::{Api, Audience, Code, Entry, EntryId};

pub use self::check::check;
pub use self::target::Locks;
pub(crate) use self::text::scalar;
pub use self::text::text;

/// The rules on it.
pub(crate) const RULES: &[&Rule] = &[
    &rules::REUSED_CODE,
    &rules::CHANGED_NAME,
    &rules::CHANGED_TABLE,
    &rules::CHANGED_STATUS,
    &rules::CHANGED_KIND,
    &rules::CHANGED_ENVELOPE,
    &rules::CHANGED_SINCE,
    &rules::CHANGED_PARAM,
    &rules::REMOVED_ALIAS,
    &rules::RENAMED_CODE,
];

/// What clients know of a code.
#[derive(Debug)]
pub(crate) struct Locked<'a> {
    pub(crate) code: &'a str,
    /// The Rust variant.
    pub(crate) name: &'a str,
    /// The table that defines it.
    pub(crate) table: &'a str,
    /// The tables that share it.
    pub(crate) also: Vec<&'a str>,
    pub(crate) statuses: &'a [u16],
    pub(crate) kind: Option<&'a str>,
    pub(crate) envelope: Option<&'a str>,
    /// Those that clients may see.
    pub(crate) params: Vec<LockedParam<'a>>,
    pub(crate) aliases: Vec<&'a str>,
    pub(crate) since: Option<&'a str>,
    pub(crate) retired: bool,
    pub(crate) message: &'a str,
    /// Of title, message and meaning.
    pub(crate) meaning: Fingerprint,
}

/// What clients know of a param.
#[derive(Debug)]
pub(crate) struct LockedParam<'a> {
    pub(crate) name: &'a str,
    pub(crate) ty: &'a str,
    /// Its name in the body, where the body has it.
    pub(crate) wire: Option<&'a str>,
    pub(crate) optional: bool,
}

/// What clients know of an API's codes, sorted.
pub(crate) fn locked(api: &Api) -> Vec<Locked<'_>> {
    let mut locked: Vec<Locked<'_>> = api.codes.iter().map(|code| of_code(api, code)).collect();
    locked.sort_unstable_by_key(|locked| locked.code);
    locked
}

fn of_code<'a>(api: &'a Api, code: &'a Code) -> Locked<'a> {
    let entry = &api[code.owner];
    let table = |id: &EntryId| api[id.table].name.as_str();
    Locked {
        code: &code.code,
        name: &code.variant,
        table: table(&code.owner),
        also: code.shared.iter().map(table).collect(),
        statuses: &entry.statuses,
        kind: entry.kind.map(|kind| api[kind].code.as_str()),
        envelope: entry.envelope.map(|envelope| api[envelope].name.as_str()),
        params: params(entry),
        aliases: code.aliases.iter().map(|alias| alias.code.as_str()).collect(),
        since: entry.since.as_deref(),
        retired: entry.retired.is_some(),
        message: &entry.message.text,
        meaning: meaning(entry),
    }
}

fn meaning(entry: &Entry) -> Fingerprint {
    Fingerprint::of([&*entry.title, &*entry.message.text, entry.meaning.as_deref().unwrap_or_default()])
}

fn params(entry: &Entry) -> Vec<LockedParam<'_>> {
    let public = entry.params.iter().filter(|param| param.audience == Audience::Public);
    public
        .map(|param| LockedParam {
            name: &param.name,
            ty: param.ty.name(),
            wire: param.in_body.then_some(&*param.wire),
            optional: param.optional,
        })
        .collect()
}
