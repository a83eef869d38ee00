//! Hashes of the inputs of errors' pages. After an edit of one error of a large API, most of its pages are
//! what they were, so an incremental run doesn't render them again.
//!
//! The page of an error shows the error's own texts, the headlines of the errors that it links to, and facts
//! that any page of the API may show. The last are everything except the texts that [`split_off`] removes: a
//! new key counts as such a fact until it is added there. A test changes texts, and compares pages and
//! hashes.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::sync::OnceLock;

use errcat_catalog::finding::Span;
use errcat_catalog::inputs::InputFile;
use errcat_catalog::model::{
    Api, Cause, CodeExample, CodeId, Decoding, Entry, EntryId, Example, Id, Template,
};
use serde::Serialize;

use super::view::MAX_SIBLINGS;
use crate::docs::page::Page;
use crate::docs::site::Site;
use crate::selection::outline;

/// The hashes of the inputs of all errors' pages.
pub(crate) struct PageInputs {
    /// The inputs that the pages of all APIs share.
    shared: DefaultHasher,
    /// By API and code.
    hashes: Vec<OnceLock<Vec<u64>>>,
}

impl PageInputs {
    /// Hashes the settings, the templates, and the names that pages can link to. Other inputs are hashed when
    /// they are needed.
    pub(crate) fn new(site: &Site<'_>, templates: &[InputFile]) -> Self {
        let mut shared = DefaultHasher::new();
        format!("{:?}", site.settings).hash(&mut shared);
        for InputFile { path, bytes, too_large } in templates {
            (path, bytes, too_large).hash(&mut shared);
        }
        site.catalog.apis.iter().for_each(|api| (outline(api), &api.docs_url).hash(&mut shared));
        PageInputs { shared, hashes: site.catalog.apis.iter().map(|_| OnceLock::new()).collect() }
    }

    /// Returns a number that changes whenever the page of an error could change, in both formats. `None` for
    /// other pages.
    pub(crate) fn hash_of(&self, site: &Site<'_>, page: Page) -> Option<u64> {
        let Page::Error(api, code) = page else { return None };
        let hashes = self.hashes[api.index()].get_or_init(|| self.of_api(site.api(api)));
        Some(hashes[code.index()])
    }

    fn of_api(&self, api: &Api) -> Vec<u64> {
        let mut api = api.clone();
        let texts: Vec<Vec<Texts>> =
            api.tables.iter_mut().map(|table| table.entries.iter_mut().map(split_off).collect()).collect();
        // These locations move with every edit, and no page shows them.
        api.reserved = None;
        api.never_raised_allows.clear();
        api.missing_fallback_allows.clear();
        api.tables.iter_mut().for_each(|table| table.reserved = None);
        let mut shared = self.shared.clone();
        hash_into(&mut shared, &api);
        let texts = |id: EntryId| &texts[id.table.index()][id.entry.index()];
        let headlines: Vec<u64> = api.codes.iter().map(|code| hash(&texts(code.owner).headline)).collect();
        let of_code = |code: CodeId| {
            let mut hasher = shared.clone();
            api[code].entries().for_each(|id| hash_into(&mut hasher, texts(id)));
            linked(&api, code).for_each(|other| headlines[other.index()].hash(&mut hasher));
            hasher.finish()
        };
        Id::all(&api.codes).map(of_code).collect()
    }
}

/// The texts of an entry that other pages don't show, except for its headline.
#[derive(Serialize)]
struct Texts {
    headline: Headline,
    line: usize,
    log: Option<Template>,
    answer: Option<String>,
    meaning: Option<String>,
    causes: Vec<Cause>,
    fixes: Vec<String>,
    notes: Vec<String>,
    security: Vec<String>,
    examples: Vec<Example>,
    code_examples: Vec<CodeExample>,
    sources: Vec<String>,
}

/// The texts of an entry that pages with a link to it show.
#[derive(Serialize)]
struct Headline {
    title: String,
    has_own_title: bool,
    message: Template,
}

/// Moves the texts of an entry out of it, and removes what no page shows.
fn split_off(entry: &mut Entry) -> Texts {
    entry.place = Span::start_of(entry.place.file);
    entry.reserved = None;
    entry.never_raised.place = None;
    Texts {
        headline: Headline {
            title: std::mem::take(&mut entry.title),
            has_own_title: std::mem::take(&mut entry.has_own_title),
            message: std::mem::take(&mut entry.message),
        },
        line: std::mem::take(&mut entry.line),
        log: entry.log.take(),
        answer: entry.answer.take(),
        meaning: entry.meaning.take(),
        causes: std::mem::take(&mut entry.causes),
        fixes: std::mem::take(&mut entry.fixes),
        notes: std::mem::take(&mut entry.notes),
        security: std::mem::take(&mut entry.security),
        examples: std::mem::take(&mut entry.examples),
        code_examples: std::mem::take(&mut entry.code_examples),
        sources: std::mem::take(&mut entry.sources).into_iter().map(|source| source.text).collect(),
    }
}

/// Returns the codes that an error's page may link to, apart from links in texts, which show only the code.
fn linked(api: &Api, code: CodeId) -> impl Iterator<Item = CodeId> {
    let entry = api.owner(code);
    let decoded = api[code].decodings().flat_map(|(_, Decoding { code, look_alikes })| {
        std::iter::once(*code).chain(look_alikes.iter().copied())
    });
    let EntryId { table, entry: position } = api[code].owner;
    let siblings = api[table].entries.iter().skip(position.index().saturating_sub(MAX_SIBLINGS));
    let neighbors = api.codes.iter().enumerate().skip(code.index().saturating_sub(1)).take(3);
    api.kinds(entry)
        .chain(api[code].children.iter().copied())
        .chain(entry.related.iter().copied())
        .chain(entry.successor)
        .chain(decoded)
        .chain(siblings.take(2 * MAX_SIBLINGS + 1).map(|entry| entry.code))
        .chain(neighbors.map(|(position, _)| Id::new(position)))
}

fn hash(value: &impl Serialize) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash_into(&mut hasher, value);
    hasher.finish()
}

fn hash_into(hasher: &mut DefaultHasher, value: &impl Serialize) {
    serde_json::to_writer(HashWriter(hasher), value)
        .expect("the model is serializable, and hashing can't fail");
}

/// Hashes what is written.
struct HashWriter<'h>(&'h mut DefaultHasher);

impl io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
