//! `#[derive(CatalogError)]` for the errors of our catalog. Created once by errcat; yours to edit.

mod generated;

/// Implements the traits of catalog errors for a hand-written type. `errcat_derive` documents the attributes.
#[proc_macro_derive(CatalogError, attributes(catalog, code, param, source, from))]
pub fn derive_catalog_error(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    errcat_derive::derive(input.into(), &generated::CATALOG).into()
}
