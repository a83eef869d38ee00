//! The derive for a generated module, whose table of codes is in a macro of the module.
//!
//! A macro can't read files, and the table isn't known when the macro crate is compiled. So the derive
//! expands to a call of the module's macro `__catalog`. That passes the item on to a second macro, together
//! with the table:
//!
//! ```text
//! #[derive(errcat::CatalogError)] #[catalog(errors::shop)] enum Error { … }
//!   errors::__catalog! { #[catalog(errors::shop)] enum Error { … } }
//!     ::errcat::__expand_catalog_error! { "api shop\ncode sold_out\n…" #[catalog(…)] enum Error { … } }
//!       impl errors::errcat::CatalogError for Error { … }
//! ```
//!
//! The tokens of the item keep their locations, so mistakes are reported as in a generated crate.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::Parser;
use syn::{Attribute, Error, Ident, Path};

use crate::attr::CatalogAttr;
use crate::catalog::Catalog;
use crate::derive::derive;
use crate::table;

/// The module that is used unless the attribute contains a path.
const DEFAULT_MODULE: &str = "crate::errors";

/// Passes an item to the macro of the generated module that its `#[catalog]` names.
pub fn pass_to_module(item: TokenStream) -> TokenStream {
    let Some(CatalogAttr { api, krate, .. }) = catalog_attr(&item) else {
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
    let mut tokens = input.into_iter();
    let catalog = match tokens.next() {
        Some(TokenTree::Literal(table)) => table::parse_cached(&table.to_string(), DEFAULT_MODULE),
        _ => None,
    };
    match catalog {
        Some(catalog) => derive(tokens.collect(), catalog),
        None => {
            let message = "the generated module and this version of errcat don't fit: run `errcat gen`";
            Error::new(Span::call_site(), message).into_compile_error()
        }
    }
}

/// Returns the attribute `#[catalog]` of an item. `None` if there is none, or if it has a mistake. Only
/// parses the item's attributes, because the item is parsed later.
fn catalog_attr(item: &TokenStream) -> Option<CatalogAttr> {
    let is_part = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == '#',
        TokenTree::Group(_) => true,
        _ => false,
    };
    let attrs: TokenStream = item.clone().into_iter().take_while(is_part).collect();
    let attrs = Attribute::parse_outer.parse2(attrs).ok()?;
    attrs.iter().find(|attr| attr.path().is_ident("catalog"))?.parse_args().ok()
}

fn default_module(api: &Ident) -> Path {
    let [root, errors] = ["crate", "errors"].map(|name| Ident::new(name, api.span()));
    syn::parse_quote!(#root::#errors)
}
