//! Generates the module of an API: its codes, an enum of all its errors, and its envelopes.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::form::{Feature, Form};
use super::rustdoc::{self, LinkTargets};
use super::{body, codes, fact, known_values, responses};
use crate::rust_code::data;
use crate::rust_code::{self, Item};
use crate::sentence::sentence;
use errcat_catalog::model::{Api, Entry, EntryId, Failure};
use errcat_catalog::value::ENUMS_MODULE;

/// Returns the file of an API's module, such as `kakunin/mod.rs`.
pub(super) fn file(form: Form, targets: &LinkTargets<'_>, api: &Api) -> String {
    let Api {
        name: _,  // the module's
        title: _, // about()
        summary,
        base_url: _,          // only in the docs
        docs_url: _,          // entry::statics
        page_path: _,         // entry::statics
        former_page_paths: _, // redirects of the site
        reference: _,         // only in the docs
        version: _,           // only in the docs
        version_place: _,     // likewise
        repository: _,        // only in the docs
        owner: _,             // entry::statics
        path,
        publish: _,             // about docs; the code is internal
        reserved: _,            // a note for the workspace's own code
        never_raised_allows: _, // levels of a lint
        missing_fallback: _,    // level of a lint
        missing_fallback_allows: _,
        code_type: _,    // body::statics
        facts: _,        // fact::method()
        envelope: _,     // decoding()
        success: _,      // only in the docs
        headers: _,      // entry::statics
        envelopes: _,    // body::statics
        tables: _,       // modules() and error_enum()
        codes: _,        // code_enum() and codes::statics()
        former_pages: _, // only in the docs
        guides: _,       // only in the docs
    } = api;
    let mut docs = vec![super::about(api), String::new()];
    docs.extend(rustdoc::markdown(targets, api, summary).lines().map(str::to_owned));
    let mut items = vec![
        Item::Code(modules(api)),
        Item::Text(code_enum(targets, api)),
        Item::Code(code_impl(targets, api)),
        Item::Text(codes::statics(form, api)),
    ];
    if !api.tables.is_empty() {
        items.push(Item::Code(error_enum(api)));
        items.extend(responses::impls(form, &quote!(TABLES.all().iter().copied().flatten())));
        items.extend(decoding(form, api));
    }
    items.push(Item::Text(body::statics(api)));
    rust_code::file(path, &docs, items)
}

fn modules(api: &Api) -> TokenStream {
    // Sorted like rustfmt does.
    let mut names: Vec<&str> = api.tables.iter().map(|table| table.name.as_str()).collect();
    if !known_values::types(api).is_empty() {
        names.push(ENUMS_MODULE);
    }
    names.sort_unstable();
    let modules = names.into_iter().map(rust_code::ident);
    // Modules with only retired codes, and APIs without envelopes, don't use the import.
    quote! {
        #(pub mod #modules;)*

        #[allow(unused_imports)]
        use ::errcat::*;
    }
}

fn code_enum(targets: &LinkTargets<'_>, api: &Api) -> String {
    let variants = api.codes.iter().map(|code| {
        let entry = &api[code.owner];
        let docs = data::docs(&rustdoc::entry(targets, api, code, entry));
        format!("{docs}{}    {},\n", deprecated(api, entry), code.variant)
    });
    // An empty enum can't have a representation.
    let repr = if api.codes.is_empty() { "" } else { "#[repr(u16)]\n" };
    format!(
        "/// An error code of {title}\n\
         ///\n\
         /// `Display` writes the code as it is sent to clients. `FromStr` ignores case, and accepts `-` for `_`. The\n\
         /// number and the order of a variant follow the catalog, and may change.\n\
         #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n\
         {repr}#[non_exhaustive]\n\
         pub enum Code {{{variants}}}\n",
        title = sentence(&rustdoc::plain(&api.title)),
        variants =
            if api.codes.is_empty() { String::new() } else { format!("\n{}", variants.collect::<String>()) },
    )
}

/// Returns the attribute of a deprecated or retired code.
pub(super) fn deprecated(api: &Api, entry: &Entry) -> String {
    let Some(reason) = entry.retired.as_ref().or(entry.deprecated.as_ref()) else { return String::new() };
    let successor = entry.successor.map(|code| format!("; use {}", api[code].variant));
    let reason = if successor.is_some() { reason.trim_end_matches('.') } else { reason };
    let note = format!("{reason}{}", successor.unwrap_or_default());
    format!("    #[rustfmt::skip]\n    #[deprecated(note = {})]\n", data::text(&note))
}

