//! The params of a decoded error, by name.

use crate::{Decode, DecodedError, ErrorResponse, OwnedValue, Value};

impl<E: Decode> ErrorResponse<E> {
    /// Returns the value of a public param by name, or `None` if the response doesn't contain it.
    ///
    /// An error that couldn't be built has values too, if only some are missing: a proxy may have removed a
    /// header, or CORS may hide it.
    pub fn param(&self, name: &str) -> Option<OwnedValue> {
        let entry = self.entry()?;
        let index = entry.params.iter().position(|param| param.name == name && param.is_public())?;
        self.with_params(|values| values.get(index).copied().map(OwnedValue::from))
            .filter(|value| *value != OwnedValue::Absent)
    }

    /// Calls `read` with the values of all params of a known error. Missing ones are absent.
    pub(super) fn with_params<T>(&self, read: impl Fn(&[Value<'_>]) -> Option<T>) -> Option<T> {
        match self.decoded() {
            DecodedError::Error(error) => {
                let mut found = None;
                error.params(&mut |values| found = read(values));
                found
            }
            _ => read(&self.inner.decoded.values.iter().map(crate::IntoValue::value).collect::<Vec<_>>()),
        }
    }
}
