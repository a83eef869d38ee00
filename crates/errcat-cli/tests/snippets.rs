//! The code under "Handle it" is code: that of every page goes through the language's own tool.

use std::fs;
use std::path::Path;
use std::process::Command;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use self::real::{copy, entries, repository, run, write};

mod real;

/// Rust has to compile against the generated crate, in one go.
#[test]
fn rust_compiles() {
    let root = generated();
    let root = root.path();
    let snippets = snippets(root, "rust");
    assert!(snippets.len() > 100, "only {} snippets", snippets.len());
    let functions: Vec<String> =
        snippets.iter().enumerate().map(|(number, snippet)| function(number, snippet)).collect();
    let start = "//! Every snippet as a function.\n#![allow(unused, clippy::all)]\n\
                 fn any<T>() -> T {\n    panic!(\"it is only compiled\")\n}\n";
    write(root, "crates/snippets/src/lib.rs", &format!("{start}{}", functions.join("\n")));
    write(
        root,
        "crates/snippets/Cargo.toml",
        "[package]\nname = \"snippets\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         api-errors = { path = \"../api-errors\", features = [\"json\"] }\n",
    );
    real::cargo(&["check", "-p", "snippets"], root);
}

/// TypeScript has to pass its compiler at its strictest.
#[test]
fn typescript_compiles() {
    let installed = repository().join("target/browser/node_modules/typescript/bin/tsc");
    assert!(installed.is_file(), "the TypeScript compiler is missing: run `cargo xtask setup`");
    let root = generated();
    let root = root.path();
    let snippets = snippets(root, "typescript");
    assert!(snippets.len() > 50, "only {} snippets", snippets.len());
    let known = "declare const url: string, request: RequestInit, body: any;\n";
    let mut files = Vec::new();
    for (number, (page, code)) in snippets.iter().enumerate() {
        let file = format!("snippets/{number}.ts");
        // What a page leaves to its reader is known outside; what it declares stays inside.
        write(
            root,
            &file,
            &format!("// {page}\n{known}async function snippet() {{\n{code}\n}}\nexport {{}};\n"),
        );
        files.push(file);
    }
    let options = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--module", "esnext"];
    run(Command::new("node").arg(installed).args(options).args(files), root);
}

/// Python has to compile, without a warning.
#[test]
fn python_compiles() {
    let root = generated();
    let root = root.path();
    let snippets = snippets(root, "python");
    assert!(snippets.len() > 50, "only {} snippets", snippets.len());
    let mut files = Vec::new();
    for (number, (page, code)) in snippets.iter().enumerate() {
        let file = format!("snippets/{number}.py");
        // In a function of its own, as a reader's would be: there one may await and return.
        let code = code.replace('\n', "\n    ");
        write(root, &file, &format!("# {page}\nasync def snippet():\n    {code}\n"));
        files.push(file);
    }
    run(Command::new("python3").args(["-W", "error", "-m", "py_compile"]).args(files), root);
}

/// The real catalogs, every fixture of the language, and one whose texts would be code if they could.
fn generated() -> tempfile::TempDir {
    let root = real::workspace("");
    let catalog = root.path().join("catalog");
    for fixture in entries(&repository().join("crates/errcat-gen/tests/good")) {
        let name =
            fixture.file_name().and_then(|name| name.to_str()).expect("a plain name").replace('-', "_");
        // One links to itself under the name that all of them have in their own tests.
        copy(&fixture, &catalog.join(if name == "tables" { "demo" } else { &name }));
    }
    write(&catalog, "hostile/api.yaml", HOSTILE_API);
    write(&catalog, "hostile/errors.yaml", HOSTILE_ERRORS);
    real::generate(root.path());
    root
}

const HOSTILE_API: &str = r#"
title: Hostile
summary: It ends what it can.
envelope: http
envelopes:
  http:
    summary: A body.
    body: { "a\"b'c\\d": { "e\nf": "{title}" }, "$x": "{message}", class: "{params}", list: ["{code}"] }
    identify_by: [status, title, message, code]
headers:
  Retry-After: { type: duration, unit: milliseconds, param: wait, doc: How long, example: 42 }
"#;

const HOSTILE_ERRORS: &str = r#"
title: Errors
errors:
  "quote\"s'\\n`$x*/#":
    name: Quotes
    title: "a\"b'c\\d\\"
    status: [429, 503]
    message: "\"\"\" ''' */ $x {{ {class} \\"
    meaning: "\"\"\""
    causes: [None]
    fixes: [None]
    params: { class: { example: "\"", doc: None, wire: "a-\"b'\\" } }
    headers: [Retry-After]
    retry: { after: Retry-After, backoff: exponential, jitter: true, attempts: 2, idempotent_only: true }
  plain:
    status: 404
    message: "$y\u2028\u00a0`"
    meaning: None
    causes: [None]
    fixes: [None]
"#;

/// The code of a language below "Handle it", with the page that it stands on: read from the twins, where it stands
/// without markup.
fn snippets(root: &Path, language: &str) -> Vec<(String, String)> {
    let mut snippets = Vec::new();
    for api in entries(&root.join("target/site")).into_iter().filter(|path| path.is_dir()) {
        for page in entries(&api).into_iter().filter(|path| path.extension().is_some_and(|it| it == "md")) {
            let text = fs::read_to_string(&page).expect("a page");
            let name = page.strip_prefix(root).expect("below").display().to_string();
            snippets.extend(handling(&text, language).into_iter().map(|code| (name.clone(), code)));
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
            Event::Text(text) if heading => handles = &*text == "Handle it",
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

/// A snippet with what it leaves to its reader: the parts of a response, or the values of an error.
fn function(number: usize, (page, code): &(String, String)) -> String {
    let Some((_, error)) = code.split_once("return Err(") else {
        return format!(
            "// {page}\nfn client_{number}(status: u16, headers: Vec<(String, String)>, body: Vec<u8>, \
             is_idempotent: bool) {{\n{code}}}\n"
        );
    };
    let table = code.strip_prefix("use ").and_then(|rest| rest.split_once(';')).expect("a table").0;
    let fields =
        error.split_once("{ ").and_then(|(_, rest)| rest.split_once(" }")).map_or("", |(fields, _)| fields);
    let values: String = fields
        .split(", ")
        .filter(|field| !field.is_empty())
        .map(|field| format!("let {field} = any();\n"))
        .collect();
    format!("// {page}\nfn service_{number}() -> Result<(), {table}::Error> {{\n{values}{code}}}\n")
}
