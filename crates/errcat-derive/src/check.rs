//! Holds an error type against the catalog.
//!
//! One function for each rule; each notes what it finds where it is wrong, with the mend, and goes on.

use proc_macro2::Span;
use quote::ToTokens;
use syn::Ident;

use crate::ast::{ErrorType, Field, Variant};
use crate::attr::{CatalogAttr, CodeAttr, Framework, Name};
use crate::catalog::{Api, Catalog, Code, Param};
use crate::errors::Errors;
use crate::suggest::{bare, by_nearness, did_you_mean, list, list_some, nearest};

mod params;

/// A type with which nothing is wrong.
pub(crate) struct Checked<'a> {
    pub(crate) error_type: &'a ErrorType<'a>,
    /// The API, as the attribute has it.
    pub(crate) api: &'a Ident,
    pub(crate) frameworks: &'a [(Framework, Span)],
    pub(crate) variants: Vec<CheckedVariant<'a>>,
}

/// A variant with which nothing is wrong.
pub(crate) struct CheckedVariant<'a> {
    pub(crate) variant: &'a Variant<'a>,
    pub(crate) kind: Kind<'a>,
    pub(crate) source: Option<&'a Field<'a>>,
}

impl Checked<'_> {
    /// Whether a variant is another error.
    pub(crate) fn has_transparent(&self) -> bool {
        self.variants.iter().any(|it| matches!(it.kind, Kind::Transparent(_)))
    }
}

/// Where a variant's facts come from.
pub(crate) enum Kind<'a> {
    /// The catalog.
    Code {
        code: &'static Code,
        /// Where it is named.
        span: Span,
        /// What fills its params, in their order.
        fields: Vec<Option<&'a Field<'a>>>,
    },
    /// The error in this field.
    Transparent(&'a Field<'a>),
}

/// Checks everything; what is wrong is added to `errors`, and all of it returned.
pub(crate) fn check<'a>(
    error_type: &'a ErrorType<'a>,
    catalog: &Catalog,
    mut errors: Errors,
) -> Result<Checked<'a>, syn::Error> {
    let attr = check_catalog(error_type, catalog, &mut errors);
    let api = attr.and_then(|attr| check_api(attr, catalog, &mut errors));
    let operations = match (attr, api) {
        (Some(attr), Some(api)) => check_operations(attr, api, &mut errors),
        _ => vec![],
    };
    check_from_types(error_type, &mut errors);

    let scope = Scope { catalog, api, operations };
    let variants: Vec<_> =
        error_type.variants.iter().map(|variant| check_variant(variant, &scope, &mut errors)).collect();

    errors.into_result()?;
    let variants: Option<_> = variants.into_iter().collect();
    let (Some(attr), Some(variants)) = (attr, variants) else {
        unreachable!("whatever is missing was noted");
    };
    Ok(Checked { error_type, api: &attr.api, frameworks: &attr.frameworks, variants })
}

/// What a variant is held against.
struct Scope<'a> {
    catalog: &'a Catalog,
    /// `None` if it is unknown: then codes can't be checked.
    api: Option<&'static Api>,
    operations: Vec<String>,
}

/// A type says whose codes it has.
fn check_catalog<'a>(
    error_type: &'a ErrorType<'a>,
    catalog: &Catalog,
    errors: &mut Errors,
) -> Option<&'a CatalogAttr> {
    if error_type.catalog.is_none() {
        let apis: Vec<_> = catalog.apis.iter().map(|api| api.name).collect();
        errors.on(
            error_type.ident,
            format!(
                "`{}` doesn't say which API it belongs to: add `#[catalog(api)]`, where api is one of {}",
                error_type.ident,
                list(&apis)
            ),
        );
    }
    error_type.catalog.as_ref()?.as_ref()
}

