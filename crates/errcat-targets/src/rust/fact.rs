//! Generates the methods of codes that return facts.

use errcat_catalog::model::{Api, Fact, ParamType};
use proc_macro2::TokenStream;
use quote::quote;

use super::rustdoc::{self, LinkTargets};
use crate::rust_code;

/// Returns the method of a code that returns the value of a fact.
pub(super) fn method(targets: &LinkTargets<'_>, api: &Api, fact: &Fact) -> TokenStream {
    let mut docs: Vec<String> =
        rustdoc::markdown(targets, api, &fact.doc).lines().map(str::to_owned).collect();
    docs.extend([String::new(), "`None` if the error doesn't have this fact.".to_owned()]);
    let (docs, name, key) = (rust_code::docs(&docs), rust_code::ident(&fact.name), &fact.name);
    let (ty, get) = match fact.ty {
        ParamType::Integer => (quote!(i64), quote!(as_i64)),
        ParamType::Number => (quote!(f64), quote!(as_f64)),
        ParamType::Boolean => (quote!(bool), quote!(as_bool)),
        _ => (quote!(&'static str), quote!(as_str)),
    };
    quote! {
        #docs
        pub fn #name(self) -> Option<#ty> {
            self.entry().fact(#key).and_then(FactValue::#get)
        }
    }
}
