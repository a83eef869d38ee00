//! The headers of an entry: by their names or those of their sets, its own and inherited ones.

use std::collections::{HashMap, HashSet};

use super::{MAX_HEADERS, Scope};
use crate::finding::{Span, Spanned};
use crate::model::{HeaderId, Id};
use crate::raw::{RawApi, RawHeader};
use crate::shape::Word;

impl<'a> Scope<'a> {
    pub(super) fn inherited_headers(&self, index: usize) -> Vec<HeaderId> {
        let mut known = HashSet::new();
        let links = self.entries[index].chain.iter().rev();
        let named = links.flat_map(|link| self.header_indices(&self.entries[*link].raw.headers.0));
        named.filter(|header| known.insert(*header)).take(MAX_HEADERS + 1).collect()
    }

    /// Where an entry names the header that a param fills, itself or by the header's set.
    pub fn header_filled_by(&self, index: usize, param: &str) -> Option<Span> {
        let words = self.entries[index].chain.iter().flat_map(|link| &self.entries[*link].raw.headers.0);
        let is_filled = |word: &&Word| {
            let mut headers = self.header_indices(std::slice::from_ref(*word));
            headers.any(|header| fills(self.header(header).1, param))
        };
        words.into_iter().find(is_filled).map(|word| word.span)
    }

    /// The headers that names of headers and header sets stand for. Unknown names stand for none.
    pub(super) fn header_indices(&self, names: &'a [Word]) -> impl Iterator<Item = HeaderId> {
        names.iter().filter_map(|name| self.named_headers.get(name.value.as_str())).flatten().copied()
    }

    /// An entry's headers, inherited ones first, each once: id, name and definition.
    pub fn headers(&self, index: usize) -> impl Iterator<Item = (HeaderId, &'a str, &'a RawHeader)> {
        self.entries[index].headers.iter().map(|header| {
            let (name, raw) = self.header(*header);
            (*header, name.value.as_str(), raw)
        })
    }

    pub(super) fn header(&self, id: HeaderId) -> (&'a Spanned<String>, &'a RawHeader) {
        let (name, raw) = &self.api.headers.0[id.index()];
        (name, raw)
    }
}

/// What a name among an error's headers stands for.
pub(super) fn named(api: &RawApi) -> HashMap<&str, Vec<HeaderId>> {
    let headers: HashMap<&str, HeaderId> =
        api.headers.keys().enumerate().map(|(index, name)| (name, Id::new(index))).collect();
    let sets = api.header_sets.0.iter().map(|(name, set)| {
        let known = set.iter().filter_map(|header| headers.get(header.value.as_str()));
        (name.value.as_str(), known.copied().collect())
    });
    // A set takes the name of a header.
    headers.iter().map(|(name, header)| (*name, vec![*header])).chain(sets).collect()
}

/// Whether a param fills a header.
pub fn fills(header: &RawHeader, param: &str) -> bool {
    header.param.as_ref().is_some_and(|name| name.value == param)
}