/// The catalog has the API.
fn check_api(attr: &CatalogAttr, catalog: &Catalog, errors: &mut Errors) -> Option<&'static Api> {
    let name = syn::ext::IdentExt::unraw(&attr.api).to_string();
    let found = catalog.apis.iter().find(|api| api.name == name);
    if found.is_none() {
        let names: Vec<_> = catalog.apis.iter().map(|api| api.name).collect();
        let mend = match nearest(&name, names.iter().copied()) {
            Some(near) => did_you_mean(Some(near)),
            None => format!("; it has {}", list(&names)),
        };
        errors.on(&attr.api, format!("the catalog has no API `{name}`{mend}"));
    }
    found
}

/// The API has the operations; those that it has are what codes are held against.
fn check_operations(attr: &CatalogAttr, api: &Api, errors: &mut Errors) -> Vec<String> {
    let declared = || api.codes.iter().flat_map(|code| code.operations).copied();
    let mut known = vec![];
    for operation in &attr.operations {
        let text = operation.value();
        if declared().any(|it| it == text) {
            known.push(text);
        } else {
            let mend = did_you_mean(nearest(&text, declared()));
            errors.on(operation, format!("no code of `{}` is declared for `{text}`{mend}", api.name));
        }
    }
    known
}

/// `From` can be written for a type but once.
fn check_from_types(error_type: &ErrorType<'_>, errors: &mut Errors) {
    let mut seen: Vec<String> = vec![];
    for variant in &error_type.variants {
        for field in &variant.fields {
            let Some(span) = field.attrs.from else { continue };
            let ty = field.ty.to_token_stream().to_string();
            if seen.contains(&ty) {
                errors.at(span, "another variant has `#[from]` of this type: keep one of them");
            }
            seen.push(ty);
        }
    }
}

fn check_variant<'a>(
    variant: &'a Variant<'a>,
    scope: &Scope<'_>,
    errors: &mut Errors,
) -> Option<CheckedVariant<'a>> {
    check_from(variant, errors);
    match &variant.code {
        None => {
            note_missing_code(variant, scope, errors);
            None
        }
        Some(CodeAttr::Malformed) => None,
        Some(CodeAttr::Transparent(span)) => {
            let field = check_transparent(variant, *span, errors)?;
            let kind = Kind::Transparent(field);
            Some(CheckedVariant { variant, kind, source: None })
        }
        Some(CodeAttr::Code(name)) => {
            let code = check_code(name, scope, errors);
            // Without the code there are no params to know, but two sources are wrong with any.
            let params = code.map_or(&[][..], |code| code.params);
            let source = check_source(variant, params, errors);
            let code = code?;
            check_retired(code, name, errors);
            check_operation(code, name, scope, errors);
            let fields = params::check(variant, code, errors);
            let kind = Kind::Code { code, span: name.span, fields };
            Some(CheckedVariant { variant, kind, source })
        }
    }
}

/// An error has a code.
fn note_missing_code(variant: &Variant<'_>, scope: &Scope<'_>, errors: &mut Errors) {
    let ident = variant.ident.to_string();
    let near = scope.api.and_then(|api| nearest_code(&ident, api));
    let example = near.map_or_else(|| "…".to_owned(), |near| attribute_text(near.code));
    errors.on(variant.ident, format!("`{ident}` has no code: add `#[code({example})]`"));
}

/// A code as the attribute has it.
fn attribute_text(code: &str) -> String {
    if syn::parse_str::<Ident>(code).is_ok() { code.to_owned() } else { format!("{code:?}") }
}

/// A transparent variant is another error and nothing else.
fn check_transparent<'a>(variant: &'a Variant<'a>, span: Span, errors: &mut Errors) -> Option<&'a Field<'a>> {
    let [field] = variant.fields.as_slice() else {
        let message = "a transparent error has one field, the error that answers for it";
        errors.at(span, format!("{message}; here are {}", variant.fields.len()));
        return None;
    };
    if let Some(span) = field.attrs.source {
        errors.at(span, "a transparent error is this field, and has its source: remove `#[source]`");
    }
    if let Some(param) = &field.attrs.param {
        errors.at(param.span, "a transparent error has the params of this field: remove `#[param]`");
    }
    Some(field)
}

