//! Edits the values of a catalog's files.

use std::ops::Range;

use errcat_catalog::InputFile;
use errcat_catalog::finding::{Findings, Sources};
use errcat_catalog::yaml::{self, Kind, Node};

use super::run::Found;

/// A value in a file, or a key.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The text of a scalar.
    pub(crate) text: String,
    /// `true` for a scalar that is a single word, not quoted.
    pub(crate) is_word: bool,
    pub(crate) is_map: bool,
    /// `true` for a value that may be any data, or is in one.
    pub(crate) is_data: bool,
    /// The keys that lead to it: `errors.slow.params.agent.type`.
    pub(crate) path: String,
    /// The part of the path that is one entry: an error, or a definition of `api.yaml`.
    pub(crate) entry: String,
    /// The key before it; `None` for items of lists.
    pub(crate) key: Option<Key>,
}

/// A key of a map.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: String,
    /// `true` if the language defines the key, `false` if it is a name of the author.
    pub(crate) is_of_language: bool,
}

/// Keys whose values are maps with names of the author.
const MAPS: &[&str] = &[
    "body",
    "code",
    "context",
    "envelopes",
    "errors",
    "facts",
    "fields",
    "header_sets",
    "headers",
    "lints",
    "params",
    "ranges",
    "success",
];

/// Returns all values, each with the index of its file.
pub(crate) fn values(files: &[InputFile]) -> Vec<(usize, Value)> {
    let of_file = |(at, file): (usize, &InputFile)| {
        let mut sources = Sources::default();
        let id = sources.add("", text(file));
        let root = yaml::read(text(file), id, &mut Findings::default());
        let mut found = Vec::new();
        let root = root.filter(|_| file.path.ends_with(".yaml"));
        root.iter().for_each(|root| collect(text(file), root, &[], &mut found));
        found.into_iter().map(move |value| (at, value)).collect::<Vec<_>>()
    };
    files.iter().enumerate().flat_map(of_file).collect()
}

fn collect(file: &str, node: &Node, path: &[&str], found: &mut Vec<Value>) {
    let range = |node: &Node| (start(file, node), end(file, node));
    let value = |node: &Node, path: &[&str], key: Option<Key>| {
        let (start, end) = range(node);
        let (text, is_word) = match &node.kind {
            Kind::Scalar { text, plain } => {
                (text.clone(), *plain && !text.is_empty() && !text.contains([' ', ':', '.']))
            }
            _ => (String::new(), false),
        };
        let depth =
            if ["envelopes", "errors", "headers"].contains(path.first().unwrap_or(&"")) { 2 } else { 0 };
        let entry = path[..depth.min(path.len())].join(".");
        let is_map = matches!(node.kind, Kind::Map(_));
        let is_data = path.iter().any(|key| matches!(*key, "body" | "each" | "example"));
        Value { start, end, text, is_word, is_map, is_data, path: path.join("."), entry, key }
    };
    match &node.kind {
        Kind::Scalar { .. } => {}
        Kind::List(items) => {
            for item in items {
                let path = [path, &["[]"]].concat();
                found.push(value(item, &path, None));
                collect(file, item, &path, found);
            }
        }
        Kind::Map(pairs) => {
            for (key, item) in pairs {
                let Kind::Scalar { text, .. } = &key.kind else { continue };
                let (start, end) = range(key);
                let is_of_language = !path.last().is_some_and(|map| MAPS.contains(map))
                    && !path.iter().any(|map| matches!(*map, "body" | "each"))
                    && !text.starts_with("x-");
                let path = [path, &[text.as_str()]].concat();
                found.push(value(item, &path, Some(Key { start, end, text: text.clone(), is_of_language })));
                collect(file, item, &path, found);
            }
        }
    }
}

/// Returns the start of a value, including the `|` before a block scalar, which isn't part of the span.
fn start(file: &str, node: &Node) -> usize {
    let start = node.span.start as usize;
    let before = file[..start].trim_end();
    let is_block = matches!(node.kind, Kind::Scalar { plain: false, .. }) && before.ends_with(": |");
    if is_block { before.len() - 1 } else { start }
}

/// Returns the end of a value, including the closing bracket, which isn't part of the span. The span of a
/// block scalar ends in the line after it.
fn end(file: &str, node: &Node) -> usize {
    let inner = match &node.kind {
        Kind::Scalar { .. } => None,
        Kind::List(items) => items.last(),
        Kind::Map(pairs) => pairs.last().map(|(_, value)| value),
    };
    let inner = inner.map_or(node.span.start as usize + 1, |inner| end(file, inner));
    let closing = match (&node.kind, file.as_bytes()[node.span.start as usize]) {
        (Kind::List(_), b'[') => ']',
        (Kind::Map(_), b'{') => '}',
        _ => {
            let end = (node.span.end as usize).max(inner.min(file.len()));
            return file[..end].trim_end().len().max(node.span.start as usize);
        }
    };
    inner + file[inner..].find(closing).expect("a closing bracket") + 1
}

impl Value {
    /// Returns the files with another value.
    pub(crate) fn replace(&self, files: &[InputFile], file: usize, by: &str) -> Vec<InputFile> {
        replaced(files, file, self.start..self.end, by)
    }

    /// Returns `true` if another value is a part of this one.
    pub(crate) fn contains(&self, other: &Value) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl Key {
    /// Returns the files with another key.
    pub(crate) fn replace(&self, files: &[InputFile], file: usize, by: &str) -> Vec<InputFile> {
        replaced(files, file, self.start..self.end, by)
    }
}

/// Returns the files with `severity: Fatal` in the error in which a finding is; `None` if it isn't in an
/// error, or the error has a severity.
pub(crate) fn with_wrong_severity(files: &[InputFile], finding: &Found) -> Option<Vec<InputFile>> {
    let file = files.iter().position(|file| file.path == finding.path)?;
    let mut sources = Sources::default();
    let id = sources.add("", text(&files[file]));
    let root = yaml::read(text(&files[file]), id, &mut Findings::default())?;
    let errors = entries(&root).find(|(key, _)| *key == "errors").map(|(_, errors)| errors)?;
    let Kind::Map(errors) = &errors.kind else { return None };
    let is_at = |(key, error): &&(Node, Node)| {
        key.span.start as usize <= finding.place.start && finding.place.end <= error.span.end as usize
    };
    let (_, error) = errors.iter().find(is_at)?;
    let Kind::Map(pairs) = &error.kind else { return None };
    let (first, _) = pairs.first()?;
    if entries(error).any(|(key, _)| key == "severity" || key == "same_as") {
        return None;
    }
    let at = first.span.start as usize;
    let before = &text(&files[file])[..at];
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let indentation = &before[line..];
    let inserted = if indentation.trim().is_empty() {
        format!("severity: Fatal\n{indentation}")
    } else {
        "severity: Fatal, ".to_owned()
    };
    Some(replaced(files, file, at..at, &inserted))
}

fn entries(node: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let pairs = if let Kind::Map(pairs) = &node.kind { pairs.as_slice() } else { &[] };
    pairs.iter().filter_map(|(key, value)| match &key.kind {
        Kind::Scalar { text, .. } => Some((text.as_str(), value)),
        _ => None,
    })
}

fn replaced(files: &[InputFile], file: usize, range: Range<usize>, by: &str) -> Vec<InputFile> {
    let mut files = files.to_vec();
    let mut text = text(&files[file]).to_owned();
    text.replace_range(range, by);
    files[file].bytes = text.into_bytes();
    files
}

fn text(file: &InputFile) -> &str {
    std::str::from_utf8(&file.bytes).unwrap_or_default()
}
