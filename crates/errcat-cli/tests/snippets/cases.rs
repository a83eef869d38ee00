//! The snippets of the pages, with the responses that they are for.

use std::fs;
use std::path::Path;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use serde_json::{Value as Json, json};

use super::real::entries;

/// A snippet of a page.
pub(super) struct Snippet {
    pub(super) page: String,
    pub(super) code: String,
    /// The responses of the page's error, from the test vectors of clients.
    pub(super) vectors: Vec<Json>,
}

impl Snippet {
    pub(super) fn to_json(&self) -> Json {
        json!({ "page": self.page, "code": self.code, "vectors": self.vectors })
    }

    /// Returns `true` if the code uses the package that a team publishes.
    pub(super) fn uses_package(&self) -> bool {
        self.code.contains("@acme/errors") || self.code.contains("acme_errors")
    }

    /// Returns `true` if errcat generated the client's code, rather than the author of an example.
    pub(super) fn is_generated_client(&self) -> bool {
        const STARTS: &[&str] =
            &["const response = await fetch(", "import re", "import time\n", "import random\n"];
        let is_received = self.code.contains("body: the received data");
        is_received
            || self.uses_package()
            || self.code.contains("async function send(url")
            || STARTS.iter().any(|start| self.code.starts_with(start))
    }
}

/// Returns the code in a language below "Handle it in code". Reads the Markdown pages, in which code has no
/// markup.
pub(super) fn snippets(root: &Path, language: &str) -> Vec<Snippet> {
    let json = |path: &Path| -> Json {
        serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
    };
    let vectors = json(&root.join("vectors/vectors.json"));
    let mut snippets = Vec::new();
    for folder in entries(&root.join("target/site")).into_iter().filter(|path| path.is_dir()) {
        let api = json(&folder.join("errors.json"));
        for error in api["errors"].as_array().expect("errors") {
            let page = folder.join(format!("{}.md", error["slug"].as_str().expect("a slug")));
            let Ok(text) = fs::read_to_string(&page) else { continue };
            let id = error["id"].as_str().or(error["code"].as_str()).expect("an id");
            let name = format!("{}: {id}", error["in"][0]["table"].as_str().expect("a table"));
            let vectors = vectors["apis"][api["name"].as_str().expect("a name")].as_array();
            // The example of the error, and changes of it that clients don't notice.
            let is_of_error = |vector: &&Json| {
                let vector_name = vector["name"].as_str().expect("a name");
                vector_name.strip_prefix(&name).is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with(", ") && vector["expect"]["found"] == "error"
                })
            };
            let vectors: Vec<Json> = vectors.into_iter().flatten().filter(is_of_error).cloned().collect();
            let page = page.strip_prefix(root).expect("below").display().to_string();
            snippets.extend(handling(&text, language).into_iter().map(|code| Snippet {
                page: page.clone(),
                code,
                vectors: vectors.clone(),
            }));
        }
    }
    snippets
}

fn handling(markdown: &str, language: &str) -> Vec<String> {
    let (mut heading, mut handles, mut wanted) = (false, false, false);
    let mut found: Vec<String> = Vec::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => (heading, handles) = (true, false),
            Event::End(TagEnd::Heading(_)) => heading = false,
            Event::Text(text) if heading => handles = &*text == "Handle it in code",
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(fence))) if handles && &*fence == language => {
                wanted = true;
                found.push(String::new());
            }
            Event::End(TagEnd::CodeBlock) => wanted = false,
            Event::Text(text) if wanted => found.last_mut().expect("a block").push_str(&text),
            _ => {}
        }
    }
    found
}
