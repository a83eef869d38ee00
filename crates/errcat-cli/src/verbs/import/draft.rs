//! A catalog that was read from a file in another format, before it is written.

use std::collections::{BTreeMap, HashMap};

use errcat_catalog::Report;
use errcat_catalog::edit::{NewApi, NewEntry, Style, Yaml, new_table};
use errcat_catalog::names::{folded, in_words};

use super::notes::{Notes, Origin};
use crate::authoring::AuthoredFile;

/// The title of an API whose own can't be carried.
const TITLE: &str = "Imported API";
/// The summary of an API that has none of its own.
pub(super) const SUMMARY: &str = "The errors of this API.";

/// An API to be written.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The content of `api.yaml`.
    pub(super) api: NewApi,
    /// The tables, by name.
    pub(super) tables: BTreeMap<String, DraftTable>,
    /// The number of errors that were read, but have no entry.
    pub(super) left_out: usize,
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
    /// Adds an entry to a table.
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

    /// Leaves out what breaks rules of the language, and notes why. Returns `false` if a finding is
    /// elsewhere, or in a key that is required.
    pub(super) fn leave_out(&mut self, report: &Report, folder: &str, notes: &mut Notes) -> bool {
        let mut wrong: BTreeMap<(String, usize), BTreeMap<String, Vec<Mistake<'_>>>> = BTreeMap::new();
        let lines: BTreeMap<String, HashMap<usize, (usize, String)>> =
            self.tables.iter().map(|(name, table)| (name.clone(), table.lines(name))).collect();
        // One mistake of each file: without its key, the lines of the others move.
        let mut settings: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for finding in report.findings.sorted(&report.sources) {
            let path = &report.sources.file(finding.span.file).path;
            let name =
                path.strip_prefix(folder).and_then(|path| path.strip_prefix('/')?.strip_suffix(".yaml"));
            let line = report.sources.position(finding.span).0;
            let Some(name) = name.filter(|name| *name == "api" || lines.contains_key(*name)) else {
                return false;
            };
            let Some((index, key)) = lines.get(name).and_then(|lines| lines.get(&line)).cloned() else {
                settings.entry(name).or_insert((line, finding.message.as_str()));
                continue;
            };
            let mistake = Mistake {
                rule: finding.rule.name,
                message: &finding.message,
                written: report.sources.text(finding.span),
            };
            wrong.entry((name.to_owned(), index)).or_default().entry(key).or_default().push(mistake);
        }
        // The last entries first, so that the indices of the others stay.
        for ((name, index), keys) in wrong.into_iter().rev() {
            let table = self.tables.get_mut(&name).expect("a table with findings");
            if !keys.iter().all(|(key, mistakes)| table.entries[index].repair(key, mistakes, notes)) {
                table.entries.remove(index);
            }
        }
        let mut is_understood = true;
        for (name, (line, message)) in settings {
            is_understood &= self.repair_settings(name, line, message, notes);
        }
        is_understood
    }

    /// Removes a key of `api.yaml` or of a table that breaks a rule. Returns `false` if it is required.
    fn repair_settings(&mut self, name: &str, line: usize, message: &str, notes: &mut Notes) -> bool {
        let api = &mut self.api;
        let table = self.tables.get_mut(name);
        let text = match &table {
            Some(table) => table.header(name),
            None => api.write(),
        };
        let lines: Vec<&str> = text.lines().take(line).collect();
        let is_key = |line: &&&str| !line.starts_with([' ', '#']) && line.contains(':');
        let key = lines.iter().rev().find(is_key).and_then(|line| line.split(':').next()).unwrap_or_default();
        match (table, key) {
            (Some(table), key) if table.settings.iter().any(|(known, _)| known == key) => {
                table.settings.retain(|(known, _)| known != key);
            }
            (None, "title") if api.title != TITLE => api.title = TITLE.to_owned(),
            (None, "summary") if api.summary != SUMMARY => api.summary = SUMMARY.to_owned(),
            (None, "base_url") => api.base_url = None,
            (None, "docs_url") => api.docs_url = None,
            _ => return false,
        }
        notes.push(&Origin::File, format!("the {key} of `{name}` is left out: {message}"));
        true
    }
}

