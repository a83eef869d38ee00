//! Single values: texts, names, numbers, and arbitrary data.

use serde_json::{Value as Json, json};

use super::{Choice, Definitions, Field, Shape, pairs, wrong_type};
use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::suggest::{nearest_of_few, quoted};
use crate::yaml::{Kind, Node, WRONG_TYPE, ambiguous, in_quotes};

pub(crate) static EMPTY_TEXT: Rule = Rule {
    name: "empty-text",
    why: "With an empty message, cause or fix, the page shows a heading without text.",
    fix: "Write the text, or remove the key.",
    ..Rule::REQUIRED
};

/// A text. If it breaks a rule on shapes (it isn't text, is empty, or could be read as a boolean or a
/// number), it may be empty, and the other rules ignore it.
#[derive(Debug, Clone)]
pub struct Text(pub Spanned<String>);

/// A name or a reference. It is always text, even if YAML would read it as another type.
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
            let help = split_at_colon(node).map_or_else(
                || "write a single text, in quotes if it starts with `{` or `[`".to_owned(),
                |text| format!("write a single text; if this is one, quote it: {}", in_quotes(&text)),
            );
            wrong_type::<()>(node, "a text", &help, findings);
            return Some(Text::absent(node.span));
        };
        if *plain && !text.is_empty() {
            ambiguous_text(node.span, text, "", findings);
        }
        if text.trim().is_empty() {
            findings.push(Finding::new(
                &EMPTY_TEXT,
                node.span,
                "an empty text",
                "write the text, or remove it",
            ));
        }
        Some(Text(Spanned { value: text.trim_end().to_owned(), span: node.span }))
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "string", "pattern": "\\S" })
    }
}

/// Returns the text that YAML reads as a map, because it contains `: `.
fn split_at_colon(node: &Node) -> Option<String> {
    let Kind::Map(pairs) = &node.kind else { return None };
    let [(key, value)] = pairs.as_slice() else { return None };
    match (&key.kind, &value.kind) {
        (Kind::Scalar { text: key, plain: true }, Kind::Scalar { text, plain: true }) if !text.is_empty() => {
            Some(format!("{key}: {text}"))
        }
        _ => None,
    }
}

impl Field for Text {
    const REQUIRED: bool = true;

    fn absent(place: Span) -> Self {
        Text(Spanned { value: String::new(), span: place })
    }
}

impl Shape for Word {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.kind {
            Kind::Scalar { text, .. } if !text.is_empty() => {
                Some(Word(Spanned { value: text.clone(), span: node.span }))
            }
            _ => wrong_type(node, "a name", "write a single name", findings),
        }
    }

    fn schema(_: &mut Definitions) -> Json {
        // Editors parse `30036` as a number before they apply the schema.
        json!({ "type": ["string", "number", "boolean"], "minLength": 1 })
    }
}

impl Field for Word {
    const REQUIRED: bool = true;

    fn absent(place: Span) -> Self {
        Word(Spanned { value: String::new(), span: place })
    }
}

impl Shape for Spanned<bool> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let (text, plain) = match &node.kind {
            Kind::Scalar { text, plain } => (text.as_str(), *plain),
            _ => ("", false),
        };
        let meant = match text {
            "" => None,
            "true" | "false" => Some(text),
            _ => nearest_of_few(text, ["true", "false"]),
        };
        if !plain || meant != Some(text) {
            let help = meant.map_or("write `true` or `false`".to_owned(), |word| format!("write `{word}`"));
            let found = if text.is_empty() { node.describe().to_owned() } else { quoted(text) };
            let message = format!("expected `true` or `false`, found {found}");
            findings.push(Finding::new(&WRONG_TYPE, node.span, message, help).label("not true or false"));
        }
        Some(Spanned { value: meant? == "true", span: node.span })
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "boolean" })
    }
}

impl<T: Choice + Shape> Shape for Spanned<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Some(Spanned { value: T::read(node, findings)?, span: node.span })
    }

    fn schema(definitions: &mut Definitions) -> Json {
        T::schema(definitions)
    }
}

impl Shape for Spanned<i64> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Kind::Scalar { text, plain } = &node.kind else {
            return wrong_type(node, "a whole number", "write a number such as `404`", findings);
        };
        let value: Option<i64> = text.parse().ok();
        // YAML 1.1 reads `0500` as an octal number.
        if !*plain || value.is_none_or(|value| value.to_string() != *text) {
            let help = match value {
                Some(value) if !*plain => format!("remove the quotes: {value}"),
                Some(value) => format!("write `{value}`"),
                None => match leading_number(text) {
                    Some(number) => format!("write `{number}`"),
                    None => "write a number such as `404`".to_owned(),
                },
            };
            wrong_type::<()>(node, "a whole number", &help, findings);
        }
        Some(Spanned { value: value?, span: node.span })
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "integer" })
    }
}

/// Returns the number of a text such as `404 Not Found`, `503.0` or `+3`.
fn leading_number(text: &str) -> Option<i64> {
    let digits = text.trim_start_matches('+');
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let rest = digits[end..].trim_start_matches('.').trim_start_matches('0');
    let is_whole = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    digits[..end].parse().ok().filter(|_| is_whole)
}

/// Arbitrary data of the author, as JSON.
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

impl Field for Data {
    const REQUIRED: bool = true;

    fn absent(place: Span) -> Self {
        Data(Spanned { value: Json::Null, span: place })
    }
}

/// Data with placeholders. It is kept as nodes, because each placeholder needs its location.
#[derive(Debug, Clone)]
pub struct BodyTemplate(pub Node);

impl Shape for BodyTemplate {
    fn read(node: &Node, _: &mut Findings) -> Option<Self> {
        Some(BodyTemplate(node.clone()))
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({})
    }
}

impl Field for BodyTemplate {
    const REQUIRED: bool = true;

    fn absent(place: Span) -> Self {
        BodyTemplate(Node { span: place, kind: Kind::Map(Vec::new()) })
    }
}

/// Converts a node to JSON. Only the numbers and booleans of JSON are converted to such; other unquoted texts
/// on which YAML parsers disagree are findings.
pub fn to_json(node: &Node, findings: &mut Findings) -> Json {
    match &node.kind {
        Kind::List(items) => items.iter().map(|item| to_json(item, findings)).collect(),
        Kind::Map(_) => {
            let pairs = pairs(node, findings).map(|pairs| pairs.unique).unwrap_or_default();
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

/// Parses a number that JSON writes the same way: `1.23`, but not `1.10` or `0123`.
fn json_number(text: &str) -> Option<Json> {
    let number: serde_json::Number = serde_json::from_str(text).ok()?;
    (number.to_string() == text).then_some(Json::Number(number))
}

pub(crate) static AMBIGUOUS_TEXT: Rule = Rule {
    name: "ambiguous-text",
    why: "`NO`, `0123`, `1.10` and `2024-01-15` are texts here, but other YAML parsers read them as \
          booleans, numbers and dates, depending on the version of YAML. (Codes and names don't need \
          quotes: they are always text.)",
    fix: "Put quotes around it.",
    ..Rule::REQUIRED
};

/// Applies the rule `ambiguous-text`. `or` is added to the help.
fn ambiguous_text(span: Span, text: &str, or: &str, findings: &mut Findings) {
    if let Some(other_type) = ambiguous(text) {
        findings.push(
            Finding::new(
                &AMBIGUOUS_TEXT,
                span,
                format!("other YAML parsers read this text as {other_type}"),
                format!("quote it: {}{or}", in_quotes(text)),
            )
            .label("not quoted"),
        );
    }
}
