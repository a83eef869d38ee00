//! Codes of hand-written types with `#[derive(CatalogError)]`: `#[catalog(kakunin)]` and
//! `#[code(agent_not_found)]`.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::{Attribute, Ident, Item, LitStr, Meta};

/// The code of a type or a variant.
pub(super) struct DerivedCode {
    pub(super) api: String,
    pub(super) code: String,
    pub(super) span: Span,
}

/// Returns the codes of an item. Empty if it has no `#[catalog]`.
pub(super) fn derived_codes(item: &Item) -> Vec<DerivedCode> {
    let (attributes, variants) = match item {
        Item::Enum(item) => {
            let variants = item.variants.iter().map(|variant| &*variant.attrs);
            (&item.attrs, variants.collect())
        }
        Item::Struct(item) => (&item.attrs, vec![&*item.attrs]),
        _ => return Vec::new(),
    };
    let Some(api) = attributes.iter().find_map(api) else { return Vec::new() };
    let codes = variants.into_iter().flatten().filter_map(code);
    codes.map(|(code, span)| DerivedCode { api: api.clone(), code, span }).collect()
}

/// Returns the first name in `#[catalog(kakunin, operation = "…")]`.
fn api(attribute: &Attribute) -> Option<String> {
    match arguments(attribute, "catalog")?.clone().into_iter().next()? {
        TokenTree::Ident(name) => Some(name.unraw().to_string()),
        _ => None,
    }
}

/// Returns the argument of `#[code(…)]`, or `None` if it is `transparent`, because the inner error then has
/// the code.
fn code(attribute: &Attribute) -> Option<(String, Span)> {
    arguments(attribute, "code")?;
    if let Ok(text) = attribute.parse_args::<LitStr>() {
        return Some((text.value(), text.span()));
    }
    let name = attribute.parse_args_with(Ident::parse_any).ok()?;
    (name != "transparent").then(|| (name.unraw().to_string(), name.span()))
}

fn arguments<'a>(attribute: &'a Attribute, name: &str) -> Option<&'a TokenStream> {
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident(name) => Some(&list.tokens),
        _ => None,
    }
}
