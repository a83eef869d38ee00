//! The raw records of an API with their references resolved, for the rules and for [`crate::lower`].
//!
//! References are resolved as far as possible: one to something that doesn't exist is `None`, and a cycle of
//! kinds ends where it closes, so that the rules can check any catalog. Only APIs that pass all rules are
//! lowered.

mod headers;

use std::collections::HashMap;
use std::ops::Index;

use errcat::{Audience, Severity};

use crate::finding::{FileId, Sources, Span, Spanned};
use crate::lint_levels::LintLevels;
use crate::model::{Api, EnvelopeId, HeaderId, Id, TableId};
use crate::parse::{Folder, GuideFile};
use crate::raw::{RawApi, RawEnvelope, RawError, RawHeader, RawParam, RawRetry, RawStatuses};
use crate::shape::{Text, Word};
use crate::template;
use crate::yaml::Parts;

pub use self::headers::fills;

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
    /// The codes of all entries with their locations, including unusable entries.
    pub written: HashMap<&'a str, Span>,
    /// The texts.
    pub sources: &'a Sources,
    /// The APIs of the catalog, with the names that links can refer to.
    pub others: &'a HashMap<String, Names>,
    /// The levels of lints that the workspace sets.
    pub lints: &'a LintLevels,
    owners: HashMap<&'a str, usize>,
    /// The headers for each name in `headers` of an error: a header, or those of a header set.
    named_headers: HashMap<&'a str, Vec<HeaderId>>,
}

/// The names in an API that links can refer to.
#[derive(Debug, Default)]
pub struct Names {
    /// Codes.
    pub codes: std::collections::HashSet<String>,
    /// Guides.
    pub guides: std::collections::HashSet<String>,
    /// Tables.
    pub tables: std::collections::HashSet<String>,
}

impl Names {
    /// The names in a folder.
    pub(crate) fn of_folder(folder: &Folder) -> Self {
        let codes = folder.tables.iter().flat_map(|table| table.raw.errors.keys().map(str::to_owned));
        Names {
            codes: codes.collect(),
            guides: folder.guides.iter().map(|guide| guide.name.clone()).collect(),
            tables: folder.tables.iter().map(|table| table.name.clone()).collect(),
        }
    }

    /// The names in the folder that an API was read from.
    pub(crate) fn of_api(api: &Api) -> Self {
        Names {
            codes: api.codes.iter().map(|code| code.code.clone()).collect(),
            guides: api.guides.iter().map(|guide| guide.name.clone()).collect(),
            tables: api.tables.iter().map(|table| table.name.clone()).collect(),
        }
    }
}

/// A table.
pub struct Table<'a> {
    /// The file name without `.yaml`.
    pub name: &'a str,
    /// The file.
    pub file: FileId,
    /// The content.
    pub raw: &'a crate::raw::RawTable,
}

/// An entry of a table.
pub struct Entry<'a> {
    /// The table.
    pub table: TableId,
    /// The code.
    pub code: &'a Spanned<String>,
    /// The content.
    pub raw: &'a RawError,
    /// The index of the entry that defines the code: the entry itself, unless it has `same_as`.
    pub owner: usize,
    /// The owner, followed by the entries that it inherits from, the nearest first.
    pub chain: Vec<usize>,
    /// The params: inherited ones, those of headers, and the entry's own. If there are more than
    /// [`MAX_PARAMS`], only one more is kept.
    pub params: Vec<Param<'a>>,
    /// The headers without duplicates, inherited ones first. If there are more than [`MAX_HEADERS`], only one
    /// more is kept.
    headers: Vec<HeaderId>,
    /// The envelope; `None` if the error is never sent as a body.
    envelope: Option<EnvelopeId>,
}

/// A param of an entry.
#[derive(Clone, Copy)]
pub struct Param<'a> {
    /// The name.
    pub name: &'a str,
    /// The location of its declaration.
    pub place: Span,
    /// The declaration.
    pub origin: Origin<'a>,
}

