//! The `Display`, `Debug` and `PartialEq` of catalog errors, and how they expose their params.
//!
//! Generated errors implement each trait with a single call to this module. That compiles in a fraction of
//! the time that a `match` with one arm per variant takes.

use std::fmt;

use crate::param::SECRET;
use crate::{Audience, CatalogError, Entry, IntoValue, Param, Value};

/// Writes the catalog's message with its params filled in: the `Display` of a catalog error. Doesn't
/// allocate.
pub fn display(error: &(impl CatalogError + ?Sized), f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_message(error.entry(), &|visit| error.params(visit), f)
}

/// Writes the variant's name and its params as fields, like a derived `Debug`, but secrets as [`SECRET`].
/// This is the `Debug` of generated errors.
pub fn debug(error: &(impl CatalogError + ?Sized), f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_debug(error.entry(), &|visit| error.params(visit), f)
}

/// Returns `true` if both errors have the same entry and the same values: the `PartialEq` of generated
/// errors.
pub fn eq(one: &(impl CatalogError + ?Sized), other: &(impl CatalogError + ?Sized)) -> bool {
    std::ptr::eq(one.entry(), other.entry())
        && eq_values(&|visit| one.params(visit), &|visit| other.params(visit))
}

/// An error's [`CatalogError::params`]. Functions that take this instead of the error are compiled once, in
/// this crate, and not for each generated enum.
type VisitParams<'a> = dyn Fn(&mut dyn FnMut(&[Value<'_>])) + 'a;

fn write_message(entry: &Entry, params: &VisitParams<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut result = Ok(());
    params(&mut |values| result = write!(f, "{}", entry.message.with(entry.params, values)));
    result
}

fn write_debug(entry: &Entry, params: &VisitParams<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut result = Ok(());
    params(&mut |values| {
        let mut fields = f.debug_struct(entry.name);
        for (param, value) in entry.params.iter().zip(values) {
            fields.field(param.name, &Field { param, value });
        }
        result = fields.finish();
    });
    result
}

fn eq_values(one: &VisitParams<'_>, other: &VisitParams<'_>) -> bool {
    let mut is_equal = false;
    one(&mut |values| other(&mut |others| is_equal = values == others));
    is_equal
}

/// Calls `visit` with the values of an error's fields: the [`CatalogError::params`] of generated errors.
pub fn params(fields: &[&dyn IntoValue], visit: &mut dyn FnMut(&[Value<'_>])) {
    /// The number of fields that need no allocation. Nearly every error has fewer.
    const MAX_INLINE: usize = 12;
    let mut inline = [Value::Absent; MAX_INLINE];
    let Some(values) = inline.get_mut(..fields.len()) else {
        return visit(&fields.iter().map(|field| field.value()).collect::<Vec<_>>());
    };
    for (value, field) in values.iter_mut().zip(fields) {
        *value = field.value();
    }
    visit(values);
}

/// A field whose Rust type is defined in the catalog, written with its `Display`.
#[derive(Debug)]
pub struct DisplayField<'a, T>(pub &'a T);

impl<T: fmt::Display> IntoValue for DisplayField<'_, T> {
    fn value(&self) -> Value<'_> {
        Value::Display(self.0)
    }
}

/// Like [`DisplayField`], for an optional field.
#[derive(Debug)]
pub struct DisplayOptionField<'a, T>(pub &'a Option<T>);

impl<T: fmt::Display> IntoValue for DisplayOptionField<'_, T> {
    fn value(&self) -> Value<'_> {
        self.0.as_ref().map_or(Value::Absent, |value| Value::Display(value))
    }
}

struct Field<'a> {
    param: &'a Param<'a>,
    value: &'a Value<'a>,
}

impl fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.param.audience == Audience::Secret {
            f.write_str(SECRET)
        } else if self.param.optional && !self.value.is_absent() {
            f.debug_tuple("Some").field(self.value).finish()
        } else {
            fmt::Debug::fmt(self.value, f)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DisplayField, DisplayOptionField};
    use crate::sample::{LowBalance, NotFound};
    use crate::{IntoValue, ParamType};

    #[test]
    fn display_writes_the_message() {
        let text = LowBalance::sample().to_string();
        assert_eq!(text, "Your balance ($5.00) is insufficient for $10.00");
        assert_eq!(NotFound.to_string(), "Agent not found");
    }

    #[test]
    fn debug_looks_derived_but_hides_secrets() {
        assert_eq!(
            format!("{:?}", LowBalance::sample()),
            "InsufficientBalance { balance: \"$5.00\", cost: \"$10.00\", account: \"acc_1\", \
             shard: Some(7), token: [secret], retry_after: Some(1.5s), details: None }"
        );
        assert_eq!(format!("{NotFound:?}"), "AgentNotFound");
    }

    #[test]
    fn eq_compares_entries_and_values() {
        let error = LowBalance::sample();
        assert!(super::eq(&error, &LowBalance::sample()));
        assert!(!super::eq(&error, &NotFound));
        assert!(!super::eq(&error, &LowBalance { retry_after: None, ..LowBalance::sample() }));
    }

    #[test]
    fn params_visits_any_number_of_fields() {
        for count in [0, 1, 12, 13, 200] {
            let numbers: Vec<i64> = (0..count).collect();
            let fields: Vec<&dyn IntoValue> = numbers.iter().map(|number| number as _).collect();
            let mut seen = Vec::new();
            super::params(&fields, &mut |values| {
                seen.extend(values.iter().map(|value| value.text(ParamType::Integer).to_string()));
            });
            assert_eq!(seen, numbers.iter().map(i64::to_string).collect::<Vec<_>>());
        }
    }

    #[test]
    fn displayed_fields_use_display() {
        let some = Some(std::net::Ipv4Addr::LOCALHOST);
        assert_eq!(DisplayOptionField(&some).value(), DisplayField(&"127.0.0.1").value());
        assert!(DisplayOptionField(&None::<u8>).value().is_absent());
    }

    #[test]
    fn debug_supports_pretty_printing() {
        let text = format!("{:#?}", LowBalance::sample());
        assert!(text.starts_with("InsufficientBalance {\n    balance: \"$5.00\",\n"), "{text}");
        assert!(text.contains("    shard: Some(\n        7,\n    ),\n"), "{text}");
    }
}
