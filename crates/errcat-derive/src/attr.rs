//! The derive's attributes: `#[catalog]`, `#[code]`, `#[param]`, `#[source]`, `#[from]`.
//!
//! Each attribute is parsed separately and its mistakes are collected, so that one invalid attribute doesn't
//! hide another.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Ident, LitInt, LitStr, Meta, Path, Token};

use crate::errors::Errors;

/// The attribute `#[catalog(kakunin, operation = "POST /v1/agents", axum, crate = ::my_errors)]`. The API can
/// be a path: `#[catalog(my_errors::kakunin)]`.
pub(crate) struct CatalogAttr {
    pub(crate) api: Ident,
    pub(crate) operations: Vec<LitStr>,
    /// The path of the generated code, from the option `crate` or from that of the API.
    pub(crate) krate: Option<Path>,
    /// The frameworks whose handlers may return the error, with the location of their names.
    pub(crate) frameworks: Vec<(Framework, Span)>,
}

/// A framework whose handlers return errors or describe them, or which reports them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framework {
    Axum,
    Actix,
    Tonic,
    Utoipa,
    Miette,
}

impl Framework {
    fn from_ident(name: &Ident) -> Option<Self> {
        [Self::Axum, Self::Actix, Self::Tonic, Self::Utoipa, Self::Miette]
            .into_iter()
            .find(|it| name == it.name())
    }

    /// Returns the name of the option, and of the runtime's module.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Axum => "axum",
            Self::Actix => "actix",
            Self::Tonic => "tonic",
            Self::Utoipa => "utoipa",
            Self::Miette => "miette",
        }
    }
}

/// The attribute `#[code(…)]`.
pub(crate) enum CodeAttr {
    /// The name of a code, not checked yet.
    Code(CatalogName),
    /// The keyword `transparent`.
    Transparent(Span),
    /// Anything else, which was already reported.
    Malformed,
}

/// A name from the catalog, written as an identifier or as a string.
pub(crate) struct CatalogName {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// The attributes of a type or a variant.
#[derive(Default)]
pub(crate) struct ItemAttrs {
    /// `Some(None)` if the attribute exists but is invalid, which was already reported.
    pub(crate) catalog: Option<Option<CatalogAttr>>,
    pub(crate) code: Option<CodeAttr>,
    /// The location of `#[error]`, which belongs to the derive of thiserror.
    pub(crate) error: Option<Span>,
}

/// The attributes of a field.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) param: Option<CatalogName>,
    pub(crate) source: Option<Span>,
    pub(crate) from: Option<Span>,
    /// The text of `#[label]`, if it has one. A mistake only counts with the option `miette`, because miette
    /// has a derive with this attribute too.
    pub(crate) label: Option<syn::Result<Option<LitStr>>>,
    pub(crate) is_source_code: bool,
}

impl FieldAttrs {
    /// Returns the location of `#[source]` or `#[from]`, if the field has one of them.
    pub(crate) fn source_span(&self) -> Option<Span> {
        self.source.or(self.from)
    }
}

/// The kind of item that an attribute is on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Enum,
    Struct,
    Variant,
}

/// Parses the attributes of a type or a variant.
pub(crate) fn parse_item(attrs: &[Attribute], target: Target, errors: &mut Errors) -> ItemAttrs {
    let mut parsed = ItemAttrs::default();
    for attr in attrs {
        if attr.path().is_ident("catalog") {
            if target == Target::Variant {
                errors.on(attr, "`#[catalog]` belongs on the type, not on a variant");
            } else if parsed.catalog.is_some() {
                errors.on(attr, "duplicate `#[catalog]`: a type can only have the codes of one API");
            } else {
                parsed.catalog = Some(errors.take(attr.parse_args()));
            }
        } else if attr.path().is_ident("code") {
            if target == Target::Enum {
                errors.on(attr, "`#[code]` belongs on the variants, not on the enum");
            } else if parsed.code.is_some() {
                errors.on(attr, "duplicate `#[code]`: an error has exactly one code");
            } else {
                parsed.code = Some(errors.take(parse_code(attr)).unwrap_or(CodeAttr::Malformed));
            }
        } else if attr.path().is_ident("error") {
            parsed.error = Some(attr.path().span());
        } else if let Some(name @ ("param" | "source" | "from")) = name(attr).as_deref() {
            errors.on(attr, format!("`#[{name}]` belongs on a field"));
        }
    }
    parsed
}

