//! The derive for a generated module, whose table of codes is in a macro of the module.
//!
//! A macro can't read files, and the table isn't known when the macro crate is compiled. So the derive expands
//! to a call of the module's macro `__catalog`. That passes the item on to a second macro, together with the
//! table:
//!
//! ```text
//! #[derive(errcat::CatalogError)] #[catalog(errors::shop)] enum Error { … }
//!   errors::__catalog! { #[catalog(errors::shop)] enum Error { … } }
//!     ::errcat::__expand_catalog_error! { "api shop\ncode sold_out\n…" #[catalog(…)] enum Error { … } }
//!       impl errors::errcat::CatalogError for Error { … }
//! ```
//!
//! The tokens of the item keep their locations, so mistakes are reported as in a generated crate.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitStr, Path};

use crate::attr::CatalogAttr;
use crate::catalog::Catalog;
use crate::{derive, table};

/// The module that is used unless the attribute contains a path.
const DEFAULT_MODULE: &str = "crate::errors";

/// Passes an item to the macro of the generated module that its `#[catalog]` names.
pub fn pass_to_module(item: TokenStream) -> TokenStream {
    let attr = catalog_attr.parse2(item.clone()).ok().flatten();
    let Some(CatalogAttr { api, krate, .. }) = attr else {
        // Reports that the attribute is missing, or what is wrong with it.
        return derive(item, &Catalog { krate: DEFAULT_MODULE, apis: &[] });
    };
    let module = krate.unwrap_or_else(|| default_module(&api));
    // A path to a module that doesn't exist is reported at the attribute.
    let call = quote_spanned!(api.span()=> __catalog!);
    quote!(#module::#call { #item })
}

/// Generates the `impl`s for an item that follows the table of a generated module.
pub fn derive_in_module(input: TokenStream) -> TokenStream {
    let split = |input: ParseStream<'_>| Ok((input.parse::<LitStr>()?, input.parse::<TokenStream>()?));
    match split.parse2(input) {
        Ok((text, item)) => match table::parse_cached(&text.value(), DEFAULT_MODULE) {
            Some(catalog) => derive(item, catalog),
            None => {
                let message = "the generated module and this version of errcat don't fit: run `errcat gen`";
                syn::Error::new(proc_macro2::Span::call_site(), message).into_compile_error()
            }
        },
        Err(error) => error.into_compile_error(),
    }
}

/// Returns the attribute `#[catalog]` of an item. `None` if there is none, or if it has a mistake.
fn catalog_attr(item: ParseStream<'_>) -> syn::Result<Option<CatalogAttr>> {
    let attrs = item.call(Attribute::parse_outer)?;
    item.parse::<TokenStream>()?;
    let attr = attrs.iter().find(|attr| attr.path().is_ident("catalog"));
    Ok(attr.and_then(|attr| attr.parse_args().ok()))
}

fn default_module(api: &syn::Ident) -> Path {
    let errors = syn::Ident::new("errors", api.span());
    let root = syn::Ident::new("crate", api.span());
    syn::parse_quote!(#root::#errors)
}
