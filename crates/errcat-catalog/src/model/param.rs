//! Params: the values that errors, headers and contexts carry.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Audience, json_text, words};
use crate::names;

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
    /// A text that has one of these values, or another one of a newer server.
    Enum(KnownValues),
    /// A list of values of a type.
    List(Box<ParamType>),
    /// A map of texts to values of a type.
    Map(Box<ParamType>),
}

/// The known values of a param.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownValues {
    /// The name of the Rust type: `Plan`.
    pub name: String,
    /// The values, in the written order.
    pub values: Vec<String>,
}

impl KnownValues {
    /// The Rust variant of values that aren't known.
    pub const UNDECLARED: &'static str = "Undeclared";

    /// Returns the values with their Rust variants.
    pub fn variants(&self) -> impl Iterator<Item = (String, &str)> {
        self.values.iter().map(|value| (names::variant_of_value(value).unwrap_or_default(), value.as_str()))
    }
}

impl ParamType {
    /// Returns the type and the unit in one word; a Rust path as it is.
    pub fn name(&self) -> Cow<'_, str> {
        let name = match self {
            ParamType::List(item) => return format!("list_of_{}", item.name()).into(),
            ParamType::Map(item) => return format!("map_of_{}", item.name()).into(),
            ParamType::String | ParamType::Enum(_) => "string",
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
        };
        name.into()
    }

    /// Returns a description for readers: `duration in milliseconds`.
    pub fn words(&self) -> String {
        let words = match self {
            ParamType::List(item) => return format!("list of {}", item.words()),
            ParamType::Map(item) => return format!("map of {}", item.words()),
            ParamType::String | ParamType::Enum(_) => "string",
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

    /// Returns the type of the items of a list or a map; of any other value, its own type.
    pub fn item(&self) -> &ParamType {
        match self {
            ParamType::List(item) | ParamType::Map(item) => item,
            ty => ty,
        }
    }

    /// Returns the known values of a text, or of the texts in a list or a map.
    pub fn known_values(&self) -> Option<&KnownValues> {
        match self.item() {
            ParamType::Enum(known) => Some(known),
            _ => None,
        }
    }

    /// Returns `true` if clients can read a value from its text, in a message for example. An item of a list
    /// that can be any text may contain the separator, and so may the key of a map.
    pub fn is_read_from_text(&self) -> bool {
        match self {
            ParamType::List(item) => !matches!(
                **item,
                ParamType::String | ParamType::Enum(_) | ParamType::Json | ParamType::Rust(_)
            ),
            ParamType::Map(_) => false,
            _ => true,
        }
    }
}
