//! Tests that all texts of a catalog that passes the rules are preserved in the generated files. Pages are
//! parsed as HTML, Markdown pages as `CommonMark`, data files with their schema, the search index as a
//! script, and Rust with syn.

#[path = "../catalog/mod.rs"]
mod catalog;
#[path = "../dom/mod.rs"]
mod dom;
mod input;
#[path = "../mutation/mod.rs"]
mod mutation;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use errcat_catalog::links::MARKDOWN;
use errcat_catalog::{InputFile, report};
use errcat_cli::pipeline::{Inputs, generate};
use errcat_targets::output::Plan;
use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde_json::{Value as Json, json};

use dom::Page;
use input::{FIELDS, LANGUAGES, Texts, texts};

/// Escapes a text for Markdown.
fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
}

/// Generates everything from a catalog with these texts.
fn plan(texts: &Texts) -> Plan {
    let inputs = Inputs { templates: TEMPLATES.clone(), ..catalog::inputs(texts.files(escaped)) };
    generate(&inputs).unwrap_or_else(|found| panic!("{}", report::human(&found, false)))
}

static TEMPLATES: LazyLock<Vec<InputFile>> = LazyLock::new(|| catalog::real().templates);

/// The elements of a page with harmless texts, by the language of its code.
static PLAIN: LazyLock<BTreeMap<&str, Vec<String>>> = LazyLock::new(|| {
    let plain = LANGUAGES.iter().map(|language| {
        let texts = FIELDS.iter().map(|field| field.to_uppercase()).collect();
        let plan = plan(&Texts { texts, language, as_json: true });
        (*language, elements(&Page::parse(file(&plan, PAGE))))
    });
    plain.collect()
});

