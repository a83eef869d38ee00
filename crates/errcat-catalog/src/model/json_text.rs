//! JSON values as JSON text, for serialization formats that can't hold values of any type.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

pub(super) fn serialize<S: Serializer>(value: &Json, serializer: S) -> Result<S::Ok, S::Error> {
    value.to_string().serialize(serializer)
}

pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Json, D::Error> {
    let text = <&str>::deserialize(deserializer)?;
    serde_json::from_str(text).map_err(D::Error::custom)
}

/// Lists of values.
pub(super) mod list {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::Value as Json;

    pub(in super::super) fn serialize<S: Serializer>(
        values: &[Json],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        values.iter().map(Json::to_string).collect::<Vec<_>>().serialize(serializer)
    }

    pub(in super::super) fn deserialize<'d, D: Deserializer<'d>>(
        deserializer: D,
    ) -> Result<Vec<Json>, D::Error> {
        let texts = <Vec<&str>>::deserialize(deserializer)?;
        texts.into_iter().map(|text| serde_json::from_str(text).map_err(D::Error::custom)).collect()
    }
}
