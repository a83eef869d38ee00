//! Shapes: what a YAML value has to look like to become a Rust one, stated once for reading and for the schema.
//!
//! [`Shape`] is implemented for the few kinds of value that the language has, and `record!` and `choice!` derive
//! it for the structs in [`crate::raw`]. Reading goes on after a finding: an unknown or repeated key, an empty or ambiguous text
//! leave the value usable, so that the rules can look at the rest in the same run.

use serde_json::{Value as Json, json};

use crate::finding::{Finding, Findings, Span, Spanned};
use crate::rules::{Rule, did_you_mean, quoted};
use crate::yaml::{Kind, Node, ambiguous};

/// The schemas of named shapes, by name.
pub type Definitions = serde_json::Map<String, Json>;

/// A kind of value in the catalog.
pub trait Shape: Sized {
    /// Reads it; `None` after a finding that left nothing to use.
    fn read(node: &Node, findings: &mut Findings) -> Option<Self>;

    /// What it is when its key isn't there; `None` if the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// What stands in for it where it is required and missing, so that the rules can look at the rest; `None` if nothing can.
    fn stand_in(_place: Span) -> Option<Self> {
        None
    }

    /// Its JSON Schema; named shapes put theirs into `definitions` and answer with a reference.
    fn schema(definitions: &mut Definitions) -> Json;
}

impl<T: Shape> Shape for Option<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        T::read(node, findings).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        T::schema(definitions)
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.kind {
            Kind::List(items) => Some(items.iter().filter_map(|item| T::read(item, findings)).collect()),
            _ => wrong_type(node, "a list", "write `[a, b]`, or one `- item` a line", findings),
        }
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({ "type": "array", "items": T::schema(definitions) })
    }
}

/// What is left of a value that may be unusable: the key above it still counts as written.
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

/// A map from the author's keys, in the order written. Keys are kept as text, whatever YAML would make of them.
#[derive(Debug, Clone)]
pub struct Map<T>(pub Vec<(Spanned<String>, T)>, Vec<String>);

impl<T> Map<T> {
    /// The keys whose values are unusable: what refers to those is right, and only they have to be mended.
    pub fn unusable(&self) -> impl Iterator<Item = &str> {
        self.1.iter().map(String::as_str)
    }
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.value.as_str())
    }
}

impl<T: Shape> Shape for Map<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let mut map = Map(Vec::new(), Vec::new());
        for (key, value) in pairs(node, findings)? {
            match T::read(value, findings) {
                Some(value) => map.0.push((key, value)),
                None => map.1.push(key.value),
            }
        }
        Some(map)
    }

    fn absent() -> Option<Self> {
        Some(Map(Vec::new(), Vec::new()))
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({ "type": "object", "additionalProperties": T::schema(definitions) })
    }
}

/// A text: not empty, and not something that another YAML reader takes for a boolean or a number. One that breaks a
/// rule of shape may be empty all the same: the rules that come after say nothing about it.
#[derive(Debug, Clone)]
pub struct Text(pub Spanned<String>);

/// A name or a reference: kept to the letter, whatever YAML would make of it.
#[derive(Debug, Clone)]
pub struct Word(pub Spanned<String>);

impl std::ops::Deref for Text {
    type Target = Spanned<String>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl std::ops::Deref for Word {
    type Target = Spanned<String>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Shape for Text {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Kind::Scalar { text, plain } = &node.kind else {
            wrong_type::<()>(
                node,
                "a text",
                "write one text here, in quotes if it begins with `{` or `[`",
                findings,
            );
            return Text::stand_in(node.span);
        };
        if *plain && !text.is_empty() {
            ambiguous_text(node.span, text, "", findings);
        }
        if text.trim().is_empty() {
            findings.push(Finding::new(
                Rule::EmptyText,
                node.span,
                "an empty text",
                "write the text, or leave it out",
            ));
        }
        Some(Text(Spanned { value: text.trim_end().to_owned(), span: node.span }))
    }

    fn stand_in(place: Span) -> Option<Self> {
        Some(Text(Spanned { value: String::new(), span: place }))
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "string", "pattern": "\\S" })
    }
}

impl Shape for Word {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.kind {
            Kind::Scalar { text, .. } if !text.is_empty() => {
                Some(Word(Spanned { value: text.clone(), span: node.span }))
            }
            _ => wrong_type(node, "a name", "write one name here", findings),
        }
    }

    fn schema(_: &mut Definitions) -> Json {
        // An editor's YAML reader has made a number of `30036` before the schema sees it.
        json!({ "type": ["string", "number", "boolean"], "minLength": 1 })
    }
}

impl Shape for Spanned<bool> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let value = match &node.kind {
            Kind::Scalar { text, plain: true } if text == "true" => true,
            Kind::Scalar { text, plain: true } if text == "false" => false,
            _ => return wrong_type(node, "true or false", "write `true` or `false`", findings),
        };
        Some(Spanned { value, span: node.span })
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "boolean" })
    }
}

impl Shape for Spanned<i64> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let parsed = match &node.kind {
            Kind::Scalar { text, plain: true } if !text.starts_with('+') => text.parse().ok(),
            _ => None,
        };
        match parsed {
            Some(value) => Some(Spanned { value, span: node.span }),
            None => {
                let help = match &node.kind {
                    Kind::Scalar { text, plain: false } if text.parse::<i64>().is_ok() => {
                        format!("remove the quotes: {text}")
                    }
                    _ => "write a number such as `404`".to_owned(),
                };
                wrong_type(node, "a whole number", &help, findings)
            }
        }
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "integer" })
    }
}

