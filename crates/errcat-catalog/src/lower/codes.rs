//! Lowers codes: what all entries of a code have in common.

use std::collections::HashMap;

use crate::model::{Alias, Code, CodeId, Decoding, EntryId, FormerPage, Id};
use crate::names;
use crate::scope::{Entry, Identification, Scope};
use crate::shape::Word;

/// Returns the ids of all entries, in the order of the scope.
pub(super) fn entry_ids(scope: &Scope<'_>) -> Vec<EntryId> {
    let mut next = vec![0; scope.tables.len()];
    let id = |entry: &Entry<'_>| {
        let next = &mut next[entry.table.index()];
        *next += 1;
        EntryId { table: entry.table, entry: Id::new(*next - 1) }
    };
    scope.entries.iter().map(id).collect()
}

/// Returns the codes, in the order of the entries that define them.
pub(super) fn codes(scope: &Scope<'_>, ids: &[EntryId]) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    let mut of_entry: HashMap<usize, CodeId> = HashMap::new();
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        of_entry.insert(index, Id::new(codes.len()));
        let alias = |alias: &Word| Alias {
            code: alias.value.clone(),
            slug: names::slug(&alias.value),
            address: scope.alias_address(index, &alias.value),
        };
        codes.push(Code {
            code: scope.id(index).to_owned(),
            wire: scope.wire_code(index).value.clone(),
            variant: scope.variant(index).to_owned(),
            table_variant: scope.table_variant(index),
            slug: names::slug(scope.id(index)),
            address: scope.address(index),
            owner: ids[index],
            decoding: Decoding { code: Id::new(codes.len()), look_alikes: Vec::new() },
            shared: Vec::new(),
            shared_decodings: Vec::new(),
            children: Vec::new(),
            aliases: entry.raw.aliases.0.iter().map(alias).collect(),
        });
    }
    let mut identifications = scope.identifications();
    for (index, entry) in scope.entries.iter().enumerate() {
        let own = of_entry[&entry.owner];
        let decoding = match identifications.remove(&index) {
            Some(Identification { decoded, look_alikes }) => Decoding {
                code: of_entry[&decoded],
                look_alikes: look_alikes.iter().map(|other| of_entry[other]).collect(),
            },
            None => Decoding { code: own, look_alikes: Vec::new() },
        };
        let code = &mut codes[own.index()];
        if !scope.is_owner(index) {
            code.shared.push(ids[index]);
            code.shared_decodings.push(decoding);
            continue;
        }
        code.decoding = decoding;
        if let Some(kind) = scope.kind(index) {
            codes[of_entry[&kind].index()].children.push(of_entry[&index]);
        }
    }
    codes
}

/// Returns the former addresses of pages.
pub(super) fn former_pages(scope: &Scope<'_>) -> Vec<FormerPage> {
    let former = scope.former_addresses();
    if former.is_empty() {
        return Vec::new();
    }
    let owners = (0..scope.entries.len()).filter(|index| scope.is_owner(*index));
    let ids: HashMap<usize, CodeId> = owners.enumerate().map(|(at, index)| (index, Id::new(at))).collect();
    let page = |(address, owners): (String, Vec<usize>)| FormerPage {
        address,
        codes: owners.iter().map(|index| ids[index]).collect(),
    };
    former.into_iter().map(page).collect()
}
