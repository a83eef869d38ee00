//! The names in an API that links can refer to.

use std::collections::{HashMap, HashSet};

use super::SharedCodes;
use crate::model::Api;
use crate::parse::Folder;
use crate::raw::RawError;

/// The names in an API that links can refer to.
#[derive(Debug, Default)]
pub struct Names {
    /// The ids of errors.
    pub codes: HashSet<String>,
    /// Former codes, with the current ones.
    pub aliases: HashMap<String, String>,
    /// Guides.
    pub guides: HashSet<String>,
    /// Tables.
    pub tables: HashSet<String>,
    /// `true` if every file could be read. Otherwise, there may be more names.
    pub complete: bool,
}

impl Names {
    /// The names in a folder.
    pub(crate) fn of_folder(folder: &Folder) -> Self {
        let shared = SharedCodes::of_folder(folder);
        let (mut codes, mut aliases) = (HashSet::new(), HashMap::new());
        for table in &folder.tables {
            for (key, error) in &table.raw.errors.0 {
                let id = shared.id(&table.name, &key.value);
                // An id with the name of the table is that of the error that the table defines.
                let is_shared = error.0.as_ref().is_some_and(RawError::is_shared);
                if is_shared && id != key.value {
                    continue;
                }
                let former = error.0.iter().flat_map(|raw| &raw.aliases.0);
                aliases.extend(former.map(|alias| (alias.value.clone(), id.to_string())));
                codes.insert(id.into_owned());
            }
        }
        Names {
            codes,
            aliases,
            guides: folder.guides.iter().map(|guide| guide.name.clone()).collect(),
            tables: folder.tables.iter().map(|table| table.name.clone()).collect(),
            complete: folder.complete,
        }
    }

    /// The names in the folder that an API was read from.
    pub(crate) fn of_api(api: &Api) -> Self {
        let aliases = api
            .codes
            .iter()
            .flat_map(|code| code.aliases.iter().map(|alias| (alias.code.clone(), code.code.clone())));
        Names {
            aliases: aliases.collect(),
            codes: api.codes.iter().map(|code| code.code.clone()).collect(),
            guides: api.guides.iter().map(|guide| guide.name.clone()).collect(),
            tables: api.tables.iter().map(|table| table.name.clone()).collect(),
            complete: true,
        }
    }
}
