//! The types that a field of a hand-written error can have, depending on the type of its param.
//!
//! `#[derive(CatalogError)]` can't see types. So the code it generates calls [`value`] with the kind of the
//! param, and the compiler reports a type that doesn't fit at the field itself. Without this check, a
//! `String` in place of a number would compile and change the wire format.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::marker::PhantomData;
use std::time::SystemTime;

use crate::{IntoValue, Value};

/// A text: any [`Display`] type.
#[derive(Debug, Clone, Copy)]
pub struct Text;
/// A whole number: any integer of up to 64 bits.
#[derive(Debug, Clone, Copy)]
pub struct Integer;
/// A number: `f64`, or any type that fills an [`Integer`].
#[derive(Debug, Clone, Copy)]
pub struct Number;
/// A boolean: `bool`.
#[derive(Debug, Clone, Copy)]
pub struct Boolean;
/// A length of time: [`std::time::Duration`].
#[derive(Debug, Clone, Copy)]
pub struct Duration;
/// A point in time: [`SystemTime`].
#[derive(Debug, Clone, Copy)]
pub struct Timestamp;
/// A JSON value: [`crate::Json`].
#[derive(Debug, Clone, Copy)]
pub struct Json;
/// A list of items of kind `K`: [`Vec`].
#[derive(Debug, Clone, Copy)]
pub struct List<K>(PhantomData<K>);
/// A map of texts to items of kind `K`: [`BTreeMap`].
#[derive(Debug, Clone, Copy)]
pub struct Map<K>(PhantomData<K>);

/// A field type that can hold a param of kind `K`: [`Text`], [`Integer`] and so on.
///
/// Implement it for your own number or time type to use that type in a hand-written error.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` can't fill a param of kind `{K}`",
    label = "the catalog requires another type here",
    note = "accepted types: any `Display` type for `Text`; integers of up to 64 bits for `Integer`; these and \
            `f64` for `Number`; `bool` for `Boolean`; `std::time::Duration` for `Duration`; \
            `std::time::SystemTime` for `Timestamp`; `errcat::Json` for `Json`; a `Vec` of these for `List`; \
            a `BTreeMap` with `String` keys for `Map`; the enum in the module `params` for known values",
    note = "only params with `optional: true` in the catalog can be an `Option`"
)]
pub trait ParamField<K> {
    /// Returns the param's value.
    fn param_value(&self) -> Value<'_>;
}

/// Returns the value of a field that fills a param of kind `K`.
pub fn value<K, F: ParamField<K>>(field: &F) -> Value<'_> {
    field.param_value()
}

/// Returns the value of a field that fills an optional param of kind `K`.
pub fn optional<K, F: ParamField<K>>(field: &Option<F>) -> Value<'_> {
    field.as_ref().map_or(Value::Absent, ParamField::param_value)
}

impl<T: Display> ParamField<Text> for T {
    fn param_value(&self) -> Value<'_> {
        Value::Display(self)
    }
}

// Hidden from the compiler's suggestions: the note above says in one line what a list of the impls would say
// in thirty.
#[diagnostic::do_not_recommend]
impl<K, T: ParamField<K> + IntoValue> ParamField<List<K>> for Vec<T> {
    fn param_value(&self) -> Value<'_> {
        Value::List(self)
    }
}

#[diagnostic::do_not_recommend]
impl<K, T: ParamField<K> + IntoValue> ParamField<Map<K>> for BTreeMap<String, T> {
    fn param_value(&self) -> Value<'_> {
        Value::Map(self)
    }
}

macro_rules! fills {
    ($($kind:ty: $($ty:ty)+,)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl ParamField<$kind> for $ty {
            fn param_value(&self) -> Value<'_> {
                self.value()
            }
        }

        #[diagnostic::do_not_recommend]
        impl ParamField<$kind> for &$ty {
            fn param_value(&self) -> Value<'_> {
                self.value()
            }
        }
    )+)*};
}

fills! {
    Integer: i8 i16 i32 i64 isize u8 u16 u32 u64 usize,
    Number: f64 i8 i16 i32 i64 isize u8 u16 u32 u64 usize,
    Boolean: bool,
    Duration: std::time::Duration,
    Timestamp: SystemTime,
    Json: crate::Json,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ParamType;

    #[test]
    fn fields_fill_params_of_the_same_kind() {
        let text = |value: Value<'_>| value.text(ParamType::String).to_string();
        assert_eq!(text(value::<Text, _>(&'x')), "x");
        assert_eq!(text(value::<Text, _>(&404_u16)), "404");
        assert_eq!(text(value::<Integer, _>(&404_u16)), "404");
        assert_eq!(text(value::<Number, _>(&0.5)), "0.5");
        assert_eq!(text(value::<Boolean, _>(&&true)), "true");
        assert_eq!(text(value::<Duration, _>(&std::time::Duration::from_secs(2))), "2");
        assert_eq!(text(value::<Timestamp, _>(&SystemTime::UNIX_EPOCH)), "1970-01-01T00:00:00.000Z");
        assert_eq!(text(value::<Json, _>(&crate::Json::from_text("[]"))), "[]");
        assert_eq!(text(value::<List<Text>, _>(&vec!["a", "b"])), "a, b");
        assert_eq!(text(value::<Map<Integer>, _>(&BTreeMap::from([("a".to_owned(), 1)]))), "a: 1");
        assert_eq!(text(optional::<Text, _>(&Some("a"))), "a");
        assert!(optional::<Integer, i64>(&None).is_absent());
    }
}
