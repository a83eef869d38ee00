//! Interrupts `gen` at each disk operation and in the middle of each file: the process is killed, or this
//! operation and all later ones fail. In each case, no file is incomplete, no hand-made file is changed, and
//! the next run has the same result as an undisturbed one.
//!
//! Each interrupted run is a process of this test program, with a [`Disk`] that counts operations.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs};

use camino::Utf8Path;
use clap::Parser;
use errcat_cli::disk::manifest::MANIFEST;
use errcat_cli::disk::{Disk, Real};
use errcat_cli::{Program, Verb};
use rayon::prelude::*;

use self::real::{copy, write};

mod real;

/// Environment variables with the number of the last step, and the kind of interruption.
const STEP: &str = "ERRCAT_TEST_STEP";
const HOW: &str = "ERRCAT_TEST_HOW";

const SITE: &str = "[workspace.metadata.errcat]\n";
const PAGES: &str = "[workspace.metadata.errcat.markdown]\nfolder = \"docs/errors\"\nflavor = \"mdbook\"\n";

#[test]
fn killed_at_any_step_of_the_first_run() {
    Case::new(SITE, &[]).interrupt("kill", 140);
}

#[test]
fn killed_at_any_step_of_a_later_run() {
    Case::new(SITE, OLDER).interrupt("kill", 100);
}

#[test]
fn killed_at_any_step_of_writing_markdown() {
    Case::new(PAGES, OLDER).interrupt("kill", 45);
}

#[test]
fn the_disk_can_be_full_at_any_step() {
    Case::new(SITE, OLDER).interrupt("full", 75);
}

#[test]
fn every_disk_operation_can_fail() {
    Case::new(PAGES, OLDER).interrupt("denied", 45);
}

/// The run that the other tests interrupt.
#[test]
#[ignore = "run by the other tests, in a separate process"]
fn one_run() {
    #[derive(Parser)]
    struct Arguments {
        #[command(subcommand)]
        verb: Verb,
    }
    let variable = |name| env::var(name).unwrap_or_else(|_| panic!("the other tests set {name}"));
    let disk = Counting {
        last: variable(STEP).parse().expect("a number"),
        taken: AtomicUsize::new(0),
        end: match &*variable(HOW) {
            "full" => End::Failing(ErrorKind::StorageFull),
            "denied" => End::Failing(ErrorKind::PermissionDenied),
            _ => End::Killed,
        },
    };
    let verb = Arguments::parse_from(["errcat", "gen", "--accept-all"]).verb;
    let exit = errcat_cli::run_on(&disk, verb, Program { command: "errcat", test: "cargo test" });
    println!("steps: {}.", disk.taken.into_inner());
    assert_eq!(format!("{exit:?}"), format!("{:?}", std::process::ExitCode::SUCCESS));
}

/// A disk that works for a number of steps.
struct Counting {
    last: usize,
    taken: AtomicUsize,
    end: End,
}

enum End {
    Killed,
    Failing(ErrorKind),
}

impl Counting {
    /// Counts a step. After the last one, kills the process or fails.
    fn step(&self) -> io::Result<()> {
        if self.taken.fetch_add(1, Ordering::SeqCst) < self.last {
            return Ok(());
        }
        match self.end {
            End::Killed => std::process::abort(),
            End::Failing(kind) => Err(kind.into()),
        }
    }

    /// Counts a step that frees space, which works on a full disk.
    fn freeing_step(&self) -> io::Result<()> {
        match self.end {
            End::Failing(ErrorKind::StorageFull) => Ok(()),
            _ => self.step(),
        }
    }
}

impl Disk for Counting {
    fn create_directory(&self, path: &Utf8Path) -> io::Result<()> {
        self.step()?;
        Real.create_directory(path)
    }

    fn create_file(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
        self.step()?;
        let mut file = fs::File::create_new(path)?;
        file.write_all(&bytes[..bytes.len() / 2])?;
        self.step()?;
        file.write_all(&bytes[bytes.len() / 2..])
    }

    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        self.step()?;
        Real.rename(from, to)
    }

    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        self.freeing_step()?;
        Real.remove_file(path)
    }

    fn remove_directory(&self, path: &Utf8Path) -> io::Result<()> {
        self.freeing_step()?;
        Real.remove_directory(path)
    }
}

