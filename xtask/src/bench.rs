//! `cargo xtask bench`: how long errcat takes, phase by phase, and how much memory, on catalogs of several sizes.
//!
//! Each size gets a workspace in a temporary folder and three runs: cold (nothing is generated yet), again (nothing has
//! changed; no file may be touched), and edited (one message has). Each is a process of its own, so that its peak of
//! memory is its own.
//!
//! Measured on 2026-11-20, release build, two cores, everything generated, in milliseconds:
//!
//! | codes | cold | again | edited | peak memory, cold |
//! |---|---|---|---|---|
//! | 50 | 35 | 4 | 30 | 20 MB |
//! | 1,000 | 522 | 10 | 249 | 72 MB |
//! | 10,000 | 2,793 | 55 | 2,082 | 471 MB |
//! | 100,000 | 27,909 | 533 | 22,944 | 4,128 MB |
//!
//! (The last line is of an earlier day, without the lock.) At 10,000 codes, cold, 1.1 s of it are the site's 20,000 pages,
//! 0.9 s is writing 21,300 files (the disk decides: between 0.8 and 2.5 s were seen), 0.3 s the Rust.

mod catalog;
pub(crate) mod compile;
mod mdbook;
pub(crate) mod run;
mod saved;

use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::process::Command;
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Value as Json, json};

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// How many codes the catalogs have: by default 50 to 100,000, and 1,000 for `--compile` and `--mdbook`
    #[arg(long, value_delimiter = ',')]
    codes: Vec<usize>,
    /// Measure what the generated code costs to compile instead, beside thiserror and snafu
    #[arg(long)]
    compile: bool,
    /// Measure mdBook on the same pages instead, beside the site
    #[arg(long, conflicts_with_all = ["compile", "json"])]
    mdbook: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Compare with the run that was kept last, and keep this one: in the file, or in target/bench/saved.json
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["compile", "mdbook"])]
    save: Option<Utf8PathBuf>,
}

/// What a run told of itself, and what was seen from outside.
struct Measured {
    codes: usize,
    /// What had happened before it: `cold`, `again`, `edited`.
    after: &'static str,
    /// Name and milliseconds, in the order in which they ran; a phase is there once a run.
    phases: Vec<(String, f64)>,
    /// From starting the process to its end, in milliseconds.
    wall: f64,
    /// In bytes.
    peak_memory: f64,
    /// How many files it wrote.
    written: u64,
}

pub(crate) fn run(options: &Options) -> io::Result<()> {
    if cfg!(debug_assertions) {
        return run_in_release(options);
    }
    let codes = |default: &[usize]| match options.codes.as_slice() {
        [] => default.to_vec(),
        given => given.to_vec(),
    };
    if options.compile {
        return compile::run(&codes(&[1_000]));
    }
    if options.mdbook {
        return mdbook::run(&codes(&[1_000]));
    }
    let mut runs = Vec::new();
    for codes in codes(&[50, 1_000, 10_000, 100_000]) {
        runs.extend(measure(codes)?);
    }
    println!("{}", if options.json { as_json(&runs) } else { as_table(&runs) });
    if let Some(file) = &options.save {
        eprintln!("{}", saved::keep(&runs, file)?);
    }
    Ok(())
}

/// An unoptimised build says nothing about anything.
fn run_in_release(options: &Options) -> io::Result<()> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--release", "--package", "xtask", "--", "bench"]);
    cargo.args(options.codes.iter().flat_map(|codes| ["--codes".to_owned(), codes.to_string()]));
    cargo.args(options.compile.then_some("--compile"));
    cargo.args(options.mdbook.then_some("--mdbook"));
    if let Some(file) = &options.save {
        // Relative to where this was called.
        let file = if file.as_str().is_empty() { file.clone() } else { camino::absolute_utf8(file)? };
        cargo.arg(format!("--save={file}"));
    }
    cargo.args(options.json.then_some("--json")).current_dir(crate::root());
    let status = cargo.status()?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("the release build's bench: {status}")))
    }
}

fn measure(codes: usize) -> io::Result<[Measured; 3]> {
    eprintln!("{codes} codes");
    let folder = tempfile::Builder::new().prefix("errcat-bench-").tempdir()?;
    let unnamed = || io::Error::other("a temporary folder whose path isn't text");
    let root = Utf8Path::from_path(folder.path()).ok_or_else(unnamed)?;
    let files = catalog::synthesise(codes);
    write_files(root, &files)?;
    let cold = measure_run(root, codes, "cold")?;
    let before = fingerprint(root)?;
    let again = measure_run(root, codes, "again")?;
    assert_eq!(before, fingerprint(root)?, "a run without changes touches no file");
    let (path, table) = files.last().expect("a table");
    fs_err::write(root.join(path), table.replacen("message: The", "message: Your", 1))?;
    let edited = measure_run(root, codes, "edited")?;
    Ok([cold, again, edited])
}

