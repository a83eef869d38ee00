//! The columns for each key of an entry.

use std::collections::BTreeSet;

use errcat_catalog::suggest::did_you_mean;

use super::notes::{Notes, Origin};
use super::rows::{GROUP, KEY, Row};
use crate::terminal::failure::Failure;
use crate::verbs::names::name_of;

/// The keys of entries that columns can become, each with the names of columns that are guessed to be it, the
/// best first. Names are compared by their letters and digits.
const KEYS: [(&str, &[&str]); 13] = [
    ("code", &["code", "errorcode", "errcode", "id", "identifier", "key", KEY]),
    (
        "message",
        &["message", "messageformats", "messageformat", "messagetemplate", "msg", "errormessage", "text"],
    ),
    ("title", &["title", "summary", "name", "label", "shortdescription"]),
    ("status", &["status", "httpstatus", "httpstatuscode", "statuscode", "httpcode", "http", "responsecode"]),
    ("meaning", &["meaning", "description", "explanation", "longdescription", "details", "detail"]),
    ("causes", &["causes", "cause", "reasons", "reason", "possiblecauses", "why"]),
    (
        "fixes",
        &[
            "fixes",
            "fix",
            "solution",
            "solutions",
            "workaround",
            "resolution",
            "remedy",
            "action",
            "howtofix",
        ],
    ),
    ("notes", &["notes", "note", "remarks", "remark", "comment"]),
    ("severity", &["severity", "level"]),
    ("since", &["since", "introduced", "sinceversion"]),
    ("deprecated", &["deprecated"]),
    ("operations", &["operations", "operation", "endpoint", "endpoints"]),
    ("name", &[]),
];

/// Columns that are guessed to be facts.
const FACTS: [&str; 5] = ["errno", "sqlstate", "grpc", "grpccode", "exitcode"];

/// The columns of each key, and of each fact. `ignore` lists those that aren't carried on purpose.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mapping {
    pairs: Vec<(String, String)>,
}

impl Mapping {
    /// Parses flags such as `fact.errno=Number`.
    pub(super) fn parse(flags: &[String]) -> Result<Self, Failure> {
        let pair = |flag: &String| match flag.split_once('=') {
            Some((key, column)) => Ok((key.trim().to_owned(), column.trim().to_owned())),
            None => Err(Failure::new(
                format!("`{flag}` has no column"),
                "write the key and the column: `--map message=Text`",
            )),
        };
        Mapping { pairs: flags.iter().map(pair).collect::<Result<_, _>>()? }.checked()
    }

    /// Parses a file with a key for each line: `message = "Text"`, `fact.errno = "Number"`.
    pub(super) fn parse_file(path: &str, text: &str) -> Result<Self, Failure> {
        let table: toml::Table = toml::from_str(text).map_err(|error| {
            let place = error.span().unwrap_or(0..0);
            Failure::located(
                path,
                text,
                place,
                error.message(),
                "write a line for each key: `message = \"Text\"`",
            )
        })?;
        let mut pairs = Vec::new();
        collect("", &toml::Value::Table(table), &mut pairs);
        Mapping { pairs }.checked()
    }

    fn checked(self) -> Result<Self, Failure> {
        let keys = || KEYS.iter().map(|(key, _)| *key).chain(["ignore"]);
        let is_known = |key: &str| keys().any(|known| known == key) || key.strip_prefix("fact.").is_some();
        match self.pairs.iter().find(|(key, _)| !is_known(key)) {
            None => Ok(self),
            Some((key, _)) => {
                let all = || format!("the keys are {}, fact.NAME", keys().collect::<Vec<_>>().join(", "));
                let help = did_you_mean(key, keys()).unwrap_or_else(all);
                Err(Failure::new(format!("no column can be `{key}`"), help))
            }
        }
    }

    /// Adds the pairs of another mapping.
    pub(super) fn extend(&mut self, other: Mapping) {
        self.pairs.extend(other.pairs);
    }

    /// Adds what the names of columns suggest, and notes it. Also notes the columns that aren't carried.
    pub(super) fn complete(
        &mut self,
        rows: &[Row],
        table_by: Option<&str>,
        notes: &mut Notes,
    ) -> Result<(), Failure> {
        let mut columns: Vec<&str> = Vec::new();
        let mut known = BTreeSet::new();
        for (name, _) in rows.iter().flat_map(|row| &row.cells) {
            if known.insert(name.as_str()) {
                columns.push(name);
            }
        }
        let named = self.pairs.iter().map(|(_, column)| column.as_str()).chain(table_by);
        for column in named {
            if !known.contains(column) {
                let help = did_you_mean(column, columns.iter().copied());
                let all = || format!("the columns are {}", columns.join(", "));
                return Err(Failure::new(format!("no column is named `{column}`"), help.unwrap_or_else(all)));
            }
        }
        for (key, guesses) in KEYS {
            if self.columns(key).next().is_some() {
                continue;
            }
            let free = |column: &&&str| !self.is_used(column) && table_by != Some(**column);
            let found = guesses.iter().find_map(|guess| {
                columns.iter().filter(free).find(|column| **column == *guess || folded(column) == *guess)
            });
            if let Some(column) = found {
                notes.push(
                    &Origin::File,
                    format!("the column `{column}` is taken as {key} ({})", flag(key, column)),
                );
                self.pairs.push((key.to_owned(), (*column).to_owned()));
            }
        }
        for column in columns {
            if self.is_used(column) || table_by == Some(column) || column == GROUP {
                continue;
            }
            if FACTS.contains(&&*folded(column)) {
                let name = name_of(column, "number");
                notes.push(&Origin::File, format!("the column `{column}` is taken as the fact {name}"));
                self.pairs.push((format!("fact.{name}"), column.to_owned()));
                continue;
            }
            let name = name_of(column, "value");
            notes.push(
                &Origin::File,
                format!(
                    "the column `{column}` isn't carried (as a fact: {}; silent: {})",
                    flag(&format!("fact.{name}"), column),
                    flag("ignore", column)
                ),
            );
        }
        Ok(())
    }

    fn is_used(&self, column: &str) -> bool {
        self.pairs.iter().any(|(_, known)| known == column)
    }

    /// Returns the columns of a key.
    pub(super) fn columns<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(known, _)| known == key).map(|(_, column)| column.as_str())
    }

    /// Returns the facts, each with its column.
    pub(super) fn facts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().filter_map(|(key, column)| Some((key.strip_prefix("fact.")?, column.as_str())))
    }
}

fn collect(prefix: &str, value: &toml::Value, pairs: &mut Vec<(String, String)>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                collect(&key, value, pairs);
            }
        }
        toml::Value::Array(items) => items.iter().for_each(|item| collect(prefix, item, pairs)),
        toml::Value::String(column) => pairs.push((prefix.to_owned(), column.clone())),
        // Numbers and dates are no names of columns.
        _ => {}
    }
}

/// Returns the flag for a column, as a shell needs it.
fn flag(key: &str, column: &str) -> String {
    let is_plain = column.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
    if is_plain { format!("--map {key}={column}") } else { format!("--map '{key}={column}'") }
}

/// Returns the letters and digits of a name, in lower case.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}
