//! Checks a variant's fields against the params of its code.

use crate::ast::{Field, Variant, option_inner};
use crate::attr::CatalogName;
use crate::catalog::{Audience, Code, Param};
use crate::errors::Errors;
use crate::suggest::{did_you_mean, list, nearest, normalize};

/// Returns the fields that fill a code's params. Checks that each required param has a field and none has
/// two.
pub(super) fn check<'a>(
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
        .filter(|(param, field)| field.is_none() && param.is_required())
        .map(|(param, _)| param)
        .filter(|param| !meant.contains(&param.name))
        .collect();
    if !missing.is_empty() {
        report_missing_params(&missing, variant, code, errors);
    }
    report_misspelled_fields(variant, code, &fields, errors);
    fields
}

/// Reports fields that fill no param, but are nearly named like an optional, internal or secret one. Without
/// this, a misspelled field would compile, and its value would be missing in the log.
fn report_misspelled_fields(
    variant: &Variant<'_>,
    code: &Code,
    fields: &[Option<&Field<'_>>],
    errors: &mut Errors,
) {
    let unfilled = code.params.iter().zip(fields).filter(|(_, field)| field.is_none());
    let unfilled: Vec<&Param> =
        unfilled.map(|(param, _)| param).filter(|param| !param.is_required()).collect();
    let unused = variant.fields.iter().filter(|field| {
        let is_named = field.attrs.param.is_some() || field.attrs.source_span().is_some();
        !is_named && !code.params.iter().any(|param| fills(field, param))
    });
    for field in unused {
        let Some(name) = &field.name else { continue };
        if let Some(param) = unfilled.iter().find(|param| is_misspelled(name, param.name)) {
            let message = format!(
                "`{}` has no param `{name}`: did you mean `{param}`? If it is something else, rename the field",
                code.code,
                param = param.name
            );
            errors.on(&field.member, message);
        }
    }
}

/// Returns `true` if one of two names is likely a misspelling of the other: a single letter of short names
/// differs, or two of longer ones.
fn is_misspelled(name: &str, other: &str) -> bool {
    let (name, other) = (normalize(name), normalize(other));
    let length = name.len().min(other.len());
    let max_distance = if length < 4 { 0 } else { length.div_ceil(8).min(2) };
    strsim::damerau_levenshtein(&name, &other) <= max_distance
}

/// Checks that `#[param(…)]` names a param of the code. If not, returns the param that was most likely meant.
fn check_param_name(name: &CatalogName, code: &Code, errors: &mut Errors) -> Option<&'static str> {
    if code.params.iter().any(|param| param.name == name.text) {
        return None;
    }
    let names: Vec<_> = code.params.iter().map(|param| param.name).collect();
    let near = nearest(&name.text, names.iter().copied());
    let hint = match near {
        Some(near) => did_you_mean(Some(near)),
        None if names.is_empty() => "; it has no params".to_owned(),
        None => format!("; its params are {}", list(&names)),
    };
    errors.at(name.span, format!("`{}` has no param `{}`{hint}", code.code, name.text));
    near
}

/// Returns the field that fills a param. Checks that there is only one and that it fits.
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
    if !param.optional && option_inner(field.ty).is_some() {
        let message = format!(
            "`{}` requires `{}`: make the field a `{}`, or set `optional: true` on the param in the catalog",
            code.code,
            param.name,
            param.ty.example_type()
        );
        errors.on(field.ty, message);
    }
    if param.audience == Audience::Secret && param.in_message {
        let message = format!("`{}` is secret, but `{}` shows it in its message", param.name, code.code);
        errors.on(&field.member, message);
    }
    Some(field)
}

/// Returns `true` if a field fills a param: the one that its attribute names, or else the one with its own
/// name.
pub(super) fn fills(field: &Field<'_>, param: &Param) -> bool {
    match &field.attrs.param {
        Some(name) => name.text == param.name,
        None => field.name.as_deref() == Some(param.name),
    }
}

/// Reports required params without a field.
fn report_missing_params(missing: &[&Param], variant: &Variant<'_>, code: &Code, errors: &mut Errors) {
    let required: Vec<_> =
        missing.iter().map(|param| format!("{}: {}", param.name, param.ty.example_type())).collect();
    let unused: Vec<_> = variant
        .fields
        .iter()
        .filter(|field| !code.params.iter().any(|param| fills(field, param)))
        .filter_map(|field| field.name.as_deref())
        .collect();
    let near =
        missing.iter().find_map(|param| Some((nearest(param.name, unused.iter().copied())?, param.name)));
    let hint = match near {
        Some((field, param)) => format!("if it is `{field}`, add `#[param({param})]` to that field"),
        // Fields without names fill params only by their attributes.
        None if variant.is_tuple() => {
            let fields: Vec<_> = missing
                .iter()
                .map(|param| format!("#[param({})] {}", param.name, param.ty.example_type()))
                .collect();
            format!("write {}", list(&fields))
        }
        None if missing.len() == 1 => {
            "add the field, or add `#[param(…)]` to the field that has it".to_owned()
        }
        None => "add the fields, or add `#[param(…)]` to the fields that have them".to_owned(),
    };
    let message =
        format!("`{}` requires {}, missing in `{}`: {hint}", code.code, list(&required), variant.ident);
    errors.on(variant.ident, message);
}
