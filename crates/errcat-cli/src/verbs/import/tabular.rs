//! Makes entries of rows.

use std::collections::HashSet;

use errcat_catalog::edit::{NewApi, NewEntry, NewFact, Yaml};
use errcat_catalog::names::{MAX_CODE_BYTES, folded, is_fact_taken};
use errcat_catalog::status;
use serde_json::Value;

use super::draft::{Draft, DraftEntry};
use super::mapping::Mapping;
use super::notes::{Notes, Origin};
use super::placeholders::{Placeholders, escaped};
use super::rows::{GROUP, Row};
use super::texts::{cleaned, on_one_line};
use crate::terminal::output::counted;
use crate::verbs::names::name_of;

/// The table of errors that aren't in a named one.
pub(super) const TABLE: &str = "errors";

/// Makes a catalog of rows.
pub(super) fn draft(
    rows: &[Row],
    mapping: &Mapping,
    placeholders: Option<Placeholders>,
    table_by: Option<&str>,
    notes: &mut Notes,
) -> Draft {
    let style = placeholders.unwrap_or_else(|| guess(rows, mapping, notes));
    let mut draft =
        Draft { api: NewApi { envelope: "none".to_owned(), ..NewApi::default() }, ..Draft::default() };
    let facts = facts(rows, mapping, notes);
    let has_status = mapping.columns("status").next().is_some();
    for (index, row) in rows.iter().enumerate() {
        let origin = row.line.map_or_else(|| Origin::Part(format!("row {}", index + 1)), Origin::Line);
        let reader = Reader { row, mapping, origin: &origin };
        let Some(code) = reader.code(notes) else {
            draft.left_out += 1;
            continue;
        };
        let mut entry = reader.entry(code, style, notes);
        for (name, fact, column) in &facts {
            let Some(text) = row.get(column).and_then(text_of).and_then(|text| on_one_line(&text)) else {
                continue;
            };
            let value = if fact.ty == "string" { Yaml::Text(text) } else { Yaml::Word(text) };
            entry.facts.push((name.clone(), value));
        }
        if has_status && entry.statuses.is_empty() {
            entry.statuses.push("default".to_owned());
            notes.push(&origin, format!("`{}` has no status: `default` is any error status", entry.code));
        }
        let group = row.get(table_by.unwrap_or(GROUP)).and_then(text_of);
        let table = group.map_or_else(|| TABLE.to_owned(), |group| name_of(&group, TABLE));
        draft.push(&table, DraftEntry { entry, origin });
    }
    if !has_status {
        let none = ("status".to_owned(), Yaml::Word("none".to_owned()));
        draft.tables.values_mut().for_each(|table| table.settings.push(none.clone()));
        notes.push(&Origin::File, "no column has a status: `status: none` is set for each table");
    }
    draft.api.has_integer_codes = draft
        .tables
        .values()
        .flat_map(|table| &table.entries)
        .all(|it| it.entry.code.parse::<i64>().is_ok_and(|number| number.to_string() == it.entry.code));
    draft.api.facts = facts.into_iter().map(|(name, fact, _)| (name, fact)).collect();
    notes.push(&Origin::File, "the format of responses isn't known: set `envelope` in api.yaml");
    draft
}

fn guess(rows: &[Row], mapping: &Mapping, notes: &mut Notes) -> Placeholders {
    let texts: Vec<String> = rows
        .iter()
        .flat_map(|row| mapping.columns("message").filter_map(|column| first_text(row.get(column)?)))
        .collect();
    let (style, count) = Placeholders::guess(texts.iter().map(String::as_str));
    if count > 0 {
        let (style, count) = (style.name(), counted(count, "message"));
        let text = format!("placeholders are taken as {style}, as in {count} (--placeholders {style})");
        notes.push(&Origin::File, text);
    }
    style
}

/// Returns the facts with their columns. Their types are those of all values.
fn facts(rows: &[Row], mapping: &Mapping, notes: &mut Notes) -> Vec<(String, NewFact, String)> {
    let fact = |(name, column): (&str, &str)| {
        let values: Vec<String> = rows.iter().filter_map(|row| text_of(row.get(column)?)).collect();
        let are = |is: fn(&str) -> bool| !values.is_empty() && values.iter().all(|value| is(value));
        let ty = if are(|it| it.parse::<i64>().is_ok_and(|number| number.to_string() == it)) {
            "integer"
        } else if are(|it| matches!(it, "true" | "false")) {
            "boolean"
        } else {
            "string"
        };
        let distinct: HashSet<&String> = values.iter().collect();
        let name = match name_of(name, "number") {
            name if is_fact_taken(&name) => format!("{name}_value"),
            name => name,
        };
        let is_unique = ty == "integer" && distinct.len() == values.len();
        (name, NewFact { ty, doc: format!("{column}, as imported"), is_unique }, column.to_owned())
    };
    let facts: Vec<_> = mapping.facts().map(fact).collect();
    for (name, NewFact { ty, is_unique, .. }, _) in &facts {
        let unique = if *is_unique { ", unique" } else { "" };
        notes.push(&Origin::File, format!("the fact {name} has the type {ty}{unique}"));
    }
    facts
}

/// Reads the values of a row.
struct Reader<'a> {
    row: &'a Row,
    mapping: &'a Mapping,
    origin: &'a Origin,
}

