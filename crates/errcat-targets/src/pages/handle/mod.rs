//! Code that handles an error, with a tab for each language: TypeScript and Python, with the generated
//! packages if there are any, Rust with the generated crate, and curl, followed by the languages of the
//! catalog's examples.
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
use errcat_catalog::model::{Api, ApiId, CodeId, Entry};

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
    // Clients only decode responses, and services no longer return retired errors.
    if entry.envelope.is_some() && entry.retired.is_none() {
        tabs.add_clients(api, entry);
        let rust = GENERATED_LANGUAGES[2];
        tabs.add(rust, Some("In a client".to_owned()), &rust::client(cx.site.settings, api, entry));
        tabs.add(rust, Some("In a service".to_owned()), &rust::service(cx.site.settings, api, table, entry));
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

/// The package that a team publishes, and the error in it.
struct Package<'a> {
    name: &'a str,
    /// The API, which has a module of its own.
    api: &'a str,
    /// The code that clients get.
    code: &'a str,
    /// A sentence about errors whose responses look the same.
    caveat: Option<&'a str>,
}

impl Tabs<'_> {
    /// Adds the clients in languages for which a team can publish a package.
    fn add_clients(&mut self, api: &Api, entry: &Entry) {
        let Some(pattern) = ResponsePattern::new(api, entry) else { return };
        let caveat = caveat::look_alikes(api, entry.code);
        let targets = &self.cx.site.settings.targets;
        let package = |language: &str| {
            let name = targets.get(language)?.package.as_deref()?;
            let code = &api[api[entry.code].decoding.code].code;
            Some(Package { name, api: &api.name, code, caveat: caveat.as_deref() })
        };
        let plain = |library: &str| if pattern.is_response { library } else { "In a client" }.to_owned();
        let [typescript, python, ..] = GENERATED_LANGUAGES;
        // The package's `send` treats every response with such a status as a success.
        let is_success = pattern.is_response && entry.statuses.numbers().iter().any(|status| *status < 400);
        let (title, code) = match package(typescript.0).filter(|_| !is_success) {
            Some(package) => (package.title(), typescript::with_package(&package, &pattern)),
            None => (plain("With fetch"), typescript::client(&pattern)),
        };
        self.add(typescript, Some(title), &code);
        let (title, code) = match package(python.0) {
            Some(package) => (package.title(), python::with_package(&package, &pattern)),
            None => (plain("With requests"), python::client(&pattern)),
        };
        self.add(python, Some(title), &code);
    }

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

impl Package<'_> {
    fn title(&self) -> String {
        format!("With {}", self.name)
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

#[cfg(test)]
mod tests {
    use super::{Tab, tabs};
    use crate::docs::links::PageContext;
    use crate::docs::page::{Form, Page};
    use crate::docs::site::Site;
    use crate::fixture;
    use crate::selection::Selection;
    use crate::settings::{FolderSettings, Settings};
    use crate::view::ErrorView;
    use errcat_catalog::model::{Catalog, Id};

    /// Returns the first snippet of a language on the page of an error.
    fn snippet(catalog: &Catalog, settings: &Settings, code: &str, language: &str) -> String {
        let selection = Selection::all(catalog);
        let site = Site::new(&selection, settings, &[], None);
        let api = &catalog.apis[0];
        let (code_id, _) = Id::enumerate(&api.codes).find(|(_, it)| it.code == code).expect("a known code");
        let cx = PageContext::of(&site, Page::Error(Id::new(0), code_id), Form::Markdown);
        let view = ErrorView::new(&cx, Id::new(0), code_id);
        let tabs: Vec<Tab> = tabs(&cx, Id::new(0), code_id, &view.occurrences);
        let tab = tabs.iter().find(|tab| tab.id == language).expect("a tab");
        tab.snippets[0].code.as_str().to_owned()
    }

    /// Returns settings in which a team publishes packages with this name.
    fn with_package(name: &str) -> Settings {
        let package = || FolderSettings { package: Some(name.to_owned()), ..FolderSettings::default() };
        let targets = ["typescript", "python"].map(|language| (language.to_owned(), package()));
        Settings { targets: targets.into(), ..Settings::default() }
    }

    #[test]
    fn published_packages_are_used() {
        let catalog = fixture::catalog();
        let settings = with_package("@acme/api-errors");
        let typescript = snippet(&catalog, &settings, "rate_limited", "typescript");
        for part in [
            "// npm install @acme/api-errors\n",
            "import { send } from \"@acme/api-errors/bank\";\n",
            "await send(() => fetch(url, request), { idempotent });",
            "result.error.code === \"rate_limited\"",
        ] {
            assert!(typescript.contains(part), "{part}: {typescript}");
        }
        let settings = with_package("acme-errors");
        let python = snippet(&catalog, &settings, "rate_limited", "python");
        for part in [
            "# pip install acme-errors\n",
            "from acme_errors import bank\n",
            "bank.send(lambda: requests.request(method, url), idempotent=idempotent)",
            "except bank.Error as error:\n    if error.code == \"rate_limited\":\n",
        ] {
            assert!(python.contains(part), "{part}: {python}");
        }
    }

    #[test]
    fn names_of_packages_stay_inside_literals() {
        let catalog = fixture::catalog();
        let settings = with_package("a\"; b\nc");
        let typescript = snippet(&catalog, &settings, "rate_limited", "typescript");
        assert!(typescript.contains("// npm install a\"; b c\nimport"), "{typescript}");
        assert!(typescript.contains("from \"a\\\"; b\\nc/bank\";\n"), "{typescript}");
        let python = snippet(&catalog, &settings, "rate_limited", "python");
        assert!(python.contains("# pip install a\"; b c\nimport"), "{python}");
        assert!(python.contains("\nfrom a_b_c import bank\n"), "{python}");
    }

    #[test]
    fn modules_of_packages_keep_their_names() {
        let mut catalog = fixture::catalog();
        let mut python = |api: &str| {
            api.clone_into(&mut catalog.apis[0].name);
            snippet(&catalog, &with_package("acme"), "rate_limited", "python")
        };
        assert!(python("import").contains("from acme import import_\n"));
        let code = python("requests");
        assert!(code.contains("from acme import requests as requests_errors\n"), "{code}");
        assert!(code.contains("requests_errors.send(lambda: requests.request("), "{code}");
    }

    #[test]
    fn other_errors_with_the_pattern_are_named() {
        let mut catalog = fixture::catalog();
        let codes = &mut catalog.apis[0].codes;
        let code = |name: &str| Id::enumerate(codes).find(|(_, it)| it.code == name).expect("a known code").0;
        let (limited, other) = (code("rate_limited"), code("account_not_found"));
        codes[limited.index()].decoding.look_alikes = vec![other];
        let settings = Settings::default();
        let own = snippet(&catalog, &settings, "rate_limited", "python");
        let is_apart = !catalog.apis[0].share_operation(limited, other);
        let sentence = if is_apart {
            "Other operations return account_not_found, whose responses look the same."
        } else {
            "One of rate_limited and account_not_found: the responses look the same."
        };
        assert!(own.contains(sentence), "{own}");
        catalog.apis[0].envelopes[0].identify_by = vec![errcat_catalog::model::Identity::Status];
        let own = snippet(&catalog, &settings, "rate_limited", "typescript");
        assert!(own.contains("// Matches every response with status 429"), "{own}");
    }
}
