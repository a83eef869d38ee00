//! The example tool, as its users run it: what it prints, and its exit codes.
#![cfg(feature = "terminal")]

use std::process::{Command, Output};

/// Runs the tool that cargo built next to this test.
fn run(arguments: &[&str]) -> Output {
    let test = std::env::current_exe().expect("the path of this test");
    let target = test.parent().and_then(|deps| deps.parent()).expect("a target folder");
    let program =
        target.join("examples").join(format!("cli{}", std::env::consts::EXE_SUFFIX));
    Command::new(program).args(arguments).output().expect("cargo builds examples")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[test]
fn explain_prints_the_entry() {
    let output = run(&["explain", "Kaizen-Request-Error"]);
    assert_eq!(output.status.code(), Some(1), "another spelling than in the catalog");
    let output = run(&["explain", "kaizenrequesterror"]);
    assert_eq!(output.status.code(), Some(0));
    let page = text(&output.stdout);
    assert!(
        page.starts_with(
            "KaizenRequestError: Transport failure\n\n  HTTP transport failure\n\n  \
             Retry with backoff, and inspect the original exception\n\n  \
             Retry        exponential backoff\n"
        ),
        "{page}"
    );
    assert!(page.contains("\nFixes\n  - Retry with backoff\n"), "{page}");
    assert!(!page.contains('\u{1b}'), "colors are only for terminals: {page}");
}

#[test]
fn explain_prints_each_api_with_the_code() {
    let page = text(&run(&["explain", "rate_limited"]).stdout);
    assert!(page.matches("\nFixes\n").count() > 1, "{page}");
}

#[test]
fn errors_are_printed_with_sources_and_fixes() {
    let output = run(&["encode", "/no/such/file"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let error = text(&output.stderr);
    assert!(
        error.starts_with(
            "error[KaizenRequestError]: HTTP transport failure\n  caused by: "
        ),
        "{error}"
    );
    assert!(error.contains("\n  - Retry with backoff\n"), "{error}");
}

#[test]
fn exit_codes_tell_success_from_failure() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    assert_eq!(run(&["encode", manifest]).status.code(), Some(1), "not JSON");
    assert_eq!(run(&["explain", "no_such_code"]).status.code(), Some(1));
    assert_eq!(run(&[]).status.code(), Some(2));
}
