//! The names in an API that links can refer to.

use std::collections::{HashMap, HashSet};

use crate::model::Api;
use crate::parse::Folder;

/// The names in an API that links can refer to.
#[derive(Debug, Default)]
pub struct Names {
    /// Codes.
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
        let codes = folder.tables.iter().flat_map(|table| table.raw.errors.keys().map(str::to_owned));
        let errors = folder.tables.iter().flat_map(|table| &table.raw.errors.0);
        let aliases = errors.filter_map(|(code, error)| Some((code, &error.0.as_ref()?.aliases.0)));
        let aliases = aliases.flat_map(|(code, aliases)| {
            aliases.iter().map(|alias| (alias.value.clone(), code.value.clone()))
        });
        Names {
            codes: codes.collect(),
            aliases: aliases.collect(),
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