const API: &str = "title: Demo\nsummary: An API.\nenvelope: http\nenvelopes:\n  http:\n    summary: Every error.\n    \
                   body: { code: \"{code}\", message: \"{message}\" }\n    identify_by: code\n";

/// The catalog.
const CATALOG: &[(&str, &str)] = &[
    ("catalog/demo/api.yaml", API),
    (
        "catalog/demo/http.yaml",
        "title: HTTP\nerrors:\n  kept: { status: 400, message: It is kept and changed }\n  \
         folder: { status: 409, message: Its page was a folder }\n  \
         page.md: { status: 404, name: Page, message: Its page was a file }\n",
    ),
];

/// An older version of the catalog, whose files were generated before: a table and an API have been removed
/// since. In the site, `page.md` became a folder, and `folder.md` became a file.
const OLDER: &[(&str, &str)] = &[
    ("catalog/demo/api.yaml", API),
    (
        "catalog/demo/http.yaml",
        "title: HTTP\nerrors:\n  kept: { status: 400, message: It is kept }\n  \
         folder.md: { status: 409, name: Folder, message: Its page is a folder }\n  \
         page: { status: 404, message: Its page is a file }\n",
    ),
    ("catalog/demo/more.yaml", "title: More\nerrors:\n  other: { status: 400, message: Other }\n"),
    ("catalog/former/api.yaml", API),
    ("catalog/former/http.yaml", "title: HTTP\nerrors:\n  other: { status: 410, message: Other }\n"),
];

/// Hand-made files next to generated ones, and in the folders of generated ones.
const BY_HAND: &[(&str, &str)] = &[
    ("src/main.rs", "fn main() {}\n"),
    ("docs/mine.md", "# Mine\n"),
    ("docs/errors/mine.md", "# Mine\n"),
    ("docs/errors/former/mine.md", "# Mine\n"),
    ("crates/api-errors/src/generated/notes.txt", "Mine.\n"),
    ("catalog/demo/README.md", "# Mine\n"),
    ("catalog/demo/.errcat-settings", "mine\n"),
];

/// The content of each file. `None` for a folder.
type Files = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// A workspace before a run, and its files before and after an undisturbed run.
struct Case {
    start: tempfile::TempDir,
    before: Files,
    after: Files,
}

impl Case {
    fn new(settings: &str, older: &[(&str, &str)]) -> Self {
        let start = tempfile::tempdir().expect("a folder");
        let root = start.path();
        let put = |files: &[(&str, &str)]| files.iter().for_each(|(path, text)| write(root, path, text));
        put(&[("Cargo.toml", &format!("[workspace]\n{settings}"))]);
        put(BY_HAND);
        fs::create_dir(root.join("target")).expect("the folder for the record of the last run");
        if !older.is_empty() {
            put(older);
            undisturbed(root);
            fs::remove_dir_all(root.join("catalog/former")).expect("the API that is gone");
            fs::remove_file(root.join("catalog/demo/more.yaml")).expect("the table that is gone");
        }
        put(CATALOG);
        let before = files(root);
        let finished = copied(root);
        undisturbed(finished.path());
        let after = files(finished.path());
        assert!(after.len() > BY_HAND.len() + CATALOG.len(), "{:?}", after.keys());
        Case { start, before, after }
    }

    /// Interrupts a run at each of its steps, whose number must be at least `min_steps`.
    fn interrupt(&self, how: &str, min_steps: usize) {
        let steps = self.steps(how);
        println!("{how}: {steps} steps");
        assert!(steps >= min_steps, "{steps} steps are fewer than are known");
        (0..steps).into_par_iter().for_each(|step| self.interrupt_at(step, how));
    }

    /// Returns the number of steps of an undisturbed run.
    fn steps(&self, how: &str) -> usize {
        let root = copied(self.start.path());
        let output = run_until(root.path(), usize::MAX, how);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
        assert!(files(root.path()) == self.after, "two undisturbed runs differ");
        let steps = printed.split_once("steps: ").and_then(|(_, rest)| rest.split_once('.'));
        steps.and_then(|(steps, _)| steps.parse().ok()).unwrap_or_else(|| panic!("{printed}"))
    }

