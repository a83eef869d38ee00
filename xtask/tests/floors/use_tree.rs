//! The single imports of a `use`, with its groups taken apart.

use proc_macro2::{Ident, Span};
use syn::{ItemUse, UseTree};

/// One import of a `use`.
#[derive(Debug)]
pub(crate) struct UseLeaf {
    /// The path without a final `self` or `*`.
    pub(crate) path: Vec<String>,
    pub(crate) name: LeafName,
    pub(crate) span: Span,
}

/// The name that an import brings into its module.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum LeafName {
    Name(String),
    /// The name of a module imported by `{self}`, which imports nothing else of that name.
    ModuleItself(String),
    /// `*`
    Glob,
}

impl LeafName {
    /// Returns the name, or `None` for `*`.
    pub(crate) fn known(&self) -> Option<&str> {
        match self {
            Self::Name(name) | Self::ModuleItself(name) => Some(name),
            Self::Glob => None,
        }
    }
}

/// Returns the imports of a `use`. Skips a `use ::other`, because it leads to another crate.
pub(crate) fn leaves(item: &ItemUse) -> Vec<UseLeaf> {
    let mut leaves = Vec::new();
    if item.leading_colon.is_none() {
        collect(&item.tree, &[], &mut leaves);
    }
    leaves
}

fn collect(tree: &UseTree, prefix: &[String], leaves: &mut Vec<UseLeaf>) {
    match tree {
        UseTree::Path(path) => collect(&path.tree, &joined(prefix, &path.ident), leaves),
        UseTree::Name(name) => leaves.push(leaf(prefix, &name.ident, None)),
        UseTree::Rename(rename) => leaves.push(leaf(prefix, &rename.ident, Some(&rename.rename))),
        UseTree::Glob(glob) => {
            let span = glob.star_token.spans[0];
            leaves.push(UseLeaf { path: prefix.to_vec(), name: LeafName::Glob, span });
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, prefix, leaves)),
    }
}

fn leaf(prefix: &[String], ident: &Ident, rename: Option<&Ident>) -> UseLeaf {
    let is_module = ident == "self" && !prefix.is_empty();
    let path = if is_module { prefix.to_vec() } else { joined(prefix, ident) };
    let name = match rename {
        Some(rename) => plain(rename),
        None => path.last().cloned().unwrap_or_default(),
    };
    let name = if is_module { LeafName::ModuleItself(name) } else { LeafName::Name(name) };
    UseLeaf { path, name, span: ident.span() }
}

fn joined(prefix: &[String], ident: &Ident) -> Vec<String> {
    prefix.iter().cloned().chain([plain(ident)]).collect()
}

/// Returns a name without `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}
