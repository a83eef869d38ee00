//! `#[derive(CatalogError)]`, as a library: tokens in, tokens out.
//!
//! A generated proc-macro crate holds what the derive must know about a catalog, as a static, and hands
//! over to [`derive()`]:
//!
//! ```ignore
//! #[proc_macro_derive(CatalogError, attributes(catalog, code, param, source, from))]
//! pub fn catalog_error(input: TokenStream) -> TokenStream {
//!     errcat_derive::derive(input.into(), &CATALOG).into()
//! }
//! ```
//!
//! # What one writes
//!
//! ```ignore
//! #[derive(Debug, CatalogError)]
//! #[catalog(kakunin, operation = "POST /v1/agents/{id}/certify")]
//! enum CertifyError {
//!     #[code(agent_not_found)]
//!     NotFound { agent_id: AgentId },
//!     #[code("KAK-0402")]
//!     Poor { balance: String, #[param(cost)] price: String },
//!     #[code(kms_not_configured)]
//!     Kms(#[source] KmsError),
//!     #[code(transparent)]
//!     Store(#[from] StoreError),
//! }
//! ```
//!
//! | attribute | on | says |
//! |---|---|---|
//! | `#[catalog(api)]` | the type | the API whose codes it has; `operation = "…"`, once or more: only codes that this operation declares; `crate = path`: where the generated crate is, if not at its own name; `axum`, `actix`: a handler there may return the error |
//! | `#[code(c)]` | a variant, a struct | its code, in quotes if it is no identifier |
//! | `#[code(transparent)]` | a variant, a struct | its only field is itself a catalog error, and answers for it |
//! | `#[param(p)]` | a field | it fills the param `p`; without, a field fills the param of its own name, if the code has one |
//! | `#[source]` | a field | it is the error's source; so is a field named `source` that fills no param |
//! | `#[from]` | a field | it is the error's source, and the error can be made from it with `?` |
//!
//! # What one gets
//!
//! `Display` (the catalog's message), `Error` with `source`, `From`, and the generated crate's
//! `CatalogError`, by which come `entry`, `status`, `retry`, `docs_url` and `params`. With `axum` it is an
//! `IntoResponse`, with `actix` a `ResponseError`; the generated crate needs the feature of this name. A type
//! without a transparent variant also has `code()`. With one it hasn't, for that error may be of another API:
//! `entry().code` is its code's text then.
//!
//! The catalog is consulted when the derive runs. Everything that is wrong with a type is reported at
//! once, each at the token that is wrong, and the `impl`s are written nevertheless, so that no error
//! follows from another.
//!
//! # The phases
//!
//! `ast` takes the item apart, `attr` reads its attributes, `check` holds it against the [`Catalog`],
//! `expand` and `responses` write the `impl`s, `fallback` writes them for a type that is wrong.

pub use crate::catalog::{Api, Audience, Catalog, Code, Param, ParamType};

mod ast;
mod attr;
mod bounds;
mod catalog;
mod check;
mod errors;
mod expand;
mod fallback;
mod responses;
mod suggest;

use proc_macro2::{Span, TokenStream};
use syn::{DeriveInput, Ident, Path};

use crate::ast::ErrorType;
use crate::attr::CatalogAttr;
use crate::errors::Errors;

/// The `impl`s for an enum or a struct; with a `compile_error!` for each thing that is wrong with it.
pub fn derive(input: TokenStream, catalog: &Catalog) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let error_type = ast::read(&input, &mut errors);
    let krate = krate(&error_type, catalog);
    match check::check(&error_type, catalog, errors) {
        Ok(checked) => expand::expand(&checked, &krate),
        Err(error) => fallback::expand(&error_type, catalog, &krate, &error),
    }
}

/// Where the generated crate is: as the attribute says, or by its name.
fn krate(error_type: &ErrorType<'_>, catalog: &Catalog) -> Path {
    if let Some(Some(CatalogAttr { krate: Some(path), .. })) = &error_type.catalog {
        return path.clone();
    }
    let name = Ident::new(catalog.krate, Span::call_site());
    syn::parse_quote!(::#name)
}
