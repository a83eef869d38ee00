//! The names of param types.

use super::ParamType;

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
