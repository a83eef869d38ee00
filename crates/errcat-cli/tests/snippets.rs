//! The code under "Handle it" is code: that of every page of the real catalogs goes through the language's own tool.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

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
                 fn any<T>() -> T {\n    unimplemented!()\n}\n";
    write(root, "crates/snippets/src/lib.rs", &format!("{start}{}", functions.join("\n")));
    write(
        root,
        "crates/snippets/Cargo.toml",
        "[package]\nname = \"snippets\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         api-errors = { path = \"../api-errors\", features = [\"json\"] }\n",
    );
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles");
    run(Command::new(env!("CARGO")).args(["check", "-p", "snippets"]).env("CARGO_TARGET_DIR", target), root);
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

/// The real catalogs, in a workspace of their own, with everything that is made of them.
fn generated() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    copy(&repository().join("catalog"), &root.join("catalog"));
    let path = |name: &str| repository().join("crates").join(name).display().to_string();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n[workspace.metadata.errcat]\n\
         [patch.crates-io]\nerrcat = {{ path = {:?} }}\nerrcat-derive = {{ path = {:?} }}\n",
        path("errcat"),
        path("errcat-derive")
    );
    write(root, "Cargo.toml", &manifest);
    // What is known to be there, so that nothing new is fetched.
    fs::copy(repository().join("Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");
    run(Command::new(env!("CARGO_BIN_EXE_errcat")).arg("gen"), root);
    folder
}

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

fn run(command: &mut Command, root: &Path) {
    let output = command.current_dir(root).output().expect("it runs");
    let told = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&told));
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
    fs::write(path, text).expect("it can be written");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for path in entries(from) {
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("it is there")
}
