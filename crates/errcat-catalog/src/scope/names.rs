//! The names in an API that links can refer to.

use std::collections::HashSet;

use crate::model::Api;
use crate::parse::Folder;

/// The names in an API that links can refer to.
#[derive(Debug, Default)]
pub struct Names {
    /// Codes.
    pub codes: HashSet<String>,
    /// Guides.
    pub guides: HashSet<String>,
    /// Tables.
    pub tables: HashSet<String>,
}

impl Names {
    /// The names in a folder.
    pub(crate) fn of_folder(folder: &Folder) -> Self {
        let codes = folder.tables.iter().flat_map(|table| table.raw.errors.keys().map(str::to_owned));
        Names {
            codes: codes.collect(),
            guides: folder.guides.iter().map(|guide| guide.name.clone()).collect(),
            tables: folder.tables.iter().map(|table| table.name.clone()).collect(),
        }
    }

    /// The names in the folder that an API was read from.
    pub(crate) fn of_api(api: &Api) -> Self {
        Names {
            codes: api.codes.iter().map(|code| code.code.clone()).collect(),
            guides: api.guides.iter().map(|guide| guide.name.clone()).collect(),
            tables: api.tables.iter().map(|table| table.name.clone()).collect(),
        }
    }
}