/// Describes the elements of a page and those attributes that don't contain a text of the catalog.
fn elements(page: &Page) -> Vec<String> {
    let attribute = |(name, value): &(String, String)| match name.as_str() {
        "content" => name.clone(),
        _ => format!("{name}={value:?}"),
    };
    let elements = page.elements().iter().filter(|element| !element.is_in_code);
    elements
        .map(|element| {
            [element.name.clone()]
                .into_iter()
                .chain(element.attributes.iter().map(attribute))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

const PAGE: &str = "target/site/demo/slow/index.html";
const RUST: &str = "crates/api-errors/src/generated/demo/errors.rs";
const TWIN: &str = "target/site/demo/slow.md";

fn file<'a>(plan: &'a Plan, path: &str) -> &'a str {
    let (_, file) = plan.files().find(|(found, _)| found.as_str() == path).expect("it is generated");
    str::from_utf8(&file.bytes).expect("it is text")
}

proptest! {
    #![proptest_config(mutation::config(32))]

    #[test]
    fn texts_are_preserved(texts in texts()) {
        let plan = plan(&texts);
        page(&texts, &Page::parse(file(&plan, PAGE)));
        twin(&texts, file(&plan, TWIN));
        data(&texts, &plan);
        search(&texts, file(&plan, "target/site/search-index.js"));
        rust(&texts, &(file(&plan, "crates/api-errors/src/generated/demo/mod.rs").to_owned() + file(&plan, RUST)));
    }

    /// Any Markdown has findings in its file, or results in harmless HTML: text, elements of Markdown, and
    /// links to pages.
    #[test]
    fn markdown_is_harmless(texts in texts()) {
        let inputs = Inputs { templates: TEMPLATES.clone(), ..catalog::inputs(texts.files(str::to_owned)) };
        match generate(&inputs) {
            Ok(plan) => harmless(&Page::parse(file(&plan, PAGE)), texts.language),
            Err(report) => for finding in report.findings.sorted(&report.sources) {
                let text = &report.sources.file(finding.span.file).text;
                let place = finding.span.start as usize..finding.span.end as usize;
                prop_assert!(text.get(place.clone()).is_some_and(|text| !text.is_empty()), "{:?}", finding);
                prop_assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{:?}", finding);
            },
        }
    }
}

fn harmless(page: &Page, language: &str) {
    const MARKDOWN: &[&str] = &[
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "div",
        "em",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ];
    let descriptions = elements(page);
    let outside = page.elements().iter().filter(|element| !element.is_in_code);
    for (element, description) in outside.zip(descriptions) {
        if PLAIN[language].contains(&description) {
            continue;
        }
        assert!(MARKDOWN.contains(&&*element.name), "{description}");
        for (name, value) in &element.attributes {
            // Like browsers, ignore control characters and spaces in URLs.
            let address: String = value.chars().filter(|c| !c.is_ascii_control() && *c != ' ').collect();
            let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
            let scheme = scheme.filter(|scheme| !scheme.contains(['/', '?', '#']));
            let is_harmless = match &**name {
                "href" => scheme.is_none_or(|scheme| ["http", "https", "mailto"].contains(&&*scheme)),
                "class" | "tabindex" | "role" | "aria-label" | "start" | "title" => true,
                _ => false,
            };
            assert!(is_harmless, "{description}");
        }
    }
}

/// Asserts that the texts are in the right elements of the page, and that its other elements don't depend on
/// texts.
fn page(texts: &Texts, page: &Page) {
    assert_eq!(elements(page), PLAIN[texts.language]);
    for element in page.elements().iter().filter(|element| element.is_in_code) {
        let is_highlighting =
            matches!(element.name.as_str(), "code" | "span" | "ins" | "del" | "mark" | "var");
        assert!(
            is_highlighting
                && element.attributes.iter().all(|(name, _)| name == "class" || name == "data-body"),
            "{}",
            element.name
        );
    }
    let of = |field| texts.of(field);
    assert_eq!(page.find("header", "class", "head").texts("h1"), [of("title")]);
    assert_eq!(page.find("p", "class", "message").text(), texts.message());
    let title = page.find("meta", "property", "og:title").get("content").expect("a title");
    assert!(title.contains(" (slow)") && title.chars().count() <= 60, "{title}");
    let meta = page.find("dl", "class", "meta").texts("dd");
    for field in ["owner", "since"] {
        assert!(meta.iter().any(|text| text == of(field)), "{field}: {meta:?}");
    }
    assert_eq!(page.find("div", "class", "lead").texts("p"), [of("meaning")]);
    assert_eq!(page.find("div", "class", "do-text").text(), of("answer"));
    for (class, field) in [("causes", "cause"), ("fixes", "fix")] {
        assert_eq!(page.find("div", "class", class).texts("li"), [of(field)]);
    }
    assert!(page.find("aside", "id", "notes").texts("p").iter().any(|text| text == of("note")));
    for (name, field) in [("h3", "code title"), ("p", "code doc"), ("h3", "case"), ("p", "case doc")] {
        let found = page.section("example").texts(name);
        assert!(found.iter().any(|text| text == of(field)), "{field}: {found:?}");
    }
    let cells = page.section("values").texts("td");
    assert_eq!(cells[2], of("example"));
    assert!(cells[1].starts_with(of("doc")), "{cells:?}");
    assert_eq!(page.find("p", "class", "log-line").text(), of("log"));
    let feet = page.section("example").texts("div");
    assert!(feet.contains(&format!("The fix: {}", of("correction"))), "{feet:?}");
    let request = json!({ "key": of("member") });
    let requests = page.section("example").texts("code");
    let request = format!("POST /a\n\n{request:#}");
    assert!(requests.contains(&request), "{request:?} isn't in {requests:?}");
    assert!(requests.contains(&format!("POST /a\n\n{}", of("value"))), "{requests:?}");
    assert_eq!(page.section("example").texts("mark"), [texts.mark()]);
    let code = page.section("example").texts("code");
    assert!(code.contains(&texts.fails()) && code.contains(&of("works").to_owned()), "{code:?}");
    let code = page.section("handle").texts("code");
    assert!(code.iter().any(|text| text == of("code")), "{code:?}");
}

/// Returns a text with a full stop, unless it ends with a punctuation mark.
fn sentence(text: &str) -> String {
    let bare = text.trim_end().trim_end_matches(['*', '_', ')', '"', '”', '’', '»', '\\']);
    let stop = if bare.ends_with(['.', '!', '?', ':', '…', '。', '！', '？']) { "" } else { "." };
    format!("{}{stop}", text.trim_end())
}

/// Asserts that the Markdown page has the same texts as the HTML page. Line breaks in texts become spaces.
fn twin(texts: &Texts, markdown: &str) {
    let (head, body) =
        markdown.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).expect("front matter");
    let head: BTreeMap<String, Json> = serde_yaml::from_str(head).expect("YAML");
    assert_eq!((&head["title"], &head["code"]), (&json!(texts.of("title")), &json!("slow")));
    let mut blocks = vec![String::new()];
    for event in Parser::new_ext(body, MARKDOWN) {
        match event {
            Event::Text(text) | Event::Code(text) => blocks.last_mut().expect("a block").push_str(&text),
            Event::SoftBreak => blocks.last_mut().expect("a block").push(' '),
            Event::Start(Tag::Link { dest_url, .. }) => assert!(dest_url.starts_with("../"), "{dest_url}"),
            Event::Start(Tag::Strong) | Event::End(TagEnd::Link | TagEnd::Strong) => {}
            Event::Start(_) | Event::End(_) => blocks.push(String::new()),
            Event::Html(html) => assert!(html.contains("@generated"), "{html}"),
            other => panic!("{other:?} in {markdown}"),
        }
    }
    let assert_contains = |text: String| {
        assert!(blocks.contains(&text), "{text:?} isn't among {blocks:?} in {markdown}");
    };
    let line = |field| texts.of(field).replace(['\t', '\n'], " ");
    assert_contains(line("title"));
    assert_contains(texts.message().replace(['\t', '\n'], " "));
    assert_contains(format!("What to do: {}", line("answer")));
    assert_contains(format!("Owner: {}", line("owner")));
    assert_contains(format!("Since: {}", line("since")));
    for field in ["meaning", "cause", "fix", "note", "case", "case doc", "code title", "code doc", "log"] {
        assert_contains(line(field));
    }
    assert_contains(format!("The fix: {}", line("correction")));
    assert_contains(format!(
        "value (string): {} Example: {}. In the message, the body as params.value.",
        sentence(&line("doc")),
        texts.of("example").replace('\n', " ")
    ));
    assert_contains(texts.of("code").to_owned() + "\n");
    assert_contains(format!("Fails at {} in line 1:", texts.mark()));
    assert_contains(texts.fails() + "\n");
    assert_contains(texts.of("works").to_owned() + "\n");
    assert_contains(format!("POST /a\n\n{:#}\n", json!({ "key": texts.of("member") })));
}