/// Data of the author's own: becomes JSON.
#[derive(Debug, Clone)]
pub struct Data(pub Spanned<Json>);

impl Shape for Data {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Some(Data(Spanned { value: to_json(node, findings), span: node.span }))
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({})
    }
}

/// Data with placeholders in it: kept as nodes, because each placeholder needs its place.
#[derive(Debug, Clone)]
pub struct Tree(pub Node);

impl Shape for Tree {
    fn read(node: &Node, _: &mut Findings) -> Option<Self> {
        Some(Tree(node.clone()))
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({})
    }
}

/// A key's value that may be one item or a list of them.
#[derive(Debug, Clone)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T: Shape> Shape for OneOrMany<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.kind {
            Kind::List(_) => Vec::read(node, findings).map(OneOrMany),
            _ => T::read(node, findings).map(|item| OneOrMany(vec![item])),
        }
    }

    fn absent() -> Option<Self> {
        Some(OneOrMany(Vec::new()))
    }

    fn schema(definitions: &mut Definitions) -> Json {
        let item = T::schema(definitions);
        json!({ "anyOf": [item, { "type": "array", "items": item }] })
    }
}

/// A node as JSON. Numbers and booleans are what JSON calls so; anything that YAML readers disagree about is a finding.
pub fn to_json(node: &Node, findings: &mut Findings) -> Json {
    match &node.kind {
        Kind::List(items) => items.iter().map(|item| to_json(item, findings)).collect(),
        Kind::Map(_) => {
            let pairs = pairs(node, findings).unwrap_or_default();
            Json::Object(
                pairs.into_iter().map(|(key, value)| (key.value, to_json(value, findings))).collect(),
            )
        }
        Kind::Scalar { text, plain: false } => Json::String(text.clone()),
        Kind::Scalar { text, plain: true } => match text.as_str() {
            "" | "~" | "null" => Json::Null,
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            _ => json_number(text).unwrap_or_else(|| {
                let number: Option<serde_json::Number> = serde_json::from_str(text).ok();
                let or = number
                    .map_or_else(String::new, |number| format!(", or write {number} if it is a number"));
                ambiguous_text(node.span, text, &or, findings);
                Json::String(text.clone())
            }),
        },
    }
}

/// A number that is written back just as it was read: `1.23` is one, `1.10` and `0123` are not.
fn json_number(text: &str) -> Option<Json> {
    let number: serde_json::Number = serde_json::from_str(text).ok()?;
    (number.to_string() == text).then_some(Json::Number(number))
}

/// Rule `ambiguous-text`.
fn ambiguous_text(span: Span, text: &str, or: &str, findings: &mut Findings) {
    if let Some(taken_for) = ambiguous(text) {
        findings.push(
            Finding::new(
                Rule::AmbiguousText,
                span,
                format!("another YAML reader takes this text for {taken_for}"),
                format!("quote it: {}{or}", quoted(text).replace('`', "\"")),
            )
            .label("not quoted"),
        );
    }
}

/// Rule `wrong-type`.
pub fn wrong_type<T>(node: &Node, expected: &str, help: &str, findings: &mut Findings) -> Option<T> {
    let message = format!("expected {expected}, found {}", node.describe());
    findings.push(Finding::new(Rule::WrongType, node.span, message, help).label(format!("not {expected}")));
    None
}

/// The pairs of a map. Rule `duplicate-key`: a key stands once; the first is kept.
pub fn pairs<'a>(node: &'a Node, findings: &mut Findings) -> Option<Vec<(Spanned<String>, &'a Node)>> {
    let Kind::Map(raw) = &node.kind else {
        return wrong_type(node, "a map", "write `key: value` lines, indented below the key", findings);
    };
    let mut pairs: Vec<(Spanned<String>, &Node)> = Vec::with_capacity(raw.len());
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
                    Rule::DuplicateKey,
                    key.span,
                    format!("{} stands twice", quoted(text)),
                    "remove one of the two, or give it another name",
                )
                .label("again")
                .related(first, "first here"),
            );
            continue;
        }
        pairs.push((Spanned { value: text.clone(), span: key.span }, value));
    }
    Some(pairs)
}

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

/// How many unknown keys of a map are told: more would bury whatever else is found.
const MOST_UNKNOWN_KEYS: usize = 100;

impl<'a> Fields<'a> {
    /// Reads the map; keys beyond the known ones and `x-…` are findings.
    pub fn read(node: &'a Node, what: &'static str, known: &[&str], findings: &mut Findings) -> Option<Self> {
        let pairs = pairs(node, findings)?;
        let unknown = pairs
            .iter()
            .map(|(key, _)| key)
            .filter(|key| !known.contains(&key.value.as_str()) && !key.value.starts_with("x-"));
        for key in unknown.take(MOST_UNKNOWN_KEYS) {
            let help = did_you_mean(&key.value, known.iter().copied()).unwrap_or_else(|| {
                format!("remove it, or begin its name with `x-` to keep it; known are: {}", known.join(", "))
            });
            let message = format!("{what} has no key {}", quoted(&key.value));
            findings.push(Finding::new(Rule::UnknownKey, key.span, message, help).label("unknown key"));
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
                        Rule::MissingKey,
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

/// Derives an enum and its [`Shape`]: one of a few words.
macro_rules! choice {
    (
        $(#[doc = $about:literal])*
        pub enum $name:ident { $($(#[doc = $doc:literal])* $variant:ident = $word:literal,)* }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[doc = $doc])* $variant,)* }

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

pub(crate) use {choice, record};

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
        findings.push(Finding::new(Rule::WrongType, node.span, message, help).label("unknown word"));
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
