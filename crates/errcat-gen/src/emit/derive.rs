//! The generated derive macro: a table of codes, and ten lines that hand over to `errcat-derive`.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{rust, tokens};
use crate::model::{Api, Catalog, Code, Param, Piece};
use crate::plan::Plan;
use crate::settings::Settings;

/// Plans the proc-macro crate: a generated table, and a `Cargo.toml` and `lib.rs` that belong to whoever uses them.
pub fn emit(catalog: &Catalog, settings: &Settings, plan: &mut Plan) {
    let root = &settings.derive;
    plan.scaffolded(format!("{root}/Cargo.toml"), manifest(settings));
    plan.scaffolded(format!("{root}/rustfmt.toml"), rust::RUSTFMT);
    plan.scaffolded(format!("{root}/src/lib.rs"), LIB);
    plan.own_directory(format!("{root}/src/generated"));
    plan.generated(format!("{root}/src/generated/mod.rs"), table(catalog, settings));
}

fn table(catalog: &Catalog, settings: &Settings) -> String {
    let docs = ["What the derive knows about the catalog.".to_owned()];
    let krate = rust::crate_name(&settings.rust).replace('-', "_");
    let apis = catalog.apis.iter().map(|api| {
        let name = &api.name;
        let codes = api.codes.iter().map(|code| self::code(api, code));
        quote!(Api { name: #name, codes: &[#(#codes),*] })
    });
    let uses = quote!(
        use errcat_derive::{Api, Audience, Catalog, Code, Param, ParamType};
    );
    let catalog = quote! {
        /// Every API with its codes.
        #[rustfmt::skip]
        pub(crate) static CATALOG: Catalog = Catalog { krate: #krate, apis: &[#(#apis),*] };
    };
    // A catalog without params needs none of what describes them.
    let allow = quote!(#![allow(unused_imports)]);
    tokens::file(&format!("{}/", settings.catalog), &docs, [allow, uses, catalog])
}

fn code(api: &Api, code: &Code) -> TokenStream {
    let entry = api.entry(code.owner);
    let (wire, variant) = (&code.code, &code.variant);
    let mut fields = quote!(code: #wire, variant: #variant,);
    let mentioned: HashSet<usize> = entry
        .message
        .pieces
        .iter()
        .filter_map(|piece| if let Piece::Param(index) = piece { Some(*index) } else { None })
        .collect();
    if !entry.params.is_empty() {
        let params = entry.params.iter().enumerate().map(|(index, p)| param(p, mentioned.contains(&index)));
        fields.extend(quote!(params: &[#(#params),*],));
    }
    let operations = operations(api, code);
    if !operations.is_empty() {
        fields.extend(quote!(operations: &[#(#operations),*],));
    }
    let successor = entry.successor.map(|code| api.codes[code].code.clone());
    for (name, text) in
        [("deprecated", &entry.deprecated), ("retired", &entry.retired), ("successor", &successor)]
    {
        if text.is_some() {
            let (name, text) = (tokens::ident(name), tokens::option(text.as_deref()));
            fields.extend(quote!(#name: #text,));
        }
    }
    quote!(Code { #fields ..Code::EMPTY })
}

/// The operations of all tables that have the code; none if one of those is open to any.
fn operations(api: &Api, code: &Code) -> Vec<String> {
    let tables = || std::iter::once(&code.owner).chain(&code.shared).map(|id| &api.tables[id.table]);
    if tables().any(|table| table.operations.is_empty()) {
        return Vec::new();
    }
    tables().flat_map(|table| table.operations.iter().cloned()).collect()
}

fn param(param: &Param, in_message: bool) -> TokenStream {
    let (name, optional) = (&param.name, param.optional);
    let (ty, audience) = (rust::param_type(&param.ty), rust::audience(param.audience));
    quote! {
        Param {
            name: #name,
            ty: ParamType::#ty,
            audience: Audience::#audience,
            optional: #optional,
            in_message: #in_message
        }
    }
}

fn manifest(settings: &Settings) -> String {
    let name = rust::crate_name(&settings.derive);
    format!(
        r##"# Written once by `cargo xtask gen`; yours to edit.
[package]
name = "{name}"
description = "#[derive(CatalogError)] for the errors of our catalog"
version = "0.1.0"
edition = "2024"
publish = false

[lib]
proc-macro = true

[dependencies]
errcat-derive = "{version}"
"##,
        version = env!("CARGO_PKG_VERSION"),
    )
}

const LIB: &str = r#"//! `#[derive(CatalogError)]` for the errors of our catalog. Written once by `cargo xtask gen`; yours to edit.

mod generated;

/// Makes a hand-written error type an error of the catalog: see `errcat_derive` for its attributes.
#[proc_macro_derive(CatalogError, attributes(catalog, code, param, source, from))]
pub fn derive_catalog_error(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    errcat_derive::derive(input.into(), &generated::CATALOG).into()
}
"#;
