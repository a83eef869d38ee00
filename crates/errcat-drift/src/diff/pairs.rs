//! What of the old catalog is what of the new one.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use errcat_catalog::model::{Api, Code, CodeId, Id};
use errcat_catalog::names::folded;

/// Both sides of an API, and which codes are the same ones.
pub(super) struct Apis<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    /// Of each old code, the new one.
    successors: Vec<Option<CodeId>>,
}

impl<'a> Apis<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        Apis { old, new, successors: successors(old, new) }
    }

    /// An old code's successor in the new API.
    pub(super) fn now(&self, old: CodeId) -> Option<CodeId> {
        self.successors[old.index()]
    }

    /// The codes as pairs, those that are gone, and those that are new.
    pub(super) fn codes(&self) -> Vec<(Option<CodeId>, Option<CodeId>)> {
        let olds = Id::all(&self.old.codes);
        let former: HashMap<CodeId, CodeId> =
            olds.clone().filter_map(|old| Some((self.now(old)?, old))).collect();
        let still = Id::all(&self.new.codes).map(|new| (former.get(&new).copied(), Some(new)));
        let gone = olds.filter(|old| self.now(*old).is_none());
        still.chain(gone.map(|old| (Some(old), None))).collect()
    }
}

/// A code is the one of the same text; else the one that has it as an alias; else one that differs in case or
/// `-`. Each new one is one old one at most, and the likelier the claim, the earlier it is heard.
fn successors(old: &Api, new: &Api) -> Vec<Option<CodeId>> {
    let claims: [HashMap<String, CodeId>; 3] = [
        named(new, |code| vec![code.code.clone()]),
        named(new, |code| code.aliases.iter().map(|alias| folded(&alias.code)).collect()),
        named(new, |code| vec![folded(&code.code)]),
    ];
    let mut successors = vec![None; old.codes.len()];
    let mut taken = HashSet::new();
    for (claim, fold) in claims.iter().zip([false, true, true]) {
        for (index, code) in old.codes.iter().enumerate() {
            let name = if fold { folded(&code.code) } else { code.code.clone() };
            if let (None, Some(found)) = (successors[index], claim.get(&name))
                && taken.insert(*found)
            {
                successors[index] = Some(*found);
            }
        }
    }
    successors
}

fn named(api: &Api, names: impl Fn(&Code) -> Vec<String>) -> HashMap<String, CodeId> {
    let names = Id::enumerate(&api.codes).map(|(id, code)| (id, names(code)));
    names.flat_map(|(id, names)| names.into_iter().map(move |name| (name, id))).collect()
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
