//! Generates texts, and a catalog that contains them.

use errcat_catalog::{InputFile, invisible, yaml};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::catalog;

/// The fields of the catalog that contain a generated text.
pub(crate) const FIELDS: &[&str] = &[
    "api",
    "table",
    "title",
    "before",
    "after",
    "log",
    "answer",
    "meaning",
    "cause",
    "fix",
    "note",
    "doc",
    "example",
    "owner",
    "since",
    "case",
    "case doc",
    "correction",
    "member",
    "value",
    "code",
    "code title",
    "code doc",
    "fails",
    "works",
];
const MARKDOWN_FIELDS: &[&str] =
    &["answer", "meaning", "cause", "fix", "note", "doc", "case doc", "correction", "code doc"];
/// Languages whose code is highlighted, and one that isn't supported.
pub(crate) const LANGUAGES: &[&str] = &["python", "rust", "curl", "typescript", "json", "yaml", "cobol"];

/// Tokens that have a meaning in one of the output formats, and that rules allow.
const PARTS: &[&str] = &[
    "\"",
    "'",
    "<",
    ">",
    "&",
    "`",
    "``",
    "```",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{{ x }}",
    "{# #}",
    "\\",
    "\\n",
    "|",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "#",
    "# ",
    " #",
    "- ",
    "+ ",
    "> ",
    "1. ",
    "1) ",
    "---",
    "===",
    ": ",
    " :",
    ":",
    "=",
    "!",
    "$",
    "%",
    "@",
    "^",
    ",",
    ".",
    "?",
    "~",
    "- - -",
    "<!--",
    "-->",
    "--!>",
    "]]>",
    "<![CDATA[",
    "<b>",
    "</b>",
    "<script>alert(1)</script>",
    "</script>",
    "</title>",
    "</pre>",
    "</code>",
    "<img src=x onerror=alert(1)>",
    "\" onload=\"alert(1)",
    "&lt;",
    "&amp;",
    "&#60;",
    "&nbsp;",
    "&copy",
    "javascript:alert(1)",
    "https://a.example/?b=1&c=2",
    "<https://a.example>",
    "[a](javascript:alert(1))",
    "[a](https://a.example)",
    "![a](https://a.example/a.png)",
    "[slow]",
    "[a][slow]",
    "*/",
    "/*",
    "//",
    "*/ // /*",
    "#!",
    "r#\"",
    "\"#",
    "${x}",
    "%s",
    "\\u0041",
    "\\x41",
    "\\\"",
    "a",
    "Z",
    "0",
    "é",
    "ß",
    "日本",
    "\u{200f}שלום",
    "e\u{301}",
    "\u{1f468}\u{200d}\u{1f469}",
    "🏳️\u{200d}🌈",
    "می\u{200c}خواهم",
    "क्\u{200d}ष",
    "1\u{fe0f}\u{20e3}",
    "\u{a0}",
    " ",
    "  ",
    "\t",
    "NO",
    "~",
    "null",
    "0123",
    "1e5",
    "a: b",
    "- a",
    "!!str a",
    "*a",
    "&a",
    "\n",
    "\n\n",
    "\n# ",
    "\n    ",
    "\n---\n",
    "<<",
    "? a",
    "|-",
    ">-",
    "@generated",
    "export default",
    "import a",
];

/// The texts, in the order of [`FIELDS`].
#[derive(Debug, Clone)]
pub(crate) struct Texts {
    pub(crate) texts: Vec<String>,
    pub(crate) language: &'static str,
    /// Write the catalog as JSON, which is valid YAML, rather than with a YAML library.
    pub(crate) as_json: bool,
}

impl Texts {
    pub(crate) fn of(&self, field: &str) -> &str {
        let at = FIELDS.iter().position(|known| *known == field).expect("a field");
        &self.texts[at]
    }

    /// Returns the message with its placeholder. It has a word in it, so that headings show it.
    pub(crate) fn message(&self) -> String {
        format!("{}{{value}} failed{}", self.of("before"), self.of("after"))
    }

    /// Returns the code that fails. Its mark is the text of the field, which occurs once.
    pub(crate) fn fails(&self) -> String {
        format!("⟦{}⟧\nfails", self.of("fails"))
    }

    /// Returns the marked part of the code that fails.
    pub(crate) fn mark(&self) -> String {
        self.fails().lines().next().expect("a line").trim_end().to_owned()
    }

    fn code_example(&self, doc: &str) -> Json {
        json!({
            "title": self.of("code title"),
            "doc": doc,
            "language": if self.language == "cobol" { "text" } else { self.language },
            "fails": self.fails(),
            "mark": self.mark(),
            "works": self.of("works"),
        })
    }

    /// Returns the files of a catalog with these texts. `markdown` converts the texts of Markdown fields.
    pub(crate) fn files(&self, markdown: impl Fn(&str) -> String) -> Vec<InputFile> {
        let template = |text: &str| text.replace('{', "{{").replace('}', "}}");
        let of = |field: &str| self.of(field);
        let markdown = |field: &str| markdown(self.of(field));
        let api = json!({
            "title": of("api"), "summary": "An API.", "publish": ["log"], "envelope": "http",
            "envelopes": { "http": {
                "summary": "Every error.",
                "body": { "code": "{code}", "message": "{message}", "params": "{params}" },
                "identify_by": "code",
            } },
        });
        let message = format!("{}{{value}} failed{}", template(of("before")), template(of("after")));
        let table = json!({ "title": of("table"), "errors": { "slow": {
            "status": 503,
            "title": of("title"),
            "message": message,
            "log": template(of("log")),
            "answer": markdown("answer"),
            "meaning": markdown("meaning"),
            "causes": [markdown("cause")],
            "fixes": [markdown("fix")],
            "notes": [markdown("note")],
            "params": { "value": { "doc": markdown("doc"), "example": of("example"), "wire": "value" } },
            "owner": of("owner"),
            "since": of("since"),
            "examples": [
                {
                    "title": of("case"),
                    "doc": markdown("case doc"),
                    "request": { "operation": "POST /a", "body": { "key": of("member") } },
                    "corrected": { "body": of("value") },
                    "fix": markdown("correction"),
                },
                { "code": { (self.language): of("code") } },
            ],
            "code_examples": [self.code_example(&markdown("code doc"))],
        } } });
        let text = |value: &Json| if self.as_json { value.to_string() } else { yaml::block(value, 0) };
        vec![catalog::file("demo/api.yaml", text(&api)), catalog::file("demo/errors.yaml", text(&table))]
    }
}

/// Generates texts that rules allow: not empty, and without invisible characters.
pub(crate) fn texts() -> impl Strategy<Value = Texts> {
    let part = prop_oneof![
        6 => proptest::sample::select(PARTS).prop_map(str::to_owned),
        1 => any::<char>().prop_filter("refused", |c| is_allowed(*c)).prop_map(String::from),
    ];
    let text = proptest::collection::vec(part, 1..8).prop_map(|parts| parts.concat());
    let texts = proptest::collection::vec(text, FIELDS.len());
    (texts, proptest::sample::select(LANGUAGES), any::<bool>()).prop_map(|(mut texts, language, as_json)| {
        for (text, field) in texts.iter_mut().zip(FIELDS) {
            // In Markdown, white space around line breaks is significant.
            let kept = if MARKDOWN_FIELDS.contains(field) { text.replace('\n', " ") } else { text.clone() };
            kept.trim().clone_into(text);
            if text.is_empty() {
                text.push('x');
            }
        }
        Texts { texts, language, as_json }
    })
}

fn is_allowed(c: char) -> bool {
    !invisible::is_invisible(c)
}
