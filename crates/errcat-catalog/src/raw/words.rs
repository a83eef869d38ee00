//! Values that are a single word or a structure: statuses, retries and levels of lints.

use serde_json::{Value as Json, json};

use super::RawPolicy;
use crate::finding::{Findings, Level, Span, Spanned};
use errcat::StatusRange;

use crate::model::{Identity, Statuses};
use crate::shape::{Choice, Definitions, OneOrMany, Shape, Text, Word, record, unknown_word, wrong_type};
use crate::status;
use crate::suggest::nearest_of_few;
use crate::yaml::{Kind, Node};

/// The statuses of an error: `404`, `[500, 502, 503]`, `4xx`, `default` or `none`.
#[derive(Debug, Clone)]
pub enum RawStatuses {
    /// Numbers; empty for `none`.
    Listed(Vec<Spanned<i64>>),
    /// A range.
    Range(StatusRange),
}

impl RawStatuses {
    /// Returns the numbers; none for a range.
    pub fn numbers(&self) -> &[Spanned<i64>] {
        match self {
            RawStatuses::Listed(numbers) => numbers,
            RawStatuses::Range(_) => &[],
        }
    }

    /// Returns the statuses. Numbers that are too large or negative are 0.
    pub fn known(&self) -> Statuses {
        match self {
            RawStatuses::Listed(numbers) => Statuses::Listed(
                numbers.iter().map(|number| number.value.try_into().unwrap_or_default()).collect(),
            ),
            RawStatuses::Range(range) => Statuses::Range(*range),
        }
    }
}

impl Shape for RawStatuses {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let range = |node: &Node| match &node.kind {
            Kind::Scalar { text, .. } => StatusRange::from_word(text),
            _ => None,
        };
        match &node.kind {
            Kind::Scalar { text, .. } if text == "none" => Some(RawStatuses::Listed(Vec::new())),
            Kind::Map(_) => {
                wrong_status(node, "write `404`, `[500, 502, 503]`, `4xx`, `default` or `none`", findings)
            }
            Kind::Scalar { text, .. } if let Some(meant) = meant_status(text) => {
                wrong_status(node, &format!("write `{meant}`"), findings)
            }
            Kind::Scalar { text, .. } if text.to_lowercase().ends_with("xx") && range(node).is_none() => {
                wrong_status(node, "the classes are `4xx` and `5xx`; `default` is any error status", findings)
            }
            Kind::List(items) if let Some(item) = items.iter().find(|item| range(item).is_some()) => {
                let help = "write numbers only, or one of `4xx`, `5xx` and `default` without a list";
                wrong_type(item, "a number", help, findings)
            }
            _ => match range(node) {
                Some(range) => Some(RawStatuses::Range(range)),
                None => OneOrMany::read(node, findings).map(|numbers| RawStatuses::Listed(numbers.0)),
            },
        }
    }

    fn schema(_: &mut Definitions) -> Json {
        let status = json!({ "type": "integer" });
        let word = json!({ "enum": ["4xx", "5xx", "default", "none"] });
        json!({ "anyOf": [status, word, { "type": "array", "items": status, "uniqueItems": true }] })
    }
}

/// Returns the status that a word means: `404` for `NOT_FOUND`, `none` for `None`, `4xx` for `4XX`.
fn meant_status(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    if StatusRange::from_word(text).is_none() && StatusRange::from_word(&lower).is_some() {
        return Some(lower);
    }
    let is_word = text.starts_with(|c: char| c.is_alphabetic() || c == '~') && text != "default";
    let none = || nearest_of_few(text, ["none", "default"]).map(str::to_owned);
    is_word.then(|| none().or_else(|| Some(status::named(text)?.to_string()))).flatten()
}

fn wrong_status<T>(node: &Node, help: &str, findings: &mut Findings) -> Option<T> {
    wrong_type(node, "a status", help, findings)
}

