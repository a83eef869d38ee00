//! Generates the crates to compile: the same errors, for errcat and for its peers.

use std::fmt::Write;

use camino::Utf8Path;
use errcat_catalog::model::{Api, Catalog, Entry, ParamType, Piece, Table};

/// A peer's crate.
pub(super) struct Peer {
    /// The name of the column in the table.
    pub(super) name: &'static str,
    pub(super) krate: &'static str,
    /// The lines in the manifest.
    pub(super) dependency: &'static str,
    pub(super) code: fn(&Catalog) -> String,
}

/// The peers of the generated crate.
pub(super) const ENUM_PEERS: [Peer; 3] = [
    Peer {
        name: "thiserror",
        krate: "by-thiserror",
        dependency: THISERROR,
        code: |it| modules(it, thiserror),
    },
    Peer { name: "snafu", krate: "by-snafu", dependency: "snafu = \"0.9\"", code: |it| modules(it, snafu) },
    Peer { name: "phf", krate: "by-phf", dependency: PHF, code: phf },
];

/// The peers of errcat's derive.
pub(super) const DERIVE_PEERS: [Peer; 1] = [Peer {
    name: "thiserror",
    krate: "derived-by-thiserror",
    dependency: THISERROR,
    code: |catalog| derived_by_thiserror(&catalog.apis[0]),
}];

const THISERROR: &str = "thiserror = \"2\"";
const PHF: &str = "phf = { version = \"0.14\", features = [\"macros\"] }";

/// Returns the files of errcat's workspace, as paths and texts: its manifest, and the crate with the derive.
pub(super) fn own_files(catalog: &Catalog, crates: &Utf8Path) -> Vec<(String, String)> {
    let path = |name: &str| crates.join(name);
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n[workspace.metadata.errcat]\n\
         [patch.crates-io]\nerrcat = {{ path = {:?} }}\nerrcat-derive = {{ path = {:?} }}\n",
        path("errcat"),
        path("errcat-derive")
    );
    let manifest = "[package]\nname = \"derived\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n\
                    api-errors = { path = \"../api-errors\", features = [\"derive\"] }\n";
    vec![
        ("Cargo.toml".to_owned(), workspace),
        ("crates/derived/Cargo.toml".to_owned(), manifest.to_owned()),
        ("crates/derived/src/lib.rs".to_owned(), derived(&catalog.apis[0])),
    ]
}

/// Returns a module for each API, with a module for each table, as errcat generates them.
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

/// Returns a map for each API, from codes to a part of their entries.
fn phf(catalog: &Catalog) -> String {
    let mut code = String::from(
        "//! The errors.\n#[derive(Debug)]\npub struct Entry {\n    pub statuses: &'static [u16],\n    \
         pub title: &'static str,\n    pub message: &'static str,\n    \
         pub causes: &'static [&'static str],\n    \
         pub fixes: &'static [&'static str],\n}\n",
    );
    for api in &catalog.apis {
        writeln!(
            code,
            "pub mod {} {{\nuse super::Entry;\n\
             pub static ERRORS: phf::Map<&'static str, Entry> = phf::phf_map! {{",
            api.name
        )
        .expect("writing to a String");
        for entry in api.tables.iter().flat_map(|table| &table.entries).filter(|entry| !entry.shared) {
            let causes: Vec<&String> = entry.causes.iter().map(|cause| &cause.text).collect();
            writeln!(
                code,
                "{:?} => Entry {{ statuses: &{:?}, title: {:?}, message: {:?}, causes: &{:?}, \
                 fixes: &{:?} }},",
                api[entry.code].code,
                entry.statuses.numbers(),
                entry.title,
                format_string(entry),
                causes,
                entry.fixes
            )
            .expect("writing to a String");
        }
        code.push_str("};\n}\n");
    }
    code
}

fn derived(api: &Api) -> String {
    let mut code = format!(
        "//! The errors.\nuse api_errors::CatalogError;\n#[derive(Debug, CatalogError)]\n#[catalog({})]\n\
         pub enum Error {{\n",
        api.name
    );
    for entry in api.tables.iter().flat_map(|table| &table.entries) {
        writeln!(code, "#[code({})]", api[entry.code].code).expect("writing to a String");
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

/// Writes an attribute, such as `#[error("The agent {agent_id} was not found")]`.
fn write_attribute(code: &mut String, name: &str, inner: &str, entry: &Entry) {
    let format = format_string(entry);
    let format = if inner.is_empty() { format!("{format:?}") } else { format!("{inner}({format:?})") };
    writeln!(code, "#[{name}({format})]").expect("writing to a String");
}

/// Returns the format string of a message, such as `The agent {agent_id} was not found`.
fn format_string(entry: &Entry) -> String {
    let mut format = String::new();
    for piece in &entry.message.pieces {
        match piece {
            Piece::Text(text) => format.push_str(&text.replace('{', "{{").replace('}', "}}")),
            Piece::Param(param) => {
                write!(format, "{{{}}}", entry[*param].name).expect("writing to a String");
            }
        }
    }
    format
}

fn write_variant(code: &mut String, api: &Api, entry: &Entry) {
    code.push_str(&api[entry.code].variant);
    let fields: Vec<_> =
        entry.params.iter().map(|param| format!("{}: {}", param.name, rust_type(&param.ty))).collect();
    if !fields.is_empty() {
        write!(code, " {{ {} }}", fields.join(", ")).expect("writing to a String");
    }
    code.push_str(",\n");
}

/// Returns the same type that the generated enums use.
fn rust_type(ty: &ParamType) -> &'static str {
    match ty {
        ParamType::Integer => "i64",
        ParamType::Number => "f64",
        ParamType::Boolean => "bool",
        ParamType::DurationSeconds | ParamType::DurationMilliseconds => "std::time::Duration",
        ParamType::TimestampRfc3339 | ParamType::TimestampSeconds | ParamType::TimestampMilliseconds => {
            "std::time::SystemTime"
        }
        ParamType::List(_) => "Vec<String>",
        ParamType::Map(_) => "std::collections::BTreeMap<String, String>",
        ParamType::String | ParamType::Json | ParamType::Rust(_) | ParamType::Enum(_) => "String",
    }
}
