//! The Rust variants of codes.
//!
//! A variant is the `name` of the error, the code with the API's prefix, or the code in `UpperCamelCase`. A
//! code that isn't a valid variant, such as `21211`, gets the name of its title. The lock keeps that name,
//! so that another title doesn't change it.

use std::collections::HashMap;

use super::Scope;
use crate::finding::{FileId, Findings};
use crate::model::CodeType;
use crate::names;
use crate::yaml::{self, Kind, Node};

impl Scope<'_> {
    /// Returns the type of the codes on the wire.
    pub fn code_type(&self) -> CodeType {
        self.api.codes.as_ref().and_then(|codes| codes.r#type).unwrap_or_default()
    }

    /// Returns the Rust variant of an entry that defines its code. It may be invalid.
    pub fn variant(&self, index: usize) -> &str {
        &self.variants[index]
    }

    /// Returns the variant of an entry in the enum of its table: without the name of the table.
    pub fn table_variant(&self, index: usize) -> String {
        let owner = &self.entries[self.entries[index].owner];
        let variant = self.variant(self.entries[index].owner);
        let is_qualified = self.id(index) != owner.code.value && owner.raw.name.is_none();
        let short = self.variant_of_code(&names::variant(owner.code));
        if is_qualified && names::is_variant(&short) { short } else { variant.to_owned() }
    }

    /// Returns a variant with the API's prefix.
    fn variant_of_code(&self, of_code: &str) -> String {
        let prefix = self.api.codes.as_ref().and_then(|codes| codes.prefix.as_ref());
        prefix.map_or_else(|| of_code.to_owned(), |prefix| format!("{}{of_code}", prefix.value))
    }

    pub(super) fn derive_variants(&self) -> Vec<String> {
        let prefix = self.api.codes.as_ref().and_then(|codes| codes.prefix.as_ref());
        let mut variants: Vec<String> = Vec::with_capacity(self.entries.len());
        let mut without_name: Vec<usize> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let mut of_code = names::variant(entry.code);
            if self.is_owner(index) && self.id(index) != entry.code.value {
                of_code.insert_str(0, &names::variant(self[entry.table].name));
            }
            variants.push(match (&entry.raw.name, prefix) {
                (Some(name), _) => name.value.clone(),
                (None, Some(_)) => self.variant_of_code(&of_code),
                (None, None) => {
                    if !names::is_variant(&of_code) && self.is_owner(index) {
                        without_name.push(index);
                    }
                    of_code
                }
            });
        }
        if !without_name.is_empty() {
            self.name_by_title(&without_name, &mut variants);
        }
        variants
    }

    /// Replaces the variants of these entries by the names that the lock keeps, or else by those of their
    /// titles. If the name of a title is that of another error, the code is appended.
    fn name_by_title(&self, entries: &[usize], variants: &mut [String]) {
        let kept = self.lock.map(|lock| self.kept_names(lock)).unwrap_or_default();
        let mut titled = Vec::new();
        for &index in entries {
            let raw = self.entries[index].raw;
            let title = || names::variant_of_title(&raw.title.as_ref()?.value);
            if let Some(name) = kept.get(self.id(index)) {
                variants[index].clone_from(name);
            } else if let Some(name) = title() {
                variants[index] = name;
                titled.push(index);
            }
        }
        let mut counts: HashMap<String, usize> = HashMap::new();
        variants.iter().for_each(|variant| *counts.entry(variant.clone()).or_default() += 1);
        for index in titled {
            if counts[&variants[index]] > 1 {
                let code = self.entries[index].code.chars().filter(char::is_ascii_alphanumeric);
                variants[index].extend(code);
            }
        }
    }

    /// Returns the variants in the lock by code.
    fn kept_names(&self, lock: FileId) -> HashMap<String, String> {
        let text = |node: &Node| match &node.kind {
            Kind::Scalar { text, .. } => Some(text.clone()),
            Kind::List(_) | Kind::Map(_) => None,
        };
        let name = |(code, line): &(Node, Node)| {
            let Kind::Map(fields) = &line.kind else { return None };
            let (_, name) = fields.iter().find(|(key, _)| text(key).as_deref() == Some("name"))?;
            Some((text(code)?, text(name)?))
        };
        // Findings in a lock are reported where it is compared.
        let root = yaml::read(&self.sources.file(lock).text, lock, &mut Findings::default());
        match root.map(|root| root.kind) {
            Some(Kind::Map(lines)) => lines.iter().filter_map(name).collect(),
            _ => HashMap::new(),
        }
    }
}
