//! The catalog by the names that Rust code uses, and which codes a path leads to.

use std::collections::{HashMap, HashSet};

use errcat_catalog::model::{ApiId, Catalog, Id, QualifiedCode};

/// The catalog by the names that code uses.
pub(super) struct Index<'a> {
    apis: HashMap<&'a str, ApiId>,
    tables: HashSet<&'a str>,
    /// By variant: the enums that have it.
    variants: HashMap<&'a str, Vec<Variant<'a>>>,
    /// By the code itself.
    codes: HashMap<&'a str, Vec<QualifiedCode>>,
}

struct Variant<'a> {
    table: &'a str,
    code: QualifiedCode,
}

/// What a path leads to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) codes: Vec<QualifiedCode>,
    /// Whether by way of `Code`, which names a code and isn't an error.
    pub(super) is_name: bool,
}

impl<'a> Index<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        let mut index = Index {
            apis: Id::enumerate(&catalog.apis).map(|(id, api)| (&*api.name, id)).collect(),
            tables: HashSet::new(),
            variants: HashMap::new(),
            codes: HashMap::new(),
        };
        for (id, api) in Id::enumerate(&catalog.apis) {
            for table in &api.tables {
                index.tables.insert(&table.name);
                for entry in &table.entries {
                    let code = QualifiedCode { api: id, code: entry.code };
                    let variant = Variant { table: &table.name, code };
                    index.variants.entry(&api[entry.code].variant).or_default().push(variant);
                }
            }
            for (code, known) in Id::enumerate(&api.codes) {
                let names = std::iter::once(&known.code).chain(known.aliases.iter().map(|alias| &alias.code));
                for name in names {
                    index.codes.entry(name).or_default().push(QualifiedCode { api: id, code });
                }
            }
        }
        index
    }

    /// Whether a name is that of a variant.
    pub(super) fn is_variant(&self, name: &str) -> bool {
        self.variants.contains_key(name)
    }

    /// Whether a name is that of an API.
    pub(super) fn is_api(&self, name: &str) -> bool {
        self.apis.contains_key(name)
    }

    /// The codes, of all APIs, that are written so.
    pub(super) fn codes(&self, text: &str) -> &[QualifiedCode] {
        self.codes.get(text).map_or(&[], Vec::as_slice)
    }

    /// The code of an API that is written so.
    pub(super) fn code_of(&self, api: &str, text: &str) -> Option<QualifiedCode> {
        let api = *self.apis.get(api)?;
        self.codes(text).iter().copied().find(|code| code.api == api)
    }

    /// Whether a path ends in an API, a table, or an enum of theirs: whether another name for it is one for
    /// errors.
    pub(super) fn is_of_catalog(&self, path: &[String]) -> bool {
        match path {
            [.., parent, last] if last == "Error" => self.tables.contains(&**parent) || self.is_api(parent),
            [.., parent, last] if last == "Code" => self.is_api(parent),
            [.., last] => self.tables.contains(&**last) || self.is_api(last),
            [] => false,
        }
    }

    /// The codes of a path such as `api_errors::kakunin::certify::Error::AgentNotFound`. It is read from its
    /// end: what is in front of the API may have any name, and where the API isn't named, every API that has
    /// the variant is meant.
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
        let is_meant = |it: &&Variant<'_>| {
            table.is_none_or(|table| table == it.table) && api.is_none_or(|api| api == it.code.api)
        };
        let mut codes: Vec<QualifiedCode> = variants.iter().filter(is_meant).map(|it| it.code).collect();
        codes.dedup();
        (!codes.is_empty()).then_some(Target { codes, is_name })
    }
}