/// The declaration of a param.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub enum Origin<'a> {
    Declared(&'a RawParam),
    Header(&'a RawHeader),
}

impl Param<'_> {
    /// Returns the audience that may see the value.
    pub fn audience(&self) -> Audience {
        match self.origin {
            Origin::Declared(raw) => raw.audience.unwrap_or(Audience::Public),
            Origin::Header(_) => Audience::Public,
        }
    }
}

impl<'a> Scope<'a> {
    /// Resolves the references of an API.
    pub fn new(
        folder: &'a Folder,
        api: &'a RawApi,
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
            api,
            guides: ordered_guides(&folder.guides, &api.guides),
            complete: folder.complete,
            tables,
            entries: Vec::new(),
            written: HashMap::new(),
            sources,
            others,
            lints,
            owners: HashMap::new(),
            named_headers: headers::named(api),
        };
        scope.collect();
        scope.resolve();
        scope
    }

    fn collect(&mut self) {
        for (index, table) in self.tables.iter().enumerate() {
            for (code, raw) in &table.raw.errors.0 {
                self.written.entry(&code.value).or_insert(code.span);
                let Some(raw) = &raw.0 else { continue };
                if raw.same_as.is_none() {
                    self.owners.entry(&code.value).or_insert(self.entries.len());
                }
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
            }
        }
    }

    fn resolve(&mut self) {
        for index in 0..self.entries.len() {
            self.entries[index].owner = self.defining(index).unwrap_or(index);
        }
        for index in 0..self.entries.len() {
            let chain = self.follow(index);
            self.entries[index].chain = chain;
        }
        let envelopes: HashMap<&str, EnvelopeId> =
            self.api.envelopes.keys().enumerate().map(|(at, name)| (name, Id::new(at))).collect();
        for index in 0..self.entries.len() {
            self.entries[index].params = self.params(index);
            self.entries[index].headers = self.inherited_headers(index);
            let name = self.envelope_word(index).map(|word| word.value.as_str());
            self.entries[index].envelope = name.and_then(|name| envelopes.get(name).copied());
        }
    }

    /// Returns the entry that defines a shared code, if `same_as` refers to it.
    fn defining(&self, index: usize) -> Option<usize> {
        let entry = &self.entries[index];
        let table = entry.raw.same_as.as_ref()?;
        let owner = *self.owners.get(entry.code.value.as_str())?;
        (self[self.entries[owner].table].name == table.value).then_some(owner)
    }

    fn follow(&self, index: usize) -> Vec<usize> {
        let mut chain = vec![self.entries[index].owner];
        while let Some(kind) = self.kind(chain[chain.len() - 1]).filter(|kind| !chain.contains(kind))
            && chain.len() <= MAX_KINDS
        {
            chain.push(kind);
        }
        chain
    }

    /// Returns the `is` of an entry, or else of its table. The `is` of a table may be one of its own entries,
    /// which doesn't inherit from itself.
    pub fn kind_word(&self, index: usize) -> Option<&'a Word> {
        let entry = &self.entries[index];
        let default = self[entry.table].raw.is.as_ref().filter(|kind| kind.value != entry.code.value);
        entry.raw.is.as_ref().or(default)
    }

    /// Returns the entry that an entry directly inherits from.
    pub fn kind(&self, index: usize) -> Option<usize> {
        self.kind_word(index).and_then(|word| self.owner_of(&word.value))
    }

    /// Returns the entry that defines a code.
    pub fn owner_of(&self, code: &str) -> Option<usize> {
        self.owners.get(code).copied()
    }

    /// Returns `true` if an entry defines its code.
    pub fn is_owner(&self, index: usize) -> bool {
        self.entries[index].raw.same_as.is_none()
    }

    fn params(&self, index: usize) -> Vec<Param<'a>> {
        let mut params: Vec<Param<'a>> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for link in self.entries[index].chain.iter().rev() {
            let raw = self.entries[*link].raw;
            let of_headers = self.header_indices(&raw.headers.0).filter_map(|header| {
                let header = self.header(header).1;
                let param = header.param.as_ref()?;
                Some(Param { name: &param.value, place: param.span, origin: Origin::Header(header) })
            });
            for param in of_headers.take(MAX_HEADERS) {
                known.entry(param.name).or_insert_with(|| {
                    params.push(param);
                    params.len() - 1
                });
            }
            for (name, declared) in raw.params.0.iter().take(MAX_PARAMS + 1) {
                let param = Param { name: &name.value, place: name.span, origin: Origin::Declared(declared) };
                match known.get(name.value.as_str()) {
                    Some(at) => params[*at] = param,
                    None => {
                        known.insert(&name.value, params.len());
                        params.push(param);
                    }
                }
            }
        }
        params.truncate(MAX_PARAMS + 1);
        params
    }

    /// Returns `true` if an entry may have a param whose declaration is unusable.
    pub fn may_have(&self, index: usize, param: &str) -> bool {
        let is_unusable = |header: &Word| self.api.headers.unusable().any(|name| name == header.value);
        let has_unusable = |word: &Word| match self.api.header_sets.get(&word.value) {
            Some(set) => set.iter().any(is_unusable),
            None => is_unusable(word),
        };
        self.entries[index].chain.iter().any(|link| {
            let raw = self.entries[*link].raw;
            raw.params.unusable().any(|name| name == param) || raw.headers.0.iter().any(has_unusable)
        })
    }

    /// Returns the value of a key, set by the entry or inherited.
    fn inherited<T>(&self, index: usize, get: impl Fn(&'a RawError) -> Option<&'a T>) -> Option<&'a T> {
        self.entries[index].chain.iter().find_map(|link| get(self.entries[*link].raw))
    }

    /// Returns the statuses: those of the entry or inherited ones, or else those of its table or of the table
    /// of a kind.
    pub fn statuses(&self, index: usize) -> Option<&'a RawStatuses> {
        let of_table = |link: &usize| self[self.entries[*link].table].raw.status.as_ref();
        self.inherited(index, |raw| raw.status.as_ref())
            .or_else(|| self.entries[index].chain.iter().find_map(of_table))
    }

    /// Returns the title, which may be inherited.
    pub fn title(&self, index: usize) -> Option<&'a Text> {
        self.inherited(index, |raw| raw.title.as_ref())
    }

    /// Returns the severity, which may be inherited.
    pub fn severity(&self, index: usize) -> Option<Severity> {
        self.inherited(index, |raw| raw.severity.as_ref()).copied()
    }

    /// Returns the retry, which may be inherited.
    pub fn retry(&self, index: usize) -> Option<&'a RawRetry> {
        self.inherited(index, |raw| raw.retry.as_ref())
    }

    /// Returns the message, or else the title. Inherited ones aren't used.
    pub fn message(&self, index: usize) -> Option<&'a Text> {
        let raw = self.entries[self.entries[index].owner].raw;
        raw.message.as_ref().or(raw.title.as_ref())
    }

    /// Returns the name of the envelope: that of the entry, its table or the API.
    pub fn envelope_word(&self, index: usize) -> Option<&'a Word> {
        let entry = &self.entries[index];
        let table = self[entry.table].raw;
        entry.raw.envelope.as_ref().or(table.envelope.as_ref()).or(self.api.envelope.as_ref())
    }

    /// Returns the id and the definition of the envelope; `None` if the error is never sent as a body.
    pub fn envelope(&self, index: usize) -> Option<(EnvelopeId, &'a RawEnvelope)> {
        let envelope = self.entries[index].envelope?;
        Some((envelope, &self.api.envelopes.0[envelope.index()].1))
    }

    /// Returns `true` if `{params}` in the body contains a param: if it has `wire`, or if nothing else
    /// contains it.
    pub fn in_body(&self, index: usize, param: &Param<'_>, slots: &[&str]) -> bool {
        let Origin::Declared(raw) = param.origin else { return false };
        if param.audience() != Audience::Public || !slots.contains(&"params") {
            return false;
        }
        let in_message = || {
            let message = self.message(index).map_or("", |text| text.value.as_str());
            template::placeholders(message).any(|name| name == param.name)
        };
        let in_header = || self.headers(index).any(|(_, _, header)| fills(header, param.name));
        raw.wire.is_some() || !(slots.contains(&param.name) || in_message() || in_header())
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
