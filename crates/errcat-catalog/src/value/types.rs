//! The types of params, and the values that fit them.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use crate::model::{KnownValues, ParamType};
use crate::names;
use crate::raw::{RawParam, RawUnit};
use crate::shape::Word;

/// The names of types. Rust paths are types too.
pub const KINDS: [&str; 7] = ["string", "integer", "number", "boolean", "duration", "timestamp", "json"];

/// The Rust module of an API's types of known values.
pub const ENUMS_MODULE: &str = "params";

/// The starts of types with several values: `list of integer`.
pub const LIST_OF: &str = "list of ";
/// See [`LIST_OF`].
pub const MAP_OF: &str = "map of ";

/// Returns `Some` if a word is a type.
pub fn kind(word: &Word) -> Option<()> {
    param_type(Some(word), None).map(drop)
}

/// Returns the type for a word and a unit; `None` if the word isn't a type.
pub fn param_type(word: Option<&Word>, unit: Option<RawUnit>) -> Option<ParamType> {
    type_of(word.map_or("string", |word| word.value.as_str()), unit)
}

fn type_of(word: &str, unit: Option<RawUnit>) -> Option<ParamType> {
    let item = |word| type_of(word, unit).filter(is_item).map(Box::new);
    if let Some(word) = word.strip_prefix(LIST_OF) {
        return item(word).map(ParamType::List);
    }
    if let Some(word) = word.strip_prefix(MAP_OF) {
        return item(word).map(ParamType::Map);
    }
    Some(match (word, unit) {
        ("string", _) => ParamType::String,
        ("integer", _) => ParamType::Integer,
        ("number", _) => ParamType::Number,
        ("boolean", _) => ParamType::Boolean,
        ("duration", Some(RawUnit::Milliseconds)) => ParamType::DurationMilliseconds,
        ("duration", _) => ParamType::DurationSeconds,
        ("timestamp", Some(RawUnit::Seconds)) => ParamType::TimestampSeconds,
        ("timestamp", Some(RawUnit::Milliseconds)) => ParamType::TimestampMilliseconds,
        ("timestamp", _) => ParamType::TimestampRfc3339,
        ("json", _) => ParamType::Json,
        (path, _) => {
            names::rust_path(path)?;
            ParamType::Rust(path.to_owned())
        }
    })
}

/// Returns `true` if a type can be that of the items of a list or a map.
fn is_item(ty: &ParamType) -> bool {
    match ty {
        ParamType::String
        | ParamType::Integer
        | ParamType::Number
        | ParamType::Boolean
        | ParamType::DurationSeconds
        | ParamType::DurationMilliseconds
        | ParamType::TimestampRfc3339
        | ParamType::TimestampSeconds
        | ParamType::TimestampMilliseconds
        | ParamType::Enum(_) => true,
        ParamType::Json | ParamType::Rust(_) | ParamType::List(_) | ParamType::Map(_) => false,
    }
}

/// Returns the type of the items for the word of a list or a map; any other word as it is.
pub fn item_word(word: &str) -> &str {
    word.strip_prefix(LIST_OF).or_else(|| word.strip_prefix(MAP_OF)).unwrap_or(word)
}