/// The API has the code.
fn check_code(name: &Name, scope: &Scope<'_>, errors: &mut Errors) -> Option<&'static Code> {
    let api = scope.api?;
    if let Some(code) = api.codes.iter().find(|code| code.code == name.text) {
        return Some(code);
    }
    let mend = match nearest_code(&name.text, api) {
        Some(near) => did_you_mean(Some(near.code)),
        None => match owner(&name.text, scope.catalog) {
            Some(other) => format!("; it is a code of `{}`", other.name),
            None => "; add it to the catalog and run `cargo xtask gen`".to_owned(),
        },
    };
    let count = api.codes.len();
    let codes = if count == 1 { "code" } else { "codes" };
    let message = format!("`{}` has no code `{}` among its {count} {codes}{mend}", api.name, name.text);
    errors.at(name.span, message);
    None
}

/// The code that was most likely meant: that of this variant, or the nearest by its text.
fn nearest_code(text: &str, api: &'static Api) -> Option<&'static Code> {
    let by_variant = api.codes.iter().find(|code| bare(code.variant) == bare(text));
    by_variant.or_else(|| {
        let near = nearest(text, api.codes.iter().map(|code| code.code))?;
        api.codes.iter().find(|code| code.code == near)
    })
}

fn owner(text: &str, catalog: &Catalog) -> Option<&'static Api> {
    catalog.apis.iter().find(|api| api.codes.iter().any(|code| code.code == text))
}

/// A retired code is never sent again.
fn check_retired(code: &Code, name: &Name, errors: &mut Errors) {
    if let Some(why) = code.retired {
        let mend = code.successor.map_or_else(String::new, |it| format!(": use `{it}`"));
        errors.at(name.span, format!("`{}` is retired ({why}){mend}", code.code));
    }
}

/// The operation declares the code.
fn check_operation(code: &Code, name: &Name, scope: &Scope<'_>, errors: &mut Errors) {
    if code.operations.is_empty() {
        return;
    }
    for operation in &scope.operations {
        if !code.operations.contains(&operation.as_str()) {
            let others = list(code.operations);
            let instead = instead(code, operation, scope);
            let message = format!(
                "`{}` isn't declared for `{operation}`, only for {others}: raise {instead}, or add the operation \
                 to its table",
                code.code
            );
            errors.at(name.span, message);
        }
    }
}

/// What an operation may raise in place of a code: those that it declares.
fn instead(code: &Code, operation: &str, scope: &Scope<'_>) -> String {
    /// The most codes that a message lists. More would be too many to read.
    const MAX_LISTED: usize = 8;
    let codes = scope.api.map_or(&[][..], |api| api.codes);
    let declared = codes.iter().filter(|it| it.retired.is_none() && it.operations.contains(&operation));
    match by_nearness(code.code, declared.map(|it| it.code)).as_slice() {
        [] => "another code".to_owned(),
        [one] => format!("`{one}`, which is"),
        several => format!("one of those that are ({})", list_some(several, MAX_LISTED)),
    }
}

/// The field that is the source; an error has one at most.
fn check_source<'a>(
    variant: &'a Variant<'a>,
    declared: &[Param],
    errors: &mut Errors,
) -> Option<&'a Field<'a>> {
    let mut marked = variant.fields.iter().filter(|field| field.attrs.is_source().is_some());
    if let Some(source) = marked.next() {
        for other in marked {
            if let Some(span) = other.attrs.is_source() {
                let message = format!("an error has one source, and `{}` is it", source.label());
                errors.at(span, message);
            }
        }
        return Some(source);
    }
    let named = variant.fields.iter().find(|field| field.name.as_deref() == Some("source"));
    named.filter(|field| !declared.iter().any(|param| params::fills(field, param)))
}

/// Nothing but the source says what another field would be.
fn check_from(variant: &Variant<'_>, errors: &mut Errors) {
    let from = variant.fields.iter().find_map(|field| field.attrs.from);
    if let (Some(span), 2..) = (from, variant.fields.len()) {
        errors.at(span, "`From` can't fill the other fields: use `#[source]`, or have this field only");
    }
}
