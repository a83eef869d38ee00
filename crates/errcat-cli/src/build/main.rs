//! Passes the program's version to the crate: `0.1.0 (34708a8 2026-11-28)`.

mod commit;

use std::env;
use std::path::PathBuf;

fn main() {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let version = env::var("CARGO_PKG_VERSION").expect("cargo sets CARGO_PKG_VERSION");
    println!("cargo::rerun-if-changed=src/build");
    // Builds for development don't contain it: every commit would compile the crate and its tests again.
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = if is_release { commit::find(&package) } else { None };
    match commit {
        Some(commit) => {
            println!("cargo::rerun-if-changed={}", commit.recorded_in.display());
            println!("cargo::rustc-env=ERRCAT_VERSION={version} ({})", commit.text);
        }
        None => println!("cargo::rustc-env=ERRCAT_VERSION={version}"),
    }
}
