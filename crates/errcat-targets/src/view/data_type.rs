//! Types of params and headers, for generators of code.

use errcat_catalog::model::{KnownValues, ParamType};
use serde::Serialize;

/// The type of a value.
#[derive(Debug, Serialize)]
pub(crate) struct DataTypeView<'a> {
    /// `string`, `integer`, `number`, `boolean`, `duration`, `timestamp`, `json` (any value), `list` or `map`
    /// (an object with any keys).
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    /// The unit of a duration or a timestamp: `seconds`, `milliseconds` or `rfc3339`.
    pub(crate) unit: Option<&'static str>,
    /// The known values of a string. Empty if it can be any.
    pub(crate) values: &'a [String],
    /// The name of the type with these values, in `UpperCamelCase`.
    pub(crate) name: Option<&'a str>,
    /// The type of the items of a list, or of the values of a map.
    pub(crate) items: Option<Box<DataTypeView<'a>>>,
}

impl<'a> DataTypeView<'a> {
    pub(super) fn new(ty: &'a ParamType) -> Self {
        let (kind, unit) = match ty {
            // Other languages don't have the Rust type, which is sent as a text.
            ParamType::String | ParamType::Rust(_) | ParamType::Enum(_) => ("string", None),
            ParamType::Integer => ("integer", None),
            ParamType::Number => ("number", None),
            ParamType::Boolean => ("boolean", None),
            ParamType::DurationSeconds => ("duration", Some("seconds")),
            ParamType::DurationMilliseconds => ("duration", Some("milliseconds")),
            ParamType::TimestampRfc3339 => ("timestamp", Some("rfc3339")),
            ParamType::TimestampSeconds => ("timestamp", Some("seconds")),
            ParamType::TimestampMilliseconds => ("timestamp", Some("milliseconds")),
            ParamType::Json => ("json", None),
            ParamType::List(_) => ("list", None),
            ParamType::Map(_) => ("map", None),
        };
        let (values, name) = match ty {
            ParamType::Enum(KnownValues { name, values }) => (values.as_slice(), Some(name.as_str())),
            _ => (&[][..], None),
        };
        let items = match ty {
            ParamType::List(item) | ParamType::Map(item) => Some(Box::new(DataTypeView::new(item))),
            _ => None,
        };
        DataTypeView { kind, unit, values, name, items }
    }
}
