//! Code that handles an error, with a tab for each language: TypeScript and Python, with the generated packages
//! if there are any, Rust with the generated crate, and curl, followed by the languages of the catalog's
//! examples.
//!
//! Generated code consists of checked names and of literals, so texts of the catalog can't become code. Tests
//! run the code on the pages of the real catalogs against a server that returns the errors.

mod caveat;
mod curl;
mod identify;
mod literal;
mod python;
mod retry_plan;
mod rust;
mod typescript;

use serde::Serialize;

use self::identify::ResponsePattern;
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::view::OccurrenceView;
use errcat_catalog::model::{ApiId, CodeId};

/// The code of one language.
#[derive(Debug, Serialize)]
pub(super) struct Tab {
    /// The ID, by which the reader's choice is stored, such as `rust`.
    id: String,
    /// The name: `Rust`, `curl`, or the language of an example.
    language: String,
    snippets: Vec<Snippet>,
}

/// A snippet with an optional title.
#[derive(Debug, Serialize)]
struct Snippet {
    title: Option<String>,
    code: Markup,
}

/// The languages of generated code, in their order: ID, name, and language for highlighting.
const GENERATED_LANGUAGES: [(&str, &str, &str); 4] = [
    ("typescript", "TypeScript", "typescript"),
    ("python", "Python", "python"),
    ("rust", "Rust", "rust"),
    ("curl", "curl", "shell"),
];

/// Returns the tabs of an error. `occurrences` are its tables, with their examples.
pub(super) fn tabs(
    cx: &PageContext<'_>,
    api_id: ApiId,
    code_id: CodeId,
    occurrences: &[OccurrenceView<'_>],
) -> Vec<Tab> {
    let api = cx.site.api(api_id);
    let id = api[code_id].owner;
    let (table, entry) = (&api[id.table], &api[id]);
    let mut tabs = Tabs { cx, tabs: Vec::new() };
    let settings = cx.site.settings;
    // Clients only decode responses, and services no longer return retired errors.
    if entry.envelope.is_some() && entry.retired.is_none() {
        if let Some(pattern) = ResponsePattern::new(api, entry) {
            let [typescript, python, ..] = GENERATED_LANGUAGES;
            let code = &api[api[code_id].decoding.code].code;
            let caveat = caveat::look_alikes(api, code_id);
            let package = |language: &str| settings.targets.get(language)?.package.as_deref();
            let plain = |library: &str| if pattern.is_response { library } else { "In a client" }.to_owned();
            let (title, snippet) = match package(typescript.0) {
                Some(package) => (
                    format!("With {package}"),
                    typescript::with_package((package, &api.name), code, caveat.as_deref(), &pattern),
                ),
                None => (plain("With fetch"), typescript::client(&pattern)),
            };
            tabs.add(typescript, Some(title), &snippet);
            let (title, snippet) = match package(python.0) {
                Some(package) => (
                    format!("With {package}"),
                    python::with_package((package, &api.name), code, caveat.as_deref(), &pattern),
                ),
                None => (plain("With requests"), python::client(&pattern)),
            };
            tabs.add(python, Some(title), &snippet);
        }
        let rust = GENERATED_LANGUAGES[2];
        tabs.add(rust, Some("In a client".to_owned()), &rust::client(settings, api, entry));
        tabs.add(rust, Some("In a service".to_owned()), &rust::service(settings, api, table, entry));
    }
    if let Some(command) = curl::command(api, table, entry, &occurrences[0].examples) {
        tabs.add(GENERATED_LANGUAGES[3], Some("Print the status, headers and body".to_owned()), &command);
    }
    for example in occurrences.iter().flat_map(|occurrence| &occurrence.examples) {
        for (language, code) in example.code {
            let id = id_of(language, code);
            tabs.add((&id, language_name(&id), language), example.title.map(str::to_owned), code);
        }
    }
    tabs.tabs
}

struct Tabs<'a> {
    cx: &'a PageContext<'a>,
    tabs: Vec<Tab>,
}

impl Tabs<'_> {
    fn add(&mut self, (id, language, lexicon): (&str, &str, &str), title: Option<String>, code: &str) {
        let snippet = Snippet { title, code: self.cx.code_block(lexicon, code) };
        match self.tabs.iter_mut().find(|tab| tab.id == id) {
            Some(tab) => tab.snippets.push(snippet),
            None => {
                let (id, language) = (id.to_owned(), language.to_owned());
                self.tabs.push(Tab { id, language, snippets: vec![snippet] });
            }
        }
    }
}

/// One id for all names of a language, so that its examples share a tab; a shell that only calls curl is
/// curl.
fn id_of(language: &str, code: &str) -> String {
    let language = language.to_lowercase();
    match language.as_str() {
        "shell" | "bash" | "sh" | "console" if code.starts_with("curl ") => "curl".to_owned(),
        "rs" => "rust".to_owned(),
        "ts" => "typescript".to_owned(),
        "py" => "python".to_owned(),
        "js" => "javascript".to_owned(),
        "bash" | "sh" | "console" => "shell".to_owned(),
        _ => language,
    }
}

fn language_name(language: &str) -> &str {
    match language {
        "rust" => "Rust",
        "curl" => "curl",
        "python" => "Python",
        "javascript" => "JavaScript",
        "typescript" => "TypeScript",
        "shell" => "Shell",
        "go" => "Go",
        "java" => "Java",
        "ruby" => "Ruby",
        "php" => "PHP",
        "csharp" => "C#",
        "json" => "JSON",
        "http" => "HTTP",
        other => other,
    }
}
