//! Addresses: the paths of the pages of codes, from the site's root.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::Scope;
use crate::finding::Spanned;
use crate::names;
use crate::page_path::PagePath;

/// The paths below an API that the site uses for other pages, their Markdown versions, and files.
const SITE_PATHS: [&str; 9] = [
    "codes",
    "codes.md",
    "errors.json",
    "guides",
    "index",
    "index.html",
    "llms-full.txt",
    "operations",
    "operations.md",
];

/// The address of the page of a code or a former code.
pub(crate) struct Address<'s> {
    /// The code, or the former one.
    pub(crate) code: &'s Spanned<String>,
    /// The entry that defines the error.
    pub(crate) owner: usize,
    /// `true` for a former code.
    pub(crate) is_alias: bool,
    /// The path from the site's root.
    pub(crate) path: String,
}

impl Scope<'_> {
    /// Returns the path of the page of an entry's error: `demo/not_found`, or `demo/table/NOT_FOUND` if
    /// several errors have the code. The API can set another pattern.
    pub fn address(&self, index: usize) -> String {
        let owner = self.entries[index].owner;
        let by_pattern = self.page_path.as_ref().and_then(|pattern| self.path_by_pattern(pattern, owner));
        by_pattern.unwrap_or_else(|| self.default_address(owner))
    }

    /// Returns the path of the page of a former code of an entry's error, or of the former id `table/CODE`.
    pub fn alias_address(&self, index: usize, alias: &str) -> String {
        let former =
            alias.split_once('/').filter(|(table, code)| names::is_snake_case(table) && !code.is_empty());
        let pattern = self.page_path.as_ref().filter(|pattern| pattern.names().any(|name| name == "code"));
        let by_pattern = pattern.and_then(|pattern| {
            let value = |name: &str| match (name, former) {
                ("code", _) => Some(Cow::Borrowed(former.map_or(alias, |(_, code)| code))),
                ("table", Some((table, _))) => Some(Cow::Borrowed(table)),
                _ => self.page_path_value(index, name),
            };
            pattern.render(value).ok()
        });
        match (by_pattern, former) {
            (Some(path), _) => format!("{}/{path}", self.name),
            (None, Some((table, code))) => format!("{}/{table}/{}", self.name, names::slug(code)),
            (None, None) => format!("{}/{}", self.name, names::slug(alias)),
        }
    }

    /// Returns the addresses of codes and former codes.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = Address<'_>> {
        let owners = self.entries.iter().enumerate().filter(|(index, _)| self.is_owner(*index));
        owners.flat_map(move |(owner, entry)| {
            let aliases = entry.raw.aliases.0.iter().map(move |alias| Address {
                code: &alias.0,
                owner,
                is_alias: true,
                path: self.alias_address(owner, &alias.value),
            });
            let own = Address { code: entry.code, owner, is_alias: false, path: self.address(owner) };
            std::iter::once(own).chain(aliases)
        })
    }

    /// Returns the addresses that pages may have had before, each with the entries that define the errors:
    /// those by a former pattern, the default ones, if the API has a pattern now, and those without a table,
    /// if several errors have the code now. An address that another page has now isn't included.
    pub fn former_addresses(&self) -> BTreeMap<String, Vec<usize>> {
        let mut former: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for index in (0..self.entries.len()).filter(|index| self.is_owner(*index)) {
            let address = self.address(index);
            let without_table = format!("{}/{}", self.name, names::slug(self.entries[index].code));
            // An error that lacks a value of a former pattern had no page by it.
            let by_patterns = self.former_page_paths.iter().filter_map(|it| self.path_by_pattern(it, index));
            let mut paths: Vec<String> =
                by_patterns.chain([self.default_address(index), without_table]).collect();
            paths.sort();
            paths.dedup();
            for path in paths.into_iter().filter(|path| *path != address) {
                former.entry(path).or_default().push(index);
            }
        }
        if !former.is_empty() {
            let mut claims = Claims::default();
            // Pages with the same files are reported.
            for address in self.addresses() {
                claims.claim(self.below(&address.path), ()).ok();
            }
            former.retain(|path, owners| {
                // A former pattern may not tell apart errors that were added since.
                let code = |index: &usize| &self.entries[*index].code.value;
                if owners.iter().any(|owner| code(owner) != code(&owners[0])) {
                    return false;
                }
                let below = self.below(path);
                let is_device = below.split('/').any(names::is_device);
                !is_device && reserved_segment(below).is_none() && claims.claim(below, ()).is_ok()
            });
        }
        former
    }

    /// Returns an address without the API's folder.
    pub(crate) fn below<'p>(&self, address: &'p str) -> &'p str {
        &address[self.name.len() + 1..]
    }

    fn default_address(&self, owner: usize) -> String {
        let entry = &self.entries[owner];
        let slug = names::slug(entry.code);
        if self.id(owner) == entry.code.value {
            format!("{}/{slug}", self.name)
        } else {
            format!("{}/{}/{slug}", self.name, self[entry.table].name)
        }
    }

    fn path_by_pattern(&self, pattern: &PagePath<'_>, owner: usize) -> Option<String> {
        let path = pattern.render(|name| self.page_path_value(owner, name)).ok()?;
        Some(format!("{}/{path}", self.name))
    }
}

/// Returns the segment of a path below an API for which the site has another page or file.
pub(crate) fn reserved_segment(below: &str) -> Option<String> {
    let mut segments = below.split('/').map(str::to_lowercase);
    let first = segments.next().filter(|first| SITE_PATHS.contains(&first.as_str()));
    first.or_else(|| segments.find(|segment| segment == "index.html"))
}

/// The files and folders of pages, in lower case because some systems ignore case. Each has an owner.
pub(crate) struct Claims<T> {
    files: HashMap<String, T>,
    folders: HashMap<String, T>,
}

impl<T> Default for Claims<T> {
    fn default() -> Self {
        Claims { files: HashMap::new(), folders: HashMap::new() }
    }
}

impl<T: Copy> Claims<T> {
    /// Adds the files of a page: a folder, next to its Markdown version.
    ///
    /// # Errors
    ///
    /// Returns a path that another page needs for something else, and the owner of that page.
    pub(crate) fn claim(&mut self, below: &str, owner: T) -> Result<(), (String, T)> {
        let below = below.to_lowercase();
        let twin = format!("{below}.md");
        if let Some(before) = self.files.get(&twin).or_else(|| self.folders.get(&twin)) {
            return Err((twin, *before));
        }
        let ends = below.match_indices('/').map(|(at, _)| at).chain([below.len()]);
        for folder in ends.map(|end| &below[..end]) {
            if let Some(before) = self.files.get(folder) {
                return Err((folder.to_owned(), *before));
            }
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.to_owned(), owner);
            }
        }
        self.files.insert(twin, owner);
        Ok(())
    }
}
