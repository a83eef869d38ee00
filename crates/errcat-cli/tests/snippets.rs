//! Tests the code under "Handle this error" on every page with the compiler or interpreter of its language.

use std::fs;
use std::path::Path;
use std::process::Command;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use self::real::{copy, entries, repository, run, write};

mod real;

/// The Rust snippets compile with the generated crate. All are compiled at once.
#[test]
fn rust_compiles() {
    let root = generated();
    let root = root.path();
    let snippets = snippets(root, "rust");
    assert!(snippets.len() > 100, "only {} snippets", snippets.len());
    let functions: Vec<String> =
        snippets.iter().enumerate().map(|(number, snippet)| function(number, snippet)).collect();
    let start = "//! Every snippet as a function.\n#![allow(unused, clippy::all)]\n\
                 fn any<T>() -> T {\n    panic!(\"only compiled, never run\")\n}\n";
    write(root, "crates/snippets/src/lib.rs", &format!("{start}{}", functions.join("\n")));
    write(
        root,
        "crates/snippets/Cargo.toml",
        "[package]\nname = \"snippets\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         api-errors = { path = \"../api-errors\", features = [\"json\"] }\n",
    );
    real::cargo(&["check", "-p", "snippets"], root);
}

/// The TypeScript snippets pass the compiler in strict mode.
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
        // Declare what a snippet expects from its reader outside of its scope.
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

/// The Python snippets compile without warnings.
#[test]
fn python_compiles() {
    let root = generated();
    let root = root.path();
    let snippets = snippets(root, "python");
    assert!(snippets.len() > 50, "only {} snippets", snippets.len());
    let mut files = Vec::new();
    for (number, (page, code)) in snippets.iter().enumerate() {
        let file = format!("snippets/{number}.py");
        // Put each snippet into an async function, so that it can use `await` and `return`.
        let code = code.replace('\n', "\n    ");
        write(root, &file, &format!("# {page}\nasync def snippet():\n    {code}\n"));
        files.push(file);
    }
    run(Command::new("python3").args(["-W", "error", "-m", "py_compile"]).args(files), root);
}

/// Whatever the texts are, the shell runs a single command, `curl`, and curl reads no file.
#[cfg(unix)]
#[test]
fn shell_only_calls_curl() {
    use std::os::unix::fs::PermissionsExt;

    let root = generated();
    let root = root.path();
    let mut snippets = snippets(root, "shell");
    // Skip snippets that an author has written.
    snippets.retain(|(_, code)| code.starts_with("curl "));
    assert!(snippets.len() > 30, "only {} snippets", snippets.len());
    write(root, "bin/curl", "#!/bin/sh\nprintf 'curl\\0' >> calls\nprintf '%s\\0' \"$@\" >> calls\n");
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(root.join("bin/curl"), executable).expect("it is made executable");
    fs::create_dir(root.join("shell")).expect("a folder");
    for (page, code) in &snippets {
        // `PATH` contains only the fake curl, so that other commands aren't found.
        let mut sh = Command::new("/bin/sh");
        run(sh.args(["-euc", code]).env("PATH", root.join("bin")), &root.join("shell"));
        let calls = fs::read_to_string(root.join("shell/calls"))
            .unwrap_or_else(|_| panic!("{page}: no curl: {code}"));
        fs::remove_file(root.join("shell/calls")).expect("the same");
        let arguments: Vec<&str> = calls.trim_end_matches('\0').split('\0').collect();
        assert!(arguments.iter().filter(|argument| **argument == "curl").count() == 1, "{page}: {code}");
        let reads_file = |pair: &[&str]| ["-d", "-H"].contains(&pair[0]) && pair[1].starts_with('@');
        assert!(!arguments.windows(2).any(reads_file), "{page}: {code}");
        let brackets =
            arguments.iter().any(|argument| argument.starts_with("https:") && argument.contains('['));
        assert!(!brackets || arguments.contains(&"-g"), "{page}: {code}");
        assert!(entries(&root.join("shell")).is_empty(), "{page} made a file: {code}");
    }
    let all: String = snippets.into_iter().map(|(_, code)| code).collect();
    assert!(
        all.contains("--data-raw '@/etc/passwd'") && all.contains("$(touch made)") && all.contains("[1-999]"),
        "the hostile ones are missing"
    );
}

/// Generates the real catalogs, every valid fixture, and a catalog whose texts try to break out of strings.
fn generated() -> tempfile::TempDir {
    let root = real::workspace("");
    let catalog = root.path().join("catalog");
    for fixture in entries(&repository().join("crates/errcat-cli/tests/good")) {
        let name =
            fixture.file_name().and_then(|name| name.to_str()).expect("a plain name").replace('-', "_");
        // This fixture contains links to its own API under the name `demo`.
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
base_url: https://api.example.com
envelope: http
envelopes:
  http:
    summary: A body.
    body: { "a\"b'c\\d": { "e\nf": "{title}" }, "$x": "{message}", class: "{params}", list: ["{code}"] }
    identify_by: [status, title, message, code]
headers:
  Retry-After-Ms: { type: duration, unit: milliseconds, param: wait, doc: How long, example: 42 }
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
    headers: [Retry-After-Ms]
    retry: { after: Retry-After-Ms, backoff: exponential, jitter: true, attempts: 2, idempotent_only: true }
    examples:
    - request:
        operation: "POST /x/'$(touch${IFS}made)'`touch${IFS}made`;touch${IFS}made"
        headers: { X-Hostile: "'; touch made; '$(touch made)`touch made`\\" }
        body: "'\n touch made\n'$(touch made)"
  plain:
    status: 404
    examples: [{ request: { operation: "POST /x?ids[]=[1-999]", body: "@/etc/passwd" } }]
    message: "$y\u00a0`"
    meaning: None
    causes: [None]
    fixes: [None]
"#;

/// Returns the code in a language below "Handle this error", with its page. Reads the Markdown pages, in
/// which code has no markup.
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
            Event::Text(text) if heading => handles = &*text == "Handle this error",
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

/// Wraps a snippet in a function whose parameters are what it expects: the parts of a response, or the values
/// of an error.
fn function(number: usize, (page, code): &(String, String)) -> String {
    let Some((_, error)) = code.split_once("return Err(") else {
        let response = "(u16, Vec<(String, String)>, Vec<u8>)";
        return if code.contains("send()") {
            format!(
                "// {page}\nfn client_{number}(send: impl Fn() -> {response}, is_idempotent: bool) {{\n\
                 {code}drop(body);\n}}\n"
            )
        } else {
            format!("// {page}\nfn client_{number}((status, headers, body): {response}) {{\n{code}}}\n")
        };
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
