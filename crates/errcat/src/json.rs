//! A param's value that is JSON already.

use std::fmt;

/// JSON as text: the value of a param of type `json`.
///
/// It is kept as written: order of members, digits of numbers, spaces. Two are equal when their texts
/// are.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Json(Box<str>);

impl Json {
    /// Takes a JSON text as it is. One that is no JSON becomes a JSON string in a body, so that the body
    /// remains JSON whatever comes in.
    pub fn from_text(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The text.
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
    fn keeps_the_text() {
        let json = Json::from_text("{\"b\": 1.00, \"a\": []}");
        assert_eq!(json.as_str(), "{\"b\": 1.00, \"a\": []}");
        assert_eq!(format!("{json} {json:?}"), "{\"b\": 1.00, \"a\": []} {\"b\": 1.00, \"a\": []}");
    }

    #[cfg(feature = "json")]
    #[test]
    fn comes_from_a_tree() {
        assert_eq!(Json::from(serde_json::json!([1, "a"])).as_str(), "[1,\"a\"]");
    }
}
