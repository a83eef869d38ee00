//! Tests the code under "Handle it in code" on every page: it compiles, and clients handle the error that a
//! server returns, with the requests and waits of the retry policy.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value as Json, json};

use self::cases::{Snippet, snippets};
use self::catalogs::{generated, generated_with_packages};
use self::real::{entries, repository, run, write};

mod cases;
mod catalogs;
#[path = "../real/mod.rs"]
mod real;
mod rust;

/// Far from UTC, so that a date that is read as local time is wrong.
const TIME_ZONE: &str = "Asia/Tokyo";

/// All Rust snippets are compiled at once, with the generated crate. Those of clients are called with the
/// response of their page.
#[test]
fn rust_runs() {
    let root = generated();
    let root = root.path();
    let snippets = snippets(root, "rust");
    assert!(snippets.len() > 100, "only {} snippets", snippets.len());
    write(root, "crates/snippets/src/main.rs", &rust::program(&snippets));
    write(
        root,
        "crates/snippets/Cargo.toml",
        "[package]\nname = \"snippets\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         api-errors = { path = \"../api-errors\", features = [\"json\"] }\n",
    );
    let output = real::cargo(&["run", "-p", "snippets"], root);
    assert!(counts(&output)["clients"].as_u64() > Some(50), "{output}");
}

