//! `cargo xtask bench compile`: measures the time to compile the generated code, compared with the same
//! errors in thiserror and snafu, and with a map of phf.
//!
//! For each number of codes, these crates are written below `target/bench/compile`:
//!
//! - `api-errors`: everything that errcat generates by default: entries with causes and fixes, codes and
//!   their index, and an enum of an API's tables;
//! - `by-thiserror`, `by-snafu`: only the enums with the same traits (`Debug`, `Clone`, `PartialEq`,
//!   `Display`, `Error`), in the same modules;
//! - `by-phf`: only the entries by code, in a `phf_map!`: statuses, title, message, causes and fixes;
//! - `derived`: a hand-written enum with all codes of an API (a thousand at most) and errcat's derive;
//! - `derived-by-thiserror`: the same enum with thiserror's derive.
//!
//! A wrapper that cargo calls instead of `rustc` measures `rustc` for that one crate. Dependencies are built
//! before. Clean builds aren't incremental. Checks after an edit are: a message in the catalog is changed,
//! each crate is generated again, and then checked. There, the time of the complete `cargo check` is measured
//! too, because developers wait for it. The crates take turns, so that other load on the machine affects all
//! of them.

mod peers;
pub(crate) mod rustc;

use std::io;
use std::process::{Command, Stdio};
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::InputFile;
use errcat_catalog::model::Catalog;
use errcat_cli::pipeline::Inputs;

use self::peers::Peer;
use super::table::{Row, Section, median};
use super::{catalog, peer, write_files};

const CHECK: &[&str] = &["check"];
const RELEASE: &[&str] = &["build", "--release"];

/// The number of times that each crate is compiled in each way.
const RUNS: usize = 3;

/// The time in seconds after which a crate isn't compiled from scratch again. Some peers take a minute.
const MAX_SECONDS: f64 = 20.0;

/// A crate and its measurements.
struct Subject {
    name: &'static str,
    krate: &'static str,
    /// The folder of the crate. `None` if it can't be downloaded.
    root: Option<Utf8PathBuf>,
    check: Vec<Compilation>,
    release: Vec<Compilation>,
    edited: Vec<Compilation>,
}

impl Subject {
    /// Returns the time that compiling it from scratch has taken so far.
    fn seconds(&self) -> f64 {
        self.check.iter().chain(&self.release).map(|compilation| compilation.total).sum()
    }
}

/// The measurements of one compilation of a crate.
struct Compilation {
    /// The time of `rustc` for this crate.
    seconds: f64,
    /// The time of `cargo` as a whole.
    total: f64,
    /// The peak memory of `rustc` in bytes. `None` if the system doesn't report it.
    peak_memory: Option<f64>,
}

/// Measures one size: the generated crate, then the derive.
pub(super) fn measure(codes: usize) -> io::Result<[Section; 2]> {
    eprintln!("compiling {codes} codes");
    let root = crate::repository::root().join("target/bench/compile").join(codes.to_string());
    let files = catalog::synthesize(codes);
    let read = read(&files)?;
    let own = peers::own_files(&read, &crate::repository::root().join("crates"));
    write_files(&root, files.iter().filter(|(path, _)| path != "Cargo.toml"))?;
    write_files(&root, &own)?;
    generate(&root)?;

    let mut notes = [Vec::new(), Vec::new()];
    let mut enums = subjects("api-errors", &peers::ENUM_PEERS, &root, &read, &mut notes[0])?;
    let mut derives = subjects("derived", &peers::DERIVE_PEERS, &root, &read, &mut notes[1])?;
    for _ in 0..RUNS {
        for subject in enums.iter_mut().chain(&mut derives) {
            let Some(krate) = subject.root.as_ref().filter(|_| subject.seconds() < MAX_SECONDS) else {
                continue;
            };
            subject.check.push(compile(krate, &root, subject.krate, CHECK, false)?);
            subject.release.push(compile(krate, &root, subject.krate, RELEASE, false)?);
        }
    }
    // The first compilation isn't measured, because it can't reuse anything.
    for edit in 0..=RUNS {
        write_edited(&root, &files, edit, &enums)?;
        for subject in &mut enums {
            let Some(krate) = &subject.root else { continue };
            let compiled = compile(krate, &root, subject.krate, CHECK, true)?;
            if edit > 0 {
                subject.edited.push(compiled);
            }
        }
    }
    let [notes, derive_notes] = notes;
    Ok([section("compile", codes, &enums, notes), section("derive", codes, &derives, derive_notes)])
}

fn read(files: &[(String, String)]) -> io::Result<Catalog> {
    let texts = files.iter().filter(|(path, _)| path.starts_with("catalog/"));
    let texts = texts.map(|(path, text)| InputFile {
        path: path.clone(),
        bytes: text.clone().into_bytes(),
        too_large: false,
    });
    let inputs = Inputs { files: texts.collect(), ..Inputs::default() };
    let checked = errcat_cli::pipeline::read(&inputs);
    Ok(checked.map_err(|report| io::Error::other(errcat_catalog::report::human(&report, false)))?.catalog)
}

