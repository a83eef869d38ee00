//! Finds the table that a new entry belongs to.

use errcat_catalog::edit::{ApiOutline, EntryOutline, NewEntry, Outline, TableOutline, Yaml, new_table};
use errcat_catalog::names::{folded, in_words};
use errcat_catalog::report::visible;

use super::Options;
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::verbs::names::check_name;

/// The maximum number of tables that a failure lists.
const MAX_LISTED: usize = 20;

/// The table that a new entry belongs to.
pub(super) enum Place<'a> {
    /// An existing table.
    Table { api: &'a ApiOutline, table: &'a TableOutline },
    /// A table that is created with the entry.
    NewTable { api: &'a ApiOutline, name: &'a str },
}

impl<'a> Place<'a> {
    pub(super) fn api(&self) -> &'a ApiOutline {
        match self {
            Place::Table { api, .. } | Place::NewTable { api, .. } => api,
        }
    }

    pub(super) fn table_name(&self) -> &'a str {
        match self {
            Place::Table { table, .. } => &table.name,
            Place::NewTable { name, .. } => name,
        }
    }

    pub(super) fn entries(&self) -> &'a [EntryOutline] {
        match self {
            Place::Table { table, .. } => &table.entries,
            Place::NewTable { .. } => &[],
        }
    }

    /// Returns the next free number of each fact with a range for the table.
    pub(super) fn free_numbers(&self) -> &'a [(String, i64)] {
        match self {
            Place::Table { table, .. } => &table.free_numbers,
            Place::NewTable { .. } => &[],
        }
    }

    /// Returns the path of the table's file, from the root of the workspace.
    pub(super) fn path(&self, session: &Session) -> String {
        match self {
            Place::Table { table, .. } => table.path.clone(),
            Place::NewTable { api, name } => {
                format!("{}/{}/{name}.yaml", session.workspace.settings.targets.catalog, api.name)
            }
        }
    }

    /// Returns the text of a new table with an entry.
    pub(super) fn new_table(&self, entry: &NewEntry) -> String {
        let settings: [(String, Yaml); 0] = [];
        new_table(&in_words(self.table_name()), &settings, std::slice::from_ref(entry))
    }
}

/// Finds the table for a new entry: the named one, or else the one with other errors of the same kind, or
/// else the only one.
pub(super) fn find<'a>(options: &'a Options, outline: &'a Outline) -> Result<Place<'a>, Failure> {
    check_name("API", options.api.as_deref(), outline.apis.iter().map(|api| &*api.name))?;
    let is_wanted =
        |api: &&ApiOutline| options.api.as_ref().is_none_or(|name| folded(name) == folded(&api.name));
    let apis: Vec<&ApiOutline> = outline.apis.iter().filter(is_wanted).collect();
    if let Some(name) = &options.new_table {
        return new_place(name, &apis);
    }
    let all: Vec<(&ApiOutline, &TableOutline)> =
        apis.iter().flat_map(|api| api.tables.iter().map(move |table| (*api, table))).collect();
    if let Some(name) = &options.table {
        check_table(name, &all)?;
    }
    let is_named =
        |table: &TableOutline| options.table.as_ref().is_none_or(|name| folded(name) == folded(&table.name));
    let named: Vec<_> = all.iter().copied().filter(|(_, table)| is_named(table)).collect();
    let candidates = match &options.values.is {
        Some(kind) if named.len() > 1 => with_kind(kind, named),
        _ => named,
    };
    match *candidates {
        [(api, table)] => Ok(Place::Table { api, table }),
        [] => Err(Failure::new("the catalog has no table", "create one: --new-table NAME")),
        _ => Err(ambiguous(&candidates)),
    }
}

fn new_place<'a>(name: &'a str, apis: &[&'a ApiOutline]) -> Result<Place<'a>, Failure> {
    let [api] = apis else {
        let names: Vec<&str> = apis.iter().map(|api| &*api.name).collect();
        let help = format!("choose one with --api: {}", names.join(", "));
        return Err(Failure::new("the catalog has several APIs, and the new table belongs to one", help));
    };
    match api.tables.iter().find(|table| table.name == name) {
        Some(table) => Err(Failure::new(
            format!("the table {} exists already: {}", visible::line(name), visible::line(&table.path)),
            format!("add the entry to it: --table {name}"),
        )),
        None if !errcat_catalog::names::is_snake_case(name) || matches!(name, "api") => Err(Failure::new(
            format!("{} can't be the name of a table", visible::line(name)),
            "write a name in snake_case, such as `card_payments`",
        )),
        None => Ok(Place::NewTable { api, name }),
    }
}

/// Checks that a table exists. The failure suggests a similar name, or to create it.
fn check_table(name: &str, all: &[(&ApiOutline, &TableOutline)]) -> Result<(), Failure> {
    let names = || all.iter().map(|(_, table)| &*table.name);
    if names().any(|known| folded(known) == folded(name)) {
        return Ok(());
    }
    let create = format!("create it: --new-table {name}");
    let help = errcat_catalog::suggest::did_you_mean(name, names()).map(|it| format!("{it} Or {create}"));
    let message = format!("no table is named `{}`", visible::line(name));
    Err(Failure::new(message, help.unwrap_or(create)))
}

/// Returns the tables with errors of a kind, or else the one that defines it.
fn with_kind<'a>(
    kind: &str,
    tables: Vec<(&'a ApiOutline, &'a TableOutline)>,
) -> Vec<(&'a ApiOutline, &'a TableOutline)> {
    let has_kind = |table: &TableOutline| {
        let mut kinds =
            table.entries.iter().map(|entry| entry.kind.as_deref()).chain([table.kind.as_deref()]);
        kinds.any(|known| known == Some(kind))
    };
    let defines = |table: &TableOutline| table.entries.iter().any(|entry| entry.code == kind);
    let filtered = |is: &dyn Fn(&TableOutline) -> bool| -> Vec<_> {
        tables.iter().copied().filter(|(_, table)| is(table)).collect()
    };
    let found = [filtered(&has_kind), filtered(&defines)];
    found.into_iter().find(|found| !found.is_empty()).unwrap_or(tables)
}

fn ambiguous(tables: &[(&ApiOutline, &TableOutline)]) -> Failure {
    let has_several_apis = tables.windows(2).any(|pair| pair[0].0.name != pair[1].0.name);
    let option = |(api, table): &(&ApiOutline, &TableOutline)| match has_several_apis {
        true => format!("--api {} --table {}", api.name, table.name),
        false => format!("--table {}", table.name),
    };
    let mut help = "choose one:".to_owned();
    tables.iter().take(MAX_LISTED).for_each(|table| help += &format!("\n{}", option(table)));
    if tables.len() > MAX_LISTED {
        help += &format!("\n… {} more", tables.len() - MAX_LISTED);
    }
    Failure::new(format!("the entry could belong to {} tables", tables.len()), help)
}
