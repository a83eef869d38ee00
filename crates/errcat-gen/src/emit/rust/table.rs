//! A table's module: its errors with their params as fields, and their entries.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{api, data, entry};
use crate::emit::rustdoc::Targets;
use crate::emit::tokens::Item;
use crate::emit::{rustdoc, tokens};
use crate::model::{Api, Entry, Param, ParamType, Table};

/// `kakunin/certify.rs`.
pub(super) fn file(targets: &Targets<'_>, api: &Api, table: &Table) -> String {
    let mut docs = vec![format!("{}.", rustdoc::plain(&table.title))];
    if let Some(summary) = &table.summary {
        docs.push(String::new());
        docs.extend(rustdoc::markdown(targets, api, summary).lines().map(str::to_owned));
    }
    if !table.operations.is_empty() {
        docs.push(String::new());
        docs.extend(table.operations.iter().map(|operation| format!("- `{operation}`")));
    }
    // Entries of retired codes stay, for `Code::entry`; nobody can raise those any more.
    let live: Vec<(usize, &Entry)> =
        table.entries.iter().enumerate().filter(|(_, entry)| entry.retired.is_none()).collect();
    let uses = quote! {
        use super::Code;
        use ::errcat::*;
    };
    let items = [
        Item::Code(uses),
        Item::Text(error_enum(targets, api, table, &live)),
        Item::Code(error_impl(api, &live)),
        Item::Text(entry::statics(api, table)),
    ];
    tokens::file(&table.path, &docs, items)
}

fn error_enum(targets: &Targets<'_>, api: &Api, table: &Table, live: &[(usize, &Entry)]) -> String {
    let variants = live.iter().map(|(_, entry)| {
        let code = &api.codes[entry.code];
        let docs = data::docs(&rustdoc::entry(targets, api, code, entry));
        let fields = entry.params.iter().map(|param| {
            let docs: Vec<String> =
                rustdoc::markdown(targets, api, &param.doc).lines().map(str::to_owned).collect();
            let docs = data::docs(&docs).replace("    ///", "        ///");
            format!("{docs}        {}: {},\n", param.name, rust_type(param))
        });
        let fields = match entry.params.as_slice() {
            [] => String::new(),
            _ => format!(" {{\n{}    }}", fields.collect::<String>()),
        };
        format!("{docs}{}    {}{fields},\n", api::deprecated(api, entry), code.variant)
    });
    format!(
        "/// An error of {}.\n#[derive(Clone, PartialEq)]\n#[non_exhaustive]\npub enum Error {{{}}}\n",
        rustdoc::plain(&table.title),
        if live.is_empty() { String::new() } else { format!("\n{}", variants.collect::<String>()) },
    )
}

fn error_impl(api: &Api, live: &[(usize, &Entry)]) -> TokenStream {
    let variant = |entry: &Entry| tokens::ident(&api.codes[entry.code].variant);
    let pattern = |entry: &Entry| {
        let name = variant(entry);
        if entry.params.is_empty() { quote!(Self::#name) } else { quote!(Self::#name { .. }) }
    };
    let indices = live.iter().map(|(index, entry)| {
        let (pattern, index) = (pattern(entry), Literal::usize_unsuffixed(*index));
        quote!(#pattern => #index,)
    });
    let with_params: Vec<&Entry> =
        live.iter().map(|(_, entry)| *entry).filter(|entry| !entry.params.is_empty()).collect();
    let visits = with_params.iter().map(|entry| {
        let name = variant(entry);
        let fields = entry.params.iter().map(|param| {
            let (field, bound) = (tokens::ident(&param.name), binding(param));
            if field == bound { quote!(#field) } else { quote!(#field: #bound) }
        });
        let values = entry.params.iter().map(value);
        quote!(Self::#name { #(#fields),* } => { visit(&[#(#values),*]); })
    });
    let rest = (with_params.len() < live.len()).then(|| quote!(_ => { visit(&[]); }));
    let body = match (live.len(), with_params.len()) {
        (0, _) => quote!(let _ = visit; match *self {}),
        (_, 0) => quote!(visit(&[]);),
        _ => quote!(match self { #(#visits)* #rest }),
    };
    let index = if live.is_empty() { quote!(match *self {}) } else { quote!(match self { #(#indices)* }) };
    let build = build(api, live);
    let methods = api::methods(&quote!(CODES[self.index()]), &quote!(&ENTRIES[self.index()]));
    let (formats, answers) = (api::formats(&format_ident!("Error")), api::answers());
    quote! {
        #methods

        impl Error {
            fn index(&self) -> usize {
                #index
            }

            /// The error of an entry, by its index; none if it is retired, or if a value is missing.
            #[cfg(feature = "json")]
            #[rustfmt::skip]
            pub(super) fn build(entry: usize, values: &mut Values<'_>) -> Option<Self> {
                #build
            }
        }

        impl CatalogError for Error {
            fn entry(&self) -> &'static Entry {
                Error::entry(self)
            }

            #[rustfmt::skip]
            fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
                #body
            }
        }

        #formats

        #answers
    }
}

fn build(api: &Api, live: &[(usize, &Entry)]) -> TokenStream {
    if live.is_empty() {
        return quote! {
            let _ = (entry, values);
            None
        };
    }
    let arms = live.iter().map(|(index, entry)| {
        let index = Literal::usize_unsuffixed(*index);
        let name = tokens::ident(&api.codes[entry.code].variant);
        let fields = entry.params.iter().enumerate().map(|(index, param)| {
            let (index, name) = (Literal::usize_unsuffixed(index), tokens::ident(&param.name));
            match (&param.ty, param.optional) {
                (ParamType::Rust(_), false) => quote!(#name: values.parse(#index)?),
                (ParamType::Rust(_), true) => quote!(#name: values.parse_optional(#index)?),
                _ => quote!(#name: values.take(#index)?),
            }
        });
        match entry.params.as_slice() {
            [] => quote!(#index => Self::#name,),
            _ => quote!(#index => Self::#name { #(#fields),* },),
        }
    });
    let unused = live.iter().all(|(_, entry)| entry.params.is_empty()).then(|| quote!(let _ = values;));
    quote! {
        #unused
        Some(match entry {
            #(#arms)*
            _ => return None,
        })
    }
}

fn rust_type(param: &Param) -> String {
    let ty = match &param.ty {
        ParamType::String => "String",
        ParamType::Integer => "i64",
        ParamType::Number => "f64",
        ParamType::Boolean => "bool",
        ParamType::DurationSeconds | ParamType::DurationMilliseconds => "::core::time::Duration",
        ParamType::TimestampRfc3339 | ParamType::TimestampSeconds | ParamType::TimestampMilliseconds => {
            "::std::time::SystemTime"
        }
        ParamType::Json => "Json",
        ParamType::Rust(path) => path,
    };
    if param.optional { format!("Option<{ty}>") } else { ty.to_owned() }
}

/// The name that a field's pattern binds: the closure's has to stay in reach, and no param ends in `_`.
fn binding(param: &Param) -> Ident {
    if param.name == "visit" { tokens::ident("visit_") } else { tokens::ident(&param.name) }
}

/// A field as a value, by the name that its pattern has bound.
fn value(param: &Param) -> TokenStream {
    let name = binding(param);
    match (&param.ty, param.optional) {
        (ParamType::Rust(_), false) => quote!(Value::Display(#name)),
        (ParamType::Rust(_), true) => quote! {
            #name.as_ref().map_or(Value::Absent, |value| Value::Display(value))
        },
        _ => quote!(IntoValue::value(#name)),
    }
}
