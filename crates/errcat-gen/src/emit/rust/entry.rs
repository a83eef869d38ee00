//! The static entries of a table: everything that the catalog says about its errors, except the docs' examples.
//!
//! Only what differs from `Entry::EMPTY` is written, which halves the source and what has to be compiled.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::body;
use crate::emit::tokens;
use crate::model::{
    Api, Audience, Backoff, Entry, Param, ParamType, Piece, Retry, RetryAfter, Severity, Table, Template,
};

/// `CODES` and `ENTRIES`, both indexed as the table's entries are.
pub(super) fn statics(api: &Api, table: &Table) -> TokenStream {
    let length = Literal::usize_unsuffixed(table.entries.len());
    let codes = table.entries.iter().map(|entry| {
        let name = tokens::ident(&api.codes[entry.code].variant);
        quote!(Code::#name)
    });
    let entries = table.entries.iter().map(|entry| literal(api, table, entry));
    quote! {
        #[rustfmt::skip]
        static CODES: [Code; #length] = [#(#codes),*];

        #[rustfmt::skip]
        pub(super) static ENTRIES: [::errcat::Entry; #length] = [#(#entries),*];
    }
}

fn literal(api: &Api, table: &Table, entry: &Entry) -> TokenStream {
    let code = &api.codes[entry.code];
    let (wire, name, api_name, table_name, title) =
        (&code.code, &code.variant, &api.name, &table.name, &entry.title);
    let message = message(&entry.message);
    let mut fields = quote! {
        code: #wire, name: #name, api: #api_name, table: #table_name, title: #title, message: #message,
    };
    let mut set = |name: &str, value: TokenStream| {
        let name = tokens::ident(name);
        fields.extend(quote!(#name: #value,));
    };
    let texts = |texts: &[String]| quote!(&[#(#texts),*]);
    if !entry.statuses.is_empty() {
        let statuses = entry.statuses.iter().map(|status| Literal::u16_unsuffixed(*status));
        set("statuses", quote!(&[#(#statuses),*]));
    }
    if let Some(log) = &entry.log {
        let log = self::message(log);
        set("log", quote!(Some(#log)));
    }
    if let Some(meaning) = &entry.meaning {
        set("meaning", quote!(#meaning));
    }
    let sources: Vec<String> = entry.sources.iter().map(|source| source.text.clone()).collect();
    let aliases: Vec<String> = code.aliases.iter().map(|alias| alias.code.clone()).collect();
    for (name, list) in [
        ("causes", &entry.causes),
        ("fixes", &entry.fixes),
        ("notes", &entry.notes),
        ("security", &entry.security),
        ("operations", &table.operations),
        ("sources", &sources),
        ("aliases", &aliases),
    ] {
        if !list.is_empty() {
            set(name, texts(list));
        }
    }
    if let Some(severity) = entry.severity {
        let severity = tokens::ident(match severity {
            Severity::Info => "Info",
            Severity::Warning => "Warning",
            Severity::Error => "Error",
            Severity::Critical => "Critical",
        });
        set("severity", quote!(Some(::errcat::Severity::#severity)));
    }
    if !entry.params.is_empty() {
        let params = entry.params.iter().map(param);
        set("params", quote!(&[#(#params),*]));
    }
    if !entry.headers.is_empty() {
        let headers = entry.headers.iter().map(|header| self::header(api, entry, *header));
        set("headers", quote!(&[#(#headers),*]));
    }
    if let Some(retry) = &entry.retry {
        set("retry", self::retry(api, retry));
    }
    if let Some(envelope) = entry.envelope {
        let path = body::path(api, envelope);
        set("envelope", quote!(Some(&super::#path)));
    }
    let optional = [
        ("kind", entry.kind.map(|kind| api.codes[kind].code.clone())),
        ("owner", entry.owner.clone().or_else(|| api.owner.clone())),
        ("since", entry.since.clone()),
        ("deprecated", entry.deprecated.clone()),
        ("retired", entry.retired.clone()),
        ("successor", entry.successor.map(|code| api.codes[code].code.clone())),
        ("docs_url", api.docs_url(entry.code)),
    ];
    for (name, text) in optional.iter().filter(|(_, text)| text.is_some()) {
        set(name, tokens::option(text.as_deref()));
    }
    quote!(::errcat::Entry { #fields ..::errcat::Entry::EMPTY })
}

fn message(template: &Template) -> TokenStream {
    let pieces = template.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => quote!(::errcat::Piece::Text(#text)),
        Piece::Param(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote!(::errcat::Piece::Param(#index))
        }
    });
    quote!(::errcat::Message(&[#(#pieces),*]))
}

/// A param, of an error or of an envelope's context.
pub(super) fn param(param: &Param) -> TokenStream {
    let (name, doc, wire, example) = (&param.name, &param.doc, &param.wire, param.example.to_string());
    let mut fields = quote!(name: #name, doc: #doc, wire: #wire,);
    let ty = param_type(&param.ty);
    if param.ty != ParamType::String {
        fields.extend(quote!(ty: ::errcat::ParamType::#ty,));
    }
    if param.in_body {
        fields.extend(quote!(in_body: true,));
    }
    if param.optional {
        fields.extend(quote!(optional: true,));
    }
    if param.audience != Audience::Public {
        let audience = audience(param.audience);
        fields.extend(quote!(audience: ::errcat::Audience::#audience,));
    }
    // An example of a secret stays in the catalog.
    if param.audience != Audience::Secret {
        fields.extend(quote!(example: #example,));
    }
    quote!(::errcat::Param { #fields ..::errcat::Param::EMPTY })
}

/// The variant of `ParamType`, which the runtime and the derive have under the same names.
pub(in crate::emit) fn param_type(ty: &ParamType) -> Ident {
    tokens::ident(match ty {
        ParamType::String => "String",
        ParamType::Integer => "Integer",
        ParamType::Number => "Number",
        ParamType::Boolean => "Boolean",
        ParamType::DurationSeconds => "DurationSeconds",
        ParamType::DurationMilliseconds => "DurationMilliseconds",
        ParamType::TimestampRfc3339 => "TimestampRfc3339",
        ParamType::TimestampSeconds => "TimestampSeconds",
        ParamType::TimestampMilliseconds => "TimestampMilliseconds",
        ParamType::Json => "Json",
        ParamType::Rust(_) => "Rust",
    })
}

/// The variant of `Audience`, likewise.
pub(in crate::emit) fn audience(audience: Audience) -> Ident {
    tokens::ident(match audience {
        Audience::Public => "Public",
        Audience::Internal => "Internal",
        Audience::Secret => "Secret",
    })
}

fn header(api: &Api, entry: &Entry, header: usize) -> TokenStream {
    let header = &api.headers[header];
    let name = &header.name;
    let position = entry.params.iter().position(|param| param.name == header.value.name);
    match position.filter(|_| !header.constant) {
        Some(index) => {
            let index = Literal::usize_unsuffixed(index);
            quote!(::errcat::Header { name: #name, param: Some(#index), constant: "" })
        }
        None => {
            let example = &header.value.example;
            let constant = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
            quote!(::errcat::Header { name: #name, param: None, constant: #constant })
        }
    }
}

fn retry(api: &Api, retry: &Retry) -> TokenStream {
    let policy = match retry {
        Retry::Never => return quote!(::errcat::Retry::Never),
        Retry::Later(policy) => policy,
    };
    let mut fields = TokenStream::new();
    match &policy.after {
        Some(RetryAfter::Header(header)) => {
            let name = &api.headers[*header].name;
            fields.extend(quote!(after: Some(::errcat::RetryAfter::Header(#name)),));
        }
        Some(RetryAfter::Delay(delay)) => {
            let milliseconds = Literal::u64_unsuffixed(u64::try_from(delay.as_millis()).unwrap_or(u64::MAX));
            let delay = quote!(::core::time::Duration::from_millis(#milliseconds));
            fields.extend(quote!(after: Some(::errcat::RetryAfter::Delay(#delay)),));
        }
        None => {}
    }
    match policy.backoff {
        Some(Backoff::Constant) => fields.extend(quote!(backoff: Some(::errcat::Backoff::Constant),)),
        Some(Backoff::Exponential) => fields.extend(quote!(backoff: Some(::errcat::Backoff::Exponential),)),
        None => {}
    }
    if let Some(attempts) = policy.attempts {
        let attempts = Literal::u32_unsuffixed(attempts);
        fields.extend(quote!(attempts: Some(#attempts),));
    }
    for (name, flag) in [("jitter", policy.jitter), ("idempotent_only", policy.idempotent_only)] {
        if flag {
            let name = tokens::ident(name);
            fields.extend(quote!(#name: true,));
        }
    }
    quote!(::errcat::Retry::Later(::errcat::RetryPolicy { #fields ..::errcat::RetryPolicy::EMPTY }))
}
