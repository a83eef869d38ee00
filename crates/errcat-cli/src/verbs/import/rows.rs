//! Reads lists of errors in CSV, JSON and TOML as rows.

use serde_json::{Map, Value};

use crate::terminal::failure::Failure;

/// The name of the column with the key of a row, if rows are the values of a map.
pub(super) const KEY: &str = "(key)";
/// The name of the column with the key of the map that a row is in, if rows are in several.
pub(super) const GROUP: &str = "(group)";

/// The maximum depth of maps in which rows are searched.
const MAX_DEPTH: usize = 8;

/// An error in a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row {
    /// The line of its first value, from 1; `None` if it isn't known.
    pub(super) line: Option<usize>,
    /// The values, each with the name of its column. The names of nested values are paths: `http.status`.
    pub(super) cells: Vec<(String, Value)>,
}

impl Row {
    /// Returns a value.
    pub(super) fn get(&self, column: &str) -> Option<&Value> {
        self.cells.iter().find(|(name, _)| name == column).map(|(_, value)| value)
    }
}

/// Reads CSV. The first line has the names of the columns. Returns the rows, and what is wrong with others,
/// each with its line.
pub(super) fn csv(text: &str, delimiter: Option<char>) -> (Vec<Row>, Vec<(usize, String)>) {
    let text = text.trim_start_matches('\u{FEFF}');
    let delimiter = delimiter.unwrap_or_else(|| guess_delimiter(text));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .flexible(true)
        .trim(csv::Trim::Headers)
        .from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.headers().map(|names| names.iter().map(str::to_owned).collect()).unwrap_or_default();
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, |position| position.line());
                wrong.push((to_line(line), format!("the row is left out: {error}")));
                continue;
            }
        };
        let line = to_line(record.position().map_or(1, csv::Position::line));
        if record.len() != names.len() && record.iter().any(|value| !value.trim().is_empty()) {
            wrong.push((
                line,
                format!("the row has {} values, but the first line has {}", record.len(), names.len()),
            ));
        }
        let cells = names.iter().zip(record.iter()).filter(|(name, _)| !name.is_empty());
        let cells = cells.map(|(name, value)| (name.clone(), Value::from(value))).collect();
        rows.push(Row { line: Some(line), cells });
    }
    (rows, wrong)
}

fn to_line(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}

/// Returns the delimiter that the first line has most often.
fn guess_delimiter(text: &str) -> char {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: &char| first.matches(*delimiter).count();
    [',', ';', '\t', '|'].into_iter().rev().max_by_key(count).expect("there are delimiters")
}

/// Reads JSON.
///
/// # Errors
///
/// If the text isn't JSON, or has no list of errors.
pub(super) fn json(path: &str, text: &str) -> Result<Vec<Row>, Failure> {
    let text = text.trim_start_matches('\u{FEFF}');
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (line + error.column().saturating_sub(1)).min(text.len());
        let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        Failure::located(path, text, at..at, &format!("this isn't JSON: {error}"), "correct the file")
    })?;
    rows(path, text, value)
}

/// Reads TOML.
///
/// # Errors
///
/// If the text isn't TOML, or has no list of errors.
pub(super) fn toml(path: &str, text: &str) -> Result<Vec<Row>, Failure> {
    let text = text.trim_start_matches('\u{FEFF}');
    let value: Value = toml::from_str(text).map_err(|error| {
        let place = error.span().unwrap_or(0..0);
        Failure::located(
            path,
            text,
            place,
            &format!("this isn't TOML: {}", error.message()),
            "correct the file",
        )
    })?;
    rows(path, text, value)
}

fn rows(path: &str, text: &str, value: Value) -> Result<Vec<Row>, Failure> {
    let mut rows = find_rows(value, MAX_DEPTH).ok_or_else(|| {
        Failure::new(
            format!("{path} has no list of errors"),
            "write a list of maps, or a map with a map for each code",
        )
    })?;
    locate(&mut rows, text);
    Ok(rows)
}

/// Finds the rows: a list of maps, a map of maps, or either of them in a map.
fn find_rows(value: Value, depth: usize) -> Option<Vec<Row>> {
    match value {
        // An item that isn't a map is a row without values, which is reported.
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let row = |item: &Value| item.as_object().map(|map| row(map, &[])).unwrap_or_default();
            Some(items.iter().map(row).collect())
        }
        Value::Object(map) if depth > 0 => {
            if map.values().all(Value::is_string) && !map.is_empty() {
                // A map of codes and messages.
                let row = |(key, text): (String, Value)| Row {
                    line: None,
                    cells: vec![(KEY.to_owned(), Value::from(key)), ("message".to_owned(), text)],
                };
                return Some(map.into_iter().map(row).collect());
            }
            if is_map_of_maps(&map) {
                if map.values().all(|value| value.as_object().is_some_and(is_map_of_maps)) {
                    return Some(groups(&map));
                }
                return Some(
                    map.iter()
                        .filter_map(|(key, value)| Some(row(value.as_object()?, &[(KEY, key)])))
                        .collect(),
                );
            }
            // The list of errors is next to other values, such as a version.
            map.into_iter().filter_map(|(_, value)| find_rows(value, depth - 1)).max_by_key(Vec::len)
        }
        _ => None,
    }
}

