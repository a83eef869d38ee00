//! What the words of the language are called, where they are written down again.

use super::{Audience, Identity, ParamType, Severity};

impl Severity {
    /// As the catalog writes it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
            Severity::Critical => "critical",
        }
    }
}

impl Audience {
    /// As the catalog writes it.
    pub fn name(self) -> &'static str {
        match self {
            Audience::Public => "public",
            Audience::Internal => "internal",
            Audience::Secret => "secret",
        }
    }
}

impl Identity {
    /// As the catalog writes it.
    pub fn name(self) -> &'static str {
        match self {
            Identity::Status => "status",
            Identity::Code => "code",
            Identity::Title => "title",
            Identity::Message => "message",
            Identity::Type => "type",
        }
    }
}

impl ParamType {
    /// Type and unit in one word; a Rust path as it is.
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

    /// As an author would say it: `duration in milliseconds`.
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
