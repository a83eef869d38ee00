//! Resolves the headers of entries, including inherited ones and those of header sets.

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

    /// Returns where an entry uses the header that contains a param, directly or in a header set.
    pub fn header_filled_by(&self, index: usize, param: &str) -> Option<Span> {
        let words = self.entries[index].chain.iter().flat_map(|link| &self.entries[*link].raw.headers.0);
        let is_filled = |word: &&Word| {
            let mut headers = self.header_indices(std::slice::from_ref(*word));
            headers.any(|header| fills(self.header(header).1, param))
        };
        words.into_iter().find(is_filled).map(|word| word.span)
    }

    /// Returns the headers for names of headers and header sets. Unknown names are ignored.
    pub(super) fn header_indices(&self, names: &'a [Word]) -> impl Iterator<Item = HeaderId> {
        names.iter().filter_map(|name| self.named_headers.get(name.value.as_str())).flatten().copied()
    }

    /// Returns the id, name and definition of each header of an entry, inherited ones first.
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

/// Returns the headers for each name that an error can use.
pub(super) fn named(api: &RawApi) -> HashMap<&str, Vec<HeaderId>> {
    let headers: HashMap<&str, HeaderId> =
        api.headers.keys().enumerate().map(|(index, name)| (name, Id::new(index))).collect();
    let sets = api.header_sets.0.iter().map(|(name, set)| {
        let known = set.iter().filter_map(|header| headers.get(header.value.as_str()));
        (name.value.as_str(), known.copied().collect())
    });
    // A header set takes precedence over a header with the same name.
    headers.iter().map(|(name, header)| (*name, vec![*header])).chain(sets).collect()
}

/// Returns `true` if the value of a header is that of a param.
pub fn fills(header: &RawHeader, param: &str) -> bool {
    header.param.as_ref().is_some_and(|name| name.value == param)
}
