//! Matches the things in the old catalog with those in the new one.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use errcat_catalog::model::{Api, Code, CodeId, Id};
use errcat_catalog::names::folded;

/// An API in both catalogs, and its matched codes.
pub(super) struct ApiPair<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    /// The new code of each old one. `None` if the code was removed.
    successors: Vec<Option<CodeId>>,
}

impl<'a> ApiPair<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        ApiPair { old, new, successors: successors(old, new) }
    }

    /// Returns the new code of an old one, or `None` if it was removed.
    pub(super) fn new_code(&self, old: CodeId) -> Option<CodeId> {
        self.successors[old.index()]
    }

    /// Returns the codes as pairs of old and new. New codes come first in their order, then the removed ones.
    pub(super) fn codes(&self) -> Vec<(Option<CodeId>, Option<CodeId>)> {
        let olds = Id::all(&self.old.codes);
        let former: HashMap<CodeId, CodeId> =
            olds.clone().filter_map(|old| Some((self.new_code(old)?, old))).collect();
        let still = Id::all(&self.new.codes).map(|new| (former.get(&new).copied(), Some(new)));
        let gone = olds.filter(|old| self.new_code(*old).is_none());
        still.chain(gone.map(|old| (Some(old), None))).collect()
    }
}

/// Returns the new code of each old one: a code with the same text, otherwise a code with it as an alias,
/// otherwise a code that differs only in case or `-`, otherwise the one with or without its table. Each new
/// code is matched with one old code at most, in this order of preference.
fn successors(old: &Api, new: &Api) -> Vec<Option<CodeId>> {
    let indices: [HashMap<String, CodeId>; 4] = [
        index_names(new, |code| vec![code.code.clone()]),
        index_names(new, |code| code.aliases.iter().map(|alias| folded(&alias.code)).collect()),
        index_names(new, |code| vec![folded(&code.code)]),
        // The table is part of the id while several errors have the code.
        index_names(new, |code| vec![folded(&with_table(new, code))]),
    ];
    let mut successors = vec![None; old.codes.len()];
    let mut taken = HashSet::new();
    for (preference, candidates) in indices.iter().enumerate() {
        for (index, code) in old.codes.iter().enumerate() {
            let name = match preference {
                0 => code.code.clone(),
                1 | 2 => folded(&code.code),
                _ => folded(&with_table(old, code)),
            };
            if let (None, Some(found)) = (successors[index], candidates.get(&name))
                && taken.insert(*found)
            {
                successors[index] = Some(*found);
            }
        }
    }
    successors
}

/// Returns the id that a code has if several errors have it: `table/CODE`.
fn with_table(api: &Api, code: &Code) -> String {
    let folder = format!("{}/", api[code.owner.table].name);
    if code.code.starts_with(&folder) { code.code.clone() } else { folder + &code.code }
}

fn index_names(api: &Api, names: impl Fn(&Code) -> Vec<String>) -> HashMap<String, CodeId> {
    let names = Id::enumerate(&api.codes).map(|(id, code)| (id, names(code)));
    names.flat_map(|(id, names)| names.into_iter().map(move |name| (name, id))).collect()
}

/// Matches items by name. New items come first in their order, then the removed ones.
pub(super) fn by_name<'a, T, N: Hash + Eq>(
    old: &'a [T],
    new: &'a [T],
    name: impl Fn(&'a T) -> N,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let index =
        |items: &'a [T]| -> HashMap<N, &'a T> { items.iter().map(|item| (name(item), item)).collect() };
    let (olds, news) = (index(old), index(new));
    let still = new.iter().map(|item| (olds.get(&name(item)).copied(), Some(item)));
    let gone = old.iter().filter(|item| !news.contains_key(&name(item))).map(|item| (Some(item), None));
    still.chain(gone).collect()
}
