//! The crates of peers: each a workspace of its own, so that one that can't be downloaded keeps no other from being
//! measured, and ours doesn't get their dependencies.

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

/// What cargo couldn't do, in a line: its last cause, for the first says only that it couldn't.
pub(super) fn reason(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let cause =
        lines().skip_while(|line| !line.starts_with("Caused by")).find(|line| !line.starts_with("Caused by"));
    cause.or_else(|| lines().next()).unwrap_or("cargo doesn't say why").to_owned()
}

/// A row of the table's notes.
pub(super) fn missing(name: &str, reason: &str) -> String {
    format!("{name} isn't measured, for it can't be downloaded: {reason}")
}
