//! The causes and fixes of an error.

use serde_json::{Value as Json, json};

use super::RawError;
use crate::finding::Findings;
use crate::shape::{Definitions, Shape, Text, record};
use crate::yaml::{Kind, Node};

/// A cause: a line, or a line with the fix for this cause.
#[derive(Debug, Clone)]
pub enum RawCause {
    /// `The ID is misspelled`.
    Line(Text),
    /// `{ why: The ID is misspelled, fix: List the IDs }`.
    Fixable(RawFixableCause),
}

record! {
    /// A cause with its fix.
    pub struct RawFixableCause = "a cause with its fix" {
        /// The cause, one line. Markdown.
        pub why: Text,
        /// How to fix it, one line. Markdown.
        pub fix: Text,
    }
}

impl RawCause {
    /// Returns the text of the cause.
    pub fn text(&self) -> &Text {
        match self {
            RawCause::Line(text) => text,
            RawCause::Fixable(cause) => &cause.why,
        }
    }

    /// Returns the fix for this cause.
    pub fn fix(&self) -> Option<&Text> {
        match self {
            RawCause::Line(_) => None,
            RawCause::Fixable(cause) => Some(&cause.fix),
        }
    }
}

impl Shape for RawCause {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let is_record = match &node.kind {
            // A line with a colon is a map of one pair, too.
            Kind::Map(pairs) => pairs.len() != 1 || pairs.iter().any(|(key, _)| is_key(key)),
            Kind::List(_) | Kind::Scalar { .. } => false,
        };
        match is_record {
            true => RawFixableCause::read(node, findings).map(RawCause::Fixable),
            false => Text::read(node, findings).map(RawCause::Line),
        }
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({ "anyOf": [Text::schema(definitions), RawFixableCause::schema(definitions)] })
    }
}

fn is_key(node: &Node) -> bool {
    matches!(&node.kind, Kind::Scalar { text, .. } if matches!(text.as_str(), "why" | "fix"))
}

impl RawError {
    /// Returns the causes.
    pub fn causes(&self) -> impl Iterator<Item = &Text> {
        self.causes.0.iter().map(RawCause::text)
    }

    /// Returns the fixes: those of causes first.
    pub fn fixes(&self) -> impl Iterator<Item = &Text> {
        self.causes.0.iter().filter_map(RawCause::fix).chain(&self.fixes.0)
    }
}