/// Writes files, by their paths from a folder.
fn write_files(root: &Utf8Path, files: &[(String, String)]) -> io::Result<()> {
    for (path, text) in files {
        let path = root.join(path);
        fs_err::create_dir_all(path.parent().expect("a file in the folder"))?;
        fs_err::write(path, text)?;
    }
    Ok(())
}

fn measure_run(root: &Utf8Path, codes: usize, after: &'static str) -> io::Result<Measured> {
    let start = Instant::now();
    let output = Command::new(std::env::current_exe()?)
        .args(["bench-run", root.as_str()])
        .stderr(std::process::Stdio::inherit())
        .output()?;
    let wall = start.elapsed().as_secs_f64() * 1e3;
    if !output.status.success() {
        return Err(io::Error::other(format!("a run on {codes} codes: {}", output.status)));
    }
    let told: Json = serde_json::from_slice(&output.stdout)?;
    let phases = told["phases"].as_array().into_iter().flatten();
    let phase = |phase: &Json| {
        (phase[0].as_str().unwrap_or_default().to_owned(), phase[1].as_f64().unwrap_or(f64::NAN))
    };
    Ok(Measured {
        codes,
        after,
        phases: phases.map(phase).collect(),
        wall,
        peak_memory: told["peak_memory"].as_f64().unwrap_or(f64::NAN),
        written: told["written"].as_u64().unwrap_or_default(),
    })
}

/// Something that changes when any file is written, or replaced by an equal one.
fn fingerprint(folder: &Utf8Path) -> io::Result<u64> {
    let mut entries = fs_err::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs_err::DirEntry::file_name);
    let mut hasher = DefaultHasher::new();
    for entry in entries {
        let path = camino::Utf8PathBuf::try_from(entry.path()).map_err(io::Error::other)?;
        path.hash(&mut hasher);
        let metadata = entry.metadata()?;
        metadata.modified()?.hash(&mut hasher);
        if metadata.is_dir() {
            fingerprint(&path)?.hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}

/// A row a run, a column a phase; times in milliseconds.
fn as_table(runs: &[Measured]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in runs.iter().flat_map(|run| &run.phases) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let mut table = format!("{:>15}", "ms");
    for name in names.iter().chain(&["all of it", "peak MB", "written"]) {
        write!(table, "{name:>10}").expect("writing to a String");
    }
    for run in runs {
        write!(table, "\n{:>8} {:<6}", run.codes, run.after).expect("writing to a String");
        for name in &names {
            let phase = run.phases.iter().find(|(other, _)| other == name);
            let time = phase.map_or("-".to_owned(), |(_, time)| format!("{time:.1}"));
            write!(table, "{time:>10}").expect("writing to a String");
        }
        write!(table, "{:>10.1}{:>10.1}{:>10}", run.wall, run.peak_memory / 1e6, run.written)
            .expect("writing to a String");
    }
    table + "\n" + &ratios(runs)
}

/// How the largest catalog compares with the next smaller one: growth is to be linear.
fn ratios(runs: &[Measured]) -> String {
    let mut sizes: Vec<usize> = runs.iter().map(|run| run.codes).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let [.., smaller, larger] = sizes[..] else { return String::new() };
    let of = |codes| runs.iter().filter(move |run| run.codes == codes);
    let ratios = of(larger).zip(of(smaller)).map(|(larger, smaller)| {
        let (time, memory) = (larger.wall / smaller.wall, larger.peak_memory / smaller.peak_memory);
        format!("{} {time:.1} times the time and {memory:.1} times the memory", larger.after)
    });
    format!("{larger} codes take, compared with {smaller}: {}", ratios.collect::<Vec<_>>().join(", "))
}

fn as_json(runs: &[Measured]) -> String {
    let runs: Vec<Json> = runs
        .iter()
        .map(|run| {
            let phases = run.phases.iter().map(|(name, time)| (name.clone(), json!(time)));
            json!({
                "codes": run.codes,
                "run": run.after,
                "phases_ms": phases.collect::<serde_json::Map<_, _>>(),
                "wall_ms": run.wall,
                "peak_memory_bytes": run.peak_memory,
                "written": run.written,
            })
        })
        .collect();
    serde_json::to_string_pretty(&runs).expect("JSON values have text keys")
}