fn is_map_of_maps(map: &Map<String, Value>) -> bool {
    !map.is_empty() && map.values().all(Value::is_object)
}

/// Returns the rows of several maps. A single one is only around them.
fn groups(map: &Map<String, Value>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (group, inner) in map {
        for (key, value) in inner.as_object().into_iter().flatten() {
            let keys = [(GROUP, group), (KEY, key)];
            let keys = if map.len() == 1 { &keys[1..] } else { &keys };
            rows.extend(value.as_object().map(|value| row(value, keys)));
        }
    }
    rows
}

fn row(map: &Map<String, Value>, keys: &[(&str, &String)]) -> Row {
    let mut cells: Vec<(String, Value)> =
        keys.iter().map(|(name, key)| ((*name).to_owned(), Value::from(key.as_str()))).collect();
    flatten("", map, &mut cells);
    Row { line: None, cells }
}

fn flatten(prefix: &str, map: &Map<String, Value>, cells: &mut Vec<(String, Value)>) {
    for (key, value) in map {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Value::Object(inner) if !inner.is_empty() => flatten(&name, inner, cells),
            value => cells.push((name, value.clone())),
        }
    }
}

/// Sets the lines of rows to those where their first texts are written, one after the other.
fn locate(rows: &mut [Row], text: &str) {
    let (mut at, mut line) = (0, 1);
    for row in rows {
        let first = row.cells.iter().rev().filter(|(name, _)| name == KEY).chain(&row.cells);
        let Some(word) = first.filter_map(|(_, value)| value.as_str()).find(|word| !word.is_empty()) else {
            continue;
        };
        let Some(found) = text[at..].find(word) else { continue };
        line += text[at..at + found].matches('\n').count();
        at += found;
        row.line = Some(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(rows: &[Row]) -> Vec<String> {
        rows.iter()
            .map(|row| {
                let cells: Vec<String> =
                    row.cells.iter().map(|(name, value)| format!("{name}={value}")).collect();
                format!("{}: {}", row.line.unwrap_or(0), cells.join(" "))
            })
            .collect()
    }

    #[test]
    fn rows_of_csv_have_their_lines() {
        let (rows, wrong) = csv("\u{FEFF}Code;Text\nA;\"two\nlines\"\nB\n", None);
        assert_eq!(columns(&rows), ["2: Code=\"A\" Text=\"two\\nlines\"", "4: Code=\"B\""]);
        assert_eq!(wrong, [(4, "the row has 1 values, but the first line has 2".to_owned())]);
    }

    #[test]
    fn rows_are_found_in_every_form() {
        for (text, expected) in [
            (r#"[{ "code": "A", "http": { "status": 404 } }]"#, "1: code=\"A\" http.status=404"),
            (r#"{ "version": 1, "errors": [{ "code": "A" }] }"#, "1: code=\"A\""),
            (r#"{ "A": { "x": 1 }, "B": { "x": 2 } }"#, "1: (key)=\"A\" x=1"),
            (r#"{ "error": { "A": { "x": 1 } } }"#, "1: (key)=\"A\" x=1"),
            (r#"{ "g": { "A": { "x": 1 } }, "h": { "B": { "x": 1 } } }"#, "1: (group)=\"g\" (key)=\"A\" x=1"),
            (r#"{ "A": "Text", "B": "Text" }"#, "1: (key)=\"A\" message=\"Text\""),
        ] {
            let rows = json("a.json", text).unwrap_or_else(|failure| panic!("{failure}"));
            assert_eq!(columns(&rows)[0], expected, "{text}");
        }
        assert!(json("a.json", "[1, 2]").is_err() && json("a.json", "[").is_err());
        let rows = toml("a.toml", "[error.A]\nmessage = \"x\"\n\n[error.B]\nmessage = \"y\"\n");
        assert_eq!(
            columns(&rows.unwrap_or_default()),
            ["1: (key)=\"A\" message=\"x\"", "4: (key)=\"B\" message=\"y\""]
        );
    }
}
