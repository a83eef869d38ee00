//! The macros `record!` and `choice!`, which define a struct or an enum by its keys or words, and their
//! helpers.

use serde_json::{Value as Json, json};

use super::{Shape, pairs, wrong_type};
use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::suggest::{did_you_mean, quoted};
use crate::yaml::{Kind, Node, WRONG_TYPE};

pub(crate) static MISSING_KEY: Rule = Rule {
    name: "missing-key",
    why: "The key is required. For example, a table needs a title for its heading, and a param an \
          example to show in responses.",
    fix: "Add the key.",
    ..Rule::REQUIRED
};

pub(crate) static UNKNOWN_KEY: Rule = Rule {
    name: "unknown-key",
    why: "If unknown keys were ignored, typos would go unnoticed: with `fix:` instead of `fixes:`, a page \
          would lack its most important part.",
    fix: "Use the suggested key. Start your own keys with `x-`.",
    ..Rule::REQUIRED
};

/// The fields of a record. Applies the rules `unknown-key` and `missing-key`.
pub struct Fields<'a> {
    what: &'static str,
    place: Span,
    pairs: Vec<(Spanned<String>, &'a Node)>,
}

/// The locations of a record's keys.
#[derive(Debug, Clone)]
pub struct Keys(Box<[(&'static str, Span)]>);

impl Keys {
    /// Returns the keys that are set, in the order of the record.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Span)> {
        self.0.iter().copied()
    }

    /// Returns the location of a key; `None` if it isn't set.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, place)| *place)
    }
}

/// The maximum number of unknown keys of a map that are reported. More would hide the other findings.
const MAX_UNKNOWN_KEYS: usize = 100;

impl<'a> Fields<'a> {
    /// Reads a map. Keys other than the known ones and `x-…` are findings.
    pub fn read(node: &'a Node, what: &'static str, known: &[&str], findings: &mut Findings) -> Option<Self> {
        let pairs = pairs(node, findings)?;
        let unknown = pairs
            .iter()
            .map(|(key, _)| key)
            .filter(|key| !known.contains(&key.value.as_str()) && !key.value.starts_with("x-"));
        for key in unknown.take(MAX_UNKNOWN_KEYS) {
            let help = did_you_mean(&key.value, known.iter().copied()).unwrap_or_else(|| {
                format!(
                    "remove it, or rename it to `x-…` to keep it; the known keys are {}",
                    known.join(", ")
                )
            });
            let message = format!("{what} has no key {}", quoted(&key.value));
            findings.push(Finding::new(&UNKNOWN_KEY, key.span, message, help).label("unknown key"));
        }
        Some(Fields { what, place: node.span, pairs })
    }

    /// Returns the locations of the known keys.
    pub fn keys(&self, known: &[&'static str]) -> Keys {
        let place = |key: &&'static str| {
            Some((*key, self.pairs.iter().find(|(name, _)| name.value == **key)?.0.span))
        };
        Keys(known.iter().filter_map(place).collect())
    }

    /// Reads a field. Returns `None` if it is unusable, or required and missing.
    pub fn take<T: Shape>(&mut self, key: &str, findings: &mut Findings) -> Option<T> {
        let Some((_, node)) = self.pairs.iter().find(|(name, _)| name.value == key) else {
            let absent = T::absent();
            if absent.is_none() {
                // The start of the record, because underlining all of it wouldn't be readable.
                let place = Span { end: self.place.start, ..self.place };
                findings.push(
                    Finding::new(
                        &MISSING_KEY,
                        place,
                        format!("{} needs the key `{key}`", self.what),
                        format!("add `{key}: …` here"),
                    )
                    .label(format!("`{key}` is missing")),
                );
                return T::placeholder(place);
            }
            return absent;
        };
        T::read(node, findings)
    }
}

/// Defines a struct and its [`Shape`] by a list of keys. The docs of the fields become descriptions in the
/// schema.
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $about:literal])*
        pub struct $name:ident = $what:literal {
            $($(#[doc = $doc:literal])* pub $field:ident: $ty:ty,)*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone)]
        pub struct $name {
            /// The location.
            pub span: $crate::finding::Span,
            /// The locations of the keys.
            pub keys: $crate::shape::Keys,
            $($(#[doc = $doc])* pub $field: $ty,)*
        }

        impl $crate::shape::Shape for $name {
            fn read(node: &$crate::yaml::Node, findings: &mut $crate::finding::Findings) -> Option<Self> {
                let known = [$($crate::shape::key(stringify!($field))),*];
                let mut fields = $crate::shape::Fields::read(node, $what, &known, findings)?;
                // All fields are read before returning because of a missing one, to report all findings in
                // one run.
                $(let $field = fields.take($crate::shape::key(stringify!($field)), findings);)*
                Some($name { span: node.span, keys: fields.keys(&known), $($field: $field?,)* })
            }

            fn schema(definitions: &mut $crate::shape::Definitions) -> serde_json::Value {
                let name = stringify!($name).trim_start_matches("Raw");
                if !definitions.contains_key(name) {
                    definitions.insert(name.to_owned(), serde_json::Value::Null);
                    let about = [$($about),*].concat();
                    let fields = [$((
                        $crate::shape::key(stringify!($field)),
                        [$($doc),*].concat(),
                        <$ty as $crate::shape::Shape>::schema(definitions),
                        <$ty as $crate::shape::Shape>::absent().is_none(),
                    )),*];
                    definitions.insert(name.to_owned(), $crate::shape::object_schema(&about, fields));
                }
                serde_json::json!({ "$ref": format!("#/$defs/{name}") })
            }
        }
    };
}

/// Defines an enum of several words, with its [`Shape`] and [`Choice`](super::Choice). With `for`, implements
/// the traits for an enum of the crate `errcat`.
macro_rules! choice {
    (
        $(#[doc = $about:literal])*
        pub enum $name:ident { $($(#[doc = $doc:literal])* $variant:ident = $word:literal,)* }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[doc = $doc])* $variant,)* }

        choice! { for $name { $($variant = $word,)* } }
    };
    (for $name:ident { $($variant:ident = $word:literal,)* }) => {
        impl $crate::shape::Choice for $name {
            fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }

            fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some($name::$variant),)*
                    _ => None,
                }
            }
        }

        impl $crate::shape::Shape for $name {
            fn read(node: &$crate::yaml::Node, findings: &mut $crate::finding::Findings) -> Option<Self> {
                let words = [$($word),*];
                match &node.kind {
                    $($crate::yaml::Kind::Scalar { text, .. } if text == $word => Some($name::$variant),)*
                    kind => $crate::shape::unknown_word(node, kind, &words, findings),
                }
            }

            fn schema(_: &mut $crate::shape::Definitions) -> serde_json::Value {
                serde_json::json!({ "enum": [$($word),*] })
            }
        }
    };
}

pub(crate) use choice;
pub use record;

/// A field's key: `r#type` is `type`.
pub fn key(field: &'static str) -> &'static str {
    field.strip_prefix("r#").unwrap_or(field)
}

/// Reports a word that isn't one of the expected ones. Returns `None`.
pub fn unknown_word<T>(node: &Node, kind: &Kind, words: &[&str], findings: &mut Findings) -> Option<T> {
    let expected = one_of(words);
    let help = match kind {
        Kind::Scalar { text, .. } => did_you_mean(text, words.iter().copied()),
        _ => None,
    };
    let help = help.unwrap_or_else(|| format!("write {expected}"));
    if let Kind::Scalar { text, .. } = kind
        && !text.is_empty()
    {
        let message = format!("expected {expected}, found {}", quoted(text));
        findings.push(Finding::new(&WRONG_TYPE, node.span, message, help).label("unknown word"));
        return None;
    }
    wrong_type(node, &expected, &help, findings)
}

/// Joins words: `a`, `b` or `c`. Only single words are put in backticks.
fn one_of(words: &[&str]) -> String {
    let word = |word: &&str| if word.contains(' ') { (*word).to_owned() } else { format!("`{word}`") };
    match words {
        [first @ .., last] if !first.is_empty() => {
            format!("{} or {}", first.iter().map(word).collect::<Vec<_>>().join(", "), word(last))
        }
        _ => words.iter().map(word).collect(),
    }
}

/// Returns the schema of a `record!`.
pub fn object_schema<const N: usize>(about: &str, fields: [(&str, String, Json, bool); N]) -> Json {
    let required: Vec<&str> = fields.iter().filter(|field| field.3).map(|field| field.0).collect();
    let properties: serde_json::Map<String, Json> = fields
        .iter()
        .map(|(key, doc, schema, _)| {
            let mut schema = schema.clone();
            if let Some(object) = schema.as_object_mut() {
                object.insert("description".into(), doc.trim().into());
            }
            ((*key).to_owned(), schema)
        })
        .collect();
    json!({
        "type": "object",
        "description": about.trim(),
        "properties": properties,
        "patternProperties": { "^x-": {} },
        "required": required,
        "additionalProperties": false,
    })
}
