//! Facts: constants that errors have in addition to their code.

use std::ops::Index;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::ids::{Id, TableId};
use super::{Api, Audience, Entry, ParamType, json_text, words};

/// A fact of an [`Api`].
pub type FactId = Id<Fact>;

/// A constant that errors have in addition to their code: `errno`, `sqlstate`, `exit_code`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// `errno`.
    pub name: String,
    /// The type of the values: a text, a number or a boolean.
    pub ty: ParamType,
    /// The description, one line of Markdown.
    pub doc: String,
    /// `true` if no two codes have the same value.
    pub unique: bool,
    /// The values that the fact can have; empty if it can have any.
    #[serde(with = "json_text::list")]
    pub values: Vec<Json>,
    /// The numbers that the errors of a table can have, in the written order.
    pub ranges: Vec<FactRange>,
    /// The audience that may see the fact: public or internal.
    #[serde(with = "words")]
    pub audience: Audience,
    /// The line in [`Api::path`], from 1.
    pub line: usize,
}

/// The numbers that the errors of a table can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactRange {
    /// The table.
    pub table: TableId,
    /// The first number.
    pub first: i64,
    /// The last number.
    pub last: i64,
}

/// The value of a fact of an error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactValue {
    /// The fact.
    pub fact: FactId,
    /// The value: a text, a number or a boolean.
    #[serde(with = "json_text")]
    pub value: Json,
}

impl FactValue {
    /// Returns the value as text, without quotes.
    pub fn text(&self) -> String {
        self.value.as_str().map_or_else(|| self.value.to_string(), str::to_owned)
    }
}

impl Fact {
    /// Returns `true` if clients may see the fact.
    pub fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }
}

impl Api {
    /// Returns the facts of an error that clients may see, with their values.
    pub fn public_facts<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = (&'a Fact, &'a FactValue)> {
        self.facts_of(entry).filter(|(fact, _)| fact.is_public())
    }

    /// Returns the facts of an error with their values.
    pub fn facts_of<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = (&'a Fact, &'a FactValue)> {
        entry.facts.iter().map(|value| (&self[value.fact], value))
    }
}

impl Index<FactId> for Api {
    type Output = Fact;

    fn index(&self, fact: FactId) -> &Fact {
        &self.facts[fact.index()]
    }
}
