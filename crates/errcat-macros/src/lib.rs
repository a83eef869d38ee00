//! `#[derive(CatalogError)]` for the errors of a generated module. Use it as `errcat::CatalogError`, with the
//! feature `derive` of `errcat`.

use proc_macro::TokenStream;

#[doc = errcat_derive::attribute_docs!()]
#[proc_macro_derive(CatalogError, attributes(catalog, code, param, source, from, source_code, label))]
pub fn derive_catalog_error(item: TokenStream) -> TokenStream {
    errcat_derive::pass_to_module(item.into()).into()
}

/// Called by the macro of a generated module, with its table and an item.
#[doc(hidden)]
#[proc_macro]
pub fn expand_catalog_error(input: TokenStream) -> TokenStream {
    errcat_derive::derive_in_module(input.into()).into()
}
