//! Records and choices: the macros that make a struct or an enum of a list of keys or words, and what they call.

use serde_json::{Value as Json, json};

use super::{Shape, pairs, wrong_type};
use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::suggest::{did_you_mean, quoted};
use crate::yaml::{Kind, Node, WRONG_TYPE};

pub(crate) static MISSING_KEY: Rule = Rule {
    name: "missing-key",
    why: "Something can't be generated without it: a table without a title has no heading, a param \
          without an example can't be shown in a response.",
    fix: "Add the key.",
    ..Rule::REQUIRED
};

pub(crate) static UNKNOWN_KEY: Rule = Rule {
    name: "unknown-key",
    why: "A key that nobody reads is a mistake that nobody sees: `fix:` instead of `fixes:` would \
          leave a page without its most important part.",
    fix: "Use the key that is suggested. Your own keys begin with `x-`.",
    ..Rule::REQUIRED
};

/// The fields of a record: known ones are taken by key. Rules `unknown-key` and `missing-key`.
pub struct Fields<'a> {
    what: &'static str,
    place: Span,
    pairs: Vec<(Spanned<String>, &'a Node)>,
}

/// Where the keys of a record stand.
#[derive(Debug, Clone)]
pub struct Keys(Box<[(&'static str, Span)]>);

impl Keys {
    /// Each that is written, in the order of the record.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Span)> {
        self.0.iter().copied()
    }

    /// The place of a key, if it is written.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, place)| *place)
    }
}

/// The most unknown keys of a map that are reported. More would bury the other findings.
const MAX_UNKNOWN_KEYS: usize = 100;

impl<'a> Fields<'a> {
    /// Reads the map; keys beyond the known ones and `x-…` are findings.
    pub fn read(node: &'a Node, what: &'static str, known: &[&str], findings: &mut Findings) -> Option<Self> {
        let pairs = pairs(node, findings)?;
        let unknown = pairs
            .iter()
            .map(|(key, _)| key)
            .filter(|key| !known.contains(&key.value.as_str()) && !key.value.starts_with("x-"));
        for key in unknown.take(MAX_UNKNOWN_KEYS) {
            let help = did_you_mean(&key.value, known.iter().copied()).unwrap_or_else(|| {
                format!("remove it, or begin its name with `x-` to keep it; known are: {}", known.join(", "))
            });
            let message = format!("{what} has no key {}", quoted(&key.value));
            findings.push(Finding::new(&UNKNOWN_KEY, key.span, message, help).label("unknown key"));
        }
        Some(Fields { what, place: node.span, pairs })
    }

    /// The places of the known keys.
    pub fn keys(&self, known: &[&'static str]) -> Keys {
        let place = |key: &&'static str| {
            Some((*key, self.pairs.iter().find(|(name, _)| name.value == **key)?.0.span))
        };
        Keys(known.iter().filter_map(place).collect())
    }

    /// Takes a field; `None` when it is required and missing or unusable.
    pub fn take<T: Shape>(&mut self, key: &str, findings: &mut Findings) -> Option<T> {
        let Some((_, node)) = self.pairs.iter().find(|(name, _)| name.value == key) else {
            let absent = T::absent();
            if absent.is_none() {
                // The whole record would be underlined; its first line says where it is.
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
                return T::stand_in(place);
            }
            return absent;
        };
        T::read(node, findings)
    }
}

/// Derives a struct and its [`Shape`] from one list of keys: the docs of fields become the schema's descriptions.
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
            /// Where it stands.
            pub span: $crate::finding::Span,
            /// Where its keys stand.
            pub keys: $crate::shape::Keys,
            $($(#[doc = $doc])* pub $field: $ty,)*
        }

        impl $crate::shape::Shape for $name {
            fn read(node: &$crate::yaml::Node, findings: &mut $crate::finding::Findings) -> Option<Self> {
                let known = [$($crate::shape::key(stringify!($field))),*];
                let mut fields = $crate::shape::Fields::read(node, $what, &known, findings)?;
                // All fields are read before the first missing one ends it: every finding in one run.
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

/// Derives an enum with its [`Shape`] and [`Choice`](super::Choice): one of a few words. With `for`, of an enum of the crate
/// `errcat`.
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

/// The finding of a `choice!`: one of its words was expected.
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

/// `a`, `b` or `c`; what isn't one word is no literal.
fn one_of(words: &[&str]) -> String {
    let word = |word: &&str| if word.contains(' ') { (*word).to_owned() } else { format!("`{word}`") };
    match words {
        [first @ .., last] if !first.is_empty() => {
            format!("{} or {}", first.iter().map(word).collect::<Vec<_>>().join(", "), word(last))
        }
        _ => words.iter().map(word).collect(),
    }
}

/// The schema of a `record!`.
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