    /// Returns `true` if a manifest lists what was generated before and after: it is written before orphans
    /// are deleted.
    fn is_manifest_between(&self, path: &Path, bytes: Option<&[u8]>) -> bool {
        let lines = |bytes: &[u8]| -> Vec<String> {
            String::from_utf8(bytes.to_vec())
                .expect("a manifest is text")
                .lines()
                .map(str::to_owned)
                .collect()
        };
        let known = [&self.before, &self.after]
            .map(|files| files.get(path).and_then(|bytes| bytes.as_deref()).map(lines));
        let known: Vec<String> = known.into_iter().flatten().flatten().collect();
        path.ends_with(MANIFEST)
            && bytes.is_some_and(|bytes| lines(bytes).iter().all(|line| known.contains(line)))
    }

    fn interrupt_at(&self, step: usize, how: &str) {
        let folder = copied(self.start.path());
        let root = folder.path();
        let output = run_until(root, step, how);
        let printed = String::from_utf8_lossy(&output.stderr);
        let at = format!("{how} at step {step}: {printed}");
        if how == "kill" {
            assert!(!output.status.success() && !printed.contains("panicked"), "{at}");
        } else if !output.status.success() {
            // Failing to record the run isn't an error. Any other failure is reported with the path and a
            // fix.
            let fix = if how == "full" { "free some space" } else { "change its owner" };
            assert!(printed.contains("error: ") && printed.contains(fix), "{at}");
            assert!(printed.contains(root.to_str().expect("a plain path")), "{at}");
        }
        let left = files(root);
        for (path, bytes) in &left {
            let is_whole = self.before.get(path) == Some(bytes) || self.after.get(path) == Some(bytes);
            let is_whole = is_whole || self.is_manifest_between(path, bytes.as_deref());
            // A process that wasn't killed removes its temporary files, if it can.
            let may_be = is_temporary(path) && how != "full";
            assert!(is_whole || may_be || bytes.is_none(), "{} is torn; {at}", path.display());
        }
        // Files that aren't deleted exist at all times, except for a file that a folder replaces, and a
        // folder that a file replaces.
        let stays = |path: &&PathBuf| {
            self.after.get(*path).map(Option::is_some) == Some(self.before[*path].is_some())
        };
        let gone: Vec<_> =
            self.before.keys().filter(stays).filter(|path| !left.contains_key(*path)).collect();
        assert!(gone.is_empty(), "{gone:?} is gone; {at}");
        undisturbed(root);
        let (found, expected) = (files(root), &self.after);
        let is_other = |path: &&PathBuf| found.get(*path) != expected.get(*path);
        let differ: Vec<_> = found.keys().chain(expected.keys()).filter(is_other).collect();
        assert!(differ.is_empty(), "{differ:?} after {at}");
    }
}

fn run_until(root: &Path, step: usize, how: &str) -> Output {
    Command::new(env::current_exe().expect("this program"))
        .args(["one_run", "--exact", "--ignored", "--nocapture"])
        .env(STEP, step.to_string())
        .env(HOW, how)
        // A single thread, so that the steps are always in the same order.
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(root)
        .output()
        .expect("it runs")
}

/// Runs `gen` without an interruption.
fn undisturbed(root: &Path) {
    real::run(Command::new(env!("CARGO_BIN_EXE_errcat")).args(["gen", "--accept-all"]), root);
}

fn copied(root: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(root, folder.path());
    folder
}

/// Returns all files except the record of the last run.
fn files(root: &Path) -> Files {
    fn walk(folder: &Path, files: &mut Files) {
        for path in real::entries(folder) {
            let bytes = path.is_file().then(|| fs::read(&path).expect("a file"));
            if bytes.is_none() {
                walk(&path, files);
            }
            files.insert(path, bytes);
        }
    }
    let mut files = Files::new();
    walk(root, &mut files);
    files.retain(|path, _| !path.starts_with(root.join("target/errcat")));
    files
        .into_iter()
        .map(|(path, bytes)| (path.strip_prefix(root).expect("in it").to_owned(), bytes))
        .collect()
}

fn is_temporary(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "tmp")
}
