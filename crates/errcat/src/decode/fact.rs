//! Compares the values of facts in a response with those of the catalog.

use super::shape::WireValue;
use crate::FactValue;
use crate::difference::quoted;

/// Returns `true` if a fact has this value.
pub(super) fn is_fact(fact: Option<FactValue>, value: &WireValue<'_>) -> bool {
    let json = match value {
        WireValue::Json(json) => json,
        WireValue::Text(text) | WireValue::Raw(text) => {
            return fact.map_or(value.is_absent(), |fact| fact.to_string() == **text);
        }
    };
    // A server may write any value as a string: `"1146"`.
    let json = match fact {
        Some(FactValue::Integer(_) | FactValue::Number(_) | FactValue::Boolean(_)) => json.trim_matches('"'),
        _ => json,
    };
    match fact {
        None => json == "null",
        Some(FactValue::Text(text)) => {
            let inner = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
            // Only a text with escapes has several spellings.
            inner == Some(text)
                || json.contains('\\') && serde_json::from_str(json).ok() == Some(text.to_owned())
        }
        Some(FactValue::Integer(number)) => json.parse() == Ok(number) || json.parse() == Ok(number as f64),
        Some(FactValue::Number(number)) => json.parse() == Ok(number),
        Some(FactValue::Boolean(boolean)) => json.parse() == Ok(boolean),
    }
}

/// Returns a fact as JSON.
pub(super) fn fact_json(fact: Option<FactValue>) -> String {
    match fact {
        None => "null".to_owned(),
        Some(FactValue::Text(text)) => quoted(text),
        Some(value) => value.to_string(),
    }
}