/// Returns the type of a declared param, with its known values; `None` if it isn't one.
pub fn declared_type(name: &str, raw: &RawParam) -> Option<ParamType> {
    let ty = param_type(raw.r#type.as_ref(), raw.unit)?;
    if raw.values.is_empty() {
        return Some(ty);
    }
    let known = || {
        Box::new(ParamType::Enum(KnownValues {
            name: enum_name(name, raw),
            values: raw.values.iter().map(|value| value.text.clone()).collect(),
        }))
    };
    Some(match ty {
        ParamType::String => *known(),
        ParamType::List(item) if *item == ParamType::String => ParamType::List(known()),
        ParamType::Map(item) if *item == ParamType::String => ParamType::Map(known()),
        // Reported by `invalid-values`.
        ty => ty,
    })
}

/// Returns the name of the Rust type of a param with known values.
pub fn enum_name(name: &str, raw: &RawParam) -> String {
    raw.name.as_ref().map_or_else(|| names::variant(name), |name| name.value.clone())
}

/// Checks that an example matches a type. The error describes what it should be.
pub fn fits(example: &Json, ty: &ParamType) -> Result<(), Cow<'static, str>> {
    if let Some((item, ty)) = misfit_item(example, ty) {
        return fits(item, ty);
    }
    let (fits, expected) = match ty {
        ParamType::String | ParamType::Rust(_) => (example.is_string(), "a text"),
        ParamType::Enum(known) => {
            let is_known = known.values.iter().any(|value| example == value);
            let expected = || format!("one of {}", known.values.join(", ")).into();
            return if is_known { Ok(()) } else { Err(expected()) };
        }
        ParamType::Integer => (example.is_i64(), "a whole number"),
        ParamType::Number => (example.is_number(), "a number"),
        ParamType::Boolean => (example.is_boolean(), "true or false"),
        ParamType::DurationSeconds => {
            (example.as_f64().is_some_and(|n| n >= 0.0), "a number of seconds, 0 or more")
        }
        ParamType::DurationMilliseconds => {
            (example.as_f64().is_some_and(|n| n >= 0.0), "a number of milliseconds, 0 or more")
        }
        ParamType::TimestampSeconds => (example.is_i64(), "a number of seconds since 1970"),
        ParamType::TimestampMilliseconds => (example.is_i64(), "a number of milliseconds since 1970"),
        ParamType::TimestampRfc3339 => {
            let is_time = example.as_str().is_some_and(|text| humantime::parse_rfc3339(text).is_ok());
            (is_time, "a time such as \"2024-01-15T10:30:00.000Z\"")
        }
        ParamType::Json => (true, ""),
        ParamType::List(_) => (example.is_array(), "a list"),
        ParamType::Map(_) => (example.is_object(), "a map"),
    };
    if fits { Ok(()) } else { Err(expected.into()) }
}

/// Returns the first item of a list or a map that doesn't match its type, with this type.
pub fn misfit_item<'a>(example: &'a Json, ty: &'a ParamType) -> Option<(&'a Json, &'a ParamType)> {
    let is_misfit = |item: &&Json| fits(item, ty.item()).is_err();
    let item = match (ty, example) {
        (ParamType::List(_), Json::Array(items)) => items.iter().find(is_misfit),
        (ParamType::Map(_), Json::Object(items)) => items.values().find(is_misfit),
        _ => None,
    };
    item.map(|item| (item, ty.item()))
}

/// Returns an example of a type, for a param without one. A text is the name in angle brackets.
pub fn example_of(name: &str, ty: &ParamType) -> Json {
    match ty {
        ParamType::String | ParamType::Rust(_) => format!("<{name}>").into(),
        ParamType::Integer | ParamType::DurationSeconds => 1.into(),
        ParamType::DurationMilliseconds => 1_000.into(),
        ParamType::Number => 1.5.into(),
        ParamType::Boolean => true.into(),
        ParamType::TimestampRfc3339 => "2024-01-15T10:30:00.000Z".into(),
        ParamType::TimestampSeconds => 1_705_314_600.into(),
        ParamType::TimestampMilliseconds => 1_705_314_600_000_i64.into(),
        ParamType::Json => json!({}),
        ParamType::Enum(known) => known.values.first().map_or(Json::Null, |value| value.as_str().into()),
        ParamType::List(item) => json!([example_of(name, item)]),
        ParamType::Map(item) => json!({ "<key>": example_of(name, item) }),
    }
}

#[cfg(test)]
mod tests {
    use super::{KINDS, example_of, fits, param_type};
    use crate::finding::{Span, Spanned};
    use crate::raw::RawUnit;
    use crate::shape::Word;
    use crate::span::FileId;

    #[test]
    fn examples_fit_their_types() {
        let units = [None, Some(RawUnit::Seconds), Some(RawUnit::Milliseconds), Some(RawUnit::Rfc3339)];
        let several = ["list of string", "list of timestamp", "map of duration"];
        for kind in KINDS.into_iter().chain(["std::net::IpAddr"]).chain(several) {
            let word = Word(Spanned { value: kind.to_owned(), span: Span::start_of(FileId(0)) });
            for unit in units {
                let ty = param_type(Some(&word), unit).expect("a type");
                assert_eq!(fits(&example_of("x", &ty), &ty), Ok(()), "{ty:?}");
            }
        }
    }
}
