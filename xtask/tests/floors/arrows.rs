//! Finds arrows: imports of a module from a sibling, or from the crate root.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use crate::mentions::Mention;
use crate::module_tree::{Module, ModuleId, ModuleTree};
use crate::resolve::{Target, resolve};

/// The arrows between the modules of a crate.
#[derive(Debug, Default)]
pub(crate) struct Arrows {
    /// The arrows from a module to another of the same parent. Modules include everything below them.
    pub(crate) between_siblings: BTreeMap<(ModuleId, ModuleId), Vec<Evidence>>,
    /// The arrows from children of the crate root to items that are defined in the root file.
    pub(crate) to_root: BTreeMap<ModuleId, Vec<Evidence>>,
}

/// A line that causes an arrow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Evidence {
    /// `false` for a `use`; sorts those first.
    is_inline: bool,
    pub(crate) file: Utf8PathBuf,
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// Finds the arrows in a crate.
pub(crate) fn arrows(tree: &ModuleTree) -> Arrows {
    let mut arrows = Arrows::default();
    for from in tree.ids() {
        let module = &tree[from];
        for mention in module.mentions.iter().filter(|mention| is_relevant(module, mention)) {
            for target in resolve(tree, from, &mention.path, mention.namespaces) {
                arrows.add(tree, from, target, mention);
            }
        }
    }
    let evidence = arrows.between_siblings.values_mut().chain(arrows.to_root.values_mut());
    evidence.for_each(tidy);
    arrows
}

impl Arrows {
    fn add(&mut self, tree: &ModuleTree, from: ModuleId, target: Target, mention: &Mention) {
        let evidence = || Evidence {
            is_inline: !mention.is_use,
            file: tree[from].file.clone(),
            line: mention.line,
            text: mention.text.clone(),
        };
        let around: Vec<ModuleId> = tree.ancestors(from).collect();
        if let (Target::ItemOf(ModuleId::ROOT), [.., child, _root]) = (target, &around[..]) {
            self.to_root.entry(*child).or_default().push(evidence());
        }
        let arrow = tree.ancestors(target.module()).find_map(|to| {
            let from = around.iter().find(|from| tree[**from].parent == tree[to].parent)?;
            Some((*from, to))
        });
        if let Some((from, to)) = arrow.filter(|(from, to)| from != to) {
            self.between_siblings.entry((from, to)).or_default().push(evidence());
        }
    }
}

/// Returns `false` for a name without a path that the module's own `use` or items explain. Only `use
/// super::*` can hide that such a name comes from elsewhere.
fn is_relevant(module: &Module, mention: &Mention) -> bool {
    let [name] = mention.path.as_slice() else { return true };
    let has_glob = module.imports.iter().any(|import| import.name.is_none());
    let is_imported = module.imports.iter().any(|import| import.name.as_ref() == Some(name));
    mention.is_use || (has_glob && !is_imported)
}

/// Sorts the lines. Removes those that only repeat a `use`: `tokens::file` after `use crate::tokens`.
fn tidy(evidence: &mut Vec<Evidence>) {
    evidence.sort();
    evidence.dedup();
    if evidence.first().is_some_and(|first| !first.is_inline) {
        let starts = ["crate::", "super::", "self::"];
        evidence.retain(|line| !line.is_inline || starts.iter().any(|start| line.text.starts_with(start)));
    }
}
