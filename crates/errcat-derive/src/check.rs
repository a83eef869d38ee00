//! Checks an error type against the catalog.
//!
//! There is one function per rule. Each reports what it finds, with its location and a fix, and continues.

use proc_macro2::Span;
use quote::ToTokens;
use syn::{Ident, Type};

use crate::ast::{ErrorType, Field, Variant, option_inner};
use crate::attr::{CatalogAttr, CatalogName, CodeAttr, Framework};
use crate::catalog::{Api, Catalog, Code, Param};
use crate::errors::Errors;
use crate::suggest::{by_nearness, did_you_mean, list, list_some, nearest, normalize};

mod params;

/// A type without mistakes.
pub(crate) struct CheckedType<'a> {
    pub(crate) error_type: &'a ErrorType<'a>,
    /// The API, as written in the attribute.
    pub(crate) api: &'a Ident,
    pub(crate) frameworks: &'a [(Framework, Span)],
    pub(crate) variants: Vec<CheckedVariant<'a>>,
}

/// A variant without mistakes.
pub(crate) struct CheckedVariant<'a> {
    pub(crate) variant: &'a Variant<'a>,
    pub(crate) kind: Kind<'a>,
    pub(crate) source: Option<&'a Field<'a>>,
}

impl CheckedType<'_> {
    /// Returns `true` if a variant is transparent.
    pub(crate) fn has_transparent(&self) -> bool {
        self.variants.iter().any(|it| matches!(it.kind, Kind::Transparent(_)))
    }
}

/// The source of a variant's code and params.
pub(crate) enum Kind<'a> {
    /// A code of the catalog.
    Code {
        code: &'static Code,
        /// The location of the code in the attribute.
        span: Span,
        /// The fields that fill the code's params, in the order of the params.
        fields: Vec<Option<&'a Field<'a>>>,
    },
    /// The error in a field.
    Transparent(&'a Field<'a>),
}

/// Runs all checks. Adds their findings to `errors` and returns them all at once.
pub(crate) fn check<'a>(
    error_type: &'a ErrorType<'a>,
    catalog: &Catalog,
    mut errors: Errors,
) -> Result<CheckedType<'a>, syn::Error> {
    check_thiserror(error_type, &mut errors);
    let attr = check_catalog(error_type, catalog, &mut errors);
    let api = attr.and_then(|attr| check_api(attr, catalog, &mut errors));
    let operations = match (attr, api) {
        (Some(attr), Some(api)) => check_operations(attr, api, &mut errors),
        _ => vec![],
    };
    check_from_types(error_type, &mut errors);
    check_labels(error_type, attr, &mut errors);

    let scope = Scope { catalog, api, operations };
    let variants: Vec<_> =
        error_type.variants.iter().map(|variant| check_variant(variant, &scope, &mut errors)).collect();

    errors.into_result()?;
    let variants: Option<_> = variants.into_iter().collect();
    let (Some(attr), Some(variants)) = (attr, variants) else {
        unreachable!("a missing API or variant was reported");
    };
    Ok(CheckedType { error_type, api: &attr.api, frameworks: &attr.frameworks, variants })
}

/// The data that variants are checked against.
struct Scope<'a> {
    catalog: &'a Catalog,
    /// `None` if the API is unknown, so that codes can't be checked.
    api: Option<&'static Api>,
    operations: Vec<String>,
}

/// Checks that the type isn't also derived by thiserror, which implements the same traits.
fn check_thiserror(error_type: &ErrorType<'_>, errors: &mut Errors) {
    if let Some(span) = error_type.error {
        errors.at(
            span,
            "`#[error]` belongs to `thiserror::Error`, which implements `Display` and `Error` like this derive: \
             remove `thiserror::Error` and every `#[error]`, because the messages are in the catalog",
        );
    }
}

/// Checks that the type specifies an API.
fn check_catalog<'a>(
    error_type: &'a ErrorType<'a>,
    catalog: &Catalog,
    errors: &mut Errors,
) -> Option<&'a CatalogAttr> {
    if error_type.catalog.is_none() {
        let apis: Vec<_> = catalog.apis.iter().map(|api| api.name).collect();
        // Which module has the APIs isn't known either.
        let help = match apis.as_slice() {
            [] => "with the path of its module, such as `#[catalog(errors::shop)]`".to_owned(),
            apis => format!("the catalog's APIs are {}", list(apis)),
        };
        let separator = if apis.is_empty() { "," } else { ";" };
        let message = format!("`{}` has no API: add `#[catalog(api)]`{separator} {help}", error_type.ident);
        errors.on(error_type.ident, message);
    }
    error_type.catalog.as_ref()?.as_ref()
}

/// Checks that the catalog has the API.
fn check_api(attr: &CatalogAttr, catalog: &Catalog, errors: &mut Errors) -> Option<&'static Api> {
    let name = syn::ext::IdentExt::unraw(&attr.api).to_string();
    let found = catalog.apis.iter().find(|api| api.name == name);
    if found.is_none() {
        let names: Vec<_> = catalog.apis.iter().map(|api| api.name).collect();
        let hint = match nearest(&name, names.iter().copied()) {
            Some(near) => did_you_mean(Some(near)),
            None => format!("; its APIs are {}", list(&names)),
        };
        errors.on(&attr.api, format!("the catalog has no API `{name}`{hint}"));
    }
    found
}

