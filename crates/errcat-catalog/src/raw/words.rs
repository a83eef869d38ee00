//! Values that are a word or more: a status or several, a retry by name or in detail, a level or what silences it.

use serde_json::{Value as Json, json};

use super::RawPolicy;
use crate::finding::{Findings, Level, Span, Spanned};
use crate::shape::{Definitions, OneOrMany, Shape, Text, record, unknown_word, wrong_type};
use crate::yaml::{Kind, Node};

/// `404`, `[500, 502, 503]` or `none`.
#[derive(Debug, Clone)]
pub struct RawStatuses(pub Vec<Spanned<i64>>);

impl Shape for RawStatuses {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.kind {
            Kind::Scalar { text, .. } if text == "none" => Some(RawStatuses(Vec::new())),
            Kind::Map(_) => {
                wrong_type(node, "a status", "write `404`, `[500, 502, 503]` or `none`", findings)
            }
            _ => OneOrMany::read(node, findings).map(|statuses| RawStatuses(statuses.0)),
        }
    }

    fn schema(_: &mut Definitions) -> Json {
        let status = json!({ "type": "integer" });
        json!({ "anyOf": [status, { "const": "none" }, { "type": "array", "items": status }] })
    }
}

/// `never`, `backoff` or a policy.
#[derive(Debug, Clone)]
pub enum RawRetry {
    /// The same request fails again.
    Never,
    /// Wait longer each time.
    Backoff,
    /// In detail.
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

/// `warn`, `deny`, or `allow` with its reason.
#[derive(Debug, Clone)]
pub struct RawLint {
    /// Where it stands.
    pub span: Span,
    /// The level.
    pub level: Level,
}

record! {
    /// What silences a lint here.
    pub struct RawAllow = "an allowed lint" {
        /// Why it doesn't matter here.
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
