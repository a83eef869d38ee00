//! `#[derive(CatalogError)]` for the errors of our catalog. Written once by `cargo xtask gen`; yours to edit.

mod generated;

/// Makes a hand-written error type an error of the catalog: see `errcat_derive` for its attributes.
#[proc_macro_derive(CatalogError, attributes(catalog, code, param, source, from))]
pub fn derive_catalog_error(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    errcat_derive::derive(input.into(), &generated::CATALOG).into()
}