/// The TypeScript snippets pass the compiler in strict mode, and handle the errors of a server.
#[test]
fn typescript_runs() {
    let compiler = repository().join("target/browser/node_modules/typescript");
    assert!(compiler.is_dir(), "the TypeScript compiler is missing: run `cargo xtask setup`");
    let root = generated();
    let root = root.path();
    let mut snippets = snippets(root, "typescript");
    assert!(snippets.len() > 50, "only {} snippets", snippets.len());
    let known = "declare const url: string, request: RequestInit, body: any;\n";
    let mut files = Vec::new();
    for (number, Snippet { page, code, .. }) in snippets.iter().enumerate() {
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
    run(Command::new("node").arg(compiler.join("bin/tsc")).args(options).args(files), root);

    snippets.retain(Snippet::is_generated_client);
    let program = repository().join("crates/errcat-cli/tests/snippets/run.mjs");
    let mut node = Command::new("node");
    node.env("TZ", TIME_ZONE);
    node.arg(program).arg(write_cases(root, &snippets)).arg(compiler.join("lib/typescript.js"));
    assert_all_kinds(&run(&mut node, root));
}

/// The Python snippets compile without warnings, and handle the errors of a server.
#[test]
fn python_runs() {
    let root = generated();
    let root = root.path();
    let mut snippets = snippets(root, "python");
    assert!(snippets.len() > 50, "only {} snippets", snippets.len());
    let mut files = Vec::new();
    for (number, Snippet { page, code, .. }) in snippets.iter().enumerate() {
        let file = format!("snippets/{number}.py");
        // Put each snippet into an async function, so that it can use `await` and `return`.
        let code = code.replace('\n', "\n    ");
        write(root, &file, &format!("# {page}\nasync def snippet():\n    {code}\n"));
        files.push(file);
    }
    run(python().args(["-W", "error", "-m", "py_compile"]).args(files), root);

    snippets.retain(Snippet::is_generated_client);
    let cases = write_cases(root, &snippets);
    assert_all_kinds(&run(python().args([&runner(), "python", &cases]), root));
}

/// If a team publishes packages, the snippets use them. They pass the compiler, and make the same requests.
#[test]
fn packages_run() {
    let root = generated_with_packages();
    let root = root.path();
    let tools = repository().join("target/browser/node_modules");

    let mut typescript = snippets(root, "typescript");
    typescript.retain(Snippet::uses_package);
    let known = "declare const url: string, request: RequestInit, body: unknown, idempotent: boolean;\n";
    for (number, Snippet { page, code, .. }) in typescript.iter().enumerate() {
        write(root, &format!("snippets/{number}.ts"), &format!("// {page}\n{known}{code}"));
    }
    // The sources of the package, so that it needn't be built.
    let config = json!({
        "include": ["snippets"],
        "compilerOptions": {
            "strict": true, "noEmit": true, "skipLibCheck": true, "target": "es2022", "module": "esnext",
            "moduleResolution": "bundler", "types": [],
            "paths": { "@acme/errors/*": ["./npm/src/*/index.ts"] },
        },
    });
    write(root, "tsconfig.json", &config.to_string());
    run(Command::new("node").arg(tools.join("typescript/bin/tsc")).args(["-p", "tsconfig.json"]), root);
    // Waits are recorded, not waited for. Node itself uses the real `setTimeout`.
    let define = "--define:setTimeout=globalThis.recordWait";
    let esbuild = ["npm/src/**/*.ts", "--outdir=npm/dist", "--format=esm", define];
    run(Command::new(tools.join(".bin/esbuild")).args(esbuild), root);
    let program = repository().join("crates/errcat-cli/tests/snippets/run.mjs");
    let mut node = Command::new("node");
    node.env("TZ", TIME_ZONE);
    node.arg(program).arg(write_cases(root, &typescript)).arg(tools.join("typescript/lib/typescript.js"));
    assert_kinds_of_packages(&run(node.arg(root.join("npm/dist")), root));

    let mut snippets = snippets(root, "python");
    snippets.retain(Snippet::uses_package);
    let mut program = python();
    program.args([&runner(), "python", &write_cases(root, &snippets)]);
    assert_kinds_of_packages(&run(program.env("PYTHONPATH", root.join("pypi/src")), root));
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
    snippets.retain(|snippet| snippet.code.starts_with("curl "));
    assert!(snippets.len() > 30, "only {} snippets", snippets.len());
    write(root, "bin/curl", "#!/bin/sh\nprintf 'curl\\0' >> calls\nprintf '%s\\0' \"$@\" >> calls\n");
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(root.join("bin/curl"), executable).expect("it is made executable");
    fs::create_dir(root.join("shell")).expect("a folder");
    for Snippet { page, code, .. } in &snippets {
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
    // The same commands with the real curl, and a server.
    let cases = write_cases(root, &snippets);
    run(python().args([&runner(), "curl", &cases]), &root.join("shell"));
    let all: String = snippets.into_iter().map(|snippet| snippet.code).collect();
    assert!(
        all.contains("--data-raw '@/etc/passwd'") && all.contains("$(touch made)") && all.contains("[1-999]"),
        "the hostile ones are missing"
    );
}

/// Returns Python with the library requests.
fn python() -> Command {
    let program = repository().join("target/python/bin/python3");
    assert!(program.is_file(), "the Python packages are missing: run `cargo xtask setup`");
    let mut command = Command::new(program);
    command.env("TZ", TIME_ZONE);
    command
}

fn runner() -> String {
    repository().join("crates/errcat-cli/tests/snippets/run.py").display().to_string()
}

fn write_cases(root: &Path, snippets: &[Snippet]) -> String {
    let cases: Json = snippets.iter().map(Snippet::to_json).collect();
    write(root, "cases.json", &cases.to_string());
    root.join("cases.json").display().to_string()
}

/// Fails if no snippet of some kind was run.
fn assert_all_kinds(output: &str) {
    let counts = counts(output);
    let is_enough = |kind: &str, min: u64| counts[kind].as_u64() >= Some(min);
    let are_enough = is_enough("retries", 50)
        && is_enough("dates", 5)
        && is_enough("once", 50)
        && is_enough("received", 10)
        && is_enough("other", 100);
    assert!(are_enough, "{output}");
}

fn assert_kinds_of_packages(output: &str) {
    let counts = counts(output);
    let is_enough = |kind: &str, min: u64| counts[kind].as_u64() >= Some(min);
    assert!(is_enough("retries", 50) && is_enough("dates", 5) && is_enough("received", 10), "{output}");
}

fn counts(output: &str) -> Json {
    serde_json::from_str(output.lines().last().unwrap_or_default()).expect("counts")
}
