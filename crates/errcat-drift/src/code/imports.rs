//! Resolves names in a Rust file with its `use` declarations and type aliases, block by block.

use std::collections::{HashMap, HashSet};

use syn::{Item, UseTree, Visibility};

/// The names of a path.
pub(super) type Path = Vec<String>;

/// The maximum number of renames that are followed. A cycle of renames would never end.
const MAX_RENAMES: usize = 8;

/// The names that a block, a module or a file declares.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Other names for paths.
    names: HashMap<String, Path>,
    /// `use path::*`.
    globs: Vec<Path>,
    /// The types that are defined here, which can't be names for other paths.
    types: HashSet<String>,
}

/// A name that a file exports for a path.
#[derive(Debug)]
pub(super) struct Export {
    pub(super) name: String,
    pub(super) path: Path,
    /// `true` if only child modules can use the name, with `super`.
    pub(super) is_private: bool,
}

impl Scope {
    /// Returns the names that items declare.
    pub(super) fn of<'a>(items: impl Iterator<Item = &'a Item>) -> Self {
        let mut scope = Scope::default();
        for item in items {
            match item {
                Item::Use(item) => scope.add_use(&item.tree, &mut Path::new()),
                Item::Type(item) => {
                    if let Some(path) = type_path(&item.ty) {
                        scope.names.insert(item.ident.to_string(), path);
                    }
                }
                Item::Enum(item) => scope.add_type(&item.ident),
                Item::Struct(item) => scope.add_type(&item.ident),
                Item::Union(item) => scope.add_type(&item.ident),
                Item::Trait(item) => scope.add_type(&item.ident),
                _ => {}
            }
        }
        scope
    }

    /// Returns a scope in which `Self` is the path of an `impl`.
    pub(super) fn of_self(path: Path) -> Self {
        Scope { names: HashMap::from([("Self".to_owned(), path)]), ..Scope::default() }
    }

    /// Returns `true` if no name is declared.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.globs.is_empty() && self.types.is_empty()
    }

    /// Returns the names and the paths that they refer to.
    pub(super) fn names(&self) -> impl Iterator<Item = (&String, &Path)> {
        self.names.iter()
    }

    fn add_type(&mut self, ident: &syn::Ident) {
        self.types.insert(ident.to_string());
    }

    fn add_use(&mut self, tree: &UseTree, prefix: &mut Path) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.add_use(&path.tree, prefix);
                prefix.pop();
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_use(tree, prefix)),
            UseTree::Glob(_) => self.globs.push(prefix.clone()),
            UseTree::Name(name) => self.add_name(&name.ident, &name.ident, prefix),
            UseTree::Rename(rename) => self.add_name(&rename.rename, &rename.ident, prefix),
        }
    }

    fn add_name(&mut self, name: &syn::Ident, of: &syn::Ident, prefix: &Path) {
        let mut path = prefix.clone();
        let name = if of == "self" {
            // `use certify::{self}` names `certify`.
            if name == "self" { prefix.last().cloned() } else { Some(name.to_string()) }
        } else {
            path.push(of.to_string());
            Some(name.to_string())
        };
        if let Some(name) = name
            && path != [&*name]
        {
            self.names.insert(name, path);
        }
    }
}

/// The meaning of a path in a file.
pub(super) enum Resolved {
    /// The path of a type that is defined in this file, or of something in it.
    Local(Path),
    /// All paths that it may refer to.
    Foreign(Vec<Path>),
}

impl Resolved {
    /// Returns the paths outside of this file.
    pub(super) fn foreign(self) -> Vec<Path> {
        match self {
            Resolved::Local(_) => Vec::new(),
            Resolved::Foreign(paths) => paths,
        }
    }
}

/// Resolves a path in these scopes, innermost last.
pub(super) fn resolve(scopes: &[Scope], path: Path) -> Resolved {
    let mut path = path;
    for _ in 0..MAX_RENAMES {
        // Skips leading `self` and `super`, because a scope also sees the names of the scopes around it.
        let skip =
            path.iter().take(path.len() - 1).take_while(|name| *name == "self" || *name == "super").count();
        let first = &path[skip];
        let declaring =
            scopes.iter().rev().find(|it| it.types.contains(first) || it.names.contains_key(first));
        let Some(scope) = declaring else { break };
        let Some(target) = scope.names.get(first) else {
            return Resolved::Local(path.split_off(skip));
        };
        let expanded: Path = target.iter().chain(&path[skip + 1..]).cloned().collect();
        if expanded == path {
            break;
        }
        path = expanded;
    }
    let mut paths: Vec<Path> = match path[0].as_str() {
        "crate" | "self" | "super" => Vec::new(),
        _ => scopes
            .iter()
            .flat_map(|scope| &scope.globs)
            .flat_map(|glob| expand_names(scopes, glob))
            .map(|glob| glob.into_iter().chain(path.iter().cloned()).collect())
            .collect(),
    };
    paths.push(path);
    Resolved::Foreign(paths)
}

/// Expands the path of a glob by declared names. Globs in globs aren't followed.
fn expand_names(scopes: &[Scope], path: &Path) -> Option<Path> {
    let mut path = path.clone();
    for _ in 0..MAX_RENAMES {
        let first = path.first()?;
        let Some(target) = scopes.iter().rev().find_map(|scope| scope.names.get(first)) else { break };
        if target.first() == Some(first) {
            break;
        }
        path = target.iter().chain(&path[1..]).cloned().collect();
    }
    Some(path)
}

/// Returns the path of a type, or `None` if the type isn't a path.
pub(super) fn type_path(ty: &syn::Type) -> Option<Path> {
    match ty {
        syn::Type::Path(ty) if ty.qself.is_none() => Some(names(&ty.path)),
        syn::Type::Paren(ty) => type_path(&ty.elem),
        syn::Type::Group(ty) => type_path(&ty.elem),
        _ => None,
    }
}

/// Returns the names of a path, without generic arguments.
pub(super) fn names(path: &syn::Path) -> Path {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// Returns the names that items export to other files.
pub(super) fn exports(items: &[Item]) -> Vec<Export> {
    let export = |item: &Item| {
        let is_private = match item {
            Item::Use(item) => matches!(item.vis, Visibility::Inherited),
            Item::Type(item) => matches!(item.vis, Visibility::Inherited),
            _ => return Vec::new(),
        };
        let scope = Scope::of(std::iter::once(item));
        scope.names.into_iter().map(|(name, path)| Export { name, path, is_private }).collect()
    };
    items.iter().flat_map(export).collect()
}
