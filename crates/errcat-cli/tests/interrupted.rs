//! Any moment: `gen` is killed at each of the steps that it takes on the disk, and in the middle of each file, or the disk
//! refuses that step and those that follow. Whatever it was, no file is torn, nobody else's is touched, and the next run
//! leaves what an undisturbed one would have.
//!
//! Each such run is this program once more, as a process of its own with a [`Disk`] that counts.

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

/// At which step the run of this process ends, and how.
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
fn the_disk_is_full_at_any_step() {
    Case::new(SITE, OLDER).interrupt("full", 75);
}

#[test]
fn the_disk_refuses_any_step() {
    Case::new(PAGES, OLDER).interrupt("denied", 45);
}

/// The run that the others interrupt.
#[test]
#[ignore = "the others run it, in a process of its own"]
fn one_run() {
    #[derive(Parser)]
    struct Arguments {
        #[command(subcommand)]
        verb: Verb,
    }
    let variable = |name| env::var(name).unwrap_or_else(|_| panic!("{name} is the other tests' to set"));
    let disk = Counting {
        last: variable(STEP).parse().expect("a number"),
        taken: AtomicUsize::new(0),
        end: match &*variable(HOW) {
            "full" => End::Refused(ErrorKind::StorageFull),
            "denied" => End::Refused(ErrorKind::PermissionDenied),
            _ => End::Killed,
        },
    };
    let verb = Arguments::parse_from(["errcat", "gen", "--accept-all"]).verb;
    let exit = errcat_cli::run_on(&disk, verb, Program { command: "errcat", test: "cargo test" });
    println!("steps: {}.", disk.taken.into_inner());
    assert_eq!(format!("{exit:?}"), format!("{:?}", std::process::ExitCode::SUCCESS));
}

/// A disk with an end.
struct Counting {
    last: usize,
    taken: AtomicUsize,
    end: End,
}

enum End {
    Killed,
    Refused(ErrorKind),
}

impl Counting {
    /// Takes a step, unless it is the one at which the process ends, or comes after it.
    fn step(&self) -> io::Result<()> {
        if self.taken.fetch_add(1, Ordering::SeqCst) < self.last {
            return Ok(());
        }
        match self.end {
            End::Killed => std::process::abort(),
            End::Refused(kind) => Err(kind.into()),
        }
    }

    /// A full disk still takes what gives it space.
    fn freeing_step(&self) -> io::Result<()> {
        match self.end {
            End::Refused(ErrorKind::StorageFull) => Ok(()),
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

/// The catalog that is generated.
const CATALOG: &[(&str, &str)] = &[
    ("catalog/demo/api.yaml", API),
    (
        "catalog/demo/http.yaml",
        "title: HTTP\nerrors:\n  kept: { status: 400, message: It is kept and changed }\n  \
         folder: { status: 409, message: Its page was a folder }\n  \
         page.md: { status: 404, name: Page, message: Its page was a file }\n",
    ),
];

/// What was generated before, of another catalog: a table and an API are gone since; of the site, `page.md` became a folder
/// and `folder.md` a file.
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

/// What people have put beside the generated files, and where those will lie.
const BY_HAND: &[(&str, &str)] = &[
    ("src/main.rs", "fn main() {}\n"),
    ("docs/mine.md", "# Mine\n"),
    ("docs/errors/mine.md", "# Mine\n"),
    ("docs/errors/former/mine.md", "# Mine\n"),
    ("crates/api-errors/src/generated/notes.txt", "Mine.\n"),
    ("catalog/demo/README.md", "# Mine\n"),
    ("catalog/demo/.errcat-settings", "mine\n"),
];

/// Every file with its content, and every folder with none.
type Files = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// A workspace before a run, and what it holds before and after one that nothing interrupts.
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
        fs::create_dir(root.join("target")).expect("where a run is remembered");
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

    /// Ends a run at each of its steps, of which there are at least so many.
    fn interrupt(&self, how: &str, least: usize) {
        let steps = self.steps(how);
        println!("{how}: {steps} steps");
        assert!(steps >= least, "{steps} steps are fewer than are known");
        (0..steps).into_par_iter().for_each(|step| self.interrupt_at(step, how));
    }

    /// How many steps an undisturbed run takes.
    fn steps(&self, how: &str) -> usize {
        let root = copied(self.start.path());
        let output = run_until(root.path(), usize::MAX, how);
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
        assert!(files(root.path()) == self.after, "two undisturbed runs differ");
        let steps = told.split_once("steps: ").and_then(|(_, rest)| rest.split_once('.'));
        steps.and_then(|(steps, _)| steps.parse().ok()).unwrap_or_else(|| panic!("{told}"))
    }

    /// Returns `true` if a manifest lists what was generated before and after: it is written before orphans are deleted.
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
        let told = String::from_utf8_lossy(&output.stderr);
        let at = format!("{how} at step {step}: {told}");
        if how == "kill" {
            assert!(!output.status.success() && !told.contains("panicked"), "{at}");
        } else if !output.status.success() {
            // That a run can't be remembered is nobody's concern; all else is told, with the place and the mend.
            let mend = if how == "full" { "free some space" } else { "change its owner" };
            assert!(told.contains("error: ") && told.contains(mend), "{at}");
            assert!(told.contains(root.to_str().expect("a plain path")), "{at}");
        }
        let left = files(root);
        for (path, bytes) in &left {
            let is_whole = self.before.get(path) == Some(bytes) || self.after.get(path) == Some(bytes);
            let is_whole = is_whole || self.is_manifest_between(path, bytes.as_deref());
            // Where the process can still remove something, it does.
            let may_be = is_temporary(path) && how != "full";
            assert!(is_whole || may_be || bytes.is_none(), "{} is torn; {at}", path.display());
        }
        // What isn't to be deleted is there all the time, but for a file that gives way to a folder, and a folder to a file.
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
        // The same steps in the same order.
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(root)
        .output()
        .expect("it runs")
}

/// Generates everything.
fn undisturbed(root: &Path) {
    real::run(Command::new(env!("CARGO_BIN_EXE_errcat")).args(["gen", "--accept-all"]), root);
}

fn copied(root: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(root, folder.path());
    folder
}

/// Everything but the memory of a run, which is believed only where it is right.
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
