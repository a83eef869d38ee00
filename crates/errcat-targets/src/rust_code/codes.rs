//! Facts about codes that the derive checks, in a generated crate and in a generated module.

use errcat_catalog::model::{Api, Code};

/// Returns the operations that return the code, in all its tables. Empty if any operation can return it.
pub(crate) fn operations(api: &Api, code: &Code) -> Vec<String> {
    let in_tables = || code.entries().map(|id| api[id.table].operations_of(&api[id]));
    if in_tables().any(<[String]>::is_empty) {
        return Vec::new();
    }
    in_tables().flatten().cloned().collect()
}
