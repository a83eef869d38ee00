//! Codes of hand-written types with `#[derive(CatalogError)]`: `#[catalog(kakunin)]` and
//! `#[code(agent_not_found)]`.

use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Fields, Ident, Item, LitInt, LitStr, Meta, Token};

use super::imports::Path;

/// The code of a type or a variant.
pub(super) struct DerivedCode {
    pub(super) api: String,
    pub(super) code: String,
    /// The byte range of the code, from the start of the file's code.
    pub(super) range: Range<usize>,
    /// The name of the struct, or those of the enum and the variant.
    pub(super) path: Path,
    /// `true` if a value may be constructed without naming it: by `?`, by `Default`, or by a derive that
    /// isn't known to construct none, such as `Deserialize`.
    pub(super) is_implicit: bool,
}

/// Derives that construct no values of their type, except clones.
const WITHOUT_VALUES: [&str; 11] = [
    "CatalogError",
    "Clone",
    "Copy",
    "Debug",
    "Eq",
    "Error",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Serialize",
];

/// Returns the codes of an item. Empty if it has no `#[catalog]`.
pub(super) fn derived_codes(item: &Item) -> Vec<DerivedCode> {
    let (name, attributes) = match item {
        Item::Enum(item) => (&item.ident, &item.attrs),
        Item::Struct(item) => (&item.ident, &item.attrs),
        _ => return Vec::new(),
    };
    let Some(api) = attributes.iter().find_map(api) else { return Vec::new() };
    let derives: Vec<String> = attributes.iter().flat_map(derives).collect();
    let is_default = derives.iter().any(|derive| derive == "Default");
    let is_unknown = |derive: &String| derive != "Default" && !WITHOUT_VALUES.contains(&&**derive);
    let is_implicit = derives.iter().any(is_unknown);
    let derived = |path: &[&Ident], attributes: &[Attribute], fields: &Fields, is_default: bool| {
        let (code, range) = attributes.iter().find_map(code)?;
        let is_implicit = is_implicit || is_default || fields.iter().any(|field| has(&field.attrs, "from"));
        let path = path.iter().map(ToString::to_string).collect();
        Some(DerivedCode { api: api.clone(), code, range, path, is_implicit })
    };
    match item {
        Item::Enum(item) => {
            let variants = item.variants.iter().filter_map(|variant| {
                let is_default = is_default && has(&variant.attrs, "default");
                derived(&[name, &variant.ident], &variant.attrs, &variant.fields, is_default)
            });
            variants.collect()
        }
        Item::Struct(item) => derived(&[name], &item.attrs, &item.fields, is_default).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Returns the codes of all items of a file, wherever they are.
pub(super) fn all_derived_codes(file: &syn::File) -> Vec<DerivedCode> {
    struct Items(Vec<DerivedCode>);
    impl<'ast> Visit<'ast> for Items {
        fn visit_item(&mut self, item: &'ast Item) {
            self.0.extend(derived_codes(item));
            visit::visit_item(self, item);
        }
    }
    let mut items = Items(Vec::new());
    items.visit_file(file);
    items.0
}

/// Returns the names in `#[derive(…)]`, also in `#[cfg_attr(…, derive(…))]`, without their paths.
fn derives(attribute: &Attribute) -> Vec<String> {
    fn of(meta: &Meta) -> Vec<String> {
        let Meta::List(list) = meta else { return Vec::new() };
        let inner = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default();
        if list.path.is_ident("derive") {
            inner.iter().filter_map(|it| it.path().segments.last()).map(|it| it.ident.to_string()).collect()
        } else if list.path.is_ident("cfg_attr") {
            inner.iter().skip(1).flat_map(of).collect()
        } else {
            Vec::new()
        }
    }
    of(&attribute.meta)
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

/// Returns the name of the API in `#[catalog(kakunin, operation = "…")]` or `#[catalog(errors::kakunin)]`.
fn api(attribute: &Attribute) -> Option<String> {
    let arguments = arguments(attribute, "catalog")?.clone().into_iter();
    let path = arguments.take_while(|token| !matches!(token, TokenTree::Punct(it) if it.as_char() == ','));
    match path.last()? {
        TokenTree::Ident(name) => Some(name.unraw().to_string()),
        _ => None,
    }
}

/// Returns the argument of `#[code(…)]`, or `None` if it is `transparent`, because the inner error then has
/// the code.
fn code(attribute: &Attribute) -> Option<(String, Range<usize>)> {
    arguments(attribute, "code")?;
    if let Ok(text) = attribute.parse_args::<LitStr>() {
        return Some((text.value(), text.span().byte_range()));
    }
    if let Ok((minus, number)) = attribute.parse_args_with(integer) {
        let start = minus.map_or(number.span(), |minus| minus.spans[0]).byte_range().start;
        let code = format!("{}{number}", minus.map_or("", |_| "-"));
        return Some((code, start..number.span().byte_range().end));
    }
    let name = attribute.parse_args_with(Ident::parse_any).ok()?;
    (name != "transparent").then(|| (name.unraw().to_string(), name.span().byte_range()))
}

/// Parses a code of an API whose codes are integers.
fn integer(input: ParseStream<'_>) -> syn::Result<(Option<Token![-]>, LitInt)> {
    Ok((input.parse()?, input.parse()?))
}

pub(super) fn arguments<'a>(attribute: &'a Attribute, name: &str) -> Option<&'a TokenStream> {
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident(name) => Some(&list.tokens),
        _ => None,
    }
}
