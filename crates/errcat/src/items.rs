//! Lists and maps: params with any number of values.

use std::collections::BTreeMap;

use crate::value::Items;
use crate::{IntoValue, Value};

impl<T: IntoValue> Items for Vec<T> {
    fn items(&self) -> Box<dyn Iterator<Item = (&str, Value<'_>)> + '_> {
        Box::new(self.iter().map(|item| ("", item.value())))
    }
}

impl<T: IntoValue> Items for BTreeMap<String, T> {
    fn items(&self) -> Box<dyn Iterator<Item = (&str, Value<'_>)> + '_> {
        Box::new(self.iter().map(|(key, item)| (key.as_str(), item.value())))
    }
}

impl<T: IntoValue> IntoValue for Vec<T> {
    fn value(&self) -> Value<'_> {
        Value::List(self)
    }
}

impl<T: IntoValue> IntoValue for BTreeMap<String, T> {
    fn value(&self) -> Value<'_> {
        Value::Map(self)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::ParamType;

    #[test]
    fn items_are_joined_in_texts() {
        let text = |value: &dyn IntoValue, ty| value.value().text(ty).to_string();
        let seconds = ParamType::List(&ParamType::DurationSeconds);
        let millis = ParamType::List(&ParamType::DurationMilliseconds);
        let waits = vec![Duration::from_secs(1), Duration::from_millis(250)];
        assert_eq!(text(&waits, seconds), "1, 0.25");
        assert_eq!(text(&waits, millis), "1000, 250");
        assert_eq!(text(&vec!["a", "b, c"], ParamType::List(&ParamType::String)), "a, b, c");
        assert_eq!(text(&Vec::<String>::new(), ParamType::List(&ParamType::String)), "");
        let limits = BTreeMap::from([("writes".to_owned(), 2), ("reads".to_owned(), 1)]);
        assert_eq!(text(&limits, ParamType::Map(&ParamType::Integer)), "reads: 1, writes: 2");
    }

    #[test]
    fn debug_and_equality_are_those_of_the_items() {
        let (list, map) = (vec![1, 2], BTreeMap::from([("a".to_owned(), true)]));
        assert_eq!(format!("{:?} {:?}", list.value(), map.value()), "[1, 2] {\"a\": true}");
        assert_eq!(list.value(), vec![1, 2].value());
        assert_ne!(list.value(), vec![2, 1].value());
        assert_ne!(list.value(), vec![1].value());
        assert_ne!(map.value(), BTreeMap::from([("b".to_owned(), true)]).value());
        assert_ne!(Vec::<bool>::new().value(), BTreeMap::<String, bool>::new().value());
    }
}
