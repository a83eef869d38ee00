//! Values that every language can compare.

use errcat::OwnedValue;
use errcat_catalog::model::Param;
use serde_json::{Value as Json, json};

use super::milliseconds;
use crate::view::sample;

/// Returns the example of a param. A duration is `{ "duration_ms": 45500 }`, and a time
/// `{ "time_ms": 1642252800000 }`, in milliseconds since 1970.
pub(super) fn example(param: &Param) -> Option<Json> {
    neutral(&sample::example(param))
}

fn neutral(value: &OwnedValue) -> Option<Json> {
    Some(match value {
        OwnedValue::Absent => return None,
        OwnedValue::Text(text) => json!(text),
        OwnedValue::Integer(number) => json!(number),
        OwnedValue::Unsigned(number) => json!(number),
        OwnedValue::Number(number) => json!(number),
        OwnedValue::Boolean(boolean) => json!(boolean),
        OwnedValue::Duration(duration) => json!({ "duration_ms": milliseconds(*duration) }),
        OwnedValue::Time(time) => {
            let time = match time.duration_since(std::time::UNIX_EPOCH) {
                Ok(after) => milliseconds(after),
                Err(before) => json!(-(before.duration().as_secs_f64() * 1000.0)),
            };
            json!({ "time_ms": time })
        }
        OwnedValue::Json(json) => serde_json::from_str(&json.to_string()).ok()?,
        OwnedValue::List(items) => items.iter().filter_map(neutral).collect(),
        OwnedValue::Map(items) => {
            items.iter().filter_map(|(name, value)| Some((name.clone(), neutral(value)?))).collect()
        }
    })
}
