//! A repository with a small catalog.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use errcat_catalog::{Checked, InputFile, Report};
use errcat_cli::pipeline::{self, Inputs};
use errcat_drift::accept::Accept;

pub(crate) struct Repository(tempfile::TempDir);

impl Repository {
    /// Creates a repository with first files, and with the settings that `gen` writes.
    pub(crate) fn new(start: impl FnOnce(&Repository)) -> Self {
        let repository = Repository(tempfile::tempdir().expect("a folder"));
        repository.git(&["init", "-q", "-b", "main"]);
        for (name, value) in [("user.name", "A"), ("user.email", "a@example.com"), ("gc.auto", "0")] {
            repository.git(&["config", name, value]);
        }
        repository.write("catalog/.gitattributes", "*.lock merge=union\n");
        repository.write("catalog/shop/api.yaml", "title: Shop\nsummary: Sells.\n");
        start(&repository);
        repository.git(&["add", "-A"]);
        repository.git(&["commit", "-qm", "Start"]);
        repository
    }

    /// Creates a branch with a change.
    pub(crate) fn branch(&self, name: &str, change: impl FnOnce(&Repository)) {
        self.git(&["checkout", "-q", "-f", "-B", name, "main"]);
        change(self);
        self.git(&["add", "-A"]);
        self.git(&["commit", "-qm", name]);
    }

    /// Merges or rebases a branch onto another. Conflicts are left in the files.
    pub(crate) fn combine(&self, how: &str, onto: &str, other: &str) {
        if self.path(".git/rebase-merge").exists() {
            self.git(&["rebase", "--quit"]);
        }
        match how {
            "merge" => {
                self.git(&["checkout", "-q", "-f", "--detach", onto]);
                self.git_command(&["merge", "-q", "--no-edit", other]);
            }
            _ => {
                self.git(&["checkout", "-q", "-f", "--detach", other]);
                self.git_command(&["rebase", "-q", onto]);
            }
        }
    }

    /// Checks the catalog.
    pub(crate) fn check(&self, accept: Accept) -> Result<Checked, Report> {
        let folder = fs::read_dir(self.path("catalog/shop")).expect("the API");
        let mut names: Vec<String> =
            folder.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect();
        names.sort();
        let file = |name: String| {
            let path = format!("catalog/shop/{name}");
            InputFile::new(path.clone(), self.read(&path))
        };
        let files = names.into_iter().map(file).collect();
        pipeline::read(&Inputs { files, accept, ..Inputs::default() })
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    /// Replaces a text that occurs once.
    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "{from:?}");
        self.write(path, &text.replace(from, to));
    }

    #[track_caller]
    fn git(&self, words: &[&str]) {
        let output = self.git_command(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn git_command(&self, words: &[&str]) -> Output {
        git(self.0.path(), words)
    }
}

/// Runs git without settings of the machine.
fn git(root: &Path, words: &[&str]) -> Output {
    let mut command = Command::new("git");
    command.current_dir(root).args(["-c", "core.autocrlf=false", "-c", "commit.gpgsign=false"]).args(words);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_EDITOR", "true");
    command.output().expect("git runs")
}
