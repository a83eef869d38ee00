//! The derive's attributes: `#[catalog]`, `#[code]`, `#[param]`, `#[source]`, `#[from]`.
//!
//! Each is read by itself, and what is wrong with it is noted, so that one bad attribute doesn't hide
//! another.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, Ident, LitStr, Meta, Path, Token};

use crate::errors::Errors;

/// `#[catalog(kakunin, operation = "POST /v1/agents", axum, crate = ::my_errors)]`.
pub(crate) struct CatalogAttr {
    pub(crate) api: Ident,
    pub(crate) operations: Vec<LitStr>,
    pub(crate) krate: Option<Path>,
    /// Those whose handlers may return the error, each where it is named.
    pub(crate) frameworks: Vec<(Framework, Span)>,
}

/// A web framework.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framework {
    Axum,
    Actix,
}

impl Framework {
    fn named(name: &Ident) -> Option<Self> {
        [(Self::Axum, "axum"), (Self::Actix, "actix")]
            .into_iter()
            .find(|(_, it)| name == it)
            .map(|(it, _)| it)
    }
}

/// `#[code(…)]`.
pub(crate) enum CodeAttr {
    /// A code, or what is thought to be one.
    Code(Name),
    /// `transparent`.
    Transparent(Span),
    /// Something else, which has been noted.
    Malformed,
}

/// A name out of the catalog: an identifier, or any text as a string.
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// What an attribute says about a type or a variant.
#[derive(Default)]
pub(crate) struct ItemAttrs {
    /// `Some(None)`: there is one, but it is wrong, which has been noted.
    pub(crate) catalog: Option<Option<CatalogAttr>>,
    pub(crate) code: Option<CodeAttr>,
}

/// What attributes say about a field.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) param: Option<Name>,
    pub(crate) source: Option<Span>,
    pub(crate) from: Option<Span>,
}

impl FieldAttrs {
    /// `#[source]` or `#[from]`.
    pub(crate) fn is_source(&self) -> Option<Span> {
        self.source.or(self.from)
    }
}

/// What an attribute may stand on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Enum,
    Struct,
    Variant,
}

/// Reads the attributes of a type or a variant.
pub(crate) fn read_item(attrs: &[Attribute], target: Target, errors: &mut Errors) -> ItemAttrs {
    let mut read = ItemAttrs::default();
    for attr in attrs {
        if attr.path().is_ident("catalog") {
            if target == Target::Variant {
                errors.on(attr, "`#[catalog]` belongs on the type");
            } else if read.catalog.is_some() {
                errors.on(attr, "a second `#[catalog]`: a type has the codes of one API");
            } else {
                read.catalog = Some(errors.take(attr.parse_args()));
            }
        } else if attr.path().is_ident("code") {
            if target == Target::Enum {
                errors.on(attr, "`#[code]` belongs on the variants");
            } else if read.code.is_some() {
                errors.on(attr, "a second `#[code]`: an error has one code");
            } else {
                read.code = Some(errors.take(read_code(attr)).unwrap_or(CodeAttr::Malformed));
            }
        } else if let Some(name @ ("param" | "source" | "from")) = name(attr).as_deref() {
            errors.on(attr, format!("`#[{name}]` belongs on a field"));
        }
    }
    read
}

/// Reads the attributes of a field.
pub(crate) fn read_field(attrs: &[Attribute], errors: &mut Errors) -> FieldAttrs {
    let mut read = FieldAttrs::default();
    for attr in attrs {
        match name(attr).as_deref() {
            Some("param") if read.param.is_some() => {
                errors.on(attr, "a second `#[param]`: a field fills one param");
            }
            Some("param") => read.param = errors.take(read_param(attr)),
            Some(flag @ ("source" | "from")) => {
                errors.take(attr.meta.require_path_only());
                let place = if flag == "from" { &mut read.from } else { &mut read.source };
                *place = Some(attr.path().span());
            }
            Some(name @ ("catalog" | "code")) => {
                let place = if name == "code" { "variant" } else { "type" };
                errors.on(attr, format!("`#[{name}]` belongs on the {place}"));
            }
            _ => {}
        }
    }
    read
}

fn name(attr: &Attribute) -> Option<String> {
    attr.path().get_ident().map(Ident::to_string)
}

impl Parse for CatalogAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return Err(input.error("an API is written without quotes: `#[catalog(kakunin)]`"));
        }
        let api = input.call(Ident::parse_any)?;
        let mut read = Self { api, operations: vec![], krate: None, frameworks: vec![] };
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let key = input.call(Ident::parse_any)?;
            if let Some(framework) = Framework::named(&key) {
                if read.frameworks.iter().any(|(known, _)| *known == framework) {
                    return Err(syn::Error::new(key.span(), format!("a second `{key}`: once is enough")));
                }
                read.frameworks.push((framework, key.span()));
                continue;
            }
            if key != "operation" && key != "crate" {
                let expected = "expected `operation = \"…\"`, `crate = path`, `axum` or `actix`";
                return Err(syn::Error::new(key.span(), expected));
            }
            input.parse::<Token![=]>()?;
            if key == "operation" {
                read.operations.push(input.parse()?);
            } else {
                read.krate = Some(input.call(Path::parse_mod_style)?);
            }
        }
        Ok(read)
    }
}

fn read_code(attr: &Attribute) -> syn::Result<CodeAttr> {
    let name = read_name(attr, "code")?;
    // In quotes it is a code that has this name.
    let is_ident = attr.parse_args_with(Ident::parse_any).is_ok();
    Ok(match name {
        Name { text, span } if is_ident && text == "transparent" => CodeAttr::Transparent(span),
        name => CodeAttr::Code(name),
    })
}

fn read_param(attr: &Attribute) -> syn::Result<Name> {
    read_name(attr, "param")
}

/// The one name that `#[code(…)]` and `#[param(…)]` have, and if it isn't there, how it is written.
fn read_name(attr: &Attribute, what: &str) -> syn::Result<Name> {
    let tokens = match &attr.meta {
        Meta::List(list) => &list.tokens,
        Meta::Path(_) | Meta::NameValue(_) => {
            let message = format!("which {what}? write `#[{what}(…)]`");
            return Err(syn::Error::new_spanned(attr, message));
        }
    };
    let name = |input: ParseStream<'_>| {
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            Ok(Name { text: text.value(), span: text.span() })
        } else {
            let ident = input.call(Ident::parse_any)?;
            Ok(Name { text: ident.unraw().to_string(), span: ident.span() })
        }
    };
    attr.parse_args_with(name).map_err(|_| {
        let text = as_written(tokens);
        let message = match text.as_str() {
            "" => format!("which {what}? write `#[{what}(…)]`"),
            _ => format!("a {what} that is no identifier is written in quotes: `#[{what}(\"{text}\")]`"),
        };
        if tokens.is_empty() {
            syn::Error::new_spanned(attr, message)
        } else {
            syn::Error::new_spanned(tokens, message)
        }
    })
}

/// The tokens without the spaces that printing them puts between: `KAK - 0409` was `KAK-0409`.
fn as_written(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "")
}
