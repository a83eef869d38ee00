//! Operations, which a table or an error lists in two keys.

use super::{RawError, RawTable};
use crate::shape::Text;

impl RawTable {
    /// Returns the operations of both keys.
    pub fn all_operations(&self) -> impl Iterator<Item = &Text> {
        self.operation.iter().chain(&self.operations)
    }
}

impl RawError {
    /// Returns the error's own operations, of both keys.
    pub fn own_operations(&self) -> impl Iterator<Item = &Text> {
        self.operation.iter().chain(&self.operations)
    }

    /// Returns `true` if the error lists operations instead of its table's, even if they can't be read.
    pub fn has_operations(&self) -> bool {
        self.keys.place("operation").or(self.keys.place("operations")).is_some()
    }
}
