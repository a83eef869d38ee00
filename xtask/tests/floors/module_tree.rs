//! The module tree of a crate.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use crate::definitions::Definition;
use crate::mentions::{Import, Mention};

/// The position of a module in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ModuleId(usize);

impl ModuleId {
    /// The crate root.
    pub(crate) const ROOT: Self = Self(0);
}

/// The modules of a crate, without those that are only in test builds.
#[derive(Debug)]
pub(crate) struct ModuleTree {
    modules: Vec<Module>,
}

/// A module and the paths in it.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The declared name, or `crate` for the crate root.
    pub(crate) name: String,
    pub(crate) parent: Option<ModuleId>,
    /// The line of the parent's file that declares the module.
    pub(crate) declared_on: usize,
    pub(crate) children: BTreeMap<String, ModuleId>,
    pub(crate) file: Utf8PathBuf,
    pub(crate) definitions: Vec<Definition>,
    pub(crate) imports: Vec<Import>,
    pub(crate) mentions: Vec<Mention>,
}

impl ModuleTree {
    /// Returns a tree that has only a crate root.
    pub(crate) fn new(root: &Utf8Path) -> Self {
        let root = Module { name: "crate".to_owned(), file: root.to_owned(), ..Module::default() };
        Self { modules: vec![root] }
    }

    /// Adds a child to a module, or finds it if another `cfg` has declared it before.
    pub(crate) fn child(&mut self, parent: ModuleId, name: &str, line: usize, file: &Utf8Path) -> ModuleId {
        let next = ModuleId(self.modules.len());
        let id = *self[parent].children.entry(name.to_owned()).or_insert(next);
        if id == next {
            self.modules.push(Module {
                name: name.to_owned(),
                parent: Some(parent),
                declared_on: line,
                file: file.to_owned(),
                ..Module::default()
            });
        }
        id
    }

    /// Returns the positions of all modules, parents before their children.
    pub(crate) fn ids(&self) -> impl Iterator<Item = ModuleId> {
        (0..self.modules.len()).map(ModuleId)
    }

    /// Returns the module, then its parent, and so on up to the crate root.
    pub(crate) fn ancestors(&self, id: ModuleId) -> impl Iterator<Item = ModuleId> {
        std::iter::successors(Some(id), |id| self[*id].parent)
    }

    /// Returns the names from `crate` down to the module.
    pub(crate) fn path(&self, id: ModuleId) -> Vec<String> {
        let mut names: Vec<String> = self.ancestors(id).map(|id| self[id].name.clone()).collect();
        names.reverse();
        names
    }
}

impl std::ops::Index<ModuleId> for ModuleTree {
    type Output = Module;

    fn index(&self, id: ModuleId) -> &Module {
        &self.modules[id.0]
    }
}

impl std::ops::IndexMut<ModuleId> for ModuleTree {
    fn index_mut(&mut self, id: ModuleId) -> &mut Module {
        &mut self.modules[id.0]
    }
}
