//! Generates the module of a table: its errors, with their params as fields, and their entries.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::form::{Feature, Form};
use super::rustdoc::{self, LinkTargets};
use super::{api, entry, responses};
use crate::rust_code::data;
use crate::rust_code::{self, Item};
use crate::sentence::sentence;
use errcat_catalog::model::{Api, Entry, Param, ParamType, Table};
use errcat_catalog::value::ENUMS_MODULE;

/// Returns the file of a table's module, such as `kakunin/certify.rs`.
pub(super) fn file(form: Form, targets: &LinkTargets<'_>, api: &Api, table: &Table) -> String {
    let Table {
        name: _, // the module's
        title,
        summary,
        operations,
        path,
        reserved: _, // a note for the workspace's own code
        entries,
    } = table;
    let mut docs = vec![sentence(&rustdoc::plain(title)).into_owned()];
    if let Some(summary) = summary {
        docs.push(String::new());
        docs.extend(rustdoc::markdown(targets, api, summary).lines().map(str::to_owned));
    }
    if !operations.is_empty() {
        docs.push(String::new());
        docs.extend(operations.iter().map(|operation| format!("- `{operation}`")));
    }
    // Entries of retired codes are kept for `Code::entry`, but these codes can't be raised.
    let live: Vec<(usize, &Entry)> =
        entries.iter().enumerate().filter(|(_, entry)| entry.retired.is_none()).collect();
    let uses = quote! {
        use super::Code;
        use ::errcat::*;
    };
    let [axum, actix, tonic, utoipa] = responses::impls(form, &quote!(ENTRIES.all()));
    let items = [
        Item::Code(uses),
        Item::Text(error_enum(targets, api, table, &live)),
        Item::Code(error_impl(api, &live)),
        form.gated(Feature::Json, build(api, &live)),
        axum,
        actix,
        tonic,
        utoipa,
        Item::Code(type_checks(&live)),
        Item::Text(entry::statics(api, table)),
    ];
    rust_code::file(path, &docs, items)
}

fn error_enum(targets: &LinkTargets<'_>, api: &Api, table: &Table, live: &[(usize, &Entry)]) -> String {
    let variants = live.iter().map(|(_, entry)| {
        let code = &api[entry.code];
        let docs = data::docs(&rustdoc::entry(targets, api, code, entry));
        let fields = entry.params.iter().map(|param| {
            let docs = match param.doc.as_str() {
                "" => format!("`{}` ({}).", param.name, param.ty.words()),
                doc => rustdoc::markdown(targets, api, doc),
            };
            let docs: Vec<String> = docs.lines().map(str::to_owned).collect();
            let docs = data::docs(&docs).replace("    ///", "        ///");
            format!("{docs}        {}: {},\n", param.name, rust_type(param))
        });
        let fields = match entry.params.as_slice() {
            [] => String::new(),
            _ => format!(" {{\n{}    }}", fields.collect::<String>()),
        };
        format!("{docs}{}    {}{fields},\n", api::deprecated(api, entry), code.table_variant)
    });
    format!(
        "/// An error from the table “{}”.\n#[derive(Clone)]\n#[non_exhaustive]\npub enum Error {{{}}}\n",
        rustdoc::plain(&table.title).trim_end_matches('.'),
        if live.is_empty() { String::new() } else { format!("\n{}", variants.collect::<String>()) },
    )
}

