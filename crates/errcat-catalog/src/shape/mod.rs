//! Shapes: the conversion of YAML values to Rust types, and their JSON Schema.
//!
//! [`Shape`] is implemented for the few kinds of value that the language has, and `record!` and `choice!`
//! derive it for the types in [`crate::raw`]. Reading continues after a finding: a record keeps everything
//! that could be read, and [`Keys`] remembers which keys had findings. The rules can then check the rest in
//! the same run, and don't report again what is only a consequence of such a finding.

use serde_json::{Value as Json, json};

use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::suggest::quoted;
use crate::yaml::{Kind, Node, WRONG_TYPE};

mod choice;
mod fields;
mod keys;
mod record;
mod value;

pub(crate) use self::choice::choice;
pub use self::choice::unknown_word;
pub use self::fields::{Fields, Record};
pub use self::keys::Keys;
pub use self::record::{key, object_schema, record};
pub use self::value::{BodyTemplate, Data, Text, Word, to_json};

pub(crate) static DUPLICATE_KEY: Rule = Rule {
    name: "duplicate-key",
    why: "If a key occurs twice in a map, some parsers keep the first, some the last, and some reject \
          the file. One of the two values would be lost.",
    fix: "Remove one of them, or correct its name. Both locations are shown.",
    ..Rule::REQUIRED
};

pub(crate) static DUPLICATE_ITEM: Rule = Rule {
    name: "duplicate-item",
    why: "The second of two equal items in a list has no effect. Often, one of them was meant to be \
          something else.",
    fix: "Remove one of them, or correct it. Both locations are shown.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// The rules on the shape of values. `duplicate-item` is also a rule on APIs, which lists it.
pub(crate) const RULES: &[&Rule] =
    &[&fields::UNKNOWN_KEY, &fields::MISSING_KEY, &DUPLICATE_KEY, &value::AMBIGUOUS_TEXT, &value::EMPTY_TEXT];

/// The schemas of named shapes, by name.
pub type Definitions = serde_json::Map<String, Json>;

/// A kind of value in the catalog.
pub trait Shape: Sized {
    /// Reads a value. Returns `None` after a finding that makes it unusable.
    fn read(node: &Node, findings: &mut Findings) -> Option<Self>;

    /// Returns the JSON Schema. Named shapes add theirs to `definitions` and return a reference.
    fn schema(definitions: &mut Definitions) -> Json;
}

/// The value of a key in a record.
pub trait Field: Shape {
    /// `true` if the key is required.
    const REQUIRED: bool = false;

    /// Returns the value of a key that is missing or unusable. If the key is required, it is a placeholder.
    fn absent(place: Span) -> Self;
}

/// A value that is one of several words.
pub trait Choice: Shape {
    /// Returns the word for the value in the catalog.
    fn word(self) -> &'static str;

    /// Returns the choice that a word stands for.
    fn from_word(word: &str) -> Option<Self>;
}

impl<T: Shape> Shape for Option<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        T::read(node, findings).map(Some)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        T::schema(definitions)
    }
}

impl<T: Shape> Field for Option<T> {
    fn absent(_place: Span) -> Self {
        None
    }
}

/// The maximum length of a value that a help repeats, in bytes.
const MAX_SHOWN_BYTES: usize = 80;

impl<T: Shape> Shape for Vec<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.kind {
            Kind::List(items) => {
                let items = distinct(items, findings);
                Some(items.into_iter().filter_map(|item| T::read(item, findings)).collect())
            }
            Kind::Scalar { text, .. } if !text.is_empty() && text.len() <= MAX_SHOWN_BYTES => {
                wrong_type(node, "a list", &format!("write `[{text}]`, or one `- item` per line"), findings)
            }
            _ => wrong_type(node, "a list", "write `[a, b]`, or one `- item` per line", findings),
        }
    }

    fn schema(definitions: &mut Definitions) -> Json {
        let item = T::schema(definitions);
        // Only texts are compared, not records.
        let is_record = item.get("$ref").is_some();
        match is_record {
            true => json!({ "type": "array", "items": item }),
            false => json!({ "type": "array", "items": item, "uniqueItems": true }),
        }
    }
}

impl<T: Shape> Field for Vec<T> {
    fn absent(_place: Span) -> Self {
        Vec::new()
    }
}

/// A value that may be unusable (`None`). Its key still counts as defined.
#[derive(Debug, Clone)]
pub struct Lossy<T>(pub Option<T>);

impl<T: Shape> Shape for Lossy<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Some(Lossy(T::read(node, findings)))
    }

    fn schema(definitions: &mut Definitions) -> Json {
        T::schema(definitions)
    }
}

