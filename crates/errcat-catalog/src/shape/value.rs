//! Single values: texts, names, numbers, and data of the author's own.

use serde_json::{Value as Json, json};

use super::{Definitions, Shape, pairs, wrong_type};
use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::suggest::quoted;
use crate::yaml::{Kind, Node, ambiguous};

pub(crate) static EMPTY_TEXT: Rule = Rule {
    name: "empty-text",
    why: "An empty message, cause or fix is worse than none: the page has its heading and nothing to \
          say.",
    fix: "Write the text, or remove the key.",
    ..Rule::REQUIRED
};

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
                &EMPTY_TEXT,
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

pub(crate) static AMBIGUOUS_TEXT: Rule = Rule {
    name: "ambiguous-text",
    why: "`NO`, `0123`, `1.10` and `2024-01-15` are texts here, but booleans, numbers and dates to \
          other YAML readers, in ways that differ between versions of YAML. (Codes and names may be \
          bare: they are always text.)",
    fix: "Put quotes around it.",
    ..Rule::REQUIRED
};

/// Rule `ambiguous-text`.
fn ambiguous_text(span: Span, text: &str, or: &str, findings: &mut Findings) {
    if let Some(taken_for) = ambiguous(text) {
        findings.push(
            Finding::new(
                &AMBIGUOUS_TEXT,
                span,
                format!("another YAML reader takes this text for {taken_for}"),
                format!("quote it: {}{or}", quoted(text).replace('`', "\"")),
            )
            .label("not quoted"),
        );
    }
}
