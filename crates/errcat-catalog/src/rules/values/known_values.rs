//! The rule on the known values of params.

use std::collections::{BTreeMap, HashMap};

use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::model::{KnownValues, ParamType};
use crate::names;
use crate::raw::RawParam;
use crate::scope::Scope;
use crate::suggest::quoted;
use crate::value;

pub(crate) static INVALID_VALUES: Rule = Rule {
    name: "invalid-values",
    why: "The known values of a param are texts, which become the variants of a Rust enum. All params of an \
          API with the same type name share that enum.",
    fix: "Correct the values, or give the type another name with `name:`.",
    ..Rule::REQUIRED
};

/// Checks the known values of params, and the names of their Rust types.
pub(in crate::rules) fn invalid_values(scope: &Scope<'_>, findings: &mut Findings) {
    let params = || scope.entries.iter().flat_map(|entry| &entry.raw.params.0);
    for (_, raw) in params() {
        check_type(raw, findings);
        check_variants(raw, findings);
    }
    check_names(params().filter(|(_, raw)| !raw.values.is_empty()), findings);
}

/// Checks that only texts have known values, and that only known values have a type name.
fn check_type(raw: &RawParam, findings: &mut Findings) {
    if raw.keys.is_reported("type") || raw.keys.is_reported("values") {
        return;
    }
    let Some(ty) = value::param_type(raw.r#type.as_ref(), raw.unit) else { return };
    let place = raw.keys.place("values").unwrap_or(raw.span);
    if !raw.values.is_empty() && *ty.item() != ParamType::String {
        let message = format!("a param of the type {} can't have known values", ty.words());
        let help = "write `type: string`, `list of string` or `map of string`, or remove `values`";
        findings.push(Finding::new(&INVALID_VALUES, place, message, help));
    }
    let Some(name) = &raw.name else { return };
    if raw.values.is_empty() {
        let message = format!("the type name {} has no effect without `values`", quoted(&name.value));
        let help = "list the values, or remove `name`; `wire` is the name in the body";
        findings.push(Finding::new(&INVALID_VALUES, name.span, message, help));
    } else if !names::is_variant(&name.value) || name.value == "Self" {
        let message = format!("{} can't be the name of a Rust type", quoted(&name.value));
        let suggestion = names::variant(&name.value);
        let help = match names::is_variant(&suggestion) {
            true => format!("write `name: {suggestion}`; `wire` is the name in the body"),
            false => "write it in `UpperCamelCase`, with letters and digits".to_owned(),
        };
        findings.push(Finding::new(&INVALID_VALUES, name.span, message, help));
    }
}

/// Checks that each value has a variant of its own.
fn check_variants(raw: &RawParam, findings: &mut Findings) {
    let mut known: HashMap<String, (Span, &str)> = HashMap::new();
    for value in &raw.values {
        let Some(variant) = names::variant_of_value(&value.text).filter(|_| !value.text.contains('\n'))
        else {
            let message = format!("{} can't be the name of a Rust variant", quoted(&value.text));
            let help = "remove it: clients read values that aren't listed, too";
            findings.push(Finding::new(&INVALID_VALUES, value.span, message, help));
            continue;
        };
        if variant == KnownValues::UNDECLARED {
            let message = format!("{} has the variant of values that aren't listed", quoted(&value.text));
            let help = "remove it: clients read values that aren't listed, too";
            findings.push(Finding::new(&INVALID_VALUES, value.span, message, help));
            continue;
        }
        let Some((first, text)) = known.get(&variant) else {
            known.insert(variant, (value.span, &value.text));
            continue;
        };
        let message =
            format!("{} and {} have the same Rust variant `{variant}`", quoted(text), quoted(&value.text));
        let finding = Finding::new(&INVALID_VALUES, value.span, message, "remove one of them");
        findings.push(finding.related(*first, "first listed here"));
    }
}

/// Checks that params with the same type name have the same values.
fn check_names<'a>(params: impl Iterator<Item = &'a (Spanned<String>, RawParam)>, findings: &mut Findings) {
    let mut known: BTreeMap<String, (&Spanned<String>, Vec<&str>)> = BTreeMap::new();
    for (name, raw) in params {
        let type_name = value::enum_name(name, raw);
        let values: Vec<&str> = raw.values.iter().map(|value| value.text.as_str()).collect();
        let (first, expected) = known.entry(type_name.clone()).or_insert_with(|| (name, values.clone()));
        if *expected != values {
            let message = format!("the type `{type_name}` has other values in another param");
            let help = format!(
                "list the same values in the same order, or give this type a name: `name: Other{type_name}`"
            );
            let finding = Finding::new(&INVALID_VALUES, name.span, message, help);
            findings.push(finding.related(first.span, "the other param"));
        }
    }
}
