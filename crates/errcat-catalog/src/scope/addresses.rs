//! Addresses: the paths of the pages of codes, from the site's root.

use super::Scope;
use crate::names;

impl Scope<'_> {
    /// Returns the path of the page of an entry's error: `demo/not_found`, or `demo/table/NOT_FOUND` if
    /// several errors have the code.
    pub fn address(&self, index: usize) -> String {
        let owner = &self.entries[self.entries[index].owner];
        let slug = names::slug(owner.code);
        if self.id(index) == owner.code.value {
            format!("{}/{slug}", self.name)
        } else {
            format!("{}/{}/{slug}", self.name, self[owner.table].name)
        }
    }

    /// Returns the path of the page of a former code, or of the former id `table/CODE`.
    pub fn alias_address(&self, alias: &str) -> String {
        match alias.split_once('/').filter(|(table, _)| names::is_snake_case(table)) {
            Some((table, code)) => format!("{}/{table}/{}", self.name, names::slug(code)),
            None => format!("{}/{}", self.name, names::slug(alias)),
        }
    }
}
