//! Rules on params, and on the values of headers and context fields, which have the same types.

use errcat::Audience;

use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::model::ParamType;
use crate::names;
use crate::raw::RawUnit;
use crate::scope::{MAX_PARAMS, Origin, Scope, fills};
use crate::shape::{Data, Keys, Word};
use crate::suggest::{did_you_mean, quoted};
use crate::template;
use crate::value::{self, RESERVED};
use crate::yaml;

pub(crate) static UNUSED_PARAM: Rule = Rule {
    name: "unused-param",
    why: "Code that raises the error has to supply every param. One that is used in neither the \
          message, a header, the body nor the log is then lost.",
    fix: "Use it, or remove it.",
    ..Rule::REQUIRED
};

/// Checks that each param is used in the message, a header, the body or the log. Errors without an envelope
/// may have any params.
pub(super) fn unused_param(scope: &Scope<'_>, findings: &mut Findings) {
    let slots: Vec<Vec<String>> =
        scope.api.envelopes.0.iter().map(|(_, envelope)| value::slots(&envelope.body.0)).collect();
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let Some((envelope, _)) = scope.envelope(index) else { continue };
        if scope.message(index).is_none_or(|message| message.is_empty()) || entry.params.len() > MAX_PARAMS {
            continue; // Reported by another rule: there is no message, or there are too many params.
        }
        let slots: Vec<&str> = slots[envelope.index()].iter().map(String::as_str).collect();
        let texts: Vec<&str> =
            scope.message(index).into_iter().chain(&entry.raw.log).map(|text| text.value.as_str()).collect();
        let own = entry.params.iter().filter(|param| entry.raw.params.get(param.name).is_some());
        for param in own.filter(|param| param.audience() != Audience::Secret) {
            let used = texts.iter().any(|text| template::placeholders(text).any(|name| name == param.name))
                || slots.contains(&param.name)
                || scope.headers(index).any(|(_, _, header)| fills(header, param.name))
                || scope.in_body(index, param, &slots);
            if !used {
                let message = format!("the param `{}` isn't used", param.name);
                let help = if param.audience() == Audience::Internal {
                    "use it in `log:`, or remove it"
                } else {
                    "use it in the message, in a header, or in an envelope with `{params}`; or remove it"
                };
                findings.push(Finding::new(&UNUSED_PARAM, param.place, message, help).label("unused"));
            }
        }
    }
}

pub(crate) static RESERVED_PARAM: Rule = Rule {
    name: "reserved-param",
    why: "`{code}`, `{title}`, `{message}`, `{status}`, `{docs_url}`, `{type}` and `{params}` have a \
          fixed meaning in every body.",
    fix: "Rename the param; `wire:` keeps the name on the wire.",
    ..Rule::REQUIRED
};

/// Checks that params and context fields don't have names with a fixed meaning in every body.
pub(super) fn reserved_param(scope: &Scope<'_>, findings: &mut Findings) {
    let mut check = |name: &Spanned<String>, help: String| {
        // Reported by `rust-keyword`.
        if names::is_taken(name) {
            return;
        }
        if RESERVED.contains(&name.value.as_str()) {
            let message = format!("`{{{}}}` has a fixed meaning in every body", name.value);
            findings.push(Finding::new(&RESERVED_PARAM, name.span, message, help));
        }
    };
    for (name, _) in scope.entries.iter().flat_map(|entry| &entry.raw.params.0) {
        check(name, format!("rename it, and keep the name on the wire: `wire: {}`", name.value));
    }
    for name in scope.api.headers.0.iter().filter_map(|(_, header)| header.param.as_ref()) {
        check(name, "rename the param: the header keeps its name".into());
    }
    for (name, _) in scope.api.envelopes.0.iter().flat_map(|(_, envelope)| &envelope.context.0) {
        check(name, "rename it: the body's member keeps its name".into());
    }
}

