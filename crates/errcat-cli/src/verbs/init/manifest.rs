//! Edits a Cargo.toml. Comments and layout stay.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

use super::project;
use crate::terminal::failure::Failure;

/// A Cargo.toml that is being edited.
pub(super) struct Manifest {
    path: String,
    original: String,
    document: DocumentMut,
}

impl Manifest {
    /// Parses a Cargo.toml.
    pub(super) fn parse(path: String, text: &str) -> Result<Self, Failure> {
        let document = project::parse(&path, text)?;
        Ok(Manifest { path, original: text.to_owned(), document })
    }

    /// Returns the path, from the root of the project.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Adds settings: `["workspace", "metadata", "errcat"]` is the path of their table.
    pub(super) fn add_settings(
        &mut self,
        table: &[&str],
        settings: &[(&str, String)],
    ) -> Result<(), Failure> {
        let table = self.table(table)?;
        for (key, setting) in settings {
            table.insert(key, value(setting));
        }
        Ok(())
    }

    /// Adds a member to the workspace.
    pub(super) fn add_member(&mut self, folder: &str) -> Result<(), Failure> {
        let path = self.path.clone();
        let members = self.table(&["workspace"])?.entry("members").or_insert(value(Array::new()));
        let Some(members) = members.as_array_mut() else {
            return Err(unexpected(&path, "workspace.members"));
        };
        push(members, folder);
        Ok(())
    }

    /// Adds a dependency, written as a line of a manifest, with features. Keeps one that exists. Returns
    /// `true` if it was added.
    pub(super) fn add_dependency(
        &mut self,
        table: &str,
        line: &str,
        features: &[&str],
    ) -> Result<bool, Failure> {
        let parsed: DocumentMut = line.parse().expect("the line of a dependency");
        let (name, item) = parsed.iter().next().expect("a dependency");
        let table = self.table(&[table])?;
        if table.contains_key(name) {
            return Ok(false);
        }
        let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
        table.insert(name, Item::Value(Value::InlineTable(with_features(item, features))));
        if features.is_empty() && item.is_str() {
            table.insert(name, item.clone());
        }
        if keys.is_sorted() {
            table.sort_values();
        }
        Ok(true)
    }

    /// Returns `true` if the text isn't the one that was parsed.
    pub(super) fn is_changed(&self) -> bool {
        self.text() != self.original
    }

    /// Returns the text, with the line ends that it had.
    pub(super) fn text(&self) -> String {
        let text = self.document.to_string().replace("\r\n", "\n");
        if self.original.contains("\r\n") { text.replace('\n', "\r\n") } else { text }
    }

    /// Returns a table, which is created if it is missing.
    fn table(&mut self, path: &[&str]) -> Result<&mut dyn TableLike, Failure> {
        let mut table: &mut dyn TableLike = self.document.as_table_mut();
        let (last, parents) = path.split_last().expect("the path of a table");
        for key in parents {
            let implicit = || {
                let mut table = Table::new();
                table.set_implicit(true);
                Item::Table(table)
            };
            let item = table.entry(key).or_insert_with(implicit);
            table = item.as_table_like_mut().ok_or_else(|| unexpected(&self.path, key))?;
        }
        let item = table.entry(last).or_insert_with(|| Item::Table(Table::new()));
        item.as_table_like_mut().ok_or_else(|| unexpected(&self.path, last))
    }
}

/// Returns a dependency as an inline table with features.
fn with_features(dependency: &Item, features: &[&str]) -> InlineTable {
    let mut table = InlineTable::new();
    match dependency {
        Item::Value(Value::InlineTable(keys)) => table = keys.clone(),
        // `errcat.workspace = true`
        Item::Table(keys) => table = keys.clone().into_inline_table(),
        version => drop(table.insert("version", version.as_value().expect("a value").clone())),
    }
    if !features.is_empty() {
        table.insert("features", Value::Array(features.iter().copied().collect()));
    }
    table.set_dotted(false);
    table.fmt();
    table
}

/// Adds a text to an array, on a line of its own if the others are. Comments stay on their lines.
fn push(array: &mut Array, text: &str) {
    let indent = array.iter().last().and_then(|last| {
        let prefix = last.decor().prefix()?.as_str()?;
        Some(prefix[prefix.rfind('\n')?..].to_owned())
    });
    let Some(indent) = indent else { return array.push(text) };
    // What follows the last text: behind its comma, or else a part of the text.
    let rest = if array.trailing_comma() {
        array.trailing().as_str().unwrap_or_default().to_owned()
    } else {
        let last = array.iter_mut().last().expect("it was there");
        let rest = last.decor().suffix().and_then(|it| it.as_str()).unwrap_or_default().to_owned();
        last.decor_mut().set_suffix("");
        rest
    };
    let (comment, end) = rest.split_at(rest.rfind('\n').unwrap_or(rest.len()));
    let prefix = format!("{comment}{indent}");
    let suffix = if array.trailing_comma() { "" } else { end };
    array.push_formatted(Value::from(text).decorated(prefix, suffix));
    if array.trailing_comma() {
        array.set_trailing(end);
    }
}

