//! Paths of what the derive's output refers to.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

/// Paths in the generated crate.
pub(crate) struct Paths {
    /// `::api_errors::errcat`.
    pub(crate) errcat: TokenStream,
    /// `::api_errors::kakunin::Code`.
    pub(crate) code: TokenStream,
    /// `::api_errors::kakunin::params`.
    pub(crate) params: TokenStream,
}

impl Paths {
    pub(crate) fn new(krate: &Path, api: &Ident) -> Self {
        let mut api = api.clone();
        if syn::parse_str::<Ident>(&api.to_string()).is_err() {
            // `#[catalog(type)]` is valid without `r#`, but a path isn't.
            api = Ident::new_raw(&api.to_string(), api.span());
        }
        let params = quote!(#krate::#api::params);
        Self { errcat: quote!(#krate::errcat), code: quote!(#krate::#api::Code), params }
    }

    /// Returns the path of a code's variant, located at the token that names the code.
    ///
    /// The path's first token is at that location too, because the compiler considers a path that starts in a
    /// derive's output as internal and doesn't warn if its end is deprecated. The token is a `<`, which no
    /// editor resolves, so go-to-definition only leads to the variant.
    pub(crate) fn variant(&self, name: &str, span: Span) -> TokenStream {
        let path = &self.code;
        let variant = Ident::new(name, span);
        let open = quote_spanned!(span=> <);
        quote!(#open #path>::#variant)
    }
}
