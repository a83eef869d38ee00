//! A workspace in a git repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) const LOCK: &str = "catalog/shop/catalog.lock";

pub(crate) const TABLE: &str = "\
title: Orders
envelope: none
errors:
  order_gone:
    status: 409
    message: The order is gone
  order_late:
    status: 422
    message: The order is late
";

/// A workspace in a temporary folder.
pub(crate) struct Shop {
    folder: tempfile::TempDir,
    /// The path of the workspace in the folder.
    workspace: &'static str,
}

impl Shop {
    /// Creates a workspace that isn't in a repository.
    pub(crate) fn new() -> Self {
        Shop::inside("shop")
    }

    /// Creates a workspace at a path in a folder.
    pub(crate) fn inside(workspace: &'static str) -> Self {
        let shop = Shop { folder: tempfile::tempdir().expect("a folder"), workspace };
        shop.write("Cargo.toml", "[workspace.metadata.errcat]\n");
        shop.write(".gitignore", "/crates\n/target\n");
        shop.write("catalog/shop/api.yaml", "title: Shop\nsummary: Sells.\n");
        shop.write("catalog/shop/orders.yaml", TABLE);
        shop
    }

    /// Creates a repository whose codes are published: generated and committed.
    pub(crate) fn published() -> Self {
        let shop = Shop::new();
        shop.git("init -q -b main");
        shop.run("gen", 0);
        shop.commit();
        shop
    }

    /// Returns the folder in which the workspace is.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join(self.workspace)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    pub(crate) fn lock(&self) -> String {
        fs::read_to_string(self.root().join(LOCK)).expect("a lock")
    }

    pub(crate) fn delete(&self, path: &str) {
        let path = self.root().join(path);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("it was there");
    }

    /// Returns all files with their contents, except those of git and the records of runs.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.root()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                match path.is_dir() {
                    true if path.ends_with(".git") || path.ends_with("target/errcat") => {}
                    true => folders.push(path),
                    false => drop(files.insert(path.clone(), fs::read(path).expect("a file"))),
                }
            }
        }
        files
    }

    /// Writes the table with a replacement.
    pub(crate) fn edit(&self, from: &str, to: &str) {
        assert!(TABLE.contains(from));
        self.write("catalog/shop/orders.yaml", &TABLE.replace(from, to));
    }

    /// Runs errcat with words, and returns everything that it prints.
    #[track_caller]
    pub(crate) fn run(&self, words: &str, exit: i32) -> String {
        self.run_in(&self.root(), words, exit)
    }

    /// Like [`Shop::run`], in a folder.
    #[track_caller]
    pub(crate) fn run_in(&self, folder: &Path, words: &str, exit: i32) -> String {
        printed(errcat(folder, words), words, exit)
    }

    pub(crate) fn commit(&self) {
        self.git("add -A");
        self.git("commit -q --allow-empty -m Edited");
    }

    #[track_caller]
    pub(crate) fn git(&self, words: &str) -> String {
        git(&self.root(), words)
    }
}

/// Returns the command `errcat`.
pub(crate) fn errcat(folder: &Path, words: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errcat"));
    command.args(words.split(' ')).current_dir(folder).env("NO_COLOR", "1");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command
}

/// Runs a command that exits with a code, and returns everything that it prints.
#[track_caller]
pub(crate) fn printed(mut command: Command, words: &str, exit: i32) -> String {
    let Output { status, stdout, stderr } = command.output().expect("it runs");
    let text = [stdout, stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert_eq!(status.code(), Some(exit), "{words}: {text}");
    text
}

/// Runs git without the machine's settings.
#[track_caller]
pub(crate) fn git(folder: &Path, words: &str) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
    command.args(["-c", "core.autocrlf=false", "-c", "commit.gpgsign=false"]).args(words.split(' '));
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let Output { status, stdout, stderr } = command.output().expect("git runs");
    assert!(status.success(), "git {words}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8_lossy(&stdout).trim().to_owned()
}
