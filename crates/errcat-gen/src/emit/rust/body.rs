//! The static envelopes of an API.

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value as Json;

use super::entry;
use crate::emit::{rustdoc, tokens};
use crate::model::{Api, BodyPiece, Identity, Node, Slot};

/// The static of an envelope: `HTTP_ENVELOPE`.
pub(super) fn path(api: &Api, envelope: usize) -> Ident {
    format_ident!("{}_ENVELOPE", api.envelopes[envelope].name.to_shouty_snake_case())
}

/// All of them.
pub(super) fn statics(api: &Api) -> TokenStream {
    let envelopes = api.envelopes.iter().enumerate().map(|(index, envelope)| {
        let static_name = path(api, index);
        let (name, content_type) = (&envelope.name, &envelope.content_type);
        let body = node(&envelope.body);
        let identify_by = envelope.identify_by.iter().map(|identity| {
            let identity = tokens::ident(match identity {
                Identity::Status => "Status",
                Identity::Code => "Code",
                Identity::Title => "Title",
                Identity::Message => "Message",
            });
            quote!(::errcat::Identity::#identity)
        });
        let context = envelope.context.iter().map(entry::param);
        let docs = tokens::docs(&[format!("The envelope `{}`.", rustdoc::plain(name))]);
        quote! {
            #docs
            #[rustfmt::skip]
            pub static #static_name: ::errcat::Envelope<'static> = ::errcat::Envelope {
                name: #name,
                content_type: #content_type,
                body: #body,
                identify_by: &[#(#identify_by),*],
                context: &[#(#context),*],
            };
        }
    });
    quote!(#(#envelopes)*)
}

fn node(node: &Node) -> TokenStream {
    match node {
        Node::Literal(json) => literal(json),
        Node::Slot(slot) => {
            let slot = self::slot(slot);
            quote!(::errcat::Node::Slot(#slot))
        }
        Node::Text(pieces) => {
            let pieces = pieces.iter().map(|piece| match piece {
                BodyPiece::Text(text) => quote!(::errcat::BodyPiece::Text(#text)),
                BodyPiece::Slot(slot) => {
                    let slot = self::slot(slot);
                    quote!(::errcat::BodyPiece::Slot(#slot))
                }
            });
            quote!(::errcat::Node::Text(&[#(#pieces),*]))
        }
        Node::List(items) => {
            let items = items.iter().map(self::node);
            quote!(::errcat::Node::List(&[#(#items),*]))
        }
        Node::Object(members) => {
            let members = members.iter().map(|member| {
                let (name, value, optional) = (&member.name, self::node(&member.value), member.optional);
                quote!(::errcat::Member { name: #name, value: #value, optional: #optional })
            });
            quote!(::errcat::Node::Object(&[#(#members),*]))
        }
    }
}

fn literal(json: &Json) -> TokenStream {
    match json {
        Json::Null => quote!(::errcat::Node::Null),
        Json::Bool(value) => quote!(::errcat::Node::Boolean(#value)),
        Json::String(text) => quote!(::errcat::Node::String(#text)),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => {
                let (sign, digits) = (sign(integer < 0), Literal::u64_unsuffixed(integer.unsigned_abs()));
                quote!(::errcat::Node::Integer(#sign #digits))
            }
            (None, number) => {
                let number = number.unwrap_or_default();
                let (sign, digits) = (sign(number < 0.0), Literal::f64_unsuffixed(number.abs()));
                quote!(::errcat::Node::Number(#sign #digits))
            }
        },
        Json::Array(items) => {
            let items = items.iter().map(literal);
            quote!(::errcat::Node::List(&[#(#items),*]))
        }
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = literal(value);
                quote!(::errcat::Member { name: #name, value: #value, optional: false })
            });
            quote!(::errcat::Node::Object(&[#(#members),*]))
        }
    }
}

/// A sign is a token of its own.
fn sign(is_negative: bool) -> Option<TokenStream> {
    is_negative.then(|| quote!(-))
}

fn slot(slot: &Slot) -> TokenStream {
    match slot {
        Slot::Code => quote!(::errcat::Slot::Code),
        Slot::Title => quote!(::errcat::Slot::Title),
        Slot::Message => quote!(::errcat::Slot::Message),
        Slot::Status => quote!(::errcat::Slot::Status),
        Slot::DocsUrl => quote!(::errcat::Slot::DocsUrl),
        Slot::Params => quote!(::errcat::Slot::Params),
        Slot::Context(name) => quote!(::errcat::Slot::Context(#name)),
        Slot::Param(name) => quote!(::errcat::Slot::Param(#name)),
    }
}
