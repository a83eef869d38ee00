//! The members of the workspace, as cargo lists them.

use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

/// A crate of the workspace.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// The root files of its library and programs, from the workspace's root.
    pub(crate) roots: Vec<Utf8PathBuf>,
    /// The names of the other members that it depends on, except for its tests and its build.
    pub(crate) dependencies: Vec<String>,
}

/// Lists the members with `cargo metadata`.
pub(crate) fn members() -> Vec<Member> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    list(&metadata["packages"]).iter().map(member).collect()
}

/// Returns the root directory of the workspace.
pub(crate) fn root() -> &'static Utf8Path {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a directory of the workspace")
}

fn member(package: &Value) -> Member {
    let is_code = |target: &&Value| {
        let mut kinds = list(&target["kind"]).iter().map(text);
        kinds.any(|kind| matches!(kind, "lib" | "bin" | "proc-macro"))
    };
    let from_root = |target: &Value| {
        let path = Utf8Path::new(text(&target["src_path"]));
        path.strip_prefix(root()).unwrap_or(path).to_owned()
    };
    // Only a member has a path, and only a normal dependency has no kind.
    let is_normal = |dependency: &&Value| dependency["path"].is_string() && dependency["kind"].is_null();
    Member {
        name: text(&package["name"]).to_owned(),
        roots: list(&package["targets"]).iter().filter(is_code).map(from_root).collect(),
        dependencies: list(&package["dependencies"])
            .iter()
            .filter(is_normal)
            .map(|dependency| text(&dependency["name"]).to_owned())
            .collect(),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
