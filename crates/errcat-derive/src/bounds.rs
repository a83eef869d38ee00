//! The `where` clause of the `impl`s for a generic type.
//!
//! A field whose type mentions a type parameter adds the bound that its use requires: `T:
//! ParamField<Integer>`. All `impl`s have the same clause, because they depend on each other: `Display` is
//! implemented with `CatalogError`, which requires `Error`, which requires `Debug` and `Display`.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Ident, Type, WhereClause, parse_quote};

use crate::ast::option_inner;
use crate::check::{CheckedType, Kind};
use crate::paths::Paths;

/// Returns the type's own `where` clause, extended by the bounds of its generic fields.
pub(crate) fn build_where_clause(checked: &CheckedType<'_>, paths: &Paths) -> Option<WhereClause> {
    let errcat = &paths.errcat;
    let generics = checked.error_type.generics;
    let names: Vec<_> = generics.type_params().map(|param| &param.ident).collect();
    if names.is_empty() {
        return generics.where_clause.clone();
    }

    let mut generics = generics.clone();
    let mut bound = |ty: &Type, bound: TokenStream| {
        if mentions(ty.to_token_stream(), &names) {
            generics.make_where_clause().predicates.push(parse_quote!(#ty: #bound));
        }
    };
    for variant in &checked.variants {
        match &variant.kind {
            Kind::Code { code, fields, .. } => {
                for (param, field) in code.params.iter().zip(fields) {
                    let Some(field) = field else { continue };
                    let kind = param.ty.kind(paths);
                    bound(
                        option_inner(field.ty).unwrap_or(field.ty),
                        quote!(#errcat::field::ParamField<#kind>),
                    );
                }
            }
            Kind::Transparent(field) => bound(field.ty, quote!(#errcat::CatalogError)),
        }
        if let Some(source) = variant.source {
            let ty = option_inner(source.ty).unwrap_or(source.ty);
            bound(ty, quote!(::core::error::Error + 'static));
        }
    }
    generics.make_where_clause().predicates.push(parse_quote!(Self: ::core::fmt::Debug));
    generics.where_clause
}

/// Returns `true` if any of the names occurs in the tokens.
fn mentions(tokens: TokenStream, names: &[&Ident]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => names.contains(&&ident),
        TokenTree::Group(group) => mentions(group.stream(), names),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
