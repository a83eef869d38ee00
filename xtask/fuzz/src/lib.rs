//! The code that the fuzz targets share. They pass untrusted bytes to the same checks as the bounded tests.
//!
//! Inputs are readable texts. The input for a file is its path, a line break, and its content. The input for
//! a response is its status, one header per line, an empty line, and the body. Each target first writes its
//! seeds. README.md describes how to run them.
#![forbid(unsafe_code)]

#[path = "../../../crates/errcat-cli/tests/catalog/mod.rs"]
mod catalog;
#[path = "../../../crates/errcat-derive/tests/catalog/mod.rs"]
mod derive_catalog;
#[path = "../../../crates/errcat-cli/tests/hostile/mod.rs"]
mod hostile;
#[path = "../../../crates/errcat-derive/tests/output/mod.rs"]
mod output;
// That crate has other format settings.
#[rustfmt::skip]
#[path = "../../../crates/api-errors/tests/responses/mod.rs"]
mod responses;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use errcat_catalog::InputFile;
use serde_json::Value as Json;

/// Checks a catalog in which a file with this extension has other bytes.
pub fn file(extension: &str, data: &[u8]) {
    if let Some((path, bytes)) = in_file(data, files(extension)) {
        hostile::in_catalog(path, bytes);
        proc_macro2::extra::invalidate_current_thread_spans();
    }
}

/// Checks a template that replaces a built-in one.
pub fn template(data: &[u8]) {
    if let Some((path, bytes)) = in_file(data, hostile::templates()) {
        hostile::as_template(path, bytes);
        proc_macro2::extra::invalidate_current_thread_spans();
    }
}

/// Checks the decoding of a response.
pub fn response(data: &[u8]) {
    let mut rest = data;
    let mut line = || {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let line = str::from_utf8(&rest[..end]).ok()?;
        rest = &rest[end + 1..];
        Some(line)
    };
    let Some(status) = line().and_then(|status| status.parse().ok()) else { return };
    let mut headers = Vec::new();
    while let Some(header) = line().filter(|line| !line.is_empty()) {
        headers.extend(header.split_once(": "));
    }
    responses::check(status, &headers, rest);
}

/// Checks the derive on an item.
pub fn item(data: &[u8]) {
    if let Ok(text) = str::from_utf8(data) {
        output::check(text, &derive_catalog::CATALOG);
        proc_macro2::extra::invalidate_current_thread_spans();
    }
}

/// Writes a target's seeds to its corpus, and a dictionary of the words in catalogs.
///
/// # Panics
///
/// Panics if a file can't be written, or the target has no seeds.
pub fn seed(target: &str) {
    let file_seeds = |files: &mut dyn Iterator<Item = &InputFile>| -> Vec<Vec<u8>> {
        files.map(|file| [file.path.as_bytes(), b"\n", &file.bytes].concat()).collect()
    };
    let seeds = match target {
        "catalog" => file_seeds(&mut files("yaml")),
        "guide" => file_seeds(&mut files("md")),
        "lock" => file_seeds(&mut files("lock")),
        "template" => file_seeds(&mut hostile::templates()),
        "derive" => output::ITEMS.iter().map(|item| item.as_bytes().to_vec()).collect(),
        "decode" => responses::RESPONSES
            .iter()
            .map(|(status, body)| {
                format!("{status}\nRetry-After: 5\nX-RateLimit-Reset: 1700000000\n\n{body}").into_bytes()
            })
            .collect(),
        _ => panic!("no such target: {target}"),
    };
    assert!(!seeds.is_empty(), "{target} has no seeds");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let folder = corpus.join(target);
    fs::create_dir_all(&folder).expect("a folder for seeds");
    for (number, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(format!("seed-{number}")), seed).expect("a seed");
    }
    fs::write(corpus.join("catalog.dict"), dictionary()).expect("a dictionary");
}

fn files(extension: &str) -> impl Iterator<Item = &'static InputFile> {
    hostile::FILES.iter().filter(move |file| file.path.rsplit('.').next() == Some(extension))
}

/// Splits an input into the path of one of these files, and the bytes after its line. `None` if it isn't such
/// a path.
fn in_file(
    data: &[u8],
    mut files: impl Iterator<Item = &'static InputFile>,
) -> Option<(&'static str, Vec<u8>)> {
    let end = data.iter().position(|byte| *byte == b'\n')?;
    let file = files.find(|file| file.path.as_bytes() == &data[..end])?;
    Some((&file.path, data[end + 1..].to_vec()))
}

/// Returns the keys and enum values of the schema, in the format of libFuzzer.
fn dictionary() -> String {
    let schema: Json = serde_json::from_str(&errcat_catalog::schema::json()).expect("a schema");
    let mut words = BTreeSet::new();
    collect(&schema, &mut words);
    words.iter().fold(String::new(), |mut text, word| {
        writeln!(text, "{:?}", word.as_str()).expect("a String");
        text
    })
}

fn collect(schema: &Json, words: &mut BTreeSet<String>) {
    match schema {
        Json::Object(members) => {
            let keys = members.get("properties").and_then(Json::as_object);
            words.extend(keys.into_iter().flat_map(|keys| keys.keys()).map(|key| format!("{key}: ")));
            let values = members.get("enum").and_then(Json::as_array).into_iter().flatten();
            words.extend(values.chain(members.get("const")).filter_map(Json::as_str).map(str::to_owned));
            members.values().for_each(|member| collect(member, words));
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, words)),
        _ => {}
    }
}
