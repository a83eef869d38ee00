//! The crates of peers. Each has its own workspace. So if one can't be downloaded, the others are still
//! measured, and this workspace doesn't get their dependencies.

use std::io;
use std::process::Command;

use camino::Utf8Path;

/// Returns the files of a crate. `dependencies` are lines of its manifest.
pub(super) fn files(name: &str, dependencies: &str, sources: &[(&str, &str)]) -> Vec<(String, String)> {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{dependencies}\n\n[workspace]\n"
    );
    let sources = sources.iter().map(|(path, text)| (format!("src/{path}"), (*text).to_owned()));
    std::iter::once(("Cargo.toml".to_owned(), manifest)).chain(sources).collect()
}

/// Downloads the dependencies of a crate. If that fails, returns the reason in one line.
pub(super) fn fetch(root: &Utf8Path) -> io::Result<Result<(), String>> {
    let output = cargo().args(["fetch", "--quiet"]).current_dir(root).output()?;
    Ok(if output.status.success() { Ok(()) } else { Err(reason(&output.stderr)) })
}

/// Returns the cargo that runs this program.
pub(super) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Returns the reason for a failure of cargo in one line: the last cause that it prints, or the error itself.
pub(super) fn reason(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let error = text.lines().find_map(|line| line.strip_prefix("error: "));
    let cause = text.rsplit_once("Caused by:\n").and_then(|(_, causes)| causes.lines().next());
    cause.or(error).unwrap_or("cargo didn't print a reason").trim().to_owned()
}

/// Returns a note about a peer that can't be installed.
pub(super) fn missing_note(name: &str, reason: &str) -> String {
    format!("{name} isn't measured, because it can't be installed: {reason}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_missing_dependency_is_a_reason() {
        let folder = super::super::temporary_folder().expect("a folder");
        let root = super::super::utf8_path(&folder).expect("text");
        let write = |dependency: &str| {
            let files = super::files("by-none", dependency, &[("lib.rs", "")]);
            super::super::write_files(root, &files).expect("written");
        };
        write("");
        assert_eq!(super::fetch(root).expect("cargo runs"), Ok(()));
        write("missing = { path = \"not-there\" }");
        let reason = super::fetch(root).expect("cargo runs").expect_err("a missing dependency");
        assert_eq!(reason, "No such file or directory (os error 2)");
    }

    #[test]
    fn an_error_without_causes_is_a_reason() {
        let stderr = b"warning: slow\nerror: no matching package named `x` found\nlocation searched: here\n";
        assert_eq!(super::reason(stderr), "no matching package named `x` found");
    }
}
