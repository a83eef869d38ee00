//! Values as JSON, in the form that the catalog defines for their type.

use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::time::{Rfc3339, unix_nanos};
use crate::{ParamType, Value};

/// A value and the type that defines its JSON form.
#[derive(Clone, Copy)]
pub(super) struct TypedValue<'a> {
    pub(super) value: Value<'a>,
    pub(super) ty: ParamType,
}

impl TypedValue<'_> {
    pub(super) const ABSENT: Self = Self { value: Value::Absent, ty: ParamType::String };
}

impl<'a> TypedValue<'a> {
    /// Returns the value of a fact, whose type follows from the value.
    pub(super) fn of_fact(value: Value<'a>) -> Self {
        let ty = match value {
            Value::Integer(_) => ParamType::Integer,
            Value::Number(_) => ParamType::Number,
            Value::Boolean(_) => ParamType::Boolean,
            _ => ParamType::String,
        };
        Self { value, ty }
    }

    /// Returns an item of a list or a map.
    fn item(self, value: Value<'_>) -> TypedValue<'_> {
        TypedValue { value, ty: self.ty.item() }
    }

    /// Returns the value in the form of a string.
    pub(super) fn as_text(self) -> TypedText<'a> {
        TypedText(self)
    }
}

/// A value that is written as a string, or as `null` if it is absent.
pub(super) struct TypedText<'a>(TypedValue<'a>);

impl Serialize for TypedText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let TypedValue { value, ty } = self.0;
        if value.is_absent() { serializer.serialize_unit() } else { serializer.collect_str(&value.text(ty)) }
    }
}

impl Serialize for TypedValue<'_> {
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
                    Ok(whole) if nanos % unit == 0 => serializer.serialize_u64(whole),
                    // Exact to the nanosecond up to 104 days, which is precise enough.
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
            Value::List(list) => serializer.collect_seq(list.items().map(|(_, item)| self.item(item))),
            Value::Map(map) => serializer.collect_map(map.items().map(|(key, item)| (key, self.item(item)))),
        }
    }
}

/// Writes whole numbers as `5`, not `5.0`, because JSON has only one number type and this is its usual form.
fn serialize_number<S: Serializer>(number: f64, serializer: S) -> Result<S::Ok, S::Error> {
    /// 2⁵³. Up to this value, an `f64` holds every whole number exactly.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= EXACT {
        serializer.serialize_i64(number as i64)
    } else {
        serializer.serialize_f64(number)
    }
}
