//! Code that deals with an error: in Rust through the generated crate, with curl, and in whatever language the
//! catalog's examples are written.

use serde::Serialize;

use super::links::Place;
use super::markdown::Markup;
use super::view::{Complete, body_text};
use crate::model::{Api, Entry, Request, Table};

/// A piece of code with what it does.
#[derive(Debug, Serialize)]
pub(super) struct Snippet {
    /// `Rust`, `curl`, or the language of an example.
    language: String,
    title: Option<String>,
    code: Markup,
}

pub(super) fn snippets(place: &Place<'_>, api_index: usize, code_index: usize) -> Vec<Snippet> {
    let api = place.site.api(api_index);
    let id = api.codes[code_index].owner;
    let (table, entry) = (&api.tables[id.table], api.entry(id));
    let mut snippets = Vec::new();
    let mut add = |language: &str, title: Option<String>, lexicon: &str, code: &str| {
        let code = place.code_block(lexicon, code);
        snippets.push(Snippet { language: language.to_owned(), title, code });
    };
    let krate = crate_name(&place.site.settings.rust);
    // What is never a response has nobody to decode it; what is retired comes from no service any more.
    if entry.envelope.is_some() && entry.retired.is_none() {
        let code = place.site.decoded(api_index, code_index);
        add("Rust", Some("In a client".to_owned()), "rust", &client(&krate, api, code));
        add("Rust", Some("In a service".to_owned()), "rust", &server(&krate, api, table, entry));
    }
    if let Some(command) = curl(api, table, entry) {
        add("curl", None, "shell", &command);
    }
    let entries = std::iter::once(entry).chain(api.codes[code_index].shared.iter().map(|id| api.entry(*id)));
    for example in entries.flat_map(|entry| &entry.examples) {
        for (language, code) in &example.code {
            add(language_name(language), example.title.clone(), language, code);
        }
    }
    snippets
}

/// The generated crate's name: the last part of its folder.
fn crate_name(folder: &str) -> String {
    folder.rsplit('/').next().unwrap_or_default().replace('-', "_")
}

fn client(krate: &str, api: &Api, code: usize) -> String {
    let (module, variant) = (&api.name, &api.codes[code].variant);
    format!(
        "use {krate}::{module}::{{self, Code}};\n\
         \n\
         // status, headers and body of a response that isn't a success\n\
         let response = {module}::decode(status, &headers, &body);\n\
         if response.error().is_some_and(|error| error.code() == Code::{variant}) {{\n    \
             // …\n\
         }}"
    )
}

fn server(krate: &str, api: &Api, table: &Table, entry: &Entry) -> String {
    let (module, table) = (&api.name, &table.name);
    let variant = &api.codes[entry.code].variant;
    let fields: Vec<&str> = entry.params.iter().map(|param| param.name.as_str()).collect();
    let fields = if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) };
    format!("use {krate}::{module}::{table};\n\nreturn Err({table}::Error::{variant}{fields});")
}

/// The request as a command: the corrected one, if there is one, and the bare operation, if there is none.
fn curl(api: &Api, table: &Table, entry: &Entry) -> Option<String> {
    let base = api.base_url.as_deref()?;
    let example =
        entry.examples.iter().find(|example| example.request.is_some() || example.corrected.is_some());
    let original = example.and_then(|example| example.request.as_ref());
    let corrected = example.and_then(|example| example.corrected.as_ref());
    let bare = Request::default();
    let request = Complete::new(table, corrected.or(original).unwrap_or(&bare), original);

    let (method, path) = request.operation?.split_once(' ')?;
    let mut arguments = vec![format!("curl -i -X {method} {}", quoted(&format!("{base}{}", fill_in(path))))];
    for (name, value) in request.headers {
        arguments.push(format!("-H {}", quoted(&format!("{name}: {value}"))));
    }
    if let Some(body) = request.body {
        let has_type = request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if !has_type {
            arguments.push("-H 'Content-Type: application/json'".to_owned());
        }
        arguments.push(format!("-d {}", quoted(&body_text(body))));
    }
    Some(arguments.join(" \\\n  "))
}

/// `/agents/{id}` as `/agents/ID`: curl and shells have their own use for braces.
fn fill_in(path: &str) -> String {
    let mut filled = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            c if inside => filled.extend(c.to_uppercase()),
            c => filled.push(c),
        }
    }
    filled
}

/// A shell's word that means exactly this text (POSIX, 2.2.2).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn language_name(language: &str) -> &str {
    match language {
        "rust" => "Rust",
        "python" => "Python",
        "javascript" => "JavaScript",
        "typescript" => "TypeScript",
        "shell" | "bash" | "sh" => "Shell",
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
