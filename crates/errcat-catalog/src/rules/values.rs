//! Rules on the types of values: those of params, headers and context fields.

mod known_values;
mod type_names;

use serde_json::Value as Json;

pub(super) use self::known_values::{INVALID_VALUES, invalid_values};
use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::model::ParamType;
use crate::raw::{RawContext, RawHeader, RawParam, RawUnit};
use crate::scope::Scope;
use crate::shape::{Data, Keys, Word};
use crate::suggest::{did_you_mean, quoted};
use crate::value;
use crate::yaml;

pub(crate) static UNKNOWN_TYPE: Rule = Rule {
    name: "unknown-type",
    why: "The type determines the Rust type and the format on the wire. This type doesn't exist.",
    fix: "Use string, integer, number, boolean, duration, timestamp, json, a list or map of these such as \
          `list of string`, or a Rust path such as `std::net::IpAddr`.",
    ..Rule::REQUIRED
};

/// Checks that types exist.
pub(super) fn unknown_type(scope: &Scope<'_>, findings: &mut Findings) {
    for_each_value(scope, |value| {
        let Some(word) = value.ty.filter(|word| value::kind(word).is_none()) else { return };
        let similar = || did_you_mean(&word.value, value::KINDS.iter().copied());
        let help = type_names::help(&word.value).or_else(similar).unwrap_or_else(|| {
            format!(
                "use one of {}, `list of string`, `map of string`, or a Rust path such as `std::net::IpAddr`",
                value::KINDS.join(", ")
            )
        });
        let message = format!("unknown type {}", quoted(&word.value));
        findings.push(Finding::new(&UNKNOWN_TYPE, word.span, message, help));
    });
}

pub(crate) static INVALID_UNIT: Rule = Rule {
    name: "invalid-unit",
    why: "Only durations (seconds, milliseconds) and timestamps (rfc3339, seconds, milliseconds) have \
          a unit.",
    fix: "Remove `unit`, or set the type that it belongs to.",
    ..Rule::REQUIRED
};

/// Checks that only durations and timestamps have a unit, and one that fits.
pub(super) fn invalid_unit(scope: &Scope<'_>, findings: &mut Findings) {
    for_each_value(scope, |value| {
        // A type that doesn't exist is reported by `unknown-type`.
        let is_known = value.ty.is_none_or(|word| value::kind(word).is_some());
        let Some(unit) = value.unit.filter(|_| is_known && !value.keys.is_reported("type")) else { return };
        let ty = value.ty.map_or("string", |word| word.value.as_str());
        let (message, help) = match value::item_word(ty) {
            "timestamp" => return,
            "duration" if unit != RawUnit::Rfc3339 => return,
            "duration" => (
                "`rfc3339` is a unit of timestamps, not of durations".to_owned(),
                "write `seconds` or `milliseconds`",
            ),
            _ => {
                let message = format!("the type {} has no unit", quoted(ty));
                (message, "remove `unit`, or write `type: duration` or `type: timestamp`")
            }
        };
        let place = value.keys.place("unit").unwrap_or(value.span);
        findings.push(Finding::new(&INVALID_UNIT, place, message, help));
    });
}

pub(crate) static INVALID_EXAMPLE: Rule = Rule {
    name: "invalid-example",
    why: "The docs, the tests and the sample responses use examples. This one doesn't match the type \
          of its param.",
    fix: "Write it as it is on the wire: a number without quotes, text that looks like a number with \
          quotes, a timestamp as \"2024-01-15T10:30:00.000Z\".",
    ..Rule::REQUIRED
};

/// Checks that examples match their type.
pub(super) fn invalid_example(scope: &Scope<'_>, findings: &mut Findings) {
    for_each_value(scope, |value| {
        if ["type", "unit", "example"].iter().any(|key| value.keys.is_reported(key)) {
            return;
        }
        let Some(ty) = value.known_type else { return };
        let Some(Data(Spanned { value: example, span })) = value.example else { return };
        // Reported by `ambiguous-text`, if it isn't quoted and could be read as something else.
        let written = scope.sources.text(*span);
        if *example == written && yaml::ambiguous(written).is_some() {
            return;
        }
        if let Err(expected) = value::fits(example, &ty) {
            let item = value::misfit_item(example, &ty);
            let what = if item.is_some() { "an item of the example" } else { "the example" };
            let (example, ty) = item.unwrap_or((example, &ty));
            let found = match (example, ty) {
                (Json::String(text), ParamType::Enum(_)) => quoted(text),
                (example, _) => value::describe(example).to_owned(),
            };
            let message = format!("{what} is {found}, not {expected}");
            let help = match ty {
                ParamType::Enum(_) => format!("write {expected}, or add it to `values`"),
                ParamType::String | ParamType::Rust(_) if !example.is_object() && !example.is_array() => {
                    format!("quote it: {}", yaml::in_quotes(&example.to_string()))
                }
                _ => format!("write {expected}, as it is on the wire"),
            };
            findings.push(Finding::new(&INVALID_EXAMPLE, *span, message, help));
        }
    });
}

/// The type, unit and example of a param, header or context field.
struct DeclaredValue<'a> {
    span: Span,
    keys: &'a Keys,
    ty: Option<&'a Word>,
    unit: Option<RawUnit>,
    example: Option<&'a Data>,
    /// The type with its known values, if it exists.
    known_type: Option<ParamType>,
}

impl<'a> DeclaredValue<'a> {
    /// Returns the value of a header or a context field.
    fn shared(
        span: Span,
        keys: &'a Keys,
        ty: Option<&'a Word>,
        unit: Option<RawUnit>,
        example: &'a Data,
    ) -> Self {
        let known_type = value::param_type(ty, unit);
        DeclaredValue { span, keys, ty, unit, example: Some(example), known_type }
    }
}

/// Calls `check` for each param, header and context field.
fn for_each_value(scope: &Scope<'_>, mut check: impl FnMut(DeclaredValue<'_>)) {
    for (name, raw) in scope.entries.iter().flat_map(|entry| &entry.raw.params.0) {
        let RawParam { span, keys, r#type, unit, example, .. } = raw;
        check(DeclaredValue {
            span: *span,
            keys,
            ty: r#type.as_ref(),
            unit: *unit,
            example: example.as_ref(),
            known_type: value::declared_type(name, raw),
        });
    }
    for (_, raw) in &scope.api.headers.0 {
        let RawHeader { span, keys, r#type, unit, example, .. } = raw;
        check(DeclaredValue::shared(*span, keys, r#type.as_ref(), *unit, example));
    }
    for (_, raw) in scope.api.envelopes.0.iter().flat_map(|(_, envelope)| &envelope.context.0) {
        let RawContext { span, keys, r#type, unit, example, .. } = raw;
        check(DeclaredValue::shared(*span, keys, r#type.as_ref(), *unit, example));
    }
}
