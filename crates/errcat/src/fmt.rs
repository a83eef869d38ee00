//! The `Display`, `Debug` and `PartialEq` of errors that a catalog knows, and how they give their params.
//!
//! A generated error implements each with a call into here, which compiles in a fraction of the time that
//! a `match` with an arm of its own for each variant takes.

use std::fmt;

use crate::param::SECRET;
use crate::{Audience, CatalogError, Entry, IntoValue, Param, Value};

/// Writes the catalog's message, filled: the `Display` of a catalog error. Allocates nothing of its own.
pub fn display(error: &(impl CatalogError + ?Sized), f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fill_in(error.entry(), &|visit| error.params(visit), f)
}

/// Writes the variant's name and its params as fields, as a derived `Debug` would, but secrets as
/// [`SECRET`]: the `Debug` of a generated error.
pub fn debug(error: &(impl CatalogError + ?Sized), f: &mut fmt::Formatter<'_>) -> fmt::Result {
    list_fields(error.entry(), &|visit| error.params(visit), f)
}

/// Whether two errors are of the same entry and carry the same values: the `PartialEq` of a generated error.
pub fn eq(one: &(impl CatalogError + ?Sized), other: &(impl CatalogError + ?Sized)) -> bool {
    std::ptr::eq(one.entry(), other.entry())
        && are_equal(&|visit| one.params(visit), &|visit| other.params(visit))
}

/// An error's [`CatalogError::params`]. What takes this and not the error is compiled once, here, and not
/// again for each enum of each generated crate.
type Params<'a> = dyn Fn(&mut dyn FnMut(&[Value<'_>])) + 'a;

fn fill_in(entry: &Entry, params: &Params<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut result = Ok(());
    params(&mut |values| result = write!(f, "{}", entry.message.with(entry.params, values)));
    result
}

fn list_fields(entry: &Entry, params: &Params<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

fn are_equal(one: &Params<'_>, other: &Params<'_>) -> bool {
    let mut is_equal = false;
    one(&mut |values| other(&mut |others| is_equal = values == others));
    is_equal
}

/// Calls `visit` with the values of an error's fields: the [`CatalogError::params`] of a generated error.
pub fn params(fields: &[&dyn IntoValue], visit: &mut dyn FnMut(&[Value<'_>])) {
    /// What nearly every error has room in, so that nothing is allocated.
    const USUAL: usize = 12;
    let mut usual = [Value::Absent; USUAL];
    let Some(values) = usual.get_mut(..fields.len()) else {
        return visit(&fields.iter().map(|field| field.value()).collect::<Vec<_>>());
    };
    for (value, field) in values.iter_mut().zip(fields) {
        *value = field.value();
    }
    visit(values);
}

/// A field whose type the catalog names, as a value: what it displays.
#[derive(Debug)]
pub struct Displayed<'a, T>(pub &'a T);

impl<T: fmt::Display> IntoValue for Displayed<'_, T> {
    fn value(&self) -> Value<'_> {
        Value::Display(self.0)
    }
}

/// As [`Displayed`], for an optional field.
#[derive(Debug)]
pub struct DisplayedOption<'a, T>(pub &'a Option<T>);

impl<T: fmt::Display> IntoValue for DisplayedOption<'_, T> {
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
    use super::{Displayed, DisplayedOption};
    use crate::sample::{NotFound, Poor};
    use crate::{IntoValue, ParamType};

    #[test]
    fn display_is_the_message() {
        let text = Poor::sample().to_string();
        assert_eq!(text, "Your balance ($5.00) is insufficient for $10.00");
        assert_eq!(NotFound.to_string(), "Agent not found");
    }

    #[test]
    fn debug_is_as_derived() {
        assert_eq!(
            format!("{:?}", Poor::sample()),
            "InsufficientBalance { balance: \"$5.00\", cost: \"$10.00\", account: \"acc_1\", \
             shard: Some(7), token: [secret], retry_after: Some(1.5s), details: None }"
        );
        assert_eq!(format!("{NotFound:?}"), "AgentNotFound");
    }

    #[test]
    fn equality_is_of_the_values() {
        let poor = Poor::sample();
        assert!(super::eq(&poor, &Poor::sample()));
        assert!(!super::eq(&poor, &NotFound));
        assert!(!super::eq(&poor, &Poor { retry_after: None, ..Poor::sample() }));
    }

    #[test]
    fn any_number_of_fields_is_visited() {
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
    fn a_foreign_type_is_what_it_displays() {
        let some = Some(std::net::Ipv4Addr::LOCALHOST);
        assert_eq!(DisplayedOption(&some).value(), Displayed(&"127.0.0.1").value());
        assert!(DisplayedOption(&None::<u8>).value().is_absent());
    }

    #[test]
    fn debug_indents() {
        let text = format!("{:#?}", Poor::sample());
        assert!(text.starts_with("InsufficientBalance {\n    balance: \"$5.00\",\n"), "{text}");
        assert!(text.contains("    shard: Some(\n        7,\n    ),\n"), "{text}");
    }
}