/// A finding in an entry.
struct Mistake<'a> {
    rule: &'a str,
    message: &'a str,
    /// The text at its location.
    written: &'a str,
}

impl DraftTable {
    /// Returns the lines before the first entry.
    fn header(&self, name: &str) -> String {
        let title = self.title.clone().unwrap_or_else(|| in_words(name));
        new_table(&title, &self.settings, &[])
    }

    /// Returns the index of the entry and the key at each line of the file, from 1. The key is empty at the
    /// line of the code.
    fn lines(&self, name: &str) -> HashMap<usize, (usize, String)> {
        let mut lines = HashMap::new();
        let mut line = self.header(name).lines().count() + 1;
        for (index, DraftEntry { entry, .. }) in self.entries.iter().enumerate() {
            let Yaml::Map(pairs) = entry.to_yaml() else { unreachable!("an entry is a map") };
            lines.insert(line, (index, String::new()));
            line += 1;
            for pair in pairs {
                let text = Yaml::write_pairs(std::slice::from_ref(&pair), 4, Style::default());
                for _ in text.lines() {
                    lines.insert(line, (index, pair.0.clone()));
                    line += 1;
                }
            }
            line += 1; // The blank line between entries.
        }
        lines
    }
}

impl DraftEntry {
    /// Repairs a key that breaks rules, or removes it. Returns `false` if the entry can't be kept.
    fn repair(&mut self, key: &str, mistakes: &[Mistake<'_>], notes: &mut Notes) -> bool {
        let DraftEntry { entry, origin } = self;
        let (code, Mistake { rule, message, .. }) = (entry.code.clone(), &mistakes[0]);
        if matches!(*rule, "invalid-variant" | "variant-collision") && entry.name.is_none() {
            let words: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
            notes.push(origin, format!("`{code}` has the Rust variant `Error{words}`: {message}"));
            entry.name = Some(format!("Error{words}"));
            return true;
        }
        if mistakes.iter().all(|mistake| mistake.rule == "broken-link" && unlink(entry, key, mistake.written))
        {
            notes.push(origin, format!("`{code}`: links in its {key} are text now: {message}"));
            return true;
        }
        match key {
            "title" => entry.title = None,
            "status" => entry.statuses = vec!["default".to_owned()],
            "facts" => entry.facts.clear(),
            "operations" => entry.operations.clear(),
            "meaning" => entry.meaning = None,
            "causes" => entry.causes.clear(),
            "fixes" => entry.fixes.clear(),
            "notes" => entry.notes.clear(),
            "severity" => entry.severity = None,
            "since" => entry.since = None,
            "deprecated" => entry.deprecated = None,
            _ => {
                notes.push(origin, format!("`{code}` is left out: {message}"));
                return false;
            }
        }
        notes.push(origin, format!("`{code}`: its {key} is left out: {message}"));
        if entry.title.is_none() && entry.message.is_none() {
            entry.message = Some(in_words(&code));
        }
        true
    }
}

/// Removes the brackets of a link. Returns `false` if it isn't in the texts of the key.
fn unlink(entry: &mut NewEntry, key: &str, link: &str) -> bool {
    let text = link.trim_start_matches('[').trim_end_matches(['[', ']']);
    let texts: Vec<&mut String> = match key {
        "meaning" => entry.meaning.iter_mut().collect(),
        "causes" => entry.causes.iter_mut().collect(),
        "fixes" => entry.fixes.iter_mut().collect(),
        "notes" => entry.notes.iter_mut().collect(),
        _ => return false,
    };
    let (long, short) = (format!("[{text}][]"), format!("[{text}]"));
    let mut is_found = false;
    for written in texts.into_iter().filter(|written| written.contains(&short)) {
        *written = written.replace(&long, text).replace(&short, text);
        is_found = true;
    }
    is_found
}