/// A map with keys of the author, in the written order. Keys are always text, even if YAML would read them as
/// another type.
#[derive(Debug, Clone)]
pub struct Map<T>(pub Vec<(Spanned<String>, T)>, Vec<String>);

impl<T> Map<T> {
    /// Returns the keys whose values are unusable. References to them are valid.
    pub fn unusable(&self) -> impl Iterator<Item = &str> {
        self.1.iter().map(String::as_str)
    }

    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    /// Returns the keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.value.as_str())
    }
}

impl<T: Shape> Shape for Map<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let mut map = Map(Vec::new(), Vec::new());
        let Pairs { unique, repeated } = pairs(node, findings)?;
        for (key, value) in unique {
            match T::read(value, findings) {
                Some(value) => map.0.push((key, value)),
                None => map.1.push(key.value),
            }
        }
        // The author may keep any of them.
        repeated.into_iter().for_each(|value| drop(T::read(value, findings)));
        Some(map)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({ "type": "object", "additionalProperties": T::schema(definitions) })
    }
}

impl<T: Shape> Field for Map<T> {
    fn absent(_place: Span) -> Self {
        Map(Vec::new(), Vec::new())
    }
}

/// A value that is one item or a list of them.
#[derive(Debug, Clone)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T: Shape> Shape for OneOrMany<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.kind {
            Kind::List(_) => Vec::read(node, findings).map(OneOrMany),
            _ => T::read(node, findings).map(|item| OneOrMany(vec![item])),
        }
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({ "anyOf": [T::schema(definitions), Vec::<T>::schema(definitions)] })
    }
}

impl<T: Shape> Field for OneOrMany<T> {
    fn absent(_place: Span) -> Self {
        OneOrMany(Vec::new())
    }
}

/// Reports a value of the wrong type. Returns `None`.
pub fn wrong_type<T>(node: &Node, expected: &str, help: &str, findings: &mut Findings) -> Option<T> {
    let message = format!("expected {expected}, found {}", node.describe());
    findings.push(Finding::new(&WRONG_TYPE, node.span, message, help).label(format!("not {expected}")));
    None
}

/// Returns the items of a list. Applies the rule `duplicate-item`, and keeps the first of equal texts.
fn distinct<'a>(items: &'a [Node], findings: &mut Findings) -> Vec<&'a Node> {
    let mut places: std::collections::HashMap<&str, Span> = std::collections::HashMap::new();
    let mut distinct = Vec::with_capacity(items.len());
    for item in items {
        if let Kind::Scalar { text, .. } = &item.kind
            && !text.is_empty()
        {
            if let Some(first) = places.get(text.as_str()) {
                findings.push(
                    Finding::new(
                        &DUPLICATE_ITEM,
                        item.span,
                        format!("{} is listed twice", quoted(text)),
                        "remove one of the two, or correct it",
                    )
                    .label("listed again")
                    .related(*first, "first listed here"),
                );
                continue;
            }
            places.insert(text, item.span);
        }
        distinct.push(item);
    }
    distinct
}

/// The pairs of a map.
pub struct Pairs<'a> {
    /// The pairs, with the first of equal keys.
    pub unique: Vec<(Spanned<String>, &'a Node)>,
    /// The values of the other equal keys.
    pub repeated: Vec<&'a Node>,
}

/// Returns the pairs of a map. Applies the rule `duplicate-key`.
pub fn pairs<'a>(node: &'a Node, findings: &mut Findings) -> Option<Pairs<'a>> {
    let Kind::Map(raw) = &node.kind else {
        let help = match node.kind {
            Kind::List(_) => "write `NAME: …` lines instead of a list, indented below the key",
            _ => "write `key: value` lines, indented below the key",
        };
        return wrong_type(node, "a map", help, findings);
    };
    let mut pairs = Pairs { unique: Vec::with_capacity(raw.len()), repeated: Vec::new() };
    let mut places = std::collections::HashMap::with_capacity(raw.len());
    for (key, value) in raw {
        let Kind::Scalar { text, .. } = &key.kind else {
            wrong_type::<()>(key, "a key", "write a text before the colon", findings);
            continue;
        };
        if let Some(first) = places.insert(text.as_str(), key.span) {
            places.insert(text, first);
            findings.push(
                Finding::new(
                    &DUPLICATE_KEY,
                    key.span,
                    format!("the key {} is defined twice", quoted(text)),
                    "remove one of the two, or give it another name",
                )
                .label("defined again")
                .related(first, "first defined here"),
            );
            pairs.repeated.push(value);
            continue;
        }
        pairs.unique.push((Spanned { value: text.clone(), span: key.span }, value));
    }
    Some(pairs)
}
