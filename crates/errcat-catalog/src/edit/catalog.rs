//! New files of a catalog: `api.yaml` and tables.

use super::entry::NewEntry;
use super::yaml::{Style, Yaml};

/// The comment with which editors find the schema.
const SCHEMA: &str = "# yaml-language-server: $schema=../schema.json\n";

/// An `api.yaml` to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewApi {
    /// The display name.
    pub title: String,
    /// A description in a sentence.
    pub summary: String,
    /// The URL for requests.
    pub base_url: Option<String>,
    /// The URL of the published site.
    pub docs_url: Option<String>,
    /// `true` if codes are integers on the wire.
    pub has_integer_codes: bool,
    /// The facts, by name.
    pub facts: Vec<(String, NewFact)>,
    /// The default envelope, and the envelopes with their definitions.
    pub envelope: String,
    /// The definitions of envelopes.
    pub envelopes: Vec<(String, Yaml)>,
}

/// A fact of a [`NewApi`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFact {
    /// `string`, `integer`, `number` or `boolean`.
    pub ty: &'static str,
    /// The description.
    pub doc: String,
    /// `true` if no two codes have the same value.
    pub is_unique: bool,
}

impl NewApi {
    /// Writes the file.
    pub fn write(&self) -> String {
        let NewApi { title, summary, base_url, docs_url, has_integer_codes, facts, envelope, envelopes } =
            self;
        let fact = |(name, fact): &(String, NewFact)| {
            let NewFact { ty, doc, is_unique } = fact;
            let ty = (*ty != "string").then(|| ("type".to_owned(), Yaml::Word((*ty).to_owned())));
            let unique = is_unique.then(|| ("unique".to_owned(), Yaml::Word("true".to_owned())));
            let doc = ("doc".to_owned(), Yaml::Text(doc.clone()));
            (name.clone(), Yaml::ShortMap(ty.into_iter().chain(unique).chain([doc]).collect()))
        };
        let codes = || Yaml::ShortMap(vec![("type".to_owned(), Yaml::Word("integer".to_owned()))]);
        let facts: Vec<_> = facts.iter().map(fact).collect();
        let values = [
            ("title", Some(Yaml::Text(title.clone()))),
            ("summary", Some(Yaml::Text(summary.clone()))),
            ("base_url", base_url.clone().map(Yaml::Text)),
            ("docs_url", docs_url.clone().map(Yaml::Text)),
            ("codes", has_integer_codes.then(codes)),
            ("facts", (!facts.is_empty()).then_some(Yaml::Map(facts))),
            ("envelope", Some(Yaml::Text(envelope.clone()))),
            ("envelopes", (!envelopes.is_empty()).then(|| Yaml::Map(envelopes.clone()))),
        ];
        let pairs = values.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        format!("{SCHEMA}{}", Yaml::write_pairs(&pairs.collect::<Vec<_>>(), 0, Style::default()))
    }
}

/// Writes a new table. `settings` are the keys between its title and its errors.
pub fn new_table(title: &str, settings: &[(String, Yaml)], entries: &[NewEntry]) -> String {
    let mut pairs = vec![("title".to_owned(), Yaml::Text(title.to_owned()))];
    pairs.extend_from_slice(settings);
    let mut text = format!("{SCHEMA}{}\nerrors:\n", Yaml::write_pairs(&pairs, 0, Style::default()));
    let entry =
        |entry: &NewEntry| Yaml::write_pairs(&[(entry.code.clone(), entry.to_yaml())], 2, Style::default());
    text.push_str(&entries.iter().map(entry).collect::<Vec<_>>().join("\n"));
    text
}
