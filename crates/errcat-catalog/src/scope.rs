//! An API's raw records with their references followed: what the rules look at and the model is made from.
//!
//! Everything here is tolerant: a reference to nothing resolves to `None`, a circle of kinds ends where it closes, so that each
//! rule can look at any catalog, however broken. Only what has passed all rules goes on to [`crate::lower`].

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

/// The most kinds that an error may be of, one above the other. Four would be unusual.
pub const MAX_KINDS: usize = 32;
/// The most params of an error. Beyond, no other rule looks at them, and they aren't followed any further: each error of a kind
/// has all of its kind's.
pub const MAX_PARAMS: usize = 64;
/// The most headers of an error, for the same reason. Servers and proxies refuse responses of a hundred.
pub const MAX_HEADERS: usize = 64;

/// One API.
pub struct Scope<'a> {
    /// The folder's name.
    pub name: &'a str,
    /// A place for findings about the folder.
    pub place: Span,
    /// `api.yaml`.
    pub api: &'a RawApi,
    /// What was published, where something was.
    pub lock: Option<FileId>,
    /// In the order of the docs.
    pub tables: Vec<Table<'a>>,
    /// In the order of the docs.
    pub guides: Vec<&'a GuideFile>,
    /// Whether every file could be read. If not, what isn't found may be in one that couldn't.
    pub complete: bool,
    /// The entries of all tables, in the order of the docs; without those whose record is unusable.
    pub entries: Vec<Entry<'a>>,
    /// Every code with its place, also those of unusable records.
    pub written: HashMap<&'a str, Span>,
    /// The texts.
    pub sources: &'a Sources,
    /// The names of every API of the catalog, for links, each with its codes.
    pub others: &'a HashMap<String, Names>,
    /// What the workspace says of lints.
    pub lints: &'a LintLevels,
    owners: HashMap<&'a str, usize>,
    /// What a name among an error's headers stands for: a header, or those of a set.
    named_headers: HashMap<&'a str, Vec<HeaderId>>,
}

/// What links from anywhere may lead to.
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
    /// The file's stem.
    pub name: &'a str,
    /// Its file.
    pub file: FileId,
    /// What it says.
    pub raw: &'a crate::raw::RawTable,
}

/// An entry of a table.
pub struct Entry<'a> {
    /// Its table.
    pub table: TableId,
    /// Its code.
    pub code: &'a Spanned<String>,
    /// What it says.
    pub raw: &'a RawError,
    /// Index of the entry that defines its code: itself, unless it is `same_as`.
    pub owner: usize,
    /// The entries it inherits from, itself first: its own owner, that one's kind, and so on.
    pub chain: Vec<usize>,
    /// Inherited params first, then those of its headers, then its own; [`MAX_PARAMS`] and one where there are more.
    pub params: Vec<Param<'a>>,
    /// Its headers, inherited ones first, each once; [`MAX_HEADERS`] and one where there are more.
    headers: Vec<HeaderId>,
    /// Its envelope; `None` if it is never a body.
    envelope: Option<EnvelopeId>,
}

/// A param that an entry has.
#[derive(Clone, Copy)]
pub struct Param<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it is declared.
    pub place: Span,
    /// By what it is declared.
    pub origin: Origin<'a>,
}

/// What declares a param.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub enum Origin<'a> {
    Declared(&'a RawParam),
    Header(&'a RawHeader),
}

impl Param<'_> {
    /// Who may see it.
    pub fn audience(&self) -> Audience {
        match self.origin {
            Origin::Declared(raw) => raw.audience.unwrap_or(Audience::Public),
            Origin::Header(_) => Audience::Public,
        }
    }
}

impl<'a> Scope<'a> {
    /// Follows an API's references.
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

    /// The entry that defines a shared code, if `same_as` leads to one.
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

    /// What an entry's `is` says, or its table's for an entry that says nothing. A table's kind may be one of its own entries.
    pub fn kind_word(&self, index: usize) -> Option<&'a Word> {
        let entry = &self.entries[index];
        let default = self[entry.table].raw.is.as_ref().filter(|kind| kind.value != entry.code.value);
        entry.raw.is.as_ref().or(default)
    }

    /// The entry that an entry is directly a kind of.
    pub fn kind(&self, index: usize) -> Option<usize> {
        self.kind_word(index).and_then(|word| self.owner_of(&word.value))
    }

    /// The entry that defines a code.
    pub fn owner_of(&self, code: &str) -> Option<usize> {
        self.owners.get(code).copied()
    }

    /// Whether an entry defines its code.
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

    /// Whether an entry may have a param that it can't be seen to have, because its declaration is unusable.
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

    /// The first of an entry's chain that says something.
    fn inherited<T>(&self, index: usize, says: impl Fn(&'a RawError) -> Option<&'a T>) -> Option<&'a T> {
        self.entries[index].chain.iter().find_map(|link| says(self.entries[*link].raw))
    }

    /// Its own or inherited statuses; or its table's, or the table's of one of its kinds.
    pub fn statuses(&self, index: usize) -> Option<&'a RawStatuses> {
        let of_table = |link: &usize| self[self.entries[*link].table].raw.status.as_ref();
        self.inherited(index, |raw| raw.status.as_ref())
            .or_else(|| self.entries[index].chain.iter().find_map(of_table))
    }

    /// Its own or inherited title.
    pub fn title(&self, index: usize) -> Option<&'a Text> {
        self.inherited(index, |raw| raw.title.as_ref())
    }

    /// Its own or inherited severity.
    pub fn severity(&self, index: usize) -> Option<Severity> {
        self.inherited(index, |raw| raw.severity.as_ref()).copied()
    }

    /// Its own or inherited retry.
    pub fn retry(&self, index: usize) -> Option<&'a RawRetry> {
        self.inherited(index, |raw| raw.retry.as_ref())
    }

    /// Its message: its own, or its own title.
    pub fn message(&self, index: usize) -> Option<&'a Text> {
        let raw = self.entries[self.entries[index].owner].raw;
        raw.message.as_ref().or(raw.title.as_ref())
    }

    /// The name of its envelope as written: its own, its table's or the API's.
    pub fn envelope_word(&self, index: usize) -> Option<&'a Word> {
        let entry = &self.entries[index];
        let table = self[entry.table].raw;
        entry.raw.envelope.as_ref().or(table.envelope.as_ref()).or(self.api.envelope.as_ref())
    }

    /// Its envelope: id and definition; `None` if it is never a body.
    pub fn envelope(&self, index: usize) -> Option<(EnvelopeId, &'a RawEnvelope)> {
        let envelope = self.entries[index].envelope?;
        Some((envelope, &self.api.envelopes.0[envelope.index()].1))
    }

    /// Whether the body's `{params}` holds a param: if its declaration says so by `wire`, or if nothing else carries it.
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

    /// The parts of the text that stands at a place, for pointing at them.
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
