//! A repository with the catalog of a shop.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use snapbox::cmd::cargo_bin;

/// The definitions of the API.
const API: &str = "title: Shop\nsummary: Sells things.\ndocs_url: https://errors.shop.example\n";

/// The start of the table.
const TABLE: &str = "title: Orders\nstatus: 404\nenvelope: problem\nerrors:\n";

pub(crate) struct Shop(tempfile::TempDir);

impl Shop {
    /// Creates a repository whose site is in the folder `site`. Nothing is committed yet.
    pub(crate) fn new(errors: &str) -> Self {
        let shop = Shop(tempfile::tempdir().expect("a folder"));
        shop.write("Cargo.toml", "[workspace.metadata.errcat]\nsite = \"site\"\n");
        shop.write(".gitignore", "/target\n");
        shop.write("catalog/shop/api.yaml", API);
        shop.write_errors(errors);
        fs::create_dir(shop.path("target")).expect("a folder for the record of a run");
        shop.git("init -q -b main");
        shop
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    pub(crate) fn write_errors(&self, errors: &str) {
        let errors: String = errors.lines().map(|error| format!("  {}\n", error.trim_start())).collect();
        self.write("catalog/shop/orders.yaml", &format!("{TABLE}{errors}"));
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Commits everything on a day of January 2026.
    pub(crate) fn commit(&self, day: u8) {
        self.git("add -A");
        let time = format!("2026-01-{day:02}T12:00:00Z");
        let mut command = git_command(self.0.path(), "commit -qm change");
        run(command.env("GIT_AUTHOR_DATE", &time).env("GIT_COMMITTER_DATE", &time));
    }

    pub(crate) fn git(&self, words: &str) {
        run(&mut git_command(self.0.path(), words));
    }

    /// Runs errcat, which must succeed. Returns what it prints.
    pub(crate) fn errcat(&self, words: &str) -> String {
        run(&mut self.command(words))
    }

    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = Command::new(cargo_bin!("errcat"));
        command.args(words.split(' ')).current_dir(self.0.path()).env_remove("SOURCE_DATE_EPOCH");
        command
    }

    /// Returns the content of every file below a folder, by path.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.insert(path.clone(), fs::read(&path).expect("a file"));
                }
            }
        }
        files
    }
}

fn git_command(folder: &Path, words: &str) -> Command {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "gc.auto=0"]);
    command.args(words.split(' ')).current_dir(folder);
    command
}

/// Runs a program that must succeed. Returns what it prints.
pub(crate) fn run(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().expect("it runs");
    let printed = String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{command:?}:\n{printed}");
    printed
}
