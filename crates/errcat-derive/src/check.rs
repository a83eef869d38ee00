//! Holds an error type against the catalog.
//!
//! One function for each rule; each notes what it finds where it is wrong, with the mend, and goes on.

use proc_macro2::Span;
use quote::ToTokens;
use syn::Ident;

use crate::ast::{ErrorType, Field, Variant, option_of};
use crate::attr::{CatalogAttr, CodeAttr, Name};
use crate::catalog::{Api, Audience, Catalog, Code, Param};
use crate::errors::Errors;
use crate::suggest::{bare, did_you_mean, list, nearest};

/// A type with which nothing is wrong.
pub(crate) struct Checked<'a> {
    pub(crate) error_type: &'a ErrorType<'a>,
    /// The API, as the attribute has it.
    pub(crate) api: &'a Ident,
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
    let api = attr.map(|attr| &attr.api);
    let (Some(api), Some(variants)) = (api, variants) else {
        unreachable!("whatever is missing was noted");
    };
    Ok(Checked { error_type, api, variants })
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
            let fields = check_params(variant, code, errors);
            let kind = Kind::Code { code, span: name.span, fields };
            Some(CheckedVariant { variant, kind, source })
        }
    }
}

/// An error has a code.
fn note_missing_code(variant: &Variant<'_>, scope: &Scope<'_>, errors: &mut Errors) {
    let ident = variant.ident.to_string();
    let codes = scope.api.map_or(&[][..], |api| api.codes);
    let near = nearest(&ident, codes.iter().map(|code| code.code));
    let example = near.map_or_else(|| "…".to_owned(), attribute_text);
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

fn nearest_code(text: &str, api: &'static Api) -> Option<&'static Code> {
    let by_variant = || api.codes.iter().find(|code| bare(code.variant) == bare(text));
    let near = nearest(text, api.codes.iter().map(|code| code.code));
    api.codes.iter().find(|code| Some(code.code) == near).or_else(by_variant)
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
            let declared = list(code.operations);
            let message = format!(
                "`{}` isn't declared for `{operation}`, only for {declared}: raise another code, or add \
                 the operation to its table",
                code.code
            );
            errors.at(name.span, message);
        }
    }
}

/// The fields that fill a code's params: each param that is needed has one, and none has two.
fn check_params<'a>(
    variant: &'a Variant<'a>,
    code: &'static Code,
    errors: &mut Errors,
) -> Vec<Option<&'a Field<'a>>> {
    let names = variant.fields.iter().filter_map(|field| field.attrs.param.as_ref());
    let meant: Vec<_> = names.filter_map(|name| check_param_name(name, code, errors)).collect();
    let fields: Vec<_> = code.params.iter().map(|param| check_filled(param, variant, code, errors)).collect();

    let missing: Vec<_> = code
        .params
        .iter()
        .zip(&fields)
        .filter(|(param, field)| field.is_none() && param.is_needed())
        .map(|(param, _)| param)
        .filter(|param| !meant.contains(&param.name))
        .collect();
    if !missing.is_empty() {
        note_missing_params(&missing, variant, code, errors);
    }
    fields
}

/// `#[param(…)]` names a param of the code. If not, the one that was most likely meant.
fn check_param_name(name: &Name, code: &Code, errors: &mut Errors) -> Option<&'static str> {
    if code.params.iter().any(|param| param.name == name.text) {
        return None;
    }
    let names: Vec<_> = code.params.iter().map(|param| param.name).collect();
    let near = nearest(&name.text, names.iter().copied());
    let mend = match near {
        Some(near) => did_you_mean(Some(near)),
        None if names.is_empty() => "; it has none".to_owned(),
        None => format!("; it has {}", list(&names)),
    };
    errors.at(name.span, format!("`{}` has no param `{}`{mend}", code.code, name.text));
    near
}

/// The field that fills a param.
fn check_filled<'a>(
    param: &Param,
    variant: &'a Variant<'a>,
    code: &Code,
    errors: &mut Errors,
) -> Option<&'a Field<'a>> {
    let mut fields = variant.fields.iter().filter(|field| fills(field, param));
    let field = fields.next()?;
    for other in fields {
        let (label, first) = (other.label(), field.label());
        let message = format!("`{label}` and `{first}` both fill the param `{}`", param.name);
        errors.on(&other.member, message);
    }
    if !param.optional && option_of(field.ty).is_some() {
        let message = format!(
            "`{}` always has `{}`: make the field a `{}`, or the param `optional: true` in the catalog",
            code.code,
            param.name,
            param.ty.example()
        );
        errors.on(field.ty, message);
    }
    if param.audience == Audience::Secret && param.in_message {
        let message = format!("`{}` is secret, but `{}` shows it in its message", param.name, code.code);
        errors.on(&field.member, message);
    }
    Some(field)
}

/// A field fills the param that its attribute names, or else that of its own name.
fn fills(field: &Field<'_>, param: &Param) -> bool {
    match &field.attrs.param {
        Some(name) => name.text == param.name,
        None => field.name.as_deref() == Some(param.name),
    }
}

/// The params that are needed are there.
fn note_missing_params(missing: &[&Param], variant: &Variant<'_>, code: &Code, errors: &mut Errors) {
    let wanted: Vec<_> =
        missing.iter().map(|param| format!("{}: {}", param.name, param.ty.example())).collect();
    let unused: Vec<_> = variant
        .fields
        .iter()
        .filter(|field| !code.params.iter().any(|param| fills(field, param)))
        .filter_map(|field| field.name.as_deref())
        .collect();
    let near =
        missing.iter().find_map(|param| Some((nearest(param.name, unused.iter().copied())?, param.name)));
    let mend = match near {
        Some((field, param)) => format!("if `{field}` is it, add `#[param({param})]` there"),
        None if missing.len() == 1 => "add the field, or `#[param(…)]` to the one that has it".to_owned(),
        None => "add the fields, or `#[param(…)]` to those that have them".to_owned(),
    };
    let message = format!("`{}` needs {}, which `{}` lacks: {mend}", code.code, list(&wanted), variant.ident);
    errors.on(variant.ident, message);
}

/// The field that is the source; an error has one at most.
fn check_source<'a>(
    variant: &'a Variant<'a>,
    params: &[Param],
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
    named.filter(|field| !params.iter().any(|param| fills(field, param)))
}

/// Nothing but the source says what another field would be.
fn check_from(variant: &Variant<'_>, errors: &mut Errors) {
    let from = variant.fields.iter().find_map(|field| field.attrs.from);
    if let (Some(span), 2..) = (from, variant.fields.len()) {
        errors.at(span, "`From` can't fill the other fields: use `#[source]`, or have this field only");
    }
}