/// Checks that the API has the operations. Returns the known ones, against which codes are checked.
fn check_operations(attr: &CatalogAttr, api: &Api, errors: &mut Errors) -> Vec<String> {
    let declared = || api.codes.iter().flat_map(|code| code.operations).copied();
    let mut known = vec![];
    for operation in &attr.operations {
        let text = operation.value();
        if declared().any(|it| it == text) {
            known.push(text);
        } else {
            let hint = did_you_mean(nearest(&text, declared()));
            errors.on(operation, format!("no code of `{}` declares the operation `{text}`{hint}", api.name));
        }
    }
    known
}

/// Checks that no two variants have `#[from]` for the same type.
fn check_from_types(error_type: &ErrorType<'_>, errors: &mut Errors) {
    let mut seen: Vec<String> = vec![];
    for variant in &error_type.variants {
        for field in &variant.fields {
            let Some(span) = field.attrs.from else { continue };
            let ty = field.ty.to_token_stream().to_string();
            if seen.contains(&ty) {
                errors.at(span, "another variant already has `#[from]` for this type: remove one of them");
            }
            seen.push(ty);
        }
    }
}

/// Checks the labels of spans, if the type has the option `miette`.
fn check_labels(error_type: &ErrorType<'_>, attr: Option<&CatalogAttr>, errors: &mut Errors) {
    let frameworks = attr.map_or(&[][..], |attr| &attr.frameworks);
    if frameworks.iter().any(|(framework, _)| *framework == Framework::Miette) {
        let fields = error_type.variants.iter().flat_map(|variant| &variant.fields);
        let labels = fields.filter_map(|field| field.attrs.label.clone());
        labels.for_each(|label| _ = errors.take(label));
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
            report_missing_code(variant, scope, errors);
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
            // Two sources are a mistake even if the code is unknown.
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

/// Reports a variant without a code.
fn report_missing_code(variant: &Variant<'_>, scope: &Scope<'_>, errors: &mut Errors) {
    let ident = variant.ident.to_string();
    let near = scope.api.and_then(|api| nearest_code(&ident, api));
    let example = near.map_or_else(|| "…".to_owned(), |near| code_in_attribute(near.code));
    errors.on(variant.ident, format!("`{ident}` has no code: add `#[code({example})]`"));
}

/// Returns a code as written in the attribute.
fn code_in_attribute(code: &str) -> String {
    if syn::parse_str::<Ident>(code).is_ok() { code.to_owned() } else { format!("{code:?}") }
}

/// Checks that a transparent variant has exactly one field, without attributes that don't apply to it.
fn check_transparent<'a>(variant: &'a Variant<'a>, span: Span, errors: &mut Errors) -> Option<&'a Field<'a>> {
    let [field] = variant.fields.as_slice() else {
        let message = "a transparent error has exactly one field, the error that it wraps";
        errors.at(span, format!("{message}; this one has {}", variant.fields.len()));
        return None;
    };
    if let Some(span) = field.attrs.source {
        errors.at(span, "a transparent error has the source of the error it wraps: remove `#[source]`");
    }
    if let Some(param) = &field.attrs.param {
        errors.at(param.span, "a transparent error has the params of the error it wraps: remove `#[param]`");
    }
    Some(field)
}

/// Checks that the API has the code.
fn check_code(name: &CatalogName, scope: &Scope<'_>, errors: &mut Errors) -> Option<&'static Code> {
    let api = scope.api?;
    if let Some(code) = api.codes.iter().find(|code| code.code == name.text) {
        return Some(code);
    }
    let suffix = format!("/{}", name.text);
    let shared: Vec<&str> =
        api.codes.iter().map(|code| code.code).filter(|id| id.ends_with(&suffix)).collect();
    if shared.len() > 1 {
        let choice: Vec<String> = shared.iter().map(|id| format!("`#[code({id:?})]`")).collect();
        let message = format!("several errors of `{}` have the code `{}`", api.name, name.text);
        errors.at(name.span, format!("{message}: write {}", choice.join(" or ")));
        return None;
    }
    let hint = match nearest_code(&name.text, api) {
        Some(near) => did_you_mean(Some(near.code)),
        None => match find_api(&name.text, scope.catalog) {
            Some((other, code)) if code.code == name.text => format!("; it is a code of `{}`", other.name),
            Some((other, code)) => format!(": did you mean `{}` of `{}`?", code.code, other.name),
            None => "; add it to the catalog, and generate the code again".to_owned(),
        },
    };
    let count = api.codes.len();
    let codes = if count == 1 { "code" } else { "codes" };
    let message = format!("`{}` has no code `{}` among its {count} {codes}{hint}", api.name, name.text);
    errors.at(name.span, message);
    None
}

/// Returns the code that was most likely meant: the one with this variant, or the closest one.
fn nearest_code(text: &str, api: &'static Api) -> Option<&'static Code> {
    let by_variant = api.codes.iter().find(|code| normalize(code.variant) == normalize(text));
    by_variant.or_else(|| {
        let near = nearest(text, api.codes.iter().map(|code| code.code))?;
        api.codes.iter().find(|code| code.code == near)
    })
}

/// Returns the code of another API that was most likely meant: the one with this text, or the closest one.
fn find_api(text: &str, catalog: &Catalog) -> Option<(&'static Api, &'static Code)> {
    let code_in = |api: &'static Api| api.codes.iter().find(|code| code.code == text).map(|it| (api, it));
    let near_in = |api: &'static Api| nearest_code(text, api).map(|it| (api, it));
    catalog.apis.iter().find_map(code_in).or_else(|| catalog.apis.iter().find_map(near_in))
}

/// Checks that the code isn't retired, because a retired code must not be sent again.
fn check_retired(code: &Code, name: &CatalogName, errors: &mut Errors) {
    if let Some(why) = code.retired {
        let hint = code.successor.map_or_else(String::new, |it| format!(": use `{it}`"));
        errors.at(name.span, format!("`{}` is retired ({why}){hint}", code.code));
    }
}

/// Checks that the operations declare the code.
fn check_operation(code: &Code, name: &CatalogName, scope: &Scope<'_>, errors: &mut Errors) {
    if code.operations.is_empty() {
        return;
    }
    for operation in &scope.operations {
        if !code.operations.contains(&operation.as_str()) {
            let others = list(code.operations);
            let alternatives = alternatives(code, operation, scope);
            let message = format!(
                "`{}` isn't declared for `{operation}`, only for {others}: return {alternatives}, or add the operation \
                 to the code's table",
                code.code
            );
            errors.at(name.span, message);
        }
    }
}

/// Returns the codes that an operation declares, as a suggestion to use in place of a code.
fn alternatives(code: &Code, operation: &str, scope: &Scope<'_>) -> String {
    /// The maximum number of codes in a suggestion, to keep it readable.
    const MAX_SUGGESTIONS: usize = 8;
    let codes = scope.api.map_or(&[][..], |api| api.codes);
    let declared = codes.iter().filter(|it| it.retired.is_none() && it.operations.contains(&operation));
    match by_nearness(code.code, declared.map(|it| it.code)).as_slice() {
        [] => "another code".to_owned(),
        [one] => format!("`{one}`, which is declared for it"),
        several => format!("one that is declared for it ({})", list_some(several, MAX_SUGGESTIONS)),
    }
}

/// Returns the field that is the source. Checks that there is at most one, and that it isn't a text.
fn check_source<'a>(
    variant: &'a Variant<'a>,
    declared: &[Param],
    errors: &mut Errors,
) -> Option<&'a Field<'a>> {
    let source = find_source(variant, declared, errors)?;
    let ty = option_inner(source.ty).unwrap_or(source.ty);
    if is_plain_value(ty) {
        let ty = ty.to_token_stream();
        let fix = match source.attrs.source_span() {
            Some(_) => "remove the attribute",
            None => "rename the field",
        };
        let message = format!(
            "a source is an error, which `{ty}` isn't: {fix}, or use a type such as `Box<dyn Error + Send + Sync>`"
        );
        errors.on(source.ty, message);
    }
    Some(source)
}

/// Returns `true` if a type is written like one of the standard library's that is no error. The compiler
/// reports all other types, but at length, because the derive accepts references and boxes of errors too.
fn is_plain_value(ty: &Type) -> bool {
    let path = match ty {
        Type::Path(path) => &path.path,
        Type::Reference(reference) => return is_plain_value(&reference.elem),
        Type::Group(group) => return is_plain_value(&group.elem),
        _ => return false,
    };
    const NAMES: [&str; 18] = [
        "String", "str", "bool", "char", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
        "u64", "u128", "usize", "f32", "f64",
    ];
    path.get_ident().is_some_and(|ident| NAMES.iter().any(|name| ident == name))
}

/// Returns the field that is the source. Reports further ones.
fn find_source<'a>(
    variant: &'a Variant<'a>,
    declared: &[Param],
    errors: &mut Errors,
) -> Option<&'a Field<'a>> {
    let mut marked = variant.fields.iter().filter(|field| field.attrs.source_span().is_some());
    if let Some(source) = marked.next() {
        for other in marked {
            if let Some(span) = other.attrs.source_span() {
                let message = format!("an error has only one source, which is already `{}`", source.label());
                errors.at(span, message);
            }
        }
        return Some(source);
    }
    let named = variant.fields.iter().find(|field| field.name.as_deref() == Some("source"));
    named.filter(|field| !declared.iter().any(|param| params::fills(field, param)))
}

/// Checks that a variant with `#[from]` has no other fields, because `From` couldn't fill them.
fn check_from(variant: &Variant<'_>, errors: &mut Errors) {
    let from = variant.fields.iter().find_map(|field| field.attrs.from);
    if let (Some(span), 2..) = (from, variant.fields.len()) {
        errors.at(
            span,
            "`From` can't fill the other fields: use `#[source]` instead, or remove the other fields",
        );
    }
}
