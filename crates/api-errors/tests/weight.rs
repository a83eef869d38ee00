//! The cost of the generated crate for its users: the bytes in a `Result`, and the
//! crates to compile.

use std::process::Command;

use api_errors::{kaizen, kakunin, kortix, zazmic};

/// `clippy::result_large_err` warns at 128 bytes. An error without large params is no
/// larger than a message's `String`.
#[test]
fn errors_are_small() {
    assert_eq!(size_of::<kakunin::certify::Error>(), 1);
    for size in [
        size_of::<kakunin::revoke::Error>(),
        size_of::<kakunin::events::Error>(),
        size_of::<kaizen::http::Error>(),
        size_of::<kortix::configuration::Error>(),
        size_of::<kortix::validation::Error>(),
    ] {
        assert!(size <= 32, "{size} bytes");
    }
    // These errors have four values of at least eight bytes each, as their references
    // define.
    for size in [
        size_of::<kakunin::Error>(),
        size_of::<zazmic::Error>(),
        size_of::<kortix::Error>(),
    ] {
        assert!(size < 128, "{size} bytes");
    }
}

#[test]
fn default_build_has_few_dependencies() {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--package",
            "api-errors",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--no-default-features",
        ])
        .args(["--offline", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo tree");
    let tree = String::from_utf8(output.stdout).expect("a text");
    let crates: Vec<&str> =
        tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(
        crates.first(),
        Some(&"api-errors"),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for heavy in [
        "syn",
        "quote",
        "serde",
        "serde_json",
        "http",
        "axum-core",
        "actix-web",
        "tonic",
        "utoipa",
        "tokio",
    ] {
        assert!(
            !crates.contains(&heavy),
            "every user would compile {heavy}: {crates:?}"
        );
    }
    assert!(crates.len() <= 5, "{crates:?}");
}
