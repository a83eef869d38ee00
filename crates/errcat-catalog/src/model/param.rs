//! Params: the values that errors, headers and contexts carry.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Audience, json_text, words};

/// A value that an error, a header or an envelope's context carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Param {
    /// The name, also of the Rust field: `retry_after`.
    pub name: String,
    /// The type of the value.
    pub ty: ParamType,
    /// The description, one line of Markdown; empty if the catalog has none.
    pub doc: String,
    /// An example value, as it is on the wire; one of the type if the catalog has none.
    #[serde(with = "json_text")]
    pub example: Json,
    /// The name in the object that `{params}` expands to.
    pub wire: String,
    /// `true` if that object contains the param.
    pub in_body: bool,
    /// The audience that may see the value.
    #[serde(with = "words")]
    pub audience: Audience,
    /// `true` if the value may be absent.
    pub optional: bool,
}

/// The type of a param.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ParamType {
    String,
    Integer,
    Number,
    Boolean,
    DurationSeconds,
    DurationMilliseconds,
    TimestampRfc3339,
    TimestampSeconds,
    TimestampMilliseconds,
    Json,
    /// A valid Rust path such as `std::net::IpAddr`, sent as text.
    Rust(String),
}

impl ParamType {
    /// Returns the type and the unit in one word; a Rust path as it is.
    pub fn name(&self) -> &str {
        match self {
            ParamType::String => "string",
            ParamType::Integer => "integer",
            ParamType::Number => "number",
            ParamType::Boolean => "boolean",
            ParamType::DurationSeconds => "duration_seconds",
            ParamType::DurationMilliseconds => "duration_milliseconds",
            ParamType::TimestampRfc3339 => "timestamp_rfc3339",
            ParamType::TimestampSeconds => "timestamp_seconds",
            ParamType::TimestampMilliseconds => "timestamp_milliseconds",
            ParamType::Json => "json",
            ParamType::Rust(path) => path,
        }
    }

    /// Returns a description for readers: `duration in milliseconds`.
    pub fn words(&self) -> String {
        let words = match self {
            ParamType::String => "string",
            ParamType::Integer => "integer",
            ParamType::Number => "number",
            ParamType::Boolean => "boolean",
            ParamType::DurationSeconds => "duration in seconds",
            ParamType::DurationMilliseconds => "duration in milliseconds",
            ParamType::TimestampRfc3339 => "timestamp as RFC 3339",
            ParamType::TimestampSeconds => "timestamp in seconds",
            ParamType::TimestampMilliseconds => "timestamp in milliseconds",
            ParamType::Json => "json",
            ParamType::Rust(path) => path,
        };
        words.to_owned()
    }
}