/// Parses the attributes of a field.
pub(crate) fn parse_field(attrs: &[Attribute], errors: &mut Errors) -> FieldAttrs {
    let mut parsed = FieldAttrs::default();
    for attr in attrs {
        match name(attr).as_deref() {
            Some("param") if parsed.param.is_some() => {
                errors.on(attr, "duplicate `#[param]`: a field can only fill one param");
            }
            Some("param") => parsed.param = errors.take(parse_param(attr)),
            Some(flag @ ("source" | "from")) => {
                errors.take(attr.meta.require_path_only());
                let slot = if flag == "from" { &mut parsed.from } else { &mut parsed.source };
                *slot = Some(attr.path().span());
            }
            Some("label") => parsed.label = Some(parse_label(attr)),
            Some("source_code") => parsed.is_source_code = true,
            Some(name @ ("catalog" | "code")) => {
                let owner = if name == "code" { "the variant" } else { "the type" };
                errors.on(attr, format!("`#[{name}]` belongs on {owner}, not on a field"));
            }
            _ => {}
        }
    }
    parsed
}

fn name(attr: &Attribute) -> Option<String> {
    attr.path().get_ident().map(Ident::to_string)
}

impl Parse for CatalogAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (krate, api) = parse_api(input)?;
        let mut parsed = Self { api, operations: vec![], krate, frameworks: vec![] };
        while !input.is_empty() {
            if !input.peek(Token![,]) {
                let message =
                    format!("separate the API and its options by commas: `#[catalog({}, …)]`", parsed.api);
                return Err(input.error(message));
            }
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            if !input.peek(Ident::peek_any) {
                return Err(input.error(OPTIONS));
            }
            let key = input.call(Ident::parse_any)?;
            if let Some(framework) = Framework::from_ident(&key) {
                if parsed.frameworks.iter().any(|(known, _)| *known == framework) {
                    return Err(syn::Error::new(key.span(), format!("duplicate `{key}`")));
                }
                parsed.frameworks.push((framework, key.span()));
                continue;
            }
            if key != "operation" && key != "crate" {
                return Err(syn::Error::new(key.span(), OPTIONS));
            }
            let has_value = input.parse::<Option<Token![=]>>()?.is_some();
            if key == "operation" {
                if !has_value || !input.peek(LitStr) {
                    let message = "write the operation in quotes: `operation = \"…\"`";
                    return Err(error_at(input, &key, message));
                }
                parsed.operations.push(input.parse()?);
            } else if parsed.krate.is_some() {
                let message = "`crate` has no effect, because the API is a path: remove one of them";
                return Err(syn::Error::new(key.span(), message));
            } else {
                if !has_value || input.peek(LitStr) {
                    let message = "write the path of the generated crate without quotes: `crate = path`";
                    return Err(error_at(input, &key, message));
                }
                parsed.krate = Some(input.call(Path::parse_mod_style)?);
            }
        }
        Ok(parsed)
    }
}

/// The message for anything else among the options.
const OPTIONS: &str =
    "expected `operation = \"…\"`, `crate = path`, `axum`, `actix`, `tonic`, `utoipa` or `miette`";

