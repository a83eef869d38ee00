//! Names and patterns of the item in generated code.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;

use crate::ast::{Field, Variant};

/// Returns an identifier of the item at a location where no deprecation warnings for it are reported.
pub(crate) fn at_call_site(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    ident
}

/// Returns the variable that a field is bound to. It is located at the field's type and hygienic.
pub(crate) fn binding(field: &Field<'_>) -> Ident {
    let span = Span::mixed_site().located_at(field.ty.span());
    Ident::new(&format!("field_{}", field.label().trim_start_matches("r#")), span)
}

/// Returns `Self::NotFound` for a variant, `Self` for a struct.
pub(crate) fn variant_path(variant: &Variant<'_>) -> TokenStream {
    if variant.in_enum {
        let ident = at_call_site(variant.ident);
        quote!(Self::#ident)
    } else {
        quote!(Self)
    }
}
