//! The target `rust`: a crate with an enum of codes for each API, an enum of errors for each table, and a
//! static entry for each error.
//!
//! It is designed to compile fast: codes are `repr(u16)`, data of codes is in arrays indexed by code, each
//! table is a module, and tables of data replace derives if possible.
//!
//! prettyplease formats the code. rustfmt agrees with it on everything except long data, which is marked with
//! `#[rustfmt::skip]`.

mod api;
mod body;
mod codes;
mod entry;
mod fact;
mod param;
mod rustdoc;
mod table;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::finding::Report;
use quote::quote;
use rayon::prelude::*;

use self::rustdoc::LinkTargets;
use crate::output::Output;
use crate::rust_code::words::{RUSTFMT, crate_name};
use crate::rust_code::{self, Item};
use crate::selection::Selection;
use crate::settings::Settings;
use crate::target::{Request, Target};
use errcat_catalog::model::{Api, Catalog, Table};

/// A crate with generated modules, and with a `Cargo.toml` and `lib.rs` that belong to the author.
pub(crate) struct RustCrate {
    root: String,
}

impl RustCrate {
    /// Creates the target from the settings.
    pub(crate) fn new(settings: &Settings) -> Self {
        RustCrate { root: settings.rust.clone() }
    }

    fn generated(&self) -> Utf8PathBuf {
        format!("{}/src/generated", self.root).into()
    }
}

impl Target for RustCrate {
    fn name(&self) -> &str {
        "rust"
    }

    fn output(&self) -> &str {
        &self.root
    }

    fn owned(&self) -> Vec<Utf8PathBuf> {
        vec![self.generated()]
    }

    fn api_paths(&self, api: &str) -> Vec<Utf8PathBuf> {
        vec![self.generated().join(api)]
    }

    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report> {
        let Request { selection, settings, .. } = request;
        let root = &self.root;
        output.scaffolded(format!("{root}/Cargo.toml"), manifest(settings));
        output.scaffolded(format!("{root}/rustfmt.toml"), RUSTFMT);
        output.scaffolded(format!("{root}/src/lib.rs"), lib(settings));
        modules_of_apis(selection, settings, &self.generated(), output);
        Ok(())
    }
}

fn modules_of_apis(
    selection: &Selection<'_>,
    settings: &Settings,
    generated: &Utf8Path,
    output: &dyn Output,
) {
    let catalog = selection.catalog;
    output.generated(format!("{generated}/mod.rs"), modules(catalog, settings));
    let targets = LinkTargets::new(selection);
    selection.map(|api| {
        let api = &catalog[api];
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
        let name = rust_code::ident(&api.name);
        let docs = rust_code::docs(&[format!("{}.", rustdoc::plain(&api.title))]);
        quote!(#docs pub mod #name;)
    });
    let docs = ["The error catalog as Rust, with a module for each API.".to_owned()];
    // Lints on style are for code that people edit. Texts of catalogs contain bare URLs, retired codes are
    // used where they are described, some entries set every field, and the catalog determines the size of a
    // variant.
    let allow = quote! {
        #![allow(clippy::pedantic, clippy::nursery)]
        #![allow(clippy::large_enum_variant, clippy::needless_update, rustdoc::bare_urls, deprecated)]
    };
    rust_code::file(
        &format!("{}/", settings.catalog),
        &docs,
        std::iter::once(allow).chain(modules).map(Item::Code),
    )
}

fn manifest(settings: &Settings) -> String {
    let name = crate_name(&settings.rust);
    let derive = crate_name(&settings.derive);
    format!(
        r#"# Created once by errcat; yours to edit.
[package]
name = "{name}"
description = "The errors of our APIs, from the catalog"
version = "0.1.0"
edition = "2024"
publish = false

[features]
# `#[derive(CatalogError)]` for hand-written errors.
derive = ["dep:{derive}"]
# Error bodies as JSON: written and decoded according to the catalog's envelopes.
json = ["errcat/json"]
# Decoding of bodies that are XML.
xml = ["json", "errcat/xml"]
# Errors as responses of the crate or framework with this name.
http = ["json", "errcat/http"]
axum = ["http", "errcat/axum"]
actix = ["json", "errcat/actix"]
# A `tracing` event for each error that is sent.
tracing = ["errcat/tracing"]

[dependencies]
errcat = "{version}"
{derive} = {{ path = "{path}", optional = true }}

# A variant's number follows the catalog's order. Users must not rely on it.
[package.metadata.cargo-semver-checks.lints]
enum_no_repr_variant_discriminant_changed = "allow"
enum_repr_variant_discriminant_changed = "allow"
partial_ord_enum_variants_reordered = "allow"
"#,
        version = env!("CARGO_PKG_VERSION"),
        path = relative(&settings.rust, &settings.derive),
    )
}

/// Returns the relative path from one folder to another.
fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

fn lib(settings: &Settings) -> String {
    let derive = crate_name(&settings.derive).replace('-', "_");
    format!(
        r#"//! The errors of our APIs, generated from the error catalog.
//!
//! Each API is a module. It contains an enum `Code`, an enum `Error` of all its errors, and a module with an
//! enum `Error` for each table of the catalog. Every error has its message, status, causes, fixes and link to
//! the docs.
//!
//! # Features
//!
//! | feature | enables |
//! |---|---|
//! | `derive` | `#[derive(CatalogError)]` for your own error types |
//! | `json` | writing and decoding bodies |
//! | `xml` | decoding bodies that are XML |
//! | `http`, `axum`, `actix` | errors as responses |
//! | `tracing` | an event for each error that is sent |
//!
//! The crate [`errcat`] documents the methods of errors and entries.
//!
//! The modules are generated. This file was created once by `errcat gen` and is yours to edit.

#![forbid(unsafe_code)]

mod generated;

#[cfg(feature = "derive")]
pub use {derive}::CatalogError;
pub use errcat::{{self, CatalogError}};
pub use generated::*;
"#
    )
}

/// Returns the first line of the docs of an API's module.
fn about(api: &Api) -> String {
    format!("{}.", rustdoc::plain(&api.title))
}