fn error_impl(api: &Api, live: &[(usize, &Entry)]) -> TokenStream {
    let variant = |entry: &Entry| rust_code::ident(&api[entry.code].table_variant);
    let pattern = |entry: &Entry| {
        let name = variant(entry);
        if entry.params.is_empty() { quote!(Self::#name) } else { quote!(Self::#name { .. }) }
    };
    let indices = live.iter().map(|(index, entry)| {
        let (pattern, index) = (pattern(entry), Literal::usize_unsuffixed(*index));
        quote!(#pattern => #index,)
    });
    let params = visit_params(api, live);
    let index = if live.is_empty() { quote!(match *self {}) } else { quote!(match self { #(#indices)* }) };
    let methods = api::methods(&quote!(CODES[self.index()]), &quote!(ENTRIES.get(self.index())));
    let format_impls = api::format_impls(&format_ident!("Error"));
    quote! {
        #methods

        impl Error {
            fn index(&self) -> usize {
                #index
            }
        }

        impl CatalogError for Error {
            fn entry(&self) -> &'static Entry {
                Error::entry(self)
            }

            #[rustfmt::skip]
            fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
                #params
            }
        }

        #format_impls

        impl PartialEq for Error {
            fn eq(&self, other: &Self) -> bool {
                ::errcat::fmt::eq(self, other)
            }
        }
    }
}

/// Returns the function that builds an error, for decoding.
fn build(api: &Api, live: &[(usize, &Entry)]) -> TokenStream {
    let body = build_body(api, live);
    quote! {
        impl Error {
            /// Builds the error of an entry, given by its index. Returns `None` if it is retired or a value
            /// is missing.
            #[rustfmt::skip]
            pub(super) fn build(entry: usize, values: &mut Values<'_>) -> Option<Self> {
                #body
            }
        }
    }
}

fn build_body(api: &Api, live: &[(usize, &Entry)]) -> TokenStream {
    if live.is_empty() {
        return quote! {
            let _ = (entry, values);
            None
        };
    }
    let arms = live.iter().map(|(index, entry)| {
        let index = Literal::usize_unsuffixed(*index);
        let name = rust_code::ident(&api[entry.code].table_variant);
        let fields = entry.params.iter().enumerate().map(|(index, param)| {
            let (index, name) = (Literal::usize_unsuffixed(index), rust_code::ident(&param.name));
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
    let ty = value_type(&param.ty);
    if param.optional { format!("Option<{ty}>") } else { ty.into_owned() }
}

fn value_type(ty: &ParamType) -> Cow<'_, str> {
    match ty {
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
        ParamType::Enum(known) => return format!("super::{ENUMS_MODULE}::{}", known.name).into(),
        ParamType::List(item) => return format!("Vec<{}>", value_type(item)).into(),
        ParamType::Map(item) => {
            return format!("::std::collections::BTreeMap<String, {}>", value_type(item)).into();
        }
    }
    .into()
}

/// Returns a check of each Rust type that the catalog gives a param. If the type lacks a trait, the
/// compiler's error names the param.
fn type_checks(live: &[(usize, &Entry)]) -> TokenStream {
    let params = live.iter().flat_map(|(_, entry)| &entry.params);
    let types: BTreeSet<(&str, &str)> = params
        .filter_map(|param| match &param.ty {
            ParamType::Rust(path) => Some((&*param.name, &**path)),
            _ => None,
        })
        .collect();
    let checks = types.into_iter().map(|(name, path)| {
        let check = format_ident!("type_of_the_param_{name}");
        let path: TokenStream = path.parse().expect("a path of Rust");
        quote! {
            const _: () = {
                const fn #check<T: ::errcat::RustType>() {}
                #check::<#path>();
            };
        }
    });
    checks.collect()
}

/// Returns the match that visits the params. Variants with the same field types share an arm, because
/// separate arms take much longer to compile, especially in LLVM.
fn visit_params(api: &Api, live: &[(usize, &Entry)]) -> TokenStream {
    let mut groups: Vec<(Vec<String>, Vec<&Entry>)> = Vec::new();
    let mut known: HashMap<Vec<String>, usize> = HashMap::new();
    for (_, entry) in live {
        let types: Vec<String> = entry.params.iter().map(rust_type).collect();
        let at = *known.entry(types).or_insert_with_key(|types| {
            groups.push((types.clone(), Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(entry);
    }
    let arms = groups.iter().filter(|(types, _)| !types.is_empty()).map(|(types, entries)| {
        let patterns = entries.iter().map(|entry| {
            let name = rust_code::ident(&api[entry.code].table_variant);
            let fields = entry.params.iter().enumerate().map(|(at, param)| {
                let (field, bound) = (rust_code::ident(&param.name), format_ident!("v{at}"));
                // The compiler warns about a field that is bound to its own name with a colon.
                if field == bound { quote!(#field) } else { quote!(#field: #bound) }
            });
            quote!(Self::#name { #(#fields),* })
        });
        let values = entries[0].params.iter().zip(0..types.len()).map(|(param, at)| value(param, at));
        quote!(#(#patterns)|* => { ::errcat::fmt::params(&[#(#values),*], visit); })
    });
    let rest = known.contains_key([].as_slice()).then(|| quote!(_ => { visit(&[]); }));
    match groups.as_slice() {
        [] => quote!(let _ = visit; match *self {}),
        [(types, _)] if types.is_empty() => quote!(visit(&[]);),
        _ => quote!(match self { #(#arms)* #rest }),
    }
}

/// Returns the value of a field that is bound to a variable with its position.
fn value(param: &Param, at: usize) -> TokenStream {
    let name = format_ident!("v{at}");
    match (&param.ty, param.optional) {
        (ParamType::Rust(_), false) => quote!(&::errcat::fmt::DisplayField(#name)),
        (ParamType::Rust(_), true) => quote!(&::errcat::fmt::DisplayOptionField(#name)),
        _ => quote!(#name),
    }
}