/// The value of a fact. Its meaning depends on the type of the fact: `42000` is a text if the fact is one.
#[derive(Debug, Clone)]
pub struct RawFactValue {
    /// The location.
    pub span: Span,
    /// The text.
    pub text: String,
    /// `true` if the text isn't quoted, so that it may be a number or a boolean.
    pub is_plain: bool,
}

impl Shape for RawFactValue {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.kind {
            Kind::Scalar { text, plain } if !text.trim().is_empty() => {
                Some(RawFactValue { span: node.span, text: text.clone(), is_plain: *plain })
            }
            _ => {
                let help = "write a text, a number, `true` or `false`, or remove the fact";
                wrong_type(node, "a single value", help, findings)
            }
        }
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": ["string", "number", "boolean"], "pattern": "\\S" })
    }
}

/// A value by which clients identify errors.
#[derive(Debug, Clone)]
pub enum RawIdentity {
    /// A value of the error itself: a built-in one, or a word that may be a fact.
    Value(Spanned<Identity>),
    /// The placeholders of a header of the envelope, by the header's name.
    Header(Spanned<String>),
}

impl RawIdentity {
    /// Returns the location.
    pub fn span(&self) -> Span {
        match self {
            RawIdentity::Value(value) => value.span,
            RawIdentity::Header(name) => name.span,
        }
    }
}

impl Shape for RawIdentity {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Word(word) = Word::read(node, findings)?;
        if let Some(header) = word.value.strip_prefix("header.") {
            return Some(RawIdentity::Header(Spanned { value: header.to_owned(), span: word.span }));
        }
        let name = word.value.strip_prefix("each.").unwrap_or(&word.value);
        let built_in = Identity::BUILT_IN.into_iter().find(|identity| identity.name() == name);
        let value = built_in.unwrap_or_else(|| Identity::Fact(name.to_owned()));
        Some(RawIdentity::Value(Spanned { value, span: word.span }))
    }

    fn schema(definitions: &mut Definitions) -> Json {
        let built_in = Identity::BUILT_IN.map(|identity| identity.name().to_owned());
        json!({ "anyOf": [{ "enum": built_in }, Word::schema(definitions)] })
    }
}

/// The retry of an error: `never`, `backoff` or a policy.
#[derive(Debug, Clone)]
pub enum RawRetry {
    /// A retry would fail again.
    Never,
    /// Retry with growing waits.
    Backoff,
    /// A detailed policy.
    Policy(RawPolicy),
}

impl Shape for RawRetry {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.kind {
            Kind::Scalar { text, .. } if text == "never" => Some(RawRetry::Never),
            Kind::Scalar { text, .. } if text == "backoff" => Some(RawRetry::Backoff),
            Kind::Map(_) => RawPolicy::read(node, findings).map(RawRetry::Policy),
            kind => unknown_word(
                node,
                kind,
                &["never", "backoff", "a map with after, backoff, attempts"],
                findings,
            ),
        }
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({ "anyOf": [{ "enum": ["never", "backoff"] }, RawPolicy::schema(definitions)] })
    }
}

/// The level of a lint: `warn`, `deny`, or `allow` with a reason.
#[derive(Debug, Clone)]
pub struct RawLint {
    /// The location.
    pub span: Span,
    /// The level.
    pub level: Level,
}

record! {
    /// A lint that is silenced.
    pub struct RawAllow = "an allowed lint" {
        /// The reason.
        pub allow: Text,
    }
}

impl Shape for RawLint {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let level = match &node.kind {
            Kind::Scalar { text, .. } if text == "warn" => Level::Warn,
            Kind::Scalar { text, .. } if text == "deny" => Level::Deny,
            Kind::Map(_) => RawAllow::read(node, findings).map(|_| Level::Allow)?,
            kind => unknown_word(node, kind, &["warn", "deny", "`{ allow: REASON }`"], findings)?,
        };
        Some(RawLint { span: node.span, level })
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({ "anyOf": [{ "enum": ["warn", "deny"] }, RawAllow::schema(definitions)] })
    }
}
