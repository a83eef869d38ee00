//! An index of the catalog by the names that code uses, to resolve paths to codes.

use std::collections::{HashMap, HashSet};

use errcat_catalog::model::{ApiId, Catalog, Code, Id, QualifiedCode};

use super::derive::DerivedCode;
use super::imports::Path;

/// An index of the catalog by the names that code uses.
pub(super) struct Index<'a> {
    apis: HashMap<&'a str, ApiId>,
    tables: HashSet<&'a str>,
    /// The tables that have a variant, by its name.
    variants: HashMap<&'a str, Vec<Variant<'a>>>,
    /// The codes by their texts, including aliases.
    codes: HashMap<&'a str, Vec<QualifiedCode>>,
    /// The hand-written types and variants that have a code, by their names.
    derived: HashMap<String, Vec<Derived>>,
}

struct Derived {
    /// The name of the struct, or those of the enum and the variant.
    path: Path,
    /// The index into the files.
    file: usize,
    code: QualifiedCode,
}

struct Variant<'a> {
    table: &'a str,
    code: QualifiedCode,
}

/// The codes that a path refers to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) codes: Vec<QualifiedCode>,
    /// `true` if the path goes through `Code`, which identifies an error but isn't one.
    pub(super) is_name: bool,
}

impl<'a> Index<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        let mut index = Index {
            apis: Id::enumerate(&catalog.apis).map(|(id, api)| (&*api.name, id)).collect(),
            tables: HashSet::new(),
            variants: HashMap::new(),
            codes: HashMap::new(),
            derived: HashMap::new(),
        };
        for (id, api) in Id::enumerate(&catalog.apis) {
            for table in &api.tables {
                index.tables.insert(&table.name);
                for entry in &table.entries {
                    let code = QualifiedCode { api: id, code: entry.code };
                    let variant = || Variant { table: &table.name, code };
                    let Code { variant: in_api, table_variant: in_table, .. } = &api[entry.code];
                    if in_api != in_table {
                        index.variants.entry(in_table).or_default().push(variant());
                    }
                    index.variants.entry(in_api).or_default().push(variant());
                }
            }
            for (code, known) in Id::enumerate(&api.codes) {
                let wire = Some(&known.wire).filter(|wire| **wire != known.code);
                let names = std::iter::once(&known.code)
                    .chain(wire)
                    .chain(known.aliases.iter().map(|alias| &alias.code));
                for name in names {
                    index.codes.entry(name).or_default().push(QualifiedCode { api: id, code });
                }
            }
        }
        index
    }

    /// Adds the hand-written types of a file that have codes.
    pub(super) fn add_derived(&mut self, file: usize, derived: Vec<DerivedCode>) {
        for DerivedCode { api, code, path, .. } in derived {
            let (Some(code), Some(name)) = (self.code_of(&api, &code), path.last()) else { continue };
            self.derived.entry(name.clone()).or_default().push(Derived { path, file, code });
        }
    }

    /// Returns `true` if a hand-written type or variant with a code has this name.
    pub(super) fn is_derived(&self, name: &str) -> bool {
        self.derived.contains_key(name)
    }

    fn is_derived_type(&self, name: &str) -> bool {
        self.derived.values().flatten().any(|it| it.path[0] == name)
    }

    /// Returns the codes of the hand-written type or variant at a path, which is read from its end, because
    /// the module may have any name. A `local` path is that of a type in the file `local`.
    pub(super) fn derived(
        &self,
        path: &[String],
        local: Option<usize>,
    ) -> impl Iterator<Item = QualifiedCode> {
        let named = path.last().and_then(|name| self.derived.get(name)).into_iter().flatten();
        let is_match =
            move |it: &&Derived| path.ends_with(&it.path) && local.is_none_or(|file| file == it.file);
        named.filter(is_match).map(|it| it.code)
    }

    /// Returns `true` if a variant has this name.
    pub(super) fn is_variant(&self, name: &str) -> bool {
        self.variants.contains_key(name)
    }

    /// Returns `true` if an API has this name.
    pub(super) fn is_api(&self, name: &str) -> bool {
        self.apis.contains_key(name)
    }

    /// Returns the codes of all APIs that have this text.
    pub(super) fn codes(&self, text: &str) -> &[QualifiedCode] {
        self.codes.get(text).map_or(&[], Vec::as_slice)
    }

    /// Returns the code of an API that has this text.
    pub(super) fn code_of(&self, api: &str, text: &str) -> Option<QualifiedCode> {
        let api = *self.apis.get(api)?;
        self.codes(text).iter().copied().find(|code| code.api == api)
    }

    /// Returns `true` if a path ends in an API, a table, one of their enums, or a hand-written type, so that
    /// a name for it is a name for errors.
    pub(super) fn is_of_catalog(&self, path: &[String]) -> bool {
        match path {
            [.., last] if last == "Error" => self.is_generated(path),
            [.., parent, last] if last == "Code" => self.is_api(parent),
            [.., last] => self.tables.contains(&**last) || self.is_api(last) || self.is_derived_type(last),
            [] => false,
        }
    }

    /// Returns `true` if a path is that of an enum of errors of a table or an API.
    pub(super) fn is_generated(&self, path: &[String]) -> bool {
        match path {
            [.., parent, last] if last == "Error" => self.tables.contains(&**parent) || self.is_api(parent),
            _ => false,
        }
    }

    /// Returns the API whose errors a type contains: `api_errors::kakunin::Error`.
    pub(super) fn api_of_errors(&self, path: &[String]) -> Option<ApiId> {
        match path {
            [.., api, last] if last == "Error" => self.apis.get(&**api).copied(),
            _ => None,
        }
    }

    /// Resolves a path such as `api_errors::kakunin::certify::Error::AgentNotFound`. It is read from its end,
    /// because the crate may have any name. If the path doesn't include the API, it matches every API that
    /// has the variant.
    pub(super) fn target(&self, path: &[String]) -> Option<Target> {
        let (variant, parents) = path.split_last()?;
        let variants = self.variants.get(&**variant)?;
        let (of, parents) = parents.split_last()?;
        let api_of = |name: Option<&String>| name.and_then(|name| self.apis.get(&**name)).copied();
        let is_name = of == "Code";
        let (table, api) = match (&**of, parents) {
            ("Error", [.., api, table]) => (Some(table), api_of(Some(api))),
            ("Error", [table]) => (Some(table), None),
            ("Code", [.., api]) => (None, Some(api_of(Some(api))?)),
            _ => return None,
        };
        let is_match = |it: &&Variant<'_>| {
            table.is_none_or(|table| table == it.table) && api.is_none_or(|api| api == it.code.api)
        };
        let mut codes: Vec<QualifiedCode> = variants.iter().filter(is_match).map(|it| it.code).collect();
        codes.dedup();
        (!codes.is_empty()).then_some(Target { codes, is_name })
    }
}
