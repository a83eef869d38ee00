//! `#[derive(CatalogError)]` for the errors of our catalog. Created once by errcat; yours to edit.

mod generated;

#[doc = errcat_derive::attribute_docs!()]
#[proc_macro_derive(
    CatalogError,
    attributes(catalog, code, param, source, from, source_code, label)
)]
pub fn derive_catalog_error(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    errcat_derive::derive(input.into(), &generated::CATALOG).into()
}
