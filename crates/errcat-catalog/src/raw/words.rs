//! Values that are a single word or a structure: statuses, retries and levels of lints.

use serde_json::{Value as Json, json};

use super::RawPolicy;
use crate::finding::{Findings, Level, Span, Spanned};
use crate::model::Identity;
use crate::shape::{Definitions, OneOrMany, Shape, Text, Word, record, unknown_word, wrong_type};
use crate::status;
use crate::suggest::nearest_of_few;
use crate::yaml::{Kind, Node};

/// The statuses of an error: `404`, `[500, 502, 503]` or `none`.
#[derive(Debug, Clone)]
pub struct RawStatuses(pub Vec<Spanned<i64>>);

impl Shape for RawStatuses {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.kind {
            Kind::Scalar { text, .. } if text == "none" => Some(RawStatuses(Vec::new())),
            Kind::Map(_) => wrong_status(node, "write `404`, `[500, 502, 503]` or `none`", findings),
            Kind::Scalar { text, .. } if let Some(meant) = meant_status(text) => {
                wrong_status(node, &format!("write `{meant}`"), findings)
            }
            _ => OneOrMany::read(node, findings).map(|statuses| RawStatuses(statuses.0)),
        }
    }

    fn schema(_: &mut Definitions) -> Json {
        let status = json!({ "type": "integer" });
        json!({ "anyOf": [status, { "const": "none" }, { "type": "array", "items": status, "uniqueItems": true }] })
    }
}

/// Returns the status that a word means: `404` for `NOT_FOUND`, `none` for `None`.
fn meant_status(text: &str) -> Option<String> {
    let is_word = text.starts_with(|c: char| c.is_alphabetic() || c == '~');
    let none = || nearest_of_few(text, ["none"]).map(str::to_owned);
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
