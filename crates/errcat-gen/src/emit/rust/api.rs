//! An API's module: its codes, the sum of its tables' errors, its envelopes.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::body;
use crate::emit::{rustdoc, tokens};
use crate::model::{Api, Catalog};

/// `kakunin/mod.rs`.
pub(super) fn file(catalog: &Catalog, api: &Api) -> String {
    let mut docs = vec![super::about(api), String::new()];
    docs.extend(rustdoc::markdown(catalog, api, &api.summary).lines().map(str::to_owned));
    let items = [
        modules(api),
        code_enum(catalog, api),
        code_impl(api),
        data(api),
        error_sum(api),
        body::statics(api),
    ];
    tokens::file(&api.path, &docs, items.into_iter().filter(|item| !item.is_empty()))
}

fn modules(api: &Api) -> TokenStream {
    // In rustfmt's order.
    let mut names: Vec<&str> = api.tables.iter().map(|table| table.name.as_str()).collect();
    names.sort_unstable();
    let modules = names.into_iter().map(tokens::ident);
    quote!(#(pub mod #modules;)*)
}

fn code_enum(catalog: &Catalog, api: &Api) -> TokenStream {
    let variants = api.codes.iter().map(|code| {
        let entry = api.entry(code.owner);
        let docs = tokens::docs(&rustdoc::entry(catalog, api, code, entry));
        let deprecated = deprecated(api, entry);
        let name = tokens::ident(&code.variant);
        quote!(#docs #deprecated #name,)
    });
    let docs = tokens::docs(&[
        format!("A code of {}.", rustdoc::plain(&api.title)),
        String::new(),
        "Its `Display` is the code as it is on the wire; `FromStr` reads it in any case, with `-` or `_`."
            .to_owned(),
    ]);
    // An enum without variants can't have a representation.
    let repr = (!api.codes.is_empty()).then(|| quote!(#[repr(u16)]));
    quote! {
        #docs
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #repr
        #[non_exhaustive]
        pub enum Code { #(#variants)* }
    }
}

/// The attribute of a code that should not, or must not, be used.
pub(super) fn deprecated(api: &Api, entry: &crate::model::Entry) -> Option<TokenStream> {
    let reason = entry.retired.as_ref().or(entry.deprecated.as_ref())?;
    let successor = entry.successor.map(|code| format!("; use {}", api.codes[code].variant));
    let note = format!("{reason}{}", successor.unwrap_or_default());
    Some(quote!(#[deprecated(note = #note)]))
}

fn code_impl(api: &Api) -> TokenStream {
    let variants: Vec<_> = api.codes.iter().map(|code| tokens::ident(&code.variant)).collect();
    if variants.is_empty() {
        return quote! {
            impl Code {
                /// No code yet.
                pub const ALL: &'static [Code] = &[];
            }
        };
    }
    quote! {
        impl Code {
            /// Every code, in the order of the catalog.
            #[rustfmt::skip]
            pub const ALL: &'static [Code] = &[#(Code::#variants),*];

            /// The code as it is on the wire.
            pub fn as_str(self) -> &'static str {
                CODES[self as usize]
            }

            /// What the catalog says about it, where it is defined.
            pub fn entry(self) -> &'static ::errcat::Entry {
                ENTRIES[self as usize]
            }
        }

        impl ::core::fmt::Debug for Code {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.entry().name)
            }
        }

        impl ::core::fmt::Display for Code {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::str::FromStr for Code {
            type Err = ::errcat::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match INDEX.find(text) {
                    Some(index) => Ok(Self::ALL[usize::from(index)]),
                    None => Err(::errcat::UnknownCode::new(text)),
                }
            }
        }
    }
}

/// The arrays that are indexed by a code, and the perfect hash that finds one.
fn data(api: &Api) -> TokenStream {
    if api.codes.is_empty() {
        return TokenStream::new();
    }
    let codes = api.codes.iter().map(|code| &code.code);
    let entries = api.codes.iter().map(|code| {
        let table = tokens::ident(&api.tables[code.owner.table].name);
        let index = Literal::usize_unsuffixed(code.owner.entry);
        quote!(&#table::ENTRIES[#index])
    });
    let length = Literal::usize_unsuffixed(api.codes.len());
    let index = index(api);
    quote! {
        #[rustfmt::skip]
        static CODES: [&str; #length] = [#(#codes),*];

        #[rustfmt::skip]
        static ENTRIES: [&::errcat::Entry; #length] = [#(#entries),*];

        #index
    }
}

fn index(api: &Api) -> TokenStream {
    let aliases: Vec<(&str, usize)> = api
        .codes
        .iter()
        .enumerate()
        .flat_map(|(index, code)| code.aliases.iter().map(move |alias| (alias.code.as_str(), index)))
        .collect();
    let known =
        api.codes.iter().map(|code| code.code.as_str()).chain(aliases.iter().map(|(alias, _)| *alias));
    let normalised: Vec<_> =
        known.map(|code| errcat::code::normalise(code).expect("rule invalid-code")).collect();
    let keys: Vec<&[u8]> = normalised.iter().map(|code| code.as_bytes()).collect();
    let state = phf_generator::generate_hash(&keys);
    let key = Literal::u64_unsuffixed(state.key);
    let displacements = state.disps.iter().map(|(a, b)| {
        let (a, b) = (Literal::u32_unsuffixed(*a), Literal::u32_unsuffixed(*b));
        quote!((#a, #b))
    });
    let slots = state.map.iter().map(|slot| Literal::usize_unsuffixed(*slot));
    let aliases = aliases.iter().map(|(alias, index)| {
        let index = Literal::usize_unsuffixed(*index);
        quote!((#alias, #index))
    });
    quote! {
        #[rustfmt::skip]
        static INDEX: ::errcat::CodeIndex = ::errcat::CodeIndex {
            key: #key,
            displacements: &[#(#displacements),*],
            slots: &[#(#slots),*],
            codes: &CODES,
            aliases: &[#(#aliases),*],
        };
    }
}

/// The sum of the tables' errors.
fn error_sum(api: &Api) -> TokenStream {
    if api.tables.is_empty() {
        return TokenStream::new();
    }
    let (variants, modules): (Vec<_>, Vec<_>) =
        api.tables.iter().map(|table| (tokens::variant(&table.name), tokens::ident(&table.name))).unzip();
    let docs = api.tables.iter().map(|table| tokens::docs(&[format!("{}.", rustdoc::plain(&table.title))]));
    let about = tokens::docs(&[format!(
        "An error of {}, from any of its tables: for functions that cross tables.",
        rustdoc::plain(&api.title)
    )]);
    let methods = methods(
        &quote!(match self { #(Error::#variants(error) => error.code(),)* }),
        &quote! {
            match self { #(Error::#variants(error) => error.entry(),)* }
        },
    );
    let from = variants.iter().zip(&modules).map(|(variant, module)| {
        quote! {
            impl From<#module::Error> for Error {
                fn from(error: #module::Error) -> Self {
                    Error::#variant(error)
                }
            }
        }
    });
    let formats = formats(&format_ident!("Error"));
    quote! {
        #about
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Error { #(#docs #variants(#modules::Error),)* }

        #methods

        impl ::errcat::CatalogError for Error {
            fn entry(&self) -> &'static ::errcat::Entry {
                Error::entry(self)
            }

            fn params(&self, visit: &mut dyn FnMut(&[::errcat::Value<'_>])) {
                match self { #(Error::#variants(error) => error.params(visit),)* }
            }
        }

        #formats

        #(#from)*
    }
}

/// The methods that an error has without importing a trait.
pub(super) fn methods(code: &TokenStream, entry: &TokenStream) -> TokenStream {
    quote! {
        impl Error {
            /// Its code.
            pub fn code(&self) -> Code {
                #code
            }

            /// What the catalog says about it.
            pub fn entry(&self) -> &'static ::errcat::Entry {
                #entry
            }

            /// Its HTTP status; the first if it has several, none if it is never a response.
            pub fn status(&self) -> Option<u16> {
                self.entry().status()
            }

            /// Whether and how to try again.
            pub fn retry(&self) -> ::errcat::Retry {
                self.entry().retry
            }

            /// The address of its page in the docs.
            pub fn docs_url(&self) -> Option<&'static str> {
                self.entry().docs_url
            }
        }
    }
}

/// `Display`, `Debug` and `std::error::Error`, which the runtime writes from the entry.
pub(super) fn formats(name: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::errcat::fmt::display(self, f)
            }
        }

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::errcat::fmt::debug(self, f)
            }
        }

        impl ::core::error::Error for #name {}
    }
}
