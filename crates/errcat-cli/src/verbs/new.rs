//! `new`: adds an entry to a table.

mod editor;
mod place;
mod values;

use camino::Utf8Path;
use errcat_catalog::edit::{ApiOutline, EntryOutline, NewEntry, Outline, TableOutline, insert, successor};
use errcat_catalog::report::visible;

use self::place::Place;
use crate::authoring::{self, AuthoredFile};
use crate::disk::{self, Disk};
use crate::program::{Program, Verdict};
use crate::reading::workspace;
use crate::session::Session;
use crate::terminal::failure::{self, Failure};
use crate::terminal::output;

/// The end of the long help.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  errcat new out_of_stock --is conflict --message \"{sku} is out of stock\"
  errcat new too_many_items --table orders --status 422 --fix \"Order at most {limit} items\" --param limit:integer
  errcat new card_expired --new-table payments --api shop --status 402 --dry-run

Exit codes: 0 success, 1 the entry would break a rule, 2 usage error or failure.";

#[derive(Debug, clap::Args)]
pub struct Options {
    /// The code; by default, the next free number, if codes are integers
    #[arg(allow_hyphen_values = true)]
    code: Option<String>,
    /// API to add it to; needed if several are possible
    #[arg(long)]
    api: Option<String>,
    /// Table to add it to; by default, the one with other errors of the same `is`, or the only one
    #[arg(long, conflicts_with = "new_table")]
    table: Option<String>,
    /// Create a table of this name for it
    #[arg(long, value_name = "TABLE")]
    new_table: Option<String>,
    #[command(flatten)]
    values: values::Values,
    /// Print the diff, and write nothing
    #[arg(long, conflicts_with = "edit")]
    dry_run: bool,
    /// Open the entry in $VISUAL or $EDITOR afterwards
    #[arg(long)]
    edit: bool,
}

pub(crate) fn run(
    options: &Options,
    here: &Utf8Path,
    program: Program,
    disk: &dyn Disk,
) -> Result<Verdict, Failure> {
    let workspace = workspace::find(here)?;
    let _lock = disk::lock::to_write(&workspace.root);
    let mut session = Session::read(workspace)?;
    let outline = authoring::outline(&session.inputs);
    if options.code.is_none() && !outline.apis.iter().any(|api| api.has_integer_codes) {
        return Err(Failure::new("the code is missing", "write it: errcat new CODE"));
    }
    let place = place::find(options, &outline)?;
    let code = options.code.clone().map_or_else(|| values::next_code(&place), Ok)?;
    refuse_existing(&code, place.api())?;
    let entry = options.values.entry(code, &place)?;
    let path = place.path(&session);
    let file = write(&session, &place, &entry, &path)?;
    let old = session.inputs.files.iter().find(|known| known.path == file.path).map(|it| it.bytes.clone());
    authoring::replace(&mut session.inputs.files, &file);
    // The catalog with the entry must be one that `gen` accepts.
    let lints = authoring::check(&session, &[&file.path])?;
    let line = line_of(&session, &place, &entry.code).ok_or_else(|| unexpected(&path))?;
    if options.dry_run {
        output::print(&authoring::diff(old.as_deref().unwrap_or_default(), &file))?;
        return Ok(Verdict::Fine);
    }
    authoring::write(disk, &session.workspace.root, &[file])?;
    let mut text = format!("Added {} to {}:{line}\n", visible::line(&entry.code), visible::line(&path));
    text.push_str(&format!("Next:\n  {} gen\n", program.command));
    output::print(&text)?;
    let lints = lints.within(&path, line..line + authoring::line_count(&entry));
    if !lints.findings.is_empty() {
        output::eprint(&failure::findings(&lints, program));
    }
    if options.edit {
        editor::open(&session.workspace.root.join(&path), line)?;
    }
    Ok(Verdict::Fine)
}

/// Returns the file of the table with the entry.
fn write(
    session: &Session,
    place: &Place<'_>,
    entry: &NewEntry,
    path: &str,
) -> Result<AuthoredFile, Failure> {
    let Place::Table { table, .. } = place else {
        return Ok(AuthoredFile { path: path.to_owned(), bytes: place.new_table(entry).into_bytes() });
    };
    let before = successor(table, &outline_of(entry));
    let file = session.inputs.files.iter().find(|file| file.path == path).expect("the outline has its table");
    authoring::edit(file, |text| insert(text, entry, before).map(|insertion| insertion.apply(text)))
        .ok_or_else(|| match authoring::check(session, &[]) {
            Err(findings) => findings,
            Ok(_) => unexpected(path),
        })
}

/// Returns the values of an entry by which tables are sorted.
fn outline_of(entry: &NewEntry) -> EntryOutline {
    let fact =
        |(name, value): &(String, errcat_catalog::edit::Yaml)| (name.clone(), value.content().to_owned());
    EntryOutline {
        code: entry.code.clone(),
        kind: entry.is.clone(),
        status: entry.statuses.first().and_then(|status| status.parse().ok()),
        facts: entry.facts.iter().map(fact).collect(),
        line: 0,
    }
}

/// Fails if the API has the code, or one that clients can't tell from it.
fn refuse_existing(code: &str, api: &ApiOutline) -> Result<(), Failure> {
    let folded = errcat_catalog::names::folded;
    let entries = api.tables.iter().flat_map(|table| table.entries.iter().map(move |entry| (table, entry)));
    let is_former = |current: &str| {
        api.aliases.iter().any(|(alias, owner)| folded(alias) == folded(code) && owner == current)
    };
    let mut known =
        entries.filter(|(_, entry)| folded(&entry.code) == folded(code) || is_former(&entry.code));
    let Some((TableOutline { path, .. }, entry)) = known.next() else { return Ok(()) };
    let (code, path) = (visible::line(code), visible::line(path));
    let what = if folded(&entry.code) == folded(&code) { "exists already" } else { "is a former code" };
    Err(Failure::new(
        format!("{code} {what}: {path}:{}", entry.line),
        "edit that entry, or choose another code; codes that differ only in case, or in `-` and `_`, are the same",
    ))
}

/// Returns the line of the entry, and checks that all other entries are still there.
fn line_of(session: &Session, place: &Place<'_>, code: &str) -> Option<usize> {
    let outline: Outline = authoring::outline(&session.inputs);
    let api = outline.apis.iter().find(|api| api.name == place.api().name)?;
    let table = api.tables.iter().find(|table| table.name == place.table_name())?;
    let added = table.entries.iter().find(|entry| entry.code == code)?;
    let others: Vec<&str> =
        table.entries.iter().map(|it| it.code.as_str()).filter(|it| *it != code).collect();
    let before: Vec<&str> = place.entries().iter().map(|entry| entry.code.as_str()).collect();
    (others == before).then_some(added.line)
}

fn unexpected(path: &str) -> Failure {
    Failure::new(
        format!("{} is written in a way that can't be edited here", visible::line(path)),
        "write `errors:` as a map with a line for each code, or add the entry by hand; nothing was written",
    )
}