fn unexpected(path: &str, key: &str) -> Failure {
    Failure::new(
        format!("`{key}` in {path} is written in a way that can't be edited here"),
        "write it as a table or a list, as `cargo new` does; nothing was written",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, edit: impl Fn(&mut Manifest), after: &str) {
        for line_end in ["\n", "\r\n"] {
            let before = before.replace('\n', line_end);
            let mut manifest = Manifest::parse("Cargo.toml".to_owned(), &before).expect("TOML");
            edit(&mut manifest);
            assert_eq!(manifest.text(), after.replace('\n', line_end));
        }
    }

    #[test]
    fn members_are_added_as_the_others_are_written() {
        let add = |manifest: &mut Manifest| manifest.add_member("crates/e").expect("a list");
        check("[workspace]\nmembers = [\"a\"]\n", add, "[workspace]\nmembers = [\"a\", \"crates/e\"]\n");
        check("[workspace]\nmembers = []\n", add, "[workspace]\nmembers = [\"crates/e\"]\n");
        check("[workspace] # all\n", add, "[workspace] # all\nmembers = [\"crates/e\"]\n");
        check(
            "[workspace]\nmembers = [\n    \"a\", # first\n    # second\n    \"b\",\n]\n",
            add,
            "[workspace]\nmembers = [\n    \"a\", # first\n    # second\n    \"b\",\n    \"crates/e\",\n]\n",
        );
        check(
            "[workspace]\nmembers = [\n  \"a\",\n  \"b\" # last\n]\n",
            add,
            "[workspace]\nmembers = [\n  \"a\",\n  \"b\", # last\n  \"crates/e\"\n]\n",
        );
        check(
            "[workspace]\nmembers = [\n  \"a\",\n  \"b\"\n]\n",
            add,
            "[workspace]\nmembers = [\n  \"a\",\n  \"b\",\n  \"crates/e\"\n]\n",
        );
        check(
            "[workspace]\nmembers = [\n  \"a\", # first\n  \"b\", # last\n]\n",
            add,
            "[workspace]\nmembers = [\n  \"a\", # first\n  \"b\", # last\n  \"crates/e\",\n]\n",
        );
    }

    #[test]
    fn dependencies_stay_sorted() {
        let add = |manifest: &mut Manifest| {
            manifest.add_dependency("dependencies", "errcat = \"1\"", &["axum"]).expect("a table");
        };
        let line = "errcat = { version = \"1\", features = [\"axum\"] }\n";
        check(
            "[dependencies]\naxum = \"0.8\" # the server\n# JSON.\nserde = \"1\"\n\n[features]\n",
            add,
            &format!(
                "[dependencies]\naxum = \"0.8\" # the server\n{line}# JSON.\nserde = \"1\"\n\n[features]\n"
            ),
        );
        check(
            "[dependencies]\nserde = \"1\"\naxum = \"0.8\"\n",
            add,
            &format!("[dependencies]\nserde = \"1\"\naxum = \"0.8\"\n{line}"),
        );
        check("[dependencies]\nerrcat = \"0.9\"\n", add, "[dependencies]\nerrcat = \"0.9\"\n");
        check("[package]\n", add, &format!("[package]\n\n[dependencies]\n{line}"));
    }

    #[test]
    fn dependencies_have_the_form_of_their_source() {
        for (line, expected) in [
            ("e = \"1\"", "e = { version = \"1\", features = [\"x\"] }\n"),
            ("e = { path = \"../e\" }", "e = { path = \"../e\", features = [\"x\"] }\n"),
            ("e.workspace = true", "e = { workspace = true, features = [\"x\"] }\n"),
        ] {
            let add = |manifest: &mut Manifest| {
                manifest.add_dependency("dependencies", line, &["x"]).expect("a table");
            };
            check("[dependencies]\n", add, &format!("[dependencies]\n{expected}"));
        }
    }

    #[test]
    fn settings_are_next_to_their_table() {
        let add = |manifest: &mut Manifest| {
            let settings = [("rust", "src/errors".to_owned())];
            manifest.add_settings(&["package", "metadata", "errcat"], &settings).expect("a table");
        };
        check(
            "[package]\nname = \"a\"\n\n[dependencies]\n",
            add,
            "[package]\nname = \"a\"\n\n[package.metadata.errcat]\nrust = \"src/errors\"\n\n[dependencies]\n",
        );
        check(
            "[package]\nname = \"a\"\n\n[package.metadata.docs.rs]\nall-features = true\n",
            add,
            "[package]\nname = \"a\"\n\n[package.metadata.docs.rs]\nall-features = true\n\n\
             [package.metadata.errcat]\nrust = \"src/errors\"\n",
        );
    }
}
