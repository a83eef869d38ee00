//! Parts of an API that other parts refer to by name.

use std::ops::Index;

use errcat_catalog::model::{Api, Code, Envelope, Header, Id, Table};
use serde::{Serialize, Serializer};

/// A reference to a code, a table, a header or an envelope. Data contains the name.
#[derive(Debug)]
pub(crate) struct Named<'a, T> {
    /// The position in the API's list.
    pub(crate) id: Id<T>,
    /// The name.
    pub(crate) name: &'a str,
}

/// A part of an API with a name.
pub(crate) trait HasName {
    /// Returns the name.
    fn name(&self) -> &str;
}

impl<'a, T: HasName + 'a> Named<'a, T>
where
    Api: Index<Id<T>, Output = T>,
{
    pub(super) fn new(api: &'a Api, id: Id<T>) -> Self {
        Named { id, name: api[id].name() }
    }

    /// Returns references to several parts.
    pub(super) fn list(api: &'a Api, ids: &[Id<T>]) -> Vec<Self> {
        ids.iter().map(|id| Named::new(api, *id)).collect()
    }
}

impl HasName for Code {
    fn name(&self) -> &str {
        &self.code
    }
}

impl HasName for Table {
    fn name(&self) -> &str {
        &self.name
    }
}

impl HasName for Header {
    fn name(&self) -> &str {
        &self.name
    }
}

impl HasName for Envelope {
    fn name(&self) -> &str {
        &self.name
    }
}

impl<T> Serialize for Named<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}
