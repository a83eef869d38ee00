//! The crates that are compiled: the same errors, written for errcat and for its peers.

use std::fmt::Write;

use camino::Utf8Path;
use errcat_gen::model::{Api, Catalog, Entry, ParamType, Piece, Table};

/// All of them, errcat's own first.
pub(super) const CRATES: [&str; 5] =
    ["api-errors", "by-thiserror", "by-snafu", "derived", "derived-by-thiserror"];

/// The crate that does the same through thiserror.
pub(super) fn compared_with(krate: &str) -> &'static str {
    if krate.starts_with("derived") { "derived-by-thiserror" } else { "by-thiserror" }
}

/// The workspace's manifest and the crates that aren't generated: paths and texts.
pub(super) fn files(catalog: &Catalog, crates: &Utf8Path) -> Vec<(String, String)> {
    let path = |name: &str| crates.join(name);
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n[workspace.metadata.errcat]\n\
         [patch.crates-io]\nerrcat = {{ path = {:?} }}\nerrcat-derive = {{ path = {:?} }}\n",
        path("errcat"),
        path("errcat-derive")
    );
    let mut files = vec![("Cargo.toml".to_owned(), workspace)];
    let mut add = |name: &str, dependency: &str, code: String| {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n{dependency}\n"
        );
        files.push((format!("crates/{name}/Cargo.toml"), manifest));
        files.push((format!("crates/{name}/src/lib.rs"), code));
    };
    add("by-thiserror", "thiserror = \"2\"", modules(catalog, thiserror));
    add("by-snafu", "snafu = \"0.9\"", modules(catalog, snafu));
    let api = &catalog.apis[0];
    let errcat = "api-errors = { path = \"../api-errors\", features = [\"derive\"] }";
    add("derived", errcat, derived(api));
    add("derived-by-thiserror", "thiserror = \"2\"", derived_by_thiserror(api));
    files
}

/// A module for each API and table, as errcat has them, and for each API the sum of its tables.
fn modules(catalog: &Catalog, table: fn(&Api, &Table) -> String) -> String {
    let mut code = String::from("//! The errors.\n");
    for api in &catalog.apis {
        writeln!(code, "pub mod {} {{", api.name).expect("writing to a String");
        for it in &api.tables {
            writeln!(code, "pub mod {} {{\n{}}}", it.name, table(api, it)).expect("writing to a String");
        }
        code.push_str("}\n");
    }
    code
}

fn thiserror(api: &Api, table: &Table) -> String {
    let mut code = String::from(
        "#[derive(Debug, Clone, PartialEq, thiserror::Error)]\n#[non_exhaustive]\npub enum Error {\n",
    );
    for entry in &table.entries {
        write_attribute(&mut code, "error", "", entry);
        write_variant(&mut code, api, entry);
    }
    code + "}\n"
}

fn snafu(api: &Api, table: &Table) -> String {
    let mut code = String::from(
        "#[derive(Debug, Clone, PartialEq, snafu::Snafu)]\n#[non_exhaustive]\npub enum Error {\n",
    );
    for entry in &table.entries {
        write_attribute(&mut code, "snafu", "display", entry);
        write_variant(&mut code, api, entry);
    }
    code + "}\n"
}

fn derived(api: &Api) -> String {
    let mut code = format!(
        "//! The errors.\nuse api_errors::CatalogError;\n#[derive(Debug, CatalogError)]\n#[catalog({})]\npub enum Error {{\n",
        api.name
    );
    for entry in api.tables.iter().flat_map(|table| &table.entries) {
        writeln!(code, "#[code({})]", api.codes[entry.code].code).expect("writing to a String");
        write_variant(&mut code, api, entry);
    }
    code + "}\n"
}

fn derived_by_thiserror(api: &Api) -> String {
    let mut code = String::from("//! The errors.\n#[derive(Debug, thiserror::Error)]\npub enum Error {\n");
    for entry in api.tables.iter().flat_map(|table| &table.entries) {
        write_attribute(&mut code, "error", "", entry);
        write_variant(&mut code, api, entry);
    }
    code + "}\n"
}

/// `#[error("The agent {agent_id} was not found")]`.
fn write_attribute(code: &mut String, name: &str, inner: &str, entry: &Entry) {
    let mut format = String::new();
    for piece in &entry.message.pieces {
        match piece {
            Piece::Text(text) => format.push_str(&text.replace('{', "{{").replace('}', "}}")),
            Piece::Param(index) => {
                write!(format, "{{{}}}", entry.params[*index].name).expect("writing to a String");
            }
        }
    }
    let format = if inner.is_empty() { format!("{format:?}") } else { format!("{inner}({format:?})") };
    writeln!(code, "#[{name}({format})]").expect("writing to a String");
}

fn write_variant(code: &mut String, api: &Api, entry: &Entry) {
    code.push_str(&api.codes[entry.code].variant);
    let fields: Vec<_> =
        entry.params.iter().map(|param| format!("{}: {}", param.name, rust_type(&param.ty))).collect();
    if !fields.is_empty() {
        write!(code, " {{ {} }}", fields.join(", ")).expect("writing to a String");
    }
    code.push_str(",\n");
}

/// As the generated enums have it.
fn rust_type(ty: &ParamType) -> &'static str {
    match ty {
        ParamType::Integer => "i64",
        ParamType::Number => "f64",
        ParamType::Boolean => "bool",
        ParamType::DurationSeconds | ParamType::DurationMilliseconds => "std::time::Duration",
        ParamType::TimestampRfc3339 | ParamType::TimestampSeconds | ParamType::TimestampMilliseconds => {
            "std::time::SystemTime"
        }
        _ => "String",
    }
}
