//! Serializers for values of the model.

use errcat_catalog::shape::Choice;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Serializes a keyword of the catalog's language.
pub(super) fn word<T: Choice + Copy, S: Serializer>(
    choice: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    choice.map(Choice::word).serialize(serializer)
}

/// Serializes keywords of the catalog's language.
pub(super) fn words<T: Choice + Copy, S: Serializer>(
    choices: &&[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(choices.iter().map(|choice| choice.word()))
}

/// Serializes pairs of names and values as an object.
pub(super) fn pairs<S: Serializer>(
    pairs: impl AsRef<[(String, String)]>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let pairs = pairs.as_ref();
    let mut object = serializer.serialize_map(Some(pairs.len()))?;
    for (name, value) in pairs {
        object.serialize_entry(name, value)?;
    }
    object.end()
}
