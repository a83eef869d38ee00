//! A catalog that was read from a file in another format, before it is written.

use std::collections::{BTreeMap, HashMap};

use errcat_catalog::Report;
use errcat_catalog::edit::{NewApi, NewEntry, Style, Yaml, new_table};
use errcat_catalog::finding::Level;
use errcat_catalog::names::{folded, in_words, is_snake_case, suggest_snake_case};

use super::notes::{Notes, Origin};
use crate::authoring::AuthoredFile;

/// An API to be written.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The content of `api.yaml`.
    pub(super) api: NewApi,
    /// The tables, by name.
    pub(super) tables: BTreeMap<String, DraftTable>,
}

/// A table to be written.
#[derive(Debug, Default)]
pub(super) struct DraftTable {
    /// The heading; made from the name by default.
    pub(super) title: Option<String>,
    /// The keys between the title and the errors.
    pub(super) settings: Vec<(String, Yaml)>,
    /// The entries, in the order of the file.
    pub(super) entries: Vec<DraftEntry>,
}

/// An entry to be written, and where it was read.
#[derive(Debug, Clone)]
pub(super) struct DraftEntry {
    pub(super) entry: NewEntry,
    pub(super) origin: Origin,
}

impl Draft {
    /// Adds an entry to a table. Codes that can't be used, and those that exist already, are left out.
    pub(super) fn push(&mut self, table: &str, entry: DraftEntry) {
        self.tables.entry(table.to_owned()).or_default().entries.push(entry);
    }

    /// Returns the number of entries.
    pub(super) fn len(&self) -> usize {
        self.tables.values().map(|table| table.entries.len()).sum()
    }

    /// Leaves out entries whose codes another one has.
    pub(super) fn remove_duplicates(&mut self, notes: &mut Notes) {
        let mut known: HashMap<String, Origin> = HashMap::new();
        for table in self.tables.values_mut() {
            table.entries.retain(|DraftEntry { entry, origin }| {
                let Some(first) = known.get(&folded(&entry.code)) else {
                    known.insert(folded(&entry.code), origin.clone());
                    return true;
                };
                notes.push(origin, format!("`{}` is left out: {first} has this code too", entry.code));
                false
            });
        }
        self.tables.retain(|_, table| !table.entries.is_empty());
    }

    /// Writes the files. `folder` is that of the API.
    pub(super) fn files(&self, folder: &str) -> Vec<AuthoredFile> {
        let api = AuthoredFile { path: format!("{folder}/api.yaml"), bytes: self.api.write().into_bytes() };
        let table = |(name, table): (&String, &DraftTable)| {
            let title = table.title.clone().unwrap_or_else(|| in_words(name));
            let entries: Vec<NewEntry> = table.entries.iter().map(|it| it.entry.clone()).collect();
            let text = new_table(&title, &table.settings, &entries);
            AuthoredFile { path: format!("{folder}/{name}.yaml"), bytes: text.into_bytes() }
        };
        std::iter::once(api).chain(self.tables.iter().map(table)).collect()
    }

    /// Leaves out what breaks rules of the language, and notes why. Returns `false` if a finding isn't in an
    /// entry.
    pub(super) fn leave_out(&mut self, report: &Report, folder: &str, notes: &mut Notes) -> bool {
        let mut wrong: BTreeMap<(String, usize), BTreeMap<String, (&'static str, String)>> = BTreeMap::new();
        let mut is_understood = true;
        for finding in report.findings.sorted(&report.sources) {
            if finding.level != Level::Deny || finding.rule.is_lint() {
                continue;
            }
            let path = &report.sources.file(finding.span.file).path;
            let name =
                path.strip_prefix(folder).and_then(|path| path.strip_prefix('/')?.strip_suffix(".yaml"));
            let line = report.sources.position(finding.span).0;
            let Some((name, (index, key))) =
                name.and_then(|name| Some((name, self.tables.get(name)?.at(name, line)?)))
            else {
                is_understood = false;
                continue;
            };
            let what = (finding.rule.name, finding.message.clone());
            wrong.entry((name.to_owned(), index)).or_default().entry(key).or_insert(what);
        }
        for ((name, index), keys) in wrong.into_iter().rev() {
            let table = self.tables.get_mut(&name).expect("a table with findings");
            for (key, (rule, message)) in keys {
                if !table.entries[index].repair(&key, rule, &message, notes) {
                    table.entries.remove(index);
                    break;
                }
            }
        }
        is_understood
    }
}

impl DraftTable {
    /// Returns the index of the entry at a line of the file, and the key; empty at the line of the code.
    fn at(&self, name: &str, line: usize) -> Option<(usize, String)> {
        let title = self.title.clone().unwrap_or_else(|| in_words(name));
        let mut first = new_table(&title, &self.settings, &[]).lines().count() + 1;
        for (index, DraftEntry { entry, .. }) in self.entries.iter().enumerate() {
            let Yaml::Map(pairs) = entry.to_yaml() else { unreachable!("an entry is a map") };
            if line == first {
                return Some((index, String::new()));
            }
            first += 1;
            for pair in pairs {
                let lines =
                    Yaml::write_pairs(std::slice::from_ref(&pair), 4, Style::default()).lines().count();
                if (first..first + lines).contains(&line) {
                    return Some((index, pair.0));
                }
                first += lines;
            }
            first += 1; // The blank line between entries.
        }
        None
    }
}

impl DraftEntry {
    /// Removes a key that breaks a rule. Returns `false` if the entry can't be kept.
    fn repair(&mut self, key: &str, rule: &str, message: &str, notes: &mut Notes) -> bool {
        let DraftEntry { entry, origin } = self;
        let code = entry.code.clone();
        match (key, rule) {
            ("" | "title" | "name", "invalid-variant" | "variant-collision") if entry.name.is_none() => {
                let words: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
                entry.name = Some(format!("Error{words}"));
                notes.push(origin, format!("`{code}` has the Rust variant `Error{words}`: {message}"));
            }
            ("title", _) => entry.title = None,
            ("status", _) => entry.statuses = vec!["default".to_owned()],
            ("facts", _) => entry.facts.clear(),
            ("operations", _) => entry.operations.clear(),
            ("meaning", _) => entry.meaning = None,
            ("causes", _) => entry.causes.clear(),
            ("fixes", _) => entry.fixes.clear(),
            ("notes", _) => entry.notes.clear(),
            ("severity", _) => entry.severity = None,
            ("since", _) => entry.since = None,
            ("deprecated", _) => entry.deprecated = None,
            _ => {
                notes.push(origin, format!("`{code}` is left out: {message}"));
                return false;
            }
        }
        if !matches!(key, "" | "name") && entry.name.is_none() {
            notes.push(origin, format!("`{code}`: its {key} is left out: {message}"));
        }
        if entry.title.is_none() && entry.message.is_none() {
            entry.message = Some(in_words(&code));
        }
        true
    }
}

/// Returns the name of a table, a fact or an API for words of another format.
pub(super) fn name_of(words: &str, or: &str) -> String {
    let words: String = words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let name = suggest_snake_case(&words).filter(|name| name != "api");
    name.filter(|name| is_snake_case(name)).unwrap_or_else(|| or.to_owned())
}
