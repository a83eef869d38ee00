//! Resolves paths like the compiler, as far as modules matter.

use std::collections::{BTreeSet, HashSet};

use crate::definitions::Namespace;
use crate::module_tree::{ModuleId, ModuleTree};

/// A dependency of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// A module, or a name in it that no item is known to define.
    Module(ModuleId),
    /// An item that is defined in this module.
    ItemOf(ModuleId),
}

impl Target {
    pub(crate) fn module(self) -> ModuleId {
        match self {
            Self::Module(id) | Self::ItemOf(id) => id,
        }
    }
}

/// Returns the dependencies of a path: its end, and every module on the way that re-exports it.
pub(crate) fn resolve(
    tree: &ModuleTree,
    from: ModuleId,
    path: &[String],
    namespaces: &[Namespace],
) -> BTreeSet<Target> {
    let mut walk = Walk { tree, reexporting: BTreeSet::new(), visited: HashSet::new() };
    let ends: Vec<End> = namespaces.iter().map(|namespace| walk.follow(from, path, *namespace)).collect();
    let is_known = ends.iter().any(|end| matches!(end, End::Known(_)));
    let ends = ends.into_iter().filter_map(|end| match end {
        End::Known(target) => Some(target),
        End::Unknown(module) => (!is_known).then_some(Target::Module(module)),
    });
    let reexporting = walk.reexporting.into_iter().map(Target::Module);
    ends.chain(reexporting).collect()
}

/// The end of a path.
#[derive(Debug, Clone, Copy)]
enum End {
    Known(Target),
    /// The deepest module on the way to a name that comes from another crate or out of a macro.
    Unknown(ModuleId),
}

/// The state of following a path.
struct Walk<'a> {
    tree: &'a ModuleTree,
    reexporting: BTreeSet<ModuleId>,
    /// The names that were visited, because imports may be circular.
    visited: HashSet<(ModuleId, String, Namespace)>,
}

impl Walk<'_> {
    /// Follows a path in the code of a module.
    fn follow(&mut self, from: ModuleId, path: &[String], namespace: Namespace) -> End {
        let mut module = from;
        let mut rest = path;
        while let Some((first, after)) = rest.split_first() {
            module = match first.as_str() {
                "crate" => ModuleId::ROOT,
                "self" => module,
                "super" => self.tree[module].parent.unwrap_or(module),
                _ => break,
            };
            rest = after;
        }
        self.descend(module, rest, namespace)
    }

    fn descend(&mut self, module: ModuleId, path: &[String], namespace: Namespace) -> End {
        let Some((name, rest)) = path.split_first() else {
            return End::Known(Target::Module(module));
        };
        let wanted = if rest.is_empty() { namespace } else { Namespace::Type };
        if let (Namespace::Type, Some(child)) = (wanted, self.tree[module].children.get(name)) {
            return self.descend(*child, rest, namespace);
        }
        let mut definitions = self.tree[module].definitions.iter();
        if definitions.any(|item| item.name == *name && item.namespaces.contains(&wanted)) {
            return End::Known(Target::ItemOf(module));
        }
        if !self.visited.insert((module, name.clone(), wanted)) {
            return End::Unknown(module);
        }
        self.through_imports(module, name, rest, namespace).unwrap_or(End::Unknown(module))
    }

    /// Follows a name that a module imports, by the name or by `*`.
    fn through_imports(
        &mut self,
        module: ModuleId,
        name: &str,
        rest: &[String],
        namespace: Namespace,
    ) -> Option<End> {
        let imports = &self.tree[module].imports;
        let named = imports.iter().filter(|import| import.name.as_deref() == Some(name));
        let named = named.map(|import| [&import.path[..], rest].concat());
        let globs = imports.iter().filter(|import| import.name.is_none());
        let globs = globs.map(|import| [&import.path[..], &[name.to_owned()], rest].concat());
        for path in named.chain(globs) {
            let end = self.follow(module, &path, namespace);
            if matches!(end, End::Known(_)) {
                self.reexporting.insert(module);
                return Some(end);
            }
        }
        None
    }
}
