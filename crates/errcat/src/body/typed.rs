//! A value as JSON: the wire form that the catalog promises for its type.

use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::time::{Rfc3339, unix_nanos};
use crate::{ParamType, Value};

/// A value and the type that says how it is written.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) value: Value<'a>,
    pub(super) ty: ParamType,
}

impl Typed<'_> {
    pub(super) const ABSENT: Self = Self { value: Value::Absent, ty: ParamType::String };
}

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Absent => serializer.serialize_unit(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Display(text) => serializer.collect_str(text),
            Value::Integer(number) => serializer.serialize_i64(number),
            Value::Unsigned(number) => serializer.serialize_u64(number),
            Value::Number(number) => serialize_number(number, serializer),
            Value::Boolean(boolean) => serializer.serialize_bool(boolean),
            Value::Duration(duration) => {
                let (nanos, unit) = (duration.as_nanos(), self.ty.duration_unit());
                match u64::try_from(nanos / unit) {
                    Ok(whole) if nanos.is_multiple_of(unit) => serializer.serialize_u64(whole),
                    // Exact to the nanosecond for 104 days; beyond, nobody counts them.
                    _ => serializer.serialize_f64(nanos as f64 / unit as f64),
                }
            }
            Value::Time(time) => match self.ty.unix_unit() {
                Some(unit) => {
                    let number = unix_nanos(time).div_euclid(unit);
                    serializer.serialize_i64(number.clamp(i64::MIN.into(), i64::MAX.into()) as i64)
                }
                None => serializer.collect_str(&Rfc3339(time)),
            },
            Value::Json(json) => match serde_json::from_str::<&RawValue>(json.as_str()) {
                Ok(raw) => raw.serialize(serializer),
                Err(_) => serializer.serialize_str(json.as_str()),
            },
        }
    }
}

/// `5`, not `5.0`: JSON has one kind of number, and this is how people write it.
fn serialize_number<S: Serializer>(number: f64, serializer: S) -> Result<S::Ok, S::Error> {
    /// 2⁵³: up to here every whole `f64` is also that whole number.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= EXACT {
        serializer.serialize_i64(number as i64)
    } else {
        serializer.serialize_f64(number)
    }
}
