//! A repository with a small catalog.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use errcat_catalog::{InputFile, Report};
use errcat_cli::pipeline::{self, Inputs};
use errcat_drift::accept::Accept;
use errcat_drift::lock;

use crate::Kind;

/// The number of entries of each table.
const ENTRIES: usize = 9;

const LOCK: &str = "catalog/shop/catalog.lock";

pub(crate) struct Repository(tempfile::TempDir);

/// The tables of a branch.
pub(crate) struct Tables {
    orders: String,
    parcels: String,
}

impl Tables {
    fn new() -> Self {
        let table = |name: &str| {
            let entries = (1..=ENTRIES).map(|number| entry(&format!("{name}_{number}"), number));
            format!("title: {name}\nenvelope: none\nerrors:\n{}", entries.collect::<String>())
        };
        Tables { orders: table("order"), parcels: table("parcel") }
    }

    /// Makes a change to an order. `side` distinguishes changes of the same kind.
    pub(crate) fn change(&mut self, kind: Kind, number: usize, side: &str) {
        let code = format!("order_{number}");
        let entry = entry(&code, number);
        let orders = &mut self.orders;
        let replace = |text: &mut String, from: &str, to: &str| {
            assert_eq!(text.matches(from).count(), 1, "{from:?}");
            *text = text.replace(from, to);
        };
        match kind {
            Kind::Reword => {
                let message = format!("message: Number {number} ");
                replace(orders, &format!("{message}is missing"), &format!("{message}was lost ({side})"));
            }
            Kind::Retire => replace(orders, &entry, &(entry.clone() + "    retired: Since 2.0\n")),
            Kind::Alias => {
                let renamed = format!("  {code}_{side}:\n    aliases: [{code}]\n");
                replace(orders, &format!("  {code}:\n"), &renamed);
            }
            Kind::Delete => replace(orders, &entry, ""),
            Kind::Move => {
                replace(orders, &entry, "");
                let before = self::entry(&format!("parcel_{number}"), number);
                replace(&mut self.parcels, &before, &(before.clone() + &entry));
            }
            Kind::Add => {
                let added = self::entry(&format!("{code}_{side}"), number + 10);
                replace(orders, &entry, &(entry.clone() + &added));
            }
            Kind::Accept => {
                let status = if side == "ours" { 410 } else { 423 };
                replace(orders, &format!("status: {}\n", 430 + number), &format!("status: {status}\n"));
            }
        }
    }
}

fn entry(code: &str, number: usize) -> String {
    format!(
        "  {code}:\n    status: {}\n    title: Title {number}\n    message: Number {number} is missing\n    meaning: It is number {number}.\n    retry: never\n",
        430 + number
    )
}

impl Repository {
    pub(crate) fn new() -> Self {
        let repository = Repository(tempfile::tempdir().expect("a folder"));
        repository.git(&["init", "-q", "-b", "main"]);
        for (name, value) in [("user.name", "A"), ("user.email", "a@example.com"), ("gc.auto", "0")] {
            repository.git(&["config", name, value]);
        }
        repository.write("catalog/.gitattributes", "*.lock merge=union\n");
        repository.write("catalog/shop/api.yaml", "title: Shop\nsummary: Sells.\n");
        repository.write_tables(&Tables::new());
        repository.git(&["add", "-A"]);
        repository.git(&["commit", "-qm", "Start"]);
        repository
    }

    /// Creates a branch with a change and its lock.
    pub(crate) fn branch(&self, name: &str, edit: impl FnOnce(&mut Tables)) {
        self.git(&["checkout", "-q", "-f", "-B", name, "main"]);
        let mut tables = Tables::new();
        edit(&mut tables);
        self.write_tables(&tables);
        self.git(&["commit", "-qam", name]);
    }

    fn write_tables(&self, tables: &Tables) {
        self.write("catalog/shop/orders.yaml", &tables.orders);
        self.write("catalog/shop/parcels.yaml", &tables.parcels);
        self.write(LOCK, &self.generated(Accept::Everything).expect("a catalog without errors"));
    }

    /// Merges or rebases a branch onto another. Returns "clean", or the names of the findings.
    pub(crate) fn outcome(&self, how: &str, onto: &str, other: &str) -> String {
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
        let outcome = match self.generated(Accept::Nothing) {
            Ok(_) => "clean".to_owned(),
            Err(report) => {
                let findings = report.findings.sorted(&report.sources);
                let names: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.name).collect();
                names.into_iter().collect::<Vec<_>>().join(", ")
            }
        };
        if how == "rebase" && self.path(".git/rebase-merge").exists() {
            self.git(&["rebase", "--quit"]);
        }
        outcome
    }

    /// Returns the lock that `gen` writes.
    fn generated(&self, accept: Accept) -> Result<String, Report> {
        let names = ["api.yaml", "catalog.lock", "orders.yaml", "parcels.yaml"];
        let file = |name: &str| {
            let path = format!("catalog/shop/{name}");
            let bytes = fs::read(self.path(&path)).ok()?;
            Some(InputFile::new(path, bytes))
        };
        let files = names.into_iter().filter_map(file).collect();
        let checked = pipeline::read(&Inputs { files, accept, ..Inputs::default() })?;
        Ok(lock::text(&checked.catalog.apis[0]))
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
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