fn code_impl(targets: &LinkTargets<'_>, api: &Api) -> TokenStream {
    let variants: Vec<_> = api.codes.iter().map(|code| rust_code::ident(&code.variant)).collect();
    if variants.is_empty() {
        return quote! {
            impl Code {
                /// The catalog has no codes yet.
                pub const ALL: &'static [Code] = &[];
            }
        };
    }
    let facts = api.facts.iter().map(|fact| fact::method(targets, api, fact));
    let unknown = match codes::has_shared_codes(api) {
        true => quote!(UnknownCode::ambiguous(text, &CODES, &IDS)),
        false => quote!(UnknownCode::new(text)),
    };
    quote! {
        impl Code {
            /// Every code, in the order of the catalog.
            #[rustfmt::skip]
            pub const ALL: &'static [Code] = &[#(Code::#variants),*];

            /// Returns the code as it is sent to clients.
            pub fn as_str(self) -> &'static str {
                CODES[self as usize]
            }

            /// Returns the catalog's entry of this code, from the table that defines it.
            pub fn entry(self) -> &'static Entry {
                TABLES.get(PLACES[self as usize])
            }

            #(#facts)*
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
            type Err = UnknownCode;

            fn from_str(text: &str) -> Result<Self, UnknownCode> {
                match INDEX.find(text) {
                    Some(index) => Ok(Self::ALL[usize::from(index)]),
                    None => Err(#unknown),
                }
            }
        }
    }
}

/// Returns the enum of all errors of an API.
fn error_enum(api: &Api) -> TokenStream {
    let (variants, modules) = variants_and_modules(api);
    let docs = api
        .tables
        .iter()
        .map(|table| rust_code::docs(&[sentence(&rustdoc::plain(&table.title)).into_owned()]));
    let about = rust_code::docs(&[format!(
        "An error from any table of {}, for functions that can return errors of several tables.",
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
    let format_impls = format_impls(&format_ident!("Error"));
    quote! {
        #about
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Error { #(#docs #variants(#modules::Error),)* }

        #methods

        impl CatalogError for Error {
            fn entry(&self) -> &'static Entry {
                Error::entry(self)
            }

            fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
                match self { #(Error::#variants(error) => { error.params(visit); })* }
            }
        }

        #format_impls

        #(#from)*
    }
}

/// Returns the variant and the module of each table.
fn variants_and_modules(api: &Api) -> (Vec<Ident>, Vec<Ident>) {
    let names = api.tables.iter().map(|table| &table.name);
    names.map(|name| (rust_code::variant(name), rust_code::ident(name))).unzip()
}

/// Returns the code that decodes responses of the API.
fn decoding(form: Form, api: &Api) -> [Item; 2] {
    let (variants, modules) = variants_and_modules(api);
    let indices = (0..modules.len()).map(Literal::usize_unsuffixed);
    let envelope = api.envelope.filter(|envelope| !api.is_pattern(*envelope)).map(|envelope| {
        let name = rust_code::ident(&body::path(api, envelope));
        quote! {
            fn envelope() -> Option<&'static Envelope<'static>> {
                Some(&#name)
            }
        }
    });
    let fallbacks = fallbacks(api);
    let implementation = quote! {
        impl Decode for Error {
            fn tables() -> &'static [&'static [Entry]] {
                TABLES.all()
            }

            fn build(table: usize, entry: usize, values: &mut Values<'_>) -> Option<Self> {
                match table {
                    #(#indices => #modules::Error::build(entry, values).map(Error::#variants),)*
                    _ => None,
                }
            }

            #envelope

            #fallbacks
        }
    };
    let function = quote! {
        /// Decodes an error response. Never fails: a response that can't be identified is kept as it is.
        pub fn decode(
            status: u16,
            headers: &(impl Headers + ?Sized),
            body: &[u8],
        ) -> ErrorResponse<Error> {
            ::errcat::decode(status, headers, body)
        }
    };
    [implementation, function].map(|item| form.gated(Feature::Json, item))
}

/// Returns the method with the errors that servers send for failures.
fn fallbacks(api: &Api) -> Option<TokenStream> {
    let fallback = |owner: EntryId, failure: &Failure| {
        let failure = format_ident!("{}", format!("{failure:?}"));
        let table = Literal::usize_unsuffixed(owner.table.index());
        let entry = Literal::usize_unsuffixed(owner.entry.index());
        quote!(Fallback::new(Failure::#failure, #table, #entry))
    };
    let owners = api.codes.iter().map(|code| code.owner);
    let fallbacks: Vec<TokenStream> = owners
        .flat_map(|owner| api[owner].fallback_for.iter().map(move |failure| fallback(owner, failure)))
        .collect();
    (!fallbacks.is_empty()).then(|| {
        quote! {
            fn fallbacks() -> &'static [Fallback] {
                const { &[#(#fallbacks),*] }
            }
        }
    })
}

/// Returns the inherent methods of an error enum, which don't need a trait import.
pub(super) fn methods(code: &TokenStream, entry: &TokenStream) -> TokenStream {
    quote! {
        impl Error {
            /// Returns the error's code.
            pub fn code(&self) -> Code {
                #code
            }

            /// Returns the catalog's entry of this error.
            pub fn entry(&self) -> &'static Entry {
                #entry
            }

            /// Returns the HTTP status: the first of several, or `None` if the error is never a response.
            pub fn status(&self) -> Option<u16> {
                self.entry().status()
            }

            /// Returns the retry policy.
            pub fn retry(&self) -> Retry {
                self.entry().retry
            }

            /// Returns the URL of the error's page in the docs.
            pub fn docs_url(&self) -> Option<&'static str> {
                self.entry().docs_url
            }
        }
    }
}

/// Returns the impls of `Display`, `Debug` and `Error`, which the runtime implements by the entry.
pub(super) fn format_impls(name: &Ident) -> TokenStream {
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
