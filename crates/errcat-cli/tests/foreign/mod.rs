//! A workspace outside of this repository that uses errcat like everyone does: dependencies are named by
//! version, and only cargo's configuration says that the packages are here rather than in a registry.

// Each test file is a crate of its own and uses what it needs.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A workspace in a temporary folder.
pub(crate) struct ForeignWorkspace {
    folder: tempfile::TempDir,
    /// The path from the temporary folder to the workspace.
    below: PathBuf,
}

impl ForeignWorkspace {
    /// Creates a folder without a `Cargo.toml`. Programs that run in it build into a folder that all tests
    /// share, and download nothing.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let repository =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("it is there");
        let path = |name: &str| repository.join("crates").join(name).display().to_string();
        let patches = ["errcat", "errcat-derive", "errcat-macros", "errcat-test"];
        let patches = patches.map(|name| format!("{name} = {{ path = {:?} }}\n", path(name))).concat();
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("foreign").display().to_string();
        let workspace = ForeignWorkspace { folder, below: PathBuf::new() };
        workspace.write(
            ".cargo/config.toml",
            &format!(
                "[build]\ntarget-dir = {target:?}\n[net]\noffline = true\n\
                 [patch.crates-io]\n{patches}"
            ),
        );
        // Select the versions that are downloaded already.
        fs::copy(repository.join("Cargo.lock"), workspace.root().join("Cargo.lock")).expect("a lock file");
        workspace
    }

    /// Creates a workspace with the members `crates/*`, and a catalog with the API `shop`.
    pub(crate) fn with_catalog() -> Self {
        let workspace = ForeignWorkspace::new();
        workspace.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n");
        workspace.write("catalog/shop/api.yaml", "title: Shop API\nsummary: Sells things.\n");
        workspace.write(
            "catalog/shop/orders.yaml",
            "title: Orders\nenvelope: none\nerrors:\n  out_of_stock:\n    status: 409\n    \
             message: Only {left} are left\n    params:\n      \
             left: { type: integer, doc: How many are left, example: 0 }\n",
        );
        workspace
    }

    /// Returns the folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join(&self.below)
    }

    /// Uses a folder below as the workspace.
    pub(crate) fn below(self, folder: &str) -> Self {
        ForeignWorkspace { below: folder.into(), ..self }
    }

    /// Returns the text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file, and creates its folder.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    /// Replaces a text in a file, which must contain it.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} doesn't contain {from}:\n{text}");
        self.write(path, &text.replace(from, to));
    }

    /// Runs `errcat`, and returns what it prints, or what it reports if it fails.
    pub(crate) fn errcat(&self, arguments: &[&str]) -> Result<String, String> {
        self.errcat_in("", arguments)
    }

    /// Like [`ForeignWorkspace::errcat`], in a folder below.
    pub(crate) fn errcat_in(&self, folder: &str, arguments: &[&str]) -> Result<String, String> {
        let mut errcat = Command::new(env!("CARGO_BIN_EXE_errcat"));
        self.run(errcat.args(arguments).current_dir(self.root().join(folder)))
    }

    /// Runs `cargo`, which finds `cargo-errcat`. Returns what it prints, or what it reports if it fails.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Result<String, String> {
        let programs = Path::new(env!("CARGO_BIN_EXE_cargo-errcat")).parent().map(PathBuf::from);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(programs.into_iter().chain(std::env::split_paths(&path)));
        self.run(
            Command::new(env!("CARGO"))
                .args(arguments)
                .env("PATH", path.expect("paths without `:`"))
                .current_dir(self.root()),
        )
    }

    fn run(&self, command: &mut Command) -> Result<String, String> {
        // The configuration decides where to build.
        command.env_remove("CARGO_TARGET_DIR").env("CARGO_TERM_COLOR", "never");
        let Output { status, stdout, stderr } = command.output().expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if status.success() { Ok(text(&stdout)) } else { Err(text(&stdout) + &text(&stderr)) }
    }
}
