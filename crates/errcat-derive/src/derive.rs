//! The derive with a given catalog: parses an item, checks it, and generates its `impl`s.

use proc_macro2::TokenStream;
use syn::{DeriveInput, Path};

use crate::ast::{self, ErrorType};
use crate::attr::CatalogAttr;
use crate::catalog::Catalog;
use crate::errors::Errors;
use crate::{check, expand, fallback};

/// Generates the `impl`s for an enum or a struct, with a `compile_error!` for each mistake in it.
///
/// A generated proc-macro crate contains the [`Catalog`] as a static and calls this function:
///
/// ```ignore
/// #[proc_macro_derive(CatalogError, attributes(catalog, code, param, source, from, source_code, label))]
/// pub fn derive_catalog_error(input: TokenStream) -> TokenStream {
///     errcat_derive::derive(input.into(), &CATALOG).into()
/// }
/// ```
pub fn derive(input: TokenStream, catalog: &Catalog) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let error_type = ast::parse(&input, &mut errors);
    let krate = crate_path(&error_type, catalog);
    match check::check(&error_type, catalog, errors) {
        Ok(checked) => expand::expand(&checked, &krate),
        Err(error) => fallback::expand(&error_type, catalog, &krate, &error),
    }
}

/// Returns the path of the generated code: the one in the attribute, or else the catalog's.
fn crate_path(error_type: &ErrorType<'_>, catalog: &Catalog) -> Path {
    if let Some(Some(CatalogAttr { krate: Some(path), .. })) = &error_type.catalog {
        return path.clone();
    }
    syn::parse_str(catalog.krate).expect("a path")
}
