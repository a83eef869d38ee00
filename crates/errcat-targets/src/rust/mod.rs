//! The target `rust`: a crate or a module with an enum of codes for each API, an enum of errors for each
//! table, and a static entry for each error.
//!
//! It is designed to compile fast: codes are `repr(u16)`, data of codes is in arrays indexed by code, each
//! table is a module, and tables of data replace derives if possible.
//!
//! prettyplease formats the code. rustfmt agrees with it on everything except long data, which is marked with
//! `#[rustfmt::skip]`.

mod api;
mod body;
mod codes;
mod derive_table;
mod entry;
mod fact;
mod form;
mod known_values;
mod param;
mod responses;
mod root;
mod rustdoc;
mod table;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::finding::Report;
use rayon::prelude::*;

use self::form::Form;
use self::rustdoc::LinkTargets;
use crate::output::Output;
use crate::rust_code::dependency;
use crate::rust_code::words::{RUSTFMT, crate_name};
use crate::selection::Selection;
use crate::sentence::sentence;
use crate::settings::Settings;
use crate::target::{Request, Target};
use errcat_catalog::model::{Api, Table};
use errcat_catalog::value::ENUMS_MODULE;

/// A crate with generated modules, and with a `Cargo.toml` and `lib.rs` that belong to the author. Or a
/// module of an existing crate, whose files are all generated.
pub(crate) struct Rust {
    root: String,
    form: Form,
}

impl Rust {
    /// Creates the target from the settings.
    pub(crate) fn new(settings: &Settings) -> Self {
        let form = if settings.rust_module().is_some() { Form::Module } else { Form::Crate };
        Rust { root: settings.rust.clone(), form }
    }

    fn generated(&self) -> Utf8PathBuf {
        match self.form {
            Form::Crate => format!("{}/src/generated", self.root).into(),
            Form::Module => self.root.clone().into(),
        }
    }
}

impl Target for Rust {
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
        if self.form == Form::Crate {
            output.scaffolded(format!("{root}/Cargo.toml"), manifest(settings));
            output.scaffolded(format!("{root}/rustfmt.toml"), RUSTFMT);
            output.scaffolded(format!("{root}/src/lib.rs"), lib(settings));
        }
        let generated = self.generated();
        let modules = root::file(self.form, selection.catalog, settings);
        output.generated(generated.join("mod.rs"), modules);
        modules_of_apis(self.form, selection, &generated, output);
        Ok(())
    }
}

fn modules_of_apis(form: Form, selection: &Selection<'_>, generated: &Utf8Path, output: &dyn Output) {
    let catalog = selection.catalog;
    let targets = LinkTargets::new(selection, form);
    selection.map(|api| {
        let api = &catalog[api];
        let folder = format!("{generated}/{}", api.name);
        let table = |table: &Table| {
            let targets = targets.of_table();
            let text = table::file(form, &targets, api, table);
            output.generated(format!("{folder}/{}.rs", table.name), text);
        };
        rayon::join(
            || {
                output.generated(format!("{folder}/mod.rs"), api::file(form, &targets, api));
                if let Some(text) = known_values::file(&targets.of_table(), api) {
                    output.generated(format!("{folder}/{ENUMS_MODULE}.rs"), text);
                }
            },
            || api.tables.par_iter().for_each(table),
        )
    });
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
tonic = ["errcat/tonic"]
# The responses of errors in an OpenAPI description.
utoipa = ["json", "errcat/utoipa"]
# A `tracing` event for each error that is sent.
tracing = ["errcat/tracing"]
# Errors and explanations of codes for the terminal, and reports of miette.
terminal = ["errcat/terminal"]
miette = ["errcat/miette"]

[dependencies]
{runtime}
{derive} = {{ path = "{path}", optional = true }}

# A variant's number follows the catalog's order. Users must not rely on it.
[package.metadata.cargo-semver-checks.lints]
enum_no_repr_variant_discriminant_changed = "allow"
enum_repr_variant_discriminant_changed = "allow"
partial_ord_enum_variants_reordered = "allow"
"#,
        runtime = dependency::runtime(&settings.runtime, "errcat", &settings.rust),
        path = dependency::relative(&settings.rust, &settings.derive),
    )
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
//! | `http`, `axum`, `actix`, `tonic` | errors as responses |
//! | `utoipa` | errors as responses in a description of the API |
//! | `tracing` | an event for each error that is sent |
//! | `terminal`, `miette` | errors in the terminal, for command-line tools |
//!
//! The crate [`errcat`] documents the methods of errors and entries.
//!
//! The modules are generated. This file was created once by `errcat gen` and is yours to edit.

#![forbid(unsafe_code)]

mod generated;

#[cfg(feature = "derive")]
#[doc(inline)]
pub use {derive}::CatalogError;
pub use errcat::{{self, error::CatalogError}};
pub use generated::*;
"#
    )
}

/// Returns the first line of the docs of an API's module.
fn about(api: &Api) -> String {
    sentence(&rustdoc::plain(&api.title)).into_owned()
}
