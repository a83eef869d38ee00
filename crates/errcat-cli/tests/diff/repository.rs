//! A git repository with a workspace and a catalog of one API.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use snapbox::cmd::{Command, OutputAssert, cargo_bin};

pub(crate) const API: &str = "\
title: Kakunin
summary: Certificates for agents.
envelopes:
  http:
    summary: Every error
    body: { error: \"{message}\", code: \"{code}\" }
    identify_by: [code]
envelope: http
";

pub(crate) const TABLE: &str = "\
title: Certificates
errors:
  agent_not_found:
    status: 404
    message: Agent not found
  agent_gone:
    status: 410
    message: Agent is gone
    retired: Since 2.0
";

/// The change in [`changed_table`], in a human-readable diff.
pub(crate) const CHANGED: &str = "  breaking  agent_not_found: status: 404 → 422\n";

pub(crate) fn changed_table() -> String {
    TABLE.replace("404", "422")
}

/// A git repository with a workspace in one of its folders, and the tag `v1`.
pub(crate) struct Repository {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) workspace: &'static str,
}

impl Repository {
    pub(crate) fn new(workspace: &'static str) -> Self {
        let repository = Repository { folder: tempfile::tempdir().expect("a folder"), workspace };
        repository.write("Cargo.toml", "[workspace]\nmembers = ['crates/*']\n");
        repository.write("catalog/kakunin/api.yaml", API);
        repository.write("catalog/kakunin/certify.yaml", TABLE);
        repository.git("init --quiet");
        repository.git("add --all");
        repository.git("commit --quiet --message first");
        repository.git("tag v1");
        repository
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(Path::new(self.workspace)).join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    /// Runs git in the repository's root.
    pub(crate) fn git(&self, words: &str) {
        git(self.folder.path(), words);
    }

    /// Commits everything.
    pub(crate) fn commit(&self) {
        self.git("add --all");
        self.git("commit --quiet --message next");
    }

    pub(crate) fn command(&self, words: &str) -> Command {
        let command = Command::new(cargo_bin("errcat")).args(words.split(' ')).current_dir(self.path(""));
        command.env("NO_COLOR", "1")
    }

    pub(crate) fn diff(&self, words: &str) -> OutputAssert {
        self.command(&format!("diff {words}")).assert()
    }
}

/// Runs git with a fixed user, whatever the machine's settings are.
pub(crate) fn git(folder: &Path, words: &str) {
    let mut command = process::Command::new("git");
    command.args(["-c", "user.name=Test", "-c", "user.email=test@example.com"]);
    command.args(["-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false"]);
    command.args(words.split(' ')).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null");
    assert!(command.status().expect("git").success(), "git {words}");
}
