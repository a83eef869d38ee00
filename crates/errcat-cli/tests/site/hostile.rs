//! A catalog with attacks that pass the rules, in every text field: payloads for browsers, templates,
//! terminals and parsers. There is one API for each payload. Its files are JSON, which is valid YAML.
//!
//! Each text contains the name of its field and delimiters, so that tests can find it on the pages.

use std::fs;
use std::path::Path;

use errcat_catalog::invisible;
use serde_json::{Value, json};

/// The payloads, with their names. `true` if the payload can be used in Markdown without escaping: a `[`
/// would be a broken link, which a rule rejects.
const PAYLOADS: &[(&str, &str, bool)] = &[
    ("script", "<script>alert(1)</script>", true),
    ("attribute", "\"><img src=x onerror=alert(1)> ' onmouseover='alert(1)", true),
    (
        "address",
        "javascript:alert(1) data:text/html,<b>x</b> //evil.example/x ![x](https://evil.example/x.png)",
        false,
    ),
    ("template", "{{ 7 * 7 }} {% raw %} {# x #} ${7*7} <%= 7 %>", true),
    ("ends", "</script></style></title></textarea></pre></code><svg onload=alert(1)>", true),
    ("comment", "--> <!-- x ]]> <![CDATA[ x --!>", false),
    ("entities", "&lt;b&gt; &amp;amp; &#60;b&#62; &#x3c; \\u003cb\\u003e \\x3c %3Cb%3E", false),
    ("code_spans", "` `` ``` ~~~ </code>`</code>", false),
    (
        "scripts",
        "\u{200f}\u{627}\u{644}\u{639}\u{631}\u{628}\u{64a}\u{629}\u{200e} \u{6cc}\u{200c}\u{62e} \u{915}\u{94d}\u{200d}\u{937} d\u{301} \u{1f468}\u{200d}\u{1f469}",
        true,
    ),
    ("terminal", "\\x1b[31mred\\033[0m \\u001b]8;;https://evil.example\\u0007 %s%n", false),
    ("long", "", true),
];
/// The length of the long payload, which is a single word.
const LONG: usize = 10_000;

/// Writes the catalog, and next to it a list of the texts that its pages must show, by API.
pub(super) fn write(workspace: &Path) {
    let mut expected = serde_json::Map::new();
    for (name, payload, is_markdown) in PAYLOADS {
        let long = "W".repeat(LONG);
        let payload = if payload.is_empty() { &long } else { *payload };
        let mut texts = Texts { payload, is_markdown: *is_markdown, shown: Vec::new() };
        let folder = workspace.join("catalog").join(format!("hostile_{name}"));
        fs::create_dir_all(folder.join("guides")).expect("a folder");
        for (file, content) in [("api.yaml", texts.api()), ("errors.yaml", texts.table())] {
            fs::write(folder.join(file), format!("{content:#}")).expect("a file");
        }
        let guide = format!("# {}\n\n{}\n", texts.plain("guide.title"), texts.markdown("guide.text"));
        fs::write(folder.join("guides/retries.md"), guide).expect("a guide");
        expected.insert(format!("hostile_{name}"), json!(texts.shown));
    }
    let expected = Value::from(expected).to_string();
    fs::write(workspace.join("expected.json"), expected).expect("the list");
}

/// The texts of one API, and those that its pages must show.
struct Texts<'a> {
    payload: &'a str,
    is_markdown: bool,
    shown: Vec<String>,
}