/// Parses the first argument of `#[catalog(…)]`, which is the API: `kakunin` or `my_errors::kakunin`. Returns
/// the path before it and its name.
fn parse_api(input: ParseStream<'_>) -> syn::Result<(Option<Path>, Ident)> {
    if let Some(text) = input.fork().parse::<Option<LitStr>>()? {
        let api = text.value();
        let api = if syn::parse_str::<Path>(&api).is_ok() { &api } else { "…" };
        return Err(input.error(format!("write the API without quotes: `#[catalog({api})]`")));
    }
    let leading_colon: Option<Token![::]> = input.parse()?;
    let is_option = input.peek2(Token![=]);
    if is_option || !input.peek(Ident::peek_any) {
        return Err(input.error("the first argument is the API: `#[catalog(api, …)]`"));
    }
    let mut segments = Punctuated::new();
    loop {
        let name = input.call(Ident::parse_any)?;
        if !input.peek(Token![::]) {
            let has_root = leading_colon.is_some() || !segments.is_empty();
            segments.pop_punct();
            return Ok((has_root.then_some(Path { leading_colon, segments }), name));
        }
        segments.push_value(name.into());
        segments.push_punct(input.parse()?);
    }
}

/// Returns an error at the next token, or at an option if it is the last.
fn error_at(input: ParseStream<'_>, key: &Ident, message: &str) -> syn::Error {
    if input.is_empty() { syn::Error::new(key.span(), message) } else { input.error(message) }
}

fn parse_code(attr: &Attribute) -> syn::Result<CodeAttr> {
    let name = parse_name(attr, "code")?;
    // In quotes, `transparent` is the name of a code.
    let is_ident = attr.parse_args_with(Ident::parse_any).is_ok();
    Ok(match name {
        CatalogName { text, span } if is_ident && text == "transparent" => CodeAttr::Transparent(span),
        name => CodeAttr::Code(name),
    })
}

fn parse_param(attr: &Attribute) -> syn::Result<CatalogName> {
    parse_name(attr, "param")
}

fn parse_label(attr: &Attribute) -> syn::Result<Option<LitStr>> {
    match &attr.meta {
        Meta::Path(_) => Ok(None),
        Meta::List(_) | Meta::NameValue(_) => {
            let message = "write the label in quotes: `#[label(\"…\")]`";
            attr.parse_args().map(Some).map_err(|_| syn::Error::new_spanned(attr, message))
        }
    }
}

/// Parses the only argument of `#[code(…)]` and `#[param(…)]`. The error shows how to write it.
fn parse_name(attr: &Attribute, what: &str) -> syn::Result<CatalogName> {
    let tokens = match &attr.meta {
        Meta::List(list) => &list.tokens,
        Meta::Path(_) | Meta::NameValue(_) => {
            let message = format!("missing {what}: write `#[{what}(…)]`");
            return Err(syn::Error::new_spanned(attr, message));
        }
    };
    let name = |input: ParseStream<'_>| {
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            Ok(CatalogName { text: text.value(), span: text.span() })
        } else if input.peek(LitInt) || input.peek(Token![-]) {
            let sign = input.parse::<Option<Token![-]>>()?.map_or("", |_| "-");
            let number: LitInt = input.parse()?;
            Ok(CatalogName { text: format!("{sign}{number}"), span: number.span() })
        } else {
            let ident = input.call(Ident::parse_any)?;
            Ok(CatalogName { text: ident.unraw().to_string(), span: ident.span() })
        }
    };
    attr.parse_args_with(name).map_err(|_| {
        let text = join_tokens(tokens);
        let (first, rest) = text.split_once(',').unwrap_or((&text, ""));
        let message = match text.as_str() {
            "" => format!("missing {what}: write `#[{what}(…)]`"),
            _ if what == "code" && (first == "transparent" || rest == "transparent") => {
                let code = if first == "transparent" { rest } else { first };
                format!(
                    "write either `#[code({code})]` or `#[code(transparent)]`, which uses the code of the only field"
                )
            }
            _ if text.contains(',') => {
                format!("`#[{what}(…)]` has one argument: write `#[{what}({first})]`")
            }
            _ => format!("a {what} that isn't an identifier needs quotes: `#[{what}(\"{text}\")]`"),
        };
        if tokens.is_empty() {
            syn::Error::new_spanned(attr, message)
        } else {
            syn::Error::new_spanned(tokens, message)
        }
    })
}

/// Returns the tokens as text, without the spaces that their `Display` adds: `KAK - 0409` becomes `KAK-0409`.
fn join_tokens(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "")
}
