//! What of the old catalog is what of the new one.

use std::collections::HashMap;
use std::hash::Hash;

use errcat_catalog::model::{Api, Code, EntryId};
use errcat_catalog::names::folded;

/// Both sides of an API, and which codes are the same ones.
pub(super) struct Apis<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    /// Of each old code, the new one.
    successors: Vec<Option<usize>>,
}

impl<'a> Apis<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        Apis { old, new, successors: successors(old, new) }
    }

    /// The index of an old code in the new API.
    pub(super) fn now(&self, old: usize) -> Option<usize> {
        self.successors[old]
    }

    /// The codes as pairs, those that are gone, and those that are new.
    pub(super) fn codes(&self) -> Vec<(Option<usize>, Option<usize>)> {
        let mut former: Vec<Option<usize>> = vec![None; self.new.codes.len()];
        for (old, new) in self.successors.iter().enumerate() {
            if let Some(new) = new {
                former[*new] = Some(old);
            }
        }
        let gone = (0..self.old.codes.len()).filter(|old| self.successors[*old].is_none());
        let still = former.iter().enumerate().map(|(new, old)| (*old, Some(new)));
        still.chain(gone.map(|old| (Some(old), None))).collect()
    }
}

/// A code is the one of the same text; else the one that has it as an alias; else one that differs in case or `-`.
/// Each new one is one old one at most, and the likelier the claim, the earlier it is heard.
fn successors(old: &Api, new: &Api) -> Vec<Option<usize>> {
    let claims: [HashMap<String, usize>; 3] = [
        named(new, |code| vec![code.code.clone()]),
        named(new, |code| code.aliases.iter().map(|alias| folded(&alias.code)).collect()),
        named(new, |code| vec![folded(&code.code)]),
    ];
    let mut successors = vec![None; old.codes.len()];
    let mut is_taken = vec![false; new.codes.len()];
    for (claim, fold) in claims.iter().zip([false, true, true]) {
        for (index, code) in old.codes.iter().enumerate() {
            let name = if fold { folded(&code.code) } else { code.code.clone() };
            if let (None, Some(found)) = (successors[index], claim.get(&name))
                && !is_taken[*found]
            {
                successors[index] = Some(*found);
                is_taken[*found] = true;
            }
        }
    }
    successors
}

fn named(api: &Api, names: impl Fn(&Code) -> Vec<String>) -> HashMap<String, usize> {
    let names = api.codes.iter().enumerate().map(|(index, code)| (index, names(code)));
    names.flat_map(|(index, names)| names.into_iter().map(move |name| (name, index))).collect()
}

/// Things of the same name, in the new order, then those that are gone.
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

/// The entries of a code, its definition first.
pub(super) fn places(code: &Code) -> impl Iterator<Item = EntryId> + '_ {
    std::iter::once(code.owner).chain(code.shared.iter().copied())
}
