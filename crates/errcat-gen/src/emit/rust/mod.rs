//! The generated crate: an enum of codes for each API, an enum of errors for each table, and a static entry for each error.
//!
//! Its shape is chosen for compile time: codes are `repr(u16)`, what belongs to a code stands in arrays indexed by it, each table
//! is a module, and nothing is derived that a table of data can give.
//!
//! It is formatted by prettyplease, with which rustfmt agrees on everything but long data; that carries `#[rustfmt::skip]`.

mod api;
mod body;
pub(super) mod data;
mod entry;
mod table;

pub(super) use self::entry::{audience, param_type};

use quote::quote;
use rayon::prelude::*;

use super::rustdoc::Targets;
use super::tokens::{self, Item};
use crate::incremental::Wanted;
use crate::model::{Api, Catalog, Table};
use crate::plan::Output;
use crate::settings::Settings;

/// Makes the crate: generated modules, and a `Cargo.toml` and `lib.rs` that belong to whoever uses them.
pub fn emit(wanted: &Wanted<'_>, settings: &Settings, output: &dyn Output) {
    let catalog = wanted.catalog;
    let root = &settings.rust;
    output.scaffolded(format!("{root}/Cargo.toml"), manifest(settings));
    output.scaffolded(format!("{root}/rustfmt.toml"), RUSTFMT);
    output.scaffolded(format!("{root}/src/lib.rs"), lib(settings));
    let generated = format!("{root}/src/generated");
    output.generated(format!("{generated}/mod.rs"), modules(catalog, settings));
    let targets = Targets::new(wanted);
    wanted.map(|position| {
        let api = &catalog.apis[position];
        let folder = format!("{generated}/{}", api.name);
        let table = |table: &Table| {
            output.generated(format!("{folder}/{}.rs", table.name), table::file(&targets, api, table));
        };
        rayon::join(
            || output.generated(format!("{folder}/mod.rs"), api::file(&targets, api)),
            || api.tables.par_iter().for_each(table),
        )
    });
}

fn modules(catalog: &Catalog, settings: &Settings) -> String {
    let modules = catalog.apis.iter().map(|api| {
        let name = tokens::ident(&api.name);
        let docs = tokens::docs(&[format!("{}.", super::rustdoc::plain(&api.title))]);
        quote!(#docs pub mod #name;)
    });
    let docs = ["The error catalog as Rust: a module for each API.".to_owned()];
    // Catalogs write URLs and names as they please, retired codes are named where they are described, and some entry
    // has a value for every field.
    let allow =
        quote!(#![allow(clippy::doc_markdown, clippy::needless_update, rustdoc::bare_urls, deprecated)]);
    tokens::file(
        &format!("{}/", settings.catalog),
        &docs,
        std::iter::once(allow).chain(modules).map(Item::Code),
    )
}

/// The name of the generated crate: the last part of its folder.
pub(super) fn crate_name(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap_or(folder)
}

fn manifest(settings: &Settings) -> String {
    let name = crate_name(&settings.rust);
    let derive = crate_name(&settings.derive);
    format!(
        r#"# Written once by `cargo xtask gen`; yours to edit.
[package]
name = "{name}"
description = "The errors of our APIs, from the catalog"
version = "0.1.0"
edition = "2024"
publish = false

[features]
# `#[derive(CatalogError)]` for hand-written error types.
derive = ["dep:{derive}"]
# Bodies as JSON, as the catalog's envelopes say: written, and read by `decode`.
json = ["errcat/json"]
# Errors as responses of these crates.
http = ["json", "errcat/http"]
axum = ["http", "errcat/axum"]
actix = ["json", "errcat/actix"]
# Errors that are answered are logged as events of `tracing`.
tracing = ["errcat/tracing"]

[dependencies]
errcat = "{version}"
{derive} = {{ path = "{path}", optional = true }}

# A variant's number follows the catalog's order, and is nothing to rely on.
[package.metadata.cargo-semver-checks.lints]
enum_no_repr_variant_discriminant_changed = "allow"
enum_repr_variant_discriminant_changed = "allow"
partial_ord_enum_variants_reordered = "allow"
"#,
        version = env!("CARGO_PKG_VERSION"),
        path = relative(&settings.rust, &settings.derive),
    )
}

/// The path from one folder to another.
fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

fn lib(settings: &Settings) -> String {
    let derive = crate_name(&settings.derive).replace('-', "_");
    format!(
        r#"//! The errors of our APIs, from the catalog. Written once by `cargo xtask gen`; yours to edit.

#![forbid(unsafe_code)]

mod generated;

#[cfg(feature = "derive")]
pub use {derive}::CatalogError;
pub use errcat::{{self, CatalogError}};
pub use generated::*;
"#
    )
}

/// rustfmt's settings for generated crates.
pub(super) const RUSTFMT: &str =
    "# The width of generated code.\nmax_width = 89\nuse_small_heuristics = \"Max\"\n";

/// What the docs of an API's module say first.
fn about(api: &Api) -> String {
    format!("{}.", super::rustdoc::plain(&api.title))
}
