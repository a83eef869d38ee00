//! The tables and codes of a catalog, as far as they can be read, to find where a new entry belongs.

use std::collections::HashMap;

use crate::finding::{Findings, Sources};
use crate::inputs::Inputs;
use crate::lint_levels::LintLevels;
use crate::model::{CodeType, ParamType};
use crate::parse;
use crate::scope::Scope;
use crate::scope::numbers::Numbers;
use crate::value;

/// The APIs of a catalog.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// The APIs, sorted by name.
    pub apis: Vec<ApiOutline>,
}

/// An API.
#[derive(Debug, Clone, Default)]
pub struct ApiOutline {
    /// The name of the folder.
    pub name: String,
    /// `true` if codes are integers on the wire.
    pub has_integer_codes: bool,
    /// The facts that `api.yaml` declares.
    pub facts: Vec<FactOutline>,
    /// The tables, in the order of the docs.
    pub tables: Vec<TableOutline>,
    /// Former codes, each with the current one.
    pub aliases: Vec<(String, String)>,
}

/// A fact that an API declares.
#[derive(Debug, Clone)]
pub struct FactOutline {
    /// The name.
    pub name: String,
    /// `true` if its values are texts.
    pub is_text: bool,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct TableOutline {
    /// The file name without `.yaml`.
    pub name: String,
    /// The path of the file, from the root of the workspace.
    pub path: String,
    /// The code that errors without their own `is` inherit from.
    pub kind: Option<String>,
    /// The next free number of each fact with a range for this table.
    pub free_numbers: Vec<(String, i64)>,
    /// The entries, in the written order.
    pub entries: Vec<EntryOutline>,
}

/// An entry.
#[derive(Debug, Clone)]
pub struct EntryOutline {
    /// The code.
    pub code: String,
    /// The code that it directly inherits from.
    pub kind: Option<String>,
    /// The first status, which may be inherited.
    pub status: Option<i64>,
    /// The facts, which may be inherited.
    pub facts: Vec<(String, String)>,
    /// The line of the code, from 1.
    pub line: usize,
}

impl Outline {
    /// Reads a catalog. Mistakes are ignored: what can't be read is left out.
    pub fn read(inputs: &Inputs<'_>) -> Self {
        let (mut sources, mut findings) = (Sources::default(), Findings::default());
        let folders = parse::folders(inputs, &mut sources, &mut findings);
        let built_in = parse::add_built_in(&mut sources);
        let read = |files| {
            let folder = parse::parse(files, &sources, built_in).0?;
            let (names, lints) = (HashMap::new(), LintLevels::NONE);
            Some(api(&Scope::new(&folder, &sources, &names, &lints)))
        };
        Outline { apis: folders.iter().filter_map(read).collect() }
    }
}

fn api(scope: &Scope<'_>) -> ApiOutline {
    let facts = scope.api.facts.0.iter().map(|(name, fact)| {
        let is_text = value::fact_type(fact.r#type.as_ref()).is_none_or(|ty| ty == ParamType::String);
        FactOutline { name: name.value.clone(), is_text }
    });
    let aliases = scope.entries.iter().flat_map(|entry| {
        entry.raw.aliases.0.iter().map(|alias| (alias.value.clone(), entry.code.value.clone()))
    });
    let numbers = Numbers::of(scope);
    ApiOutline {
        name: scope.name.to_owned(),
        has_integer_codes: scope.code_type() == CodeType::Integer,
        facts: facts.collect(),
        tables: (0..scope.tables.len()).map(|index| table(scope, index, &numbers)).collect(),
        aliases: aliases.collect(),
    }
}

fn table(scope: &Scope<'_>, index: usize, numbers: &Numbers) -> TableOutline {
    let table = &scope.tables[index];
    let free_number = |(id, name): (usize, &str)| {
        let (first, last) = value::range(&scope.api.facts.get(name)?.ranges.get(table.name)?.value)?;
        Some((name.to_owned(), numbers.next_free(crate::model::Id::new(id), first, last)?))
    };
    let own = (0..scope.entries.len()).filter(|entry| scope.entries[*entry].table.index() == index);
    TableOutline {
        name: table.name.to_owned(),
        path: scope.sources.file(table.file).path.clone(),
        kind: table.raw.is.as_ref().map(|word| word.value.clone()),
        free_numbers: scope.api.facts.keys().enumerate().filter_map(free_number).collect(),
        entries: own.map(|index| entry(scope, index)).collect(),
    }
}

fn entry(scope: &Scope<'_>, index: usize) -> EntryOutline {
    let entry = &scope.entries[index];
    let facts = scope
        .facts(index)
        .into_iter()
        .map(|(id, raw)| (scope.api.facts.0[id.index()].0.value.clone(), raw.text.clone()));
    EntryOutline {
        code: entry.code.value.clone(),
        kind: scope.kind_word(index).map(|word| word.value.clone()),
        status: scope.statuses(index).and_then(|statuses| statuses.numbers().first()).map(|it| it.value),
        facts: facts.collect(),
        line: scope.sources.position(entry.code.span).0,
    }
}
