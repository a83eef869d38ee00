//! Raw JSON as the value of a param.

use std::fmt;

/// JSON as text: the value of a param of type `json`.
///
/// The text is kept unchanged: the order of members, the digits of numbers, whitespace. Two values are equal
/// if their texts are.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Json(Box<str>);

impl Json {
    /// Creates a value from a JSON text, without parsing it. If the text isn't valid JSON, a body contains it
    /// as a JSON string, so that the body itself is always valid.
    pub fn from_text(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "json")]
impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        Self(value.to_string().into())
    }
}

#[cfg(feature = "json")]
impl From<&serde_json::Value> for Json {
    fn from(value: &serde_json::Value) -> Self {
        Self(value.to_string().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_kept_unchanged() {
        let json = Json::from_text("{\"b\": 1.00, \"a\": []}");
        assert_eq!(json.as_str(), "{\"b\": 1.00, \"a\": []}");
        assert_eq!(format!("{json} {json:?}"), "{\"b\": 1.00, \"a\": []} {\"b\": 1.00, \"a\": []}");
    }

    #[cfg(feature = "json")]
    #[test]
    fn serde_json_values_convert_to_text() {
        assert_eq!(Json::from(serde_json::json!([1, "a"])).as_str(), "[1,\"a\"]");
    }
}
