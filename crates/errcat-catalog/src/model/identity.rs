//! The values by which clients identify errors.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A value by which clients identify errors, in a body or in a header of the envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identity {
    /// The HTTP status.
    Status,
    /// The code.
    Code,
    /// The title.
    Title,
    /// The message.
    Message,
    /// The URL of the error's page.
    Type,
    /// The table that the error is in.
    Table,
    /// A public fact, by name.
    Fact(String),
}

impl Identity {
    /// The values that every error has.
    pub const BUILT_IN: [Self; 6] =
        [Self::Status, Self::Code, Self::Title, Self::Message, Self::Type, Self::Table];

    /// Returns the value as `identify_by` spells it.
    pub fn name(&self) -> &str {
        match self {
            Self::Status => "status",
            Self::Code => "code",
            Self::Title => "title",
            Self::Message => "message",
            Self::Type => "type",
            Self::Table => "table",
            Self::Fact(name) => name,
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
