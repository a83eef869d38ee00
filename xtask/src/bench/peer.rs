//! The crates of peers: each a workspace of its own, so that one that can't be downloaded keeps no other from
//! being measured, and ours doesn't get their dependencies.

use std::io;
use std::process::Command;

use camino::Utf8Path;

/// The files of a crate with these dependencies, lines of its manifest.
pub(super) fn files(name: &str, dependencies: &str, sources: &[(&str, &str)]) -> Vec<(String, String)> {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{dependencies}\n\n[workspace]\n"
    );
    let sources = sources.iter().map(|(path, text)| (format!("src/{path}"), (*text).to_owned()));
    std::iter::once(("Cargo.toml".to_owned(), manifest)).chain(sources).collect()
}

/// Downloads what a crate depends on; where that can't be, the reason in a line.
pub(super) fn fetch(root: &Utf8Path) -> io::Result<Result<(), String>> {
    let output = cargo().args(["fetch", "--quiet"]).current_dir(root).output()?;
    Ok(if output.status.success() { Ok(()) } else { Err(reason(&output.stderr)) })
}

/// The cargo that runs this program.
pub(super) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Why cargo couldn't do it, in a line: the last of the causes that it tells, or the error itself.
pub(super) fn reason(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let error = text.lines().find_map(|line| line.strip_prefix("error: "));
    let cause = text.rsplit_once("Caused by:\n").and_then(|(_, causes)| causes.lines().next());
    cause.or(error).unwrap_or("cargo doesn't say why").trim().to_owned()
}

/// A row of the table's notes.
pub(super) fn missing(name: &str, reason: &str) -> String {
    format!("{name} isn't measured, for it can't be installed: {reason}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_crate_whose_dependency_is_not_there_has_a_reason() {
        let folder = super::super::temporary_folder().expect("a folder");
        let root = super::super::path_of(&folder).expect("text");
        let write = |dependency: &str| {
            let files = super::files("by-nothing", dependency, &[("lib.rs", "")]);
            super::super::write_files(root, &files).expect("written");
        };
        write("");
        assert_eq!(super::fetch(root).expect("cargo runs"), Ok(()));
        write("nothing = { path = \"not-there\" }");
        let reason = super::fetch(root).expect("cargo runs").expect_err("it isn't there");
        assert_eq!(reason, "No such file or directory (os error 2)");
    }

    #[test]
    fn an_error_without_causes_is_its_own_reason() {
        let stderr = b"warning: slow\nerror: no matching package named `x` found\nlocation searched: here\n";
        assert_eq!(super::reason(stderr), "no matching package named `x` found");
    }
}
