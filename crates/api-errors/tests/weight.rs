//! What the generated crate costs those who use it: bytes in a `Result`, and crates to compile.

use std::process::Command;

use api_errors::{kaizen, kakunin, kortix, zazmic};

/// `clippy::result_large_err` speaks up at 128 bytes; an error without large params is no larger than a message's `String`.
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
    // Four values of eight bytes and more each, which is what their references say.
    for size in [
        size_of::<kakunin::Error>(),
        size_of::<zazmic::Error>(),
        size_of::<kortix::Error>(),
    ] {
        assert!(size < 128, "{size} bytes");
    }
}

#[test]
fn the_default_build_is_light() {
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
        "tokio",
    ] {
        assert!(
            !crates.contains(&heavy),
            "{heavy} is compiled by everybody: {crates:?}"
        );
    }
    assert!(crates.len() <= 5, "{crates:?}");
}