pub(crate) static UNKNOWN_TYPE: Rule = Rule {
    name: "unknown-type",
    why: "The type determines the Rust type and the format on the wire. This type doesn't exist.",
    fix: "Use string, integer, number, boolean, duration, timestamp, json, or a Rust path such as \
          `std::net::IpAddr`.",
    ..Rule::REQUIRED
};

/// Checks that types exist.
pub(super) fn unknown_type(scope: &Scope<'_>, findings: &mut Findings) {
    for_each_value(scope, |value| {
        let Some(word) = value.ty.filter(|word| value::kind(word).is_none()) else { return };
        let help = did_you_mean(&word.value, value::KINDS.iter().copied()).unwrap_or_else(|| {
            format!("use one of {}, or a Rust path such as `std::net::IpAddr`", value::KINDS.join(", "))
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
        let Some(unit) = value.unit else { return };
        let (message, help) = match value.ty.map_or("string", |word| word.value.as_str()) {
            "timestamp" => return,
            "duration" if unit != RawUnit::Rfc3339 => return,
            "duration" => (
                "`rfc3339` is a unit of timestamps, not of durations".to_owned(),
                "write `seconds` or `milliseconds`",
            ),
            ty => {
                let message = format!("the type {} has no unit", quoted(ty));
                (message, "remove `unit`, or write `type: duration` or `type: timestamp`")
            }
        };
        findings.push(Finding::new(&INVALID_UNIT, value.unit_place, message, help));
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
        let Some(ty) = value::param_type(value.ty, value.unit) else { return };
        // Reported by `ambiguous-text`, if it isn't quoted and could be read as something else.
        let written = scope.sources.text(value.example.0.span);
        if value.example.0.value == written && yaml::ambiguous(written).is_some() {
            return;
        }
        if let Err(expected) = value::fits(&value.example.0.value, &ty) {
            let example = &value.example.0.value;
            let message = format!("the example is {}, not {expected}", value::describe(example));
            let help = match ty {
                ParamType::String | ParamType::Rust(_) if !example.is_object() && !example.is_array() => {
                    format!("quote it: {}", quoted(&example.to_string()).replace('`', "\""))
                }
                _ => format!("write {expected}, as it is on the wire"),
            };
            findings.push(Finding::new(&INVALID_EXAMPLE, value.example.0.span, message, help));
        }
    });
}

/// The type, unit and example of a param, header or context field.
struct DeclaredValue<'a> {
    ty: Option<&'a Word>,
    unit: Option<RawUnit>,
    example: &'a Data,
    unit_place: Span,
}

/// Calls `check` for each param, header and context field.
fn for_each_value(scope: &Scope<'_>, mut check: impl FnMut(DeclaredValue<'_>)) {
    let place = |keys: &Keys, whole: Span| keys.place("unit").unwrap_or(whole);
    let params = scope.entries.iter().flat_map(|entry| &entry.raw.params.0);
    for (_, raw) in params {
        check(DeclaredValue {
            ty: raw.r#type.as_ref(),
            unit: raw.unit,
            example: &raw.example,
            unit_place: place(&raw.keys, raw.span),
        });
    }
    for (_, raw) in &scope.api.headers.0 {
        check(DeclaredValue {
            ty: raw.r#type.as_ref(),
            unit: raw.unit,
            example: &raw.example,
            unit_place: place(&raw.keys, raw.span),
        });
    }
    for (_, raw) in scope.api.envelopes.0.iter().flat_map(|(_, envelope)| &envelope.context.0) {
        check(DeclaredValue {
            ty: raw.r#type.as_ref(),
            unit: raw.unit,
            example: &raw.example,
            unit_place: place(&raw.keys, raw.span),
        });
    }
}

impl Origin<'_> {
    /// Returns the type, the unit and the example.
    pub fn value(&self) -> (Option<&Word>, Option<RawUnit>, &Data) {
        match self {
            Origin::Declared(raw) => (raw.r#type.as_ref(), raw.unit, &raw.example),
            Origin::Header(raw) => (raw.r#type.as_ref(), raw.unit, &raw.example),
        }
    }
}
