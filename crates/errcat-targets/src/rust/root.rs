//! Generates the file that declares the modules of all APIs.

use quote::quote;

use super::derive_table;
use super::form::Form;
use crate::rust_code::{self, Item};
use crate::settings::Settings;
use errcat_catalog::model::Catalog;

/// Returns the file with a module for each API: `src/generated/mod.rs`, or the module's own `mod.rs`.
pub(super) fn file(form: Form, catalog: &Catalog, settings: &Settings) -> String {
    let modules = catalog.apis.iter().map(|api| {
        let name = rust_code::ident(&api.name);
        // The module documents itself. Docs here would precede its own.
        quote!(pub mod #name;)
    });
    let format = proc_macro2::Literal::u32_unsuffixed(errcat::FORMAT);
    let docs = ["The error catalog as Rust, with a module for each API.".to_owned()];
    // Lints on style are for code that people edit. Texts of catalogs contain bare URLs, code examples
    // contain tabs, retired codes are used where they are described, some entries set every field, and the
    // catalog determines the size of a variant.
    let allow = quote! {
        #![allow(clippy::pedantic, clippy::nursery)]
        #![allow(clippy::large_enum_variant, clippy::needless_update, clippy::tabs_in_doc_comments)]
        #![allow(rustdoc::bare_urls, deprecated)]
    };
    let of_module = match form {
        Form::Crate => [String::new(), String::new()],
        Form::Module => [ATTRIBUTES.to_owned(), derive_table::definition(catalog)],
    };
    let [attributes, derive] = of_module.map(Item::Text);
    let check = Item::Code(quote!(::errcat::check_format!(#format);));
    let items = [Item::Code(allow), attributes, check].into_iter();
    rust_code::file(
        &format!("{}/", settings.catalog),
        &docs,
        items.chain(modules.map(Item::Code)).chain([derive]),
    )
}

/// The other attributes of a module. The crate around it may be a program that uses a part of the catalog,
/// may have its own `rustfmt.toml`, and may deny lints that aren't warnings by default.
const ATTRIBUTES: &str = "\
#![allow(dead_code, unreachable_pub)]
#![cfg_attr(rustfmt, rustfmt_skip)]
";
