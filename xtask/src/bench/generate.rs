//! `cargo xtask bench generate`: measures the time of each phase and the peak memory of errcat, with catalogs
//! of several sizes.
//!
//! For each size, a workspace in a temporary folder is generated three times: cold (nothing is generated
//! yet), again (nothing has changed, and no file may be touched), and edited (one message has changed). Each
//! run is a separate process, so that it has its own peak memory.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::process::Command;
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value as Json;
use tempfile::TempDir;

use super::catalog;
use super::table::{Row, Section};

const NAME: &str = "generate";
const TOTAL: &str = "total";
const MEMORY: &str = "peak memory";

/// The measurements of a run.
pub(super) struct Run {
    /// The name and milliseconds of each phase, in the order in which they ran.
    pub(super) phases: Vec<(String, f64)>,
    /// From starting the process to its end, in milliseconds.
    pub(super) wall: f64,
    /// The peak memory in bytes. `None` if the system doesn't report it.
    pub(super) peak_memory: Option<f64>,
    /// The number of written files.
    written: u64,
}

/// Measures each size, and the growth from the second largest size to the largest, which should be linear.
pub(super) fn measure(sizes: &[usize], add: &mut dyn FnMut(Section)) -> io::Result<()> {
    let (mut sections, mut folders) = (Vec::new(), Vec::new());
    for codes in sizes {
        let (section, folder) = measure_size(*codes)?;
        sections.push(section.clone());
        add(section);
        // Deletes the folders at the end, because ext4 creates files slowly after many were deleted.
        folders.push(folder);
    }
    sections.sort_by_key(|section| section.codes);
    sections.dedup_by_key(|section| section.codes);
    if let [.., smaller, larger] = sections.as_slice() {
        add(growth(smaller, larger));
    }
    Ok(())
}

fn measure_size(codes: usize) -> io::Result<(Section, TempDir)> {
    eprintln!("generating {codes} codes");
    let folder = super::temporary_folder()?;
    let root = super::utf8_path(&folder)?;
    let files = catalog::synthesize(codes);
    super::write_files(root, &files)?;
    let cold = run(root)?;
    let before = fingerprint(root)?;
    let again = run(root)?;
    assert_eq!(before, fingerprint(root)?, "a run without changes touches no file");
    super::write_files(root, [&catalog::edited(&files, 1)])?;
    let edited = run(root)?;

    let section = Section {
        name: NAME.to_owned(),
        codes,
        columns: ["cold", "again", "edited"].map(str::to_owned).to_vec(),
        has_peers: false,
        rows: rows(&[cold, again, edited]),
        notes: Vec::new(),
    };
    Ok((section, folder))
}

/// Returns a row for each phase, with a column for each run.
fn rows(runs: &[Run; 3]) -> Vec<Row> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in runs.iter().flat_map(|run| &run.phases) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let of = |value: &dyn Fn(&Run) -> Option<f64>| runs.iter().map(value).collect();
    let mut rows: Vec<Row> =
        names.iter().map(|name| Row::aside(name, "ms", of(&|run| run.phase(name)))).collect();
    rows.push(Row::new(TOTAL, "ms", of(&|run| Some(run.wall))));
    rows.push(Row::new(MEMORY, "MB", of(&|run| run.peak_memory.map(|bytes| bytes / 1e6))));
    rows.push(Row::aside("written", "files", of(&|run| Some(run.written as f64))));
    rows
}

fn growth(smaller: &Section, larger: &Section) -> Section {
    let times = |what: &str| {
        let row = |section: &Section| {
            section.rows.iter().find(|row| row.what == what).map(|row| row.values.clone())
        };
        let (larger, smaller) = (row(larger).unwrap_or_default(), row(smaller).unwrap_or_default());
        let times = larger.into_iter().zip(smaller).map(|(larger, smaller)| Some(larger? / smaller?));
        Row::aside(what, "×", times.collect())
    };
    Section {
        name: format!("growth from {}", smaller.codes),
        rows: [TOTAL, MEMORY].map(times).to_vec(),
        ..larger.clone()
    }
}

impl Run {
    pub(super) fn phase(&self, name: &str) -> Option<f64> {
        self.phases.iter().find(|(other, _)| other == name).map(|(_, milliseconds)| *milliseconds)
    }
}

/// Generates a workspace in a separate process.
pub(super) fn run(root: &Utf8Path) -> io::Result<Run> {
    let start = Instant::now();
    let output = Command::new(std::env::current_exe()?)
        .args(["bench-run", root.as_str()])
        .stderr(std::process::Stdio::inherit())
        .output()?;
    let wall = start.elapsed().as_secs_f64() * 1e3;
    if !output.status.success() {
        return Err(io::Error::other(format!("generating {root}: {}", output.status)));
    }
    let output: Json = serde_json::from_slice(&output.stdout)?;
    let phases = output["phases"].as_array().into_iter().flatten();
    let phase = |phase: &Json| {
        (phase[0].as_str().unwrap_or_default().to_owned(), phase[1].as_f64().unwrap_or(f64::NAN))
    };
    Ok(Run {
        phases: phases.map(phase).collect(),
        wall,
        peak_memory: output["peak_memory"].as_f64(),
        written: output["written"].as_u64().unwrap_or_default(),
    })
}

/// Returns a hash that changes if any file is written, even with the same content.
fn fingerprint(folder: &Utf8Path) -> io::Result<u64> {
    let mut entries = fs_err::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs_err::DirEntry::file_name);
    let mut hasher = DefaultHasher::new();
    for entry in entries {
        let path = Utf8PathBuf::try_from(entry.path()).map_err(io::Error::other)?;
        path.hash(&mut hasher);
        let metadata = entry.metadata()?;
        metadata.modified()?.hash(&mut hasher);
        if metadata.is_dir() {
            fingerprint(&path)?.hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}