impl Texts<'_> {
    fn api(&mut self) -> Value {
        json!({
            "title": self.plain("api.title"),
            "summary": self.markdown("api.summary"),
            "base_url": "https://api.example.com/",
            "reference": "https://docs.example.com/?a=1&lt=javascript:alert(1)&{{x}}",
            "repository": "https://git.example/{path}?&lt;{{x}}#L{line}",
            "owner": self.plain("api.owner"),
            "publish": ["log", "security", "sources"],
            "envelope": "http",
            "success": { "200": { "title": self.plain("success.title"), "doc": self.plain("success.doc") } },
            "envelopes": { "http": {
                "summary": self.markdown("envelope.summary"),
                "content_type": self.content_type(),
                "body": {
                    "code": "{code}",
                    "message": "{message}",
                    "request": "{request_id}",
                    "more": "{params}",
                    (self.member("envelope.member")): self.json("envelope.value").replace('{', "{{").replace('}', "}}"),
                },
                "identify_by": "code",
                "context": { "request_id": {
                    "doc": self.markdown("context.doc"),
                    "example": self.json("context.example"),
                } },
                "fields": { "code": self.markdown("field.doc") },
            } },
            "headers": { "X-Hostile": {
                "doc": self.markdown("header.doc"),
                "example": self.header("header.example"),
            } },
        })
    }

    fn table(&mut self) -> Value {
        let code = self.word("code", 128);
        json!({
            "title": self.plain("table.title"),
            "summary": self.markdown("table.summary"),
            "operation": format!("POST /{}", self.word("operation", usize::MAX)),
            "errors": {
                (code.clone()): self.error(),
                "old": {
                    "is": code,
                    "message": self.template("old.message"),
                    "deprecated": self.markdown("deprecated"),
                    "use": code,
                },
            },
        })
    }

    fn error(&mut self) -> Value {
        json!({
            "name": "Hostile",
            "status": 400,
            "title": self.plain("title"),
            "message": self.template("message"),
            "answer": self.answer(),
            "meaning": self.markdown("meaning"),
            "causes": [self.markdown("cause")],
            "fixes": [self.markdown("fix")],
            "notes": [self.markdown("note")],
            "security": [self.markdown("security")],
            "params": { "value": {
                "doc": self.markdown("param.doc"),
                "example": self.json("param.example"),
                "wire": self.json("param.wire"),
            } },
            "log": self.template("log"),
            "headers": ["X-Hostile"],
            "examples": [self.example()],
            "code_examples": [self.code_example()],
            "sources": [self.source()],
            "owner": self.plain("owner"),
            "since": self.plain("since"),
            "aliases": [self.word("alias", 128)],
        })
    }

    fn example(&mut self) -> Value {
        json!({
            "title": self.plain("example.title"),
            "doc": self.markdown("example.doc"),
            "request": {
                "operation": format!("POST /{}", self.word("request", usize::MAX)),
                "headers": { "X-Header": self.header("request.header") },
                "body": { (self.member("request.member")): self.json("request.value") },
            },
            "corrected": { "body": self.plain("corrected.body") },
            "fix": self.markdown("example.fix"),
            "code": { "python": self.plain("example.code") },
        })
    }

    /// Returns an answer: the start of the payload, on one line.
    fn answer(&mut self) -> String {
        let line = self.payload.split(['\n', '\r']).next().unwrap_or_default();
        let text = format!("answer\u{2039}{}\u{203a}", line.chars().take(60).collect::<String>());
        self.shown.push(text.clone());
        text.chars()
            .map(|c| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() })
            .collect()
    }

    fn code_example(&mut self) -> Value {
        let fails = self.plain("fails");
        json!({
            "title": self.plain("code.title"),
            "doc": self.markdown("code.doc"),
            "language": "python",
            "fails": fails,
            "mark": fails.lines().next().expect("a line").trim_end(),
            "works": self.plain("works"),
        })
    }

    /// Returns a text that is shown unchanged.
    fn plain(&mut self, field: &str) -> String {
        let text = format!("{field}\u{2039}{}\u{203a}", self.payload);
        self.shown.push(text.clone());
        text
    }

    /// Returns the value of a header: visible ASCII characters.
    fn header(&mut self, field: &str) -> String {
        let text = format!("{field}<{}>", self.ascii());
        self.shown.push(text.clone());
        text
    }

    /// Returns a media type with a param.
    fn content_type(&mut self) -> String {
        let param: String = self.ascii().chars().filter(|c| !"\"\\;".contains(*c)).collect();
        let text = format!("application/json; x=\"{param}\"");
        self.shown.push(text.clone());
        text
    }

    fn ascii(&self) -> String {
        self.payload.chars().filter(|c| matches!(c, ' '..='~')).collect()
    }

    /// Returns a name of a member: without braces, which are only allowed in values, and with at most 1,000
    /// bytes, because of a limit of YAML.
    fn member(&mut self, field: &str) -> String {
        let text = self.without(field, &['{', '}']);
        let text = text[..text.floor_char_boundary(1000.min(text.len()))].to_owned();
        self.as_json(text)
    }

    /// Returns a text that is shown as JSON.
    fn json(&mut self, field: &str) -> String {
        self.as_json(format!("{field}\u{2039}{}\u{203a}", self.payload))
    }

    fn as_json(&mut self, text: String) -> String {
        let shown = Value::from(text.as_str()).to_string();
        self.shown.push(shown.trim_matches('"').to_owned());
        text
    }

    /// Returns a template text, in which braces are doubled.
    fn template(&mut self, field: &str) -> String {
        self.plain(field).replace('{', "{{").replace('}', "}}")
    }

    /// Returns Markdown that shows the payload. Some fields contain the payload unescaped, if that is
    /// possible, and the others contain it escaped.
    fn markdown(&mut self, field: &str) -> String {
        let text = self.plain(field);
        let escape = |c: char| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() };
        if self.is_markdown && field.len().is_multiple_of(2) {
            text
        } else {
            text.chars().map(escape).collect()
        }
    }

    /// Returns a text without white space, with at most `max_bytes`.
    fn word(&mut self, field: &str, max_bytes: usize) -> String {
        let mut text = self.without(field, &[]);
        text.truncate(text.floor_char_boundary(max_bytes.min(text.len())));
        self.shown.push(text.clone());
        text
    }

    /// Returns a path in a repository, with a line number.
    fn source(&mut self) -> String {
        let path = self.without("source", &[':', ',', '\\']).replace("//", "/");
        self.shown.push(path.clone());
        path + ":7"
    }

    /// Returns a text without white space, invisible characters and some others.
    fn without(&self, field: &str, characters: &[char]) -> String {
        let mut text = format!("{field}\u{a7}{}", self.payload);
        text.retain(|c| !c.is_whitespace() && !invisible::is_invisible(c) && !characters.contains(&c));
        text
    }
}
