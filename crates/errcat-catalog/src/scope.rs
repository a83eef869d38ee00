//! The raw records of an API with their references resolved, for the rules and for [`crate::lower`].
//!
//! References are resolved as far as possible: one to something that doesn't exist is `None`, and a cycle of
//! kinds ends where it closes, so that the rules can check any catalog. Only APIs that pass all rules are
//! lowered.

mod addresses;
mod entry;
mod headers;
mod identification;
mod ids;
mod keys;
mod kinds;
mod names;
pub mod numbers;
mod page_path;
mod params;
mod renamed;
mod reported;
mod sharing;
mod values;
mod variants;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Index;

use crate::finding::{FileId, Sources, Span};
use crate::lint_levels::LintLevels;
use crate::model::{EnvelopeId, HeaderId, Id, TableId};
use crate::page_path::PagePath;
use crate::parse::{Folder, GuideFile};
use crate::raw::RawApi;
use crate::shape::Word;
use crate::yaml::Parts;

pub(crate) use self::addresses::{Address, Claims, reserved_segment};
pub use self::entry::{Entry, Table};
pub use self::headers::fills;
pub use self::identification::{Identification, MAX_LOOK_ALIKES};
pub(crate) use self::ids::SharedCodes;
pub use self::names::Names;
pub use self::params::{Origin, Param};
pub use self::sharing::Clash;

/// The maximum number of levels of inheritance. Four would be unusual.
pub const MAX_KINDS: usize = 32;
/// The maximum number of params of an error. If there are more, they aren't inherited or checked any further.
pub const MAX_PARAMS: usize = 64;
/// The maximum number of headers of an error. Servers and proxies reject responses with a hundred.
pub const MAX_HEADERS: usize = 64;

/// An API with resolved references.
pub struct Scope<'a> {
    /// The name of the folder.
    pub name: &'a str,
    /// The location of findings about the folder.
    pub place: Span,
    /// `api.yaml`.
    pub api: &'a RawApi,
    /// The file with the published codes, if it exists.
    pub lock: Option<FileId>,
    /// The tables, in the order of the docs.
    pub tables: Vec<Table<'a>>,
    /// The guides, in the order of the docs.
    pub guides: Vec<&'a GuideFile>,
    /// `true` if every file could be read. Otherwise, missing definitions may be in the unread ones.
    pub complete: bool,
    /// The entries of all tables, in the order of the docs, without unusable ones.
    pub entries: Vec<Entry<'a>>,
    /// The ids and keys of all entries, including unusable entries. References can be to these.
    pub written: HashSet<Cow<'a, str>>,
    /// The texts.
    pub sources: &'a Sources,
    /// The APIs of the catalog, with the names that links can refer to.
    pub others: &'a HashMap<String, Names>,
    /// The levels of lints that the workspace sets.
    pub lints: &'a LintLevels,
    /// The entries that define codes, by id and by key. If several have the same key, the first of them.
    owners: HashMap<Cow<'a, str>, usize>,
    shared_codes: SharedCodes,
    /// The id of each entry that defines its code, and the key of others.
    ids: Vec<Cow<'a, str>>,
    /// The Rust variant of each entry, which may be invalid.
    variants: Vec<String>,
    /// The pattern of the addresses of pages; `None` for the default, and if the pattern is invalid.
    page_path: Option<PagePath<'a>>,
    former_page_paths: Vec<PagePath<'a>>,
    /// Entries in place of unknown codes in `is`.
    suggested_kinds: HashMap<&'a str, usize>,
    /// The headers for each name in `headers` of an error: a header, or those of a header set.
    named_headers: HashMap<&'a str, Vec<HeaderId>>,
}