/// Asserts that data files match their schema and contain the texts unchanged, and Markdown as in the
/// Markdown page.
fn data(texts: &Texts, plan: &Plan) {
    let parse = |path| serde_json::from_str::<Json>(file(plan, path)).expect("JSON");
    let (index, whole) = (parse("target/site/errors.json"), parse("target/site/demo/errors.json"));
    for data in [&index, &whole] {
        let wrong: Vec<String> = SCHEMA.iter_errors(data).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
    let of = |field| texts.of(field);
    let message = texts.message();
    for error in [&index["apis"][0]["errors"][0], &whole["errors"][0]] {
        assert_eq!((&error["title"], &error["message"]), (&json!(of("title")), &json!(message)));
    }
    let error = &whole["errors"][0];
    assert_eq!((&error["owner"], &error["since"]), (&json!(of("owner")), &json!(of("since"))));
    assert_eq!(error["params"][0]["example"], of("example"));
    assert_eq!(error["log"]["message"], of("log"));
    let here = &error["in"][0];
    assert_eq!(here["examples"][0]["request"]["body"]["key"], of("member"));
    let code = &here["code_examples"][0];
    assert_eq!((&code["fails"], &code["works"]), (&json!(texts.fails()), &json!(of("works"))));
    assert_eq!(code["mark"], json!({ "text": texts.mark(), "line": 1 }));
    assert_eq!(here["examples"][1]["code"][texts.language], of("code"));
    let body = &here["response"]["body"];
    let sent = format!("{}{} failed{}", of("before"), of("example"), of("after"));
    assert_eq!((&body["message"], &body["params"]["value"]), (&json!(sent), &json!(of("example"))));
    assert_eq!((&whole["title"], &whole["tables"][0]["title"]), (&json!(of("api")), &json!(of("table"))));
}

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let texts = FIELDS.iter().map(ToString::to_string).collect();
    let plan = plan(&Texts { texts, language: "python", as_json: true });
    let schema = serde_json::from_str(file(&plan, "target/site/errors.schema.json")).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
});

/// Asserts that the search index is a single statement, with a single string, which is JSON.
fn search(texts: &Texts, script: &str) {
    let string = script.lines().last().and_then(|line| line.split_once("JSON.parse('")).expect("data").1;
    let string = string.strip_suffix("');").expect("it ends");
    // Convert the JavaScript string with single quotes to JSON: the escapes are the same.
    let json = format!("\"{}\"", string.replace('"', "\\\"").replace("\\'", "'"));
    let json: String = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    let data: Json = serde_json::from_str(&json).expect("JSON");
    let row = &data[0]["codes"][0];
    let message = row[1].as_str().expect("a message");
    let doubled = |field| texts.of(field).replace('{', "{{").replace('}', "}}");
    assert_eq!(message, format!("{}{{value}} failed{}", doubled("before"), doubled("after")));
    assert_eq!(row[2], texts.of("title"));
}

/// Asserts that the texts are Rust literals.
fn rust(texts: &Texts, code: &str) {
    let code: proc_macro2::TokenStream = code.parse().expect("Rust");
    let mut literals = Vec::new();
    let mut open = vec![code];
    while let Some(tokens) = open.pop() {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Group(group) => open.push(group.stream()),
                token => {
                    literals.extend(syn::parse2::<syn::LitStr>(token.into()).map(|literal| literal.value()));
                }
            }
        }
    }
    for field in ["title", "owner", "since"] {
        let line = |line: &str| if line.is_empty() { String::new() } else { format!(" {line}") };
        let lines: Vec<String> = texts.of(field).split('\n').map(line).collect();
        let line = format!("\n  {field}{}\n", lines.join("\n  +"));
        assert!(literals.iter().any(|literal| literal.contains(&line)), "{line:?} isn't in {literals:?}");
    }
}
