//! What a field of a hand-written error may be, by the type of the param that it fills.
//!
//! `#[derive(CatalogError)]` can't see types, so it calls [`value`] with the kind of the param, and the
//! compiler says at the field whether its type fits: a `String` in place of a number would compile
//! otherwise, and change the wire.

use std::fmt::Display;
use std::time::SystemTime;

use crate::{IntoValue, Value};

/// A text: anything that is [`Display`].
#[derive(Debug, Clone, Copy)]
pub struct Text;
/// A whole number: the integers up to 64 bits.
#[derive(Debug, Clone, Copy)]
pub struct Integer;
/// Any number: `f64`, and what is an [`Integer`].
#[derive(Debug, Clone, Copy)]
pub struct Number;
/// `bool`.
#[derive(Debug, Clone, Copy)]
pub struct Boolean;
/// A length of time: [`std::time::Duration`].
#[derive(Debug, Clone, Copy)]
pub struct Duration;
/// A point in time: [`SystemTime`].
#[derive(Debug, Clone, Copy)]
pub struct Timestamp;
/// Any JSON: [`crate::Json`].
#[derive(Debug, Clone, Copy)]
pub struct Json;

/// A type that can fill a param of a kind: [`Text`], [`Integer`] and so on.
///
/// Implement it for your own number or time type to use that in a hand-written error.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` can't fill a param of kind `{K}`",
    label = "the catalog wants another type here",
    note = "texts take what is `Display`; integers `i64` and the like, numbers also `f64`; booleans `bool`; \
            durations `std::time::Duration`; timestamps `std::time::SystemTime`; json `errcat::Json`",
    note = "only a param that the catalog calls optional can be an `Option`"
)]
pub trait Fills<K> {
    /// The param's value.
    fn fill(&self) -> Value<'_>;
}

/// The value of a field that fills a param of kind `K`.
pub fn value<K, F: Fills<K>>(field: &F) -> Value<'_> {
    field.fill()
}

/// The value of a field that fills an optional param of kind `K`.
pub fn optional<K, F: Fills<K>>(field: &Option<F>) -> Value<'_> {
    field.as_ref().map_or(Value::Absent, Fills::fill)
}

impl<T: Display> Fills<Text> for T {
    fn fill(&self) -> Value<'_> {
        Value::Display(self)
    }
}

// Not recommended: the note above says in a line what a list of the impls would say in thirty.
macro_rules! fills {
    ($($kind:ty: $($ty:ty)+,)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl Fills<$kind> for $ty {
            fn fill(&self) -> Value<'_> {
                self.value()
            }
        }

        #[diagnostic::do_not_recommend]
        impl Fills<$kind> for &$ty {
            fn fill(&self) -> Value<'_> {
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
    fn fields_fill_params_of_their_kind() {
        let text = |value: Value<'_>| value.text(ParamType::String).to_string();
        assert_eq!(text(value::<Text, _>(&'x')), "x");
        assert_eq!(text(value::<Text, _>(&404_u16)), "404");
        assert_eq!(text(value::<Integer, _>(&404_u16)), "404");
        assert_eq!(text(value::<Number, _>(&0.5)), "0.5");
        assert_eq!(text(value::<Boolean, _>(&&true)), "true");
        assert_eq!(text(value::<Duration, _>(&std::time::Duration::from_secs(2))), "2");
        assert_eq!(text(value::<Timestamp, _>(&SystemTime::UNIX_EPOCH)), "1970-01-01T00:00:00.000Z");
        assert_eq!(text(value::<Json, _>(&crate::Json::from_text("[]"))), "[]");
        assert_eq!(text(optional::<Text, _>(&Some("a"))), "a");
        assert!(optional::<Integer, i64>(&None).is_absent());
    }
}