impl Reader<'_> {
    fn code(&self, notes: &mut Notes) -> Option<String> {
        let code = self.line("code").filter(|code| !code.is_empty());
        let Some(code) = code else {
            notes.push(self.origin, "the row is left out: it has no code");
            return None;
        };
        if code.contains(char::is_whitespace) || code.len() > MAX_CODE_BYTES {
            let reason = if code.len() > MAX_CODE_BYTES { "is too long" } else { "contains white space" };
            notes.push(self.origin, format!("the row is left out: its code `{code}` {reason}"));
            return None;
        }
        Some(code)
    }

    fn entry(&self, code: String, style: Placeholders, notes: &mut Notes) -> NewEntry {
        let (message, params) = self.message(style, notes).unzip();
        // A title that repeats the code or the message says nothing.
        let repeats = |title: &String| {
            folded(title) == folded(&code) || self.line("message").is_some_and(|message| message == *title)
        };
        let title = self.line("title").filter(|title| !repeats(title));
        let message = message.or_else(|| Some(escaped(title.as_ref()?)));
        NewEntry {
            name: self.line("name"),
            statuses: self.statuses(notes),
            operations: self.lines("operations"),
            meaning: self.text("meaning"),
            causes: self.lines("causes"),
            fixes: self.lines("fixes"),
            notes: self.lines("notes"),
            severity: self.severity(notes),
            params: params.unwrap_or_default(),
            since: self.line("since"),
            deprecated: self.line("deprecated").filter(|text| !matches!(&**text, "false" | "no" | "0")),
            message: message.or_else(|| Some(errcat_catalog::names::in_words(&code))),
            title,
            code,
            ..NewEntry::default()
        }
    }

    fn message(
        &self,
        style: Placeholders,
        notes: &mut Notes,
    ) -> Option<(String, Vec<(String, errcat_catalog::edit::NewParam)>)> {
        let value = self.values("message").next()?;
        if let Some(others) = value.as_array().map(Vec::len).filter(|count| *count > 1) {
            notes.push(self.origin, format!("only the first of {others} messages is carried"));
        }
        Some(style.convert(&cleaned(&first_text(value)?)?))
    }

    fn statuses(&self, notes: &mut Notes) -> Vec<String> {
        let mut statuses = Vec::new();
        for text in self.lines("status").iter().flat_map(|text| text.split([',', ';', '/', '|'])) {
            match status_of(text.trim()) {
                Some(status) if statuses.contains(&status) => {}
                Some(status) => statuses.push(status),
                None => {
                    notes.push(self.origin, format!("`{}` is no status that the catalog has", text.trim()));
                }
            }
        }
        statuses
    }

    fn severity(&self, notes: &mut Notes) -> Option<String> {
        let text = self.line("severity")?;
        let severity = match text.to_lowercase().as_str() {
            "debug" | "info" | "information" | "informational" | "notice" => "info",
            "warn" | "warning" => "warning",
            "err" | "error" => "error",
            "critical" | "fatal" | "panic" | "emergency" => "critical",
            _ => {
                notes.push(
                    self.origin,
                    format!("the severity `{text}` isn't carried: it is none of the catalog's"),
                );
                return None;
            }
        };
        Some(severity.to_owned())
    }

    fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Value> {
        self.mapping.columns(key).filter_map(|column| self.row.get(column))
    }

    /// Returns the first text of a key, on one line.
    fn line(&self, key: &str) -> Option<String> {
        self.values(key).find_map(|value| on_one_line(&first_text(value)?))
    }

    /// Returns all texts of a key, as paragraphs.
    fn text(&self, key: &str) -> Option<String> {
        let texts: Vec<String> =
            self.values(key).filter_map(text_of).filter_map(|text| cleaned(&text)).collect();
        (!texts.is_empty()).then(|| texts.join("\n\n"))
    }

    /// Returns all texts of a key, each on one line. The lines of a text that is a list are several.
    fn lines(&self, key: &str) -> Vec<String> {
        let texts = self.values(key).flat_map(|value| match value {
            Value::Array(items) => items.iter().filter_map(text_of).collect(),
            value => text_of(value).map_or_else(Vec::new, items),
        });
        texts.filter_map(|text| on_one_line(&text)).collect()
    }
}

/// Splits a text into the items of a list: `- a`, `* b`, `1. c`. Any other text is one.
fn items(text: String) -> Vec<String> {
    let item = |line: &str| {
        let line = line.trim();
        let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest =
            line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).or_else(|| line.strip_prefix("• "));
        let numbered = || number.strip_prefix(". ").filter(|_| number.len() < line.len());
        rest.or_else(numbered).map(str::to_owned)
    };
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let found: Option<Vec<String>> = lines.iter().map(|line| item(line)).collect();
    found.filter(|found| !found.is_empty()).unwrap_or_else(|| vec![text])
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::String(text) => (!text.trim().is_empty()).then(|| text.trim().to_owned()),
        Value::Array(items) => {
            let texts: Vec<String> = items.iter().filter_map(text_of).collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        }
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
    }
}

/// Returns a text, or the first one of a list.
fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => items.iter().find_map(text_of),
        value => text_of(value),
    }
}

/// Returns a status as the catalog writes it: `404`, `4xx`, `none`. `None` if it has no such status.
pub(super) fn status_of(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    if matches!(lower.as_str(), "4xx" | "5xx" | "default" | "none") {
        return Some(lower);
    }
    let number = text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 3);
    let number = number.and_then(|digits| digits.parse::<u16>().ok()).or_else(|| status::named(text))?;
    (200..600).contains(&number).then(|| number.to_string())
}
