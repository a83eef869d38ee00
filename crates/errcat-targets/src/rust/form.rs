//! The differences between generated crates and generated modules.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust_code::{self, Item};

/// The form of the generated Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A crate, which has the features of the runtime.
    Crate,
    /// A module of a crate whose features are unknown.
    Module,
}

/// A feature of the runtime, on which generated code depends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Feature {
    Json,
    Axum,
    Actix,
    Tonic,
    Utoipa,
}

impl Form {
    /// Returns an item that is only compiled if the runtime has a feature.
    ///
    /// A crate has features of the same names. In a module, a macro of the runtime expands to the item or to
    /// nothing: the crate around it may have no feature of this name, or one with another meaning.
    pub(super) fn gated(self, feature: Feature, item: TokenStream) -> Item {
        let name = match feature {
            Feature::Json => "json",
            Feature::Axum => "axum",
            Feature::Actix => "actix",
            Feature::Tonic => "tonic",
            Feature::Utoipa => "utoipa",
        };
        match self {
            Form::Crate => Item::Code(quote!(#[cfg(feature = #name)] #item)),
            Form::Module => {
                let code = rust_code::code(item);
                let lines = code.trim().lines();
                let indented =
                    lines.map(|line| if line.is_empty() { "\n".into() } else { format!("    {line}\n") });
                Item::Text(format!("::errcat::__if_{name}! {{\n{}}}\n", indented.collect::<String>()))
            }
        }
    }
}