/// Runs `gen` in a workspace.
fn generate(root: &Utf8Path) -> io::Result<()> {
    let status = Command::new(std::env::current_exe()?)
        .arg("gen")
        .current_dir(root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("generating {root}: {status}"))) }
}

/// Writes the crates of peers and downloads their dependencies. Returns errcat's crate and those of its
/// peers.
fn subjects(
    own: &'static str,
    peers: &[Peer],
    root: &Utf8Path,
    catalog: &Catalog,
    notes: &mut Vec<String>,
) -> io::Result<Vec<Subject>> {
    let subject = |name, krate, root| Subject {
        name,
        krate,
        root,
        check: Vec::new(),
        release: Vec::new(),
        edited: Vec::new(),
    };
    let mut subjects = vec![subject("errcat", own, Some(root.join("crates").join(own)))];
    for it in peers {
        let krate = root.join("peers").join(it.krate);
        write_files(&krate, &peer::files(it.krate, it.dependency, &[("lib.rs", &(it.code)(catalog))]))?;
        let fetched = peer::fetch(&krate)?;
        notes.extend(fetched.as_ref().err().map(|reason| peer::missing_note(it.name, reason)));
        subjects.push(subject(it.name, it.krate, fetched.is_ok().then_some(krate)));
    }
    Ok(subjects)
}

/// Changes the message of an error in the catalog, and generates all crates again. Edit 0 changes nothing.
fn write_edited(
    root: &Utf8Path,
    files: &[(String, String)],
    edit: usize,
    subjects: &[Subject],
) -> io::Result<()> {
    let mut files = files.to_vec();
    if edit > 0 {
        let edited = catalog::edited(&files, edit);
        write_files(root, [&edited])?;
        *files.last_mut().expect("a table") = edited;
    }
    generate(root)?;
    let catalog = read(&files)?;
    for subject in subjects {
        let peer = peers::ENUM_PEERS.iter().find(|peer| peer.krate == subject.krate);
        let (Some(krate), Some(peer)) = (&subject.root, peer) else { continue };
        fs_err::write(krate.join("src/lib.rs"), (peer.code)(&catalog))?;
    }
    Ok(())
}

/// Compiles a crate and the dependencies that aren't compiled yet.
fn compile(
    root: &Utf8Path,
    workspace: &Utf8Path,
    krate: &str,
    arguments: &[&str],
    incremental: bool,
) -> io::Result<Compilation> {
    // Changes the modification time, so that cargo compiles the crate again.
    let lib = root.join("src/lib.rs");
    fs_err::write(&lib, fs_err::read(&lib)?)?;
    let log = tempfile::NamedTempFile::new()?;
    let start = Instant::now();
    let output = peer::cargo()
        .args(arguments)
        .args(["--quiet", "--package", krate])
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .env("CARGO_INCREMENTAL", if incremental { "1" } else { "0" })
        .env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?)
        .env(rustc::LOG, log.path())
        .current_dir(root)
        .output()?;
    let total = start.elapsed().as_secs_f64();
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
    }
    let log = fs_err::read_to_string(log.path())?;
    let Some((seconds, peak_memory)) = rustc::find_in_log(&log, krate) else {
        return Err(io::Error::other(format!("{krate} wasn't compiled")));
    };
    Ok(Compilation { seconds, total, peak_memory })
}

fn section(name: &str, codes: usize, subjects: &[Subject], notes: Vec<String>) -> Section {
    let seconds = |of: fn(&Subject) -> &Vec<Compilation>, value: fn(&Compilation) -> f64| {
        let median = |compiled: &Vec<Compilation>| {
            (!compiled.is_empty()).then(|| median(compiled.iter().map(value).collect()))
        };
        subjects.iter().map(|subject| median(of(subject))).collect()
    };
    let memory = |of: fn(&Subject) -> &Vec<Compilation>| {
        let max = |compiled: &Vec<Compilation>| {
            compiled.iter().filter_map(|it| it.peak_memory).reduce(f64::max).map(|bytes| bytes / 1e6)
        };
        subjects.iter().map(|subject| max(of(subject))).collect()
    };
    let mut rows = vec![
        Row::new("check", "s", seconds(|it| &it.check, |it| it.seconds)),
        Row::new("check, peak memory", "MB", memory(|it| &it.check)),
        Row::new("release", "s", seconds(|it| &it.release, |it| it.seconds)),
        Row::new("release, peak memory", "MB", memory(|it| &it.release)),
    ];
    if subjects.iter().any(|subject| !subject.edited.is_empty()) {
        rows.push(Row::new("check after an edit", "s", seconds(|it| &it.edited, |it| it.seconds)));
        rows.push(Row::new("cargo check after an edit", "s", seconds(|it| &it.edited, |it| it.total)));
    }
    Section {
        name: name.to_owned(),
        codes,
        columns: subjects.iter().map(|subject| subject.name.to_owned()).collect(),
        has_peers: true,
        rows,
        notes,
    }
}