impl<'a> Scope<'a> {
    /// Resolves the references of an API.
    pub fn new(
        folder: &'a Folder,
        sources: &'a Sources,
        others: &'a HashMap<String, Names>,
        lints: &'a LintLevels,
    ) -> Self {
        let mut tables: Vec<Table<'a>> =
            folder.tables.iter().map(|t| Table { name: &t.name, file: t.file, raw: &t.raw }).collect();
        tables.sort_by_key(|table| {
            (table.raw.order.as_ref().map_or(i64::MAX, |order| order.value), table.name)
        });
        let mut scope = Scope {
            name: &folder.name,
            place: folder.place,
            lock: folder.lock,
            api: &folder.api,
            guides: ordered_guides(&folder.guides, &folder.api.guides),
            complete: folder.complete,
            tables,
            entries: Vec::new(),
            written: HashSet::new(),
            sources,
            others,
            lints,
            owners: HashMap::new(),
            shared_codes: SharedCodes::of_folder(folder),
            ids: Vec::new(),
            variants: Vec::new(),
            page_path: None,
            former_page_paths: Vec::new(),
            suggested_kinds: HashMap::new(),
            named_headers: headers::named(&folder.api),
        };
        scope.collect();
        scope.resolve();
        scope
    }

    fn collect(&mut self) {
        for (index, table) in self.tables.iter().enumerate() {
            for (code, raw) in &table.raw.errors.0 {
                let id = self.shared_codes.id(table.name, &code.value);
                let key = Cow::Borrowed(code.value.as_str());
                self.written.insert(key.clone());
                if raw.0.as_ref().is_none_or(|raw| !raw.is_shared()) {
                    self.written.insert(id.clone());
                }
                let Some(raw) = &raw.0 else { continue };
                let own = self.entries.len();
                let envelope = None;
                let (chain, params, headers) = (Vec::new(), Vec::new(), Vec::new());
                self.entries.push(Entry {
                    table: TableId::new(index),
                    code,
                    raw,
                    owner: own,
                    chain,
                    params,
                    headers,
                    envelope,
                });
                if raw.is_shared() {
                    self.ids.push(key);
                    continue;
                }
                self.owners.entry(id.clone()).or_insert(own);
                self.owners.entry(key).or_insert(own);
                self.ids.push(id);
            }
        }
    }

    fn resolve(&mut self) {
        for index in 0..self.entries.len() {
            self.entries[index].owner = self.defining(index).unwrap_or(index);
        }
        self.suggested_kinds = self.suggested_kinds();
        for index in 0..self.entries.len() {
            let chain = self.follow(index);
            self.entries[index].chain = chain;
        }
        for index in 0..self.entries.len() {
            self.entries[index].params = self.params(index);
            self.entries[index].headers = self.inherited_headers(index);
            let name = self.envelope_word(index).map(|word| word.value.as_str());
            self.entries[index].envelope = name.and_then(|name| self.envelope_named(name));
        }
        self.variants = self.derive_variants();
        self.page_path = self.api.page_path.as_ref().and_then(|pattern| self.valid_page_path(pattern));
        self.former_page_paths =
            self.api.former_page_paths.iter().filter_map(|pattern| self.valid_page_path(pattern)).collect();
    }

    /// Returns the envelope with this name, if it exists.
    pub fn envelope_named(&self, name: &str) -> Option<EnvelopeId> {
        self.api.envelopes.keys().position(|known| known == name).map(Id::new)
    }

    /// Returns the parts of the text at a location, to locate them.
    pub fn parts<'s>(&'s self, text: &'s str, span: Span) -> Parts<'s> {
        Parts::new(span, self.sources.text(span), text)
    }
}

impl<'a> Index<TableId> for Scope<'a> {
    type Output = Table<'a>;

    fn index(&self, table: TableId) -> &Table<'a> {
        &self.tables[table.index()]
    }
}

fn ordered_guides<'a>(files: &'a [GuideFile], order: &[Word]) -> Vec<&'a GuideFile> {
    let mut guides: Vec<&GuideFile> = files.iter().collect();
    let position =
        |guide: &GuideFile| order.iter().position(|name| name.value == guide.name).unwrap_or(order.len());
    guides.sort_by_cached_key(|guide| (position(guide), guide.name.as_str()));
    guides
}
