//! `cargo xtask bench`: compares errcat with similar tools: the time to generate files, to compile the
//! generated code, and to render the pages.
//!
//! ```text
//! cargo xtask bench                               # everything, which takes many minutes
//! cargo xtask bench compile pages --codes 1000    # a part
//! cargo xtask bench --save                        # compares with the saved run, then saves this one
//! ```
//!
//! The modules `generate`, `compile` and `pages` document what is measured. Generating is measured once for
//! each kind of run. Other values are medians of three runs, or of fewer if a run takes long: see
//! `compile::MAX_SECONDS` and `pages::runs`. Memory is the maximum of all runs. A ratio is a peer's value
//! divided by errcat's. Peers are crates and programs that cargo downloads and builds below `target/bench`.
//! If that fails, the table has a note.
//!
//! # Results
//!
//! Measured with a release build, on two idle cores.
//!
//! ## Generating
//!
//! The time to generate everything, in milliseconds, on 2026-11-29, with folders in memory
//! (`TMPDIR=/dev/shm`):
//!
//! | codes | cold | again | edited | peak memory, cold |
//! |---|---|---|---|---|
//! | 50 | 36 | 5 | 35 | 28 MB |
//! | 1,000 | 372 | 9 | 176 | 64 MB |
//! | 10,000 | 3,277 | 52 | 308 | 170 MB |
//! | 100,000 | 32,994 | 414 | 1,567 | 1,380 MB |
//!
//! On a disk, cold runs take longer. Within minutes of deleting as many files, ext4 searches long for inodes
//! that weren't used recently. A cold run with 10,000 codes spends 2.7 s on rendering, on both cores. Pages
//! and their Markdown versions take 55 % of its CPU time, and a third of that is Tera's. No function of
//! errcat itself takes more than 4 %.
//!
//! With the targets `openapi`, `vectors`, `typescript`, `python` and `go`, a cold run with 10,000 codes took
//! 5.1 s instead of 3.1 s, and an edit 0.48 s instead of 0.29 s, in one series of runs.
//!
//! ## Compiling
//!
//! errcat's time in seconds, and the ratios of peers, on 2026-11-29 for 1,000 codes, and on 2026-11-21 for
//! 10,000:
//!
//! | codes | | errcat | thiserror | snafu | phf |
//! |---|---|---|---|---|---|
//! | 1,000 | check | 0.35 | 2.96 | 8.99 | 0.91 |
//! | | release | 0.57, 183 MB | 3.04 | 7.53 | 0.67 |
//! | | check after an edit | 0.25 | 1.50 | 8.12 | 1.40 |
//! | | derive, check | 0.79 | 1.28 | | |
//! | | derive, release | 1.47 | 1.52 | | |
//! | 10,000 | check | 2.85 | 3.02 | 10.53 | 0.82 |
//! | | release | 4.36, 620 MB | 3.25 | 9.18 | 0.51 |
//! | | `cargo check` after an edit | 2.45 | 1.15 | 8.79 | 0.53 |
//!
//! phf's map contains only the entries, without types, params and bodies.
//!
//! Fifty derived types with ten codes each, of a catalog with 500 codes, take as long to check with both
//! forms of generated Rust. A crate and its derive take 0.36 s of CPU time (0.33 to 0.40 in five runs). A
//! module, which passes its table to the derive as a literal, takes 0.36 s (0.34 to 0.41). This was measured
//! by hand on 2026-11-28, with a debug build of the derive.
//!
//! ## Pages
//!
//! 1,000 codes, in seconds, with mdBook 0.5.4, on 2026-11-21:
//!
//! | errcat | mdBook by default | without search and print |
//! |---|---|---|
//! | 0.37, 54 MB | 3.94, 475 MB | 2.10, 75 MB |
//!
//! The site takes errcat 293 ms, including comparing and staging. Rendering as many pages of similar size
//! takes Tera 13 ms, or 25 ms with building the contexts. It takes minijinja 21 ms and 39 ms.
//!
//! With 10,000 codes, mdBook takes minutes and 3.5 GB of memory (measured on 2026-11-20). Therefore that
//! isn't a default size; use `--codes 10000` to measure it.

mod catalog;
pub(crate) mod compile;
mod generate;
mod pages;
mod peak;
mod peer;
pub(crate) mod run;
mod saved;
mod table;

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use self::table::Section;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Benchmarks to run [default: all]
    #[arg(value_enum)]
    benchmarks: Vec<Benchmark>,
    /// Number of codes in the catalogs [default: 50 to 100,000 for `generate`, 1,000 and 10,000 for
    /// `compile`, 1,000 for `pages`]
    #[arg(long, value_delimiter = ',')]
    codes: Vec<usize>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Compare with the saved run, then save this one [default file: target/bench/saved.json]
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    save: Option<Utf8PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Benchmark {
    /// Time of each phase and memory: clean, unchanged, and after an edit
    Generate,
    /// Compile time of the generated code and the derive, compared with thiserror, snafu and phf
    Compile,
    /// Time to write the site, compared with mdBook, and with plain Tera and minijinja
    Pages,
}

pub(crate) fn run(options: &Options) -> io::Result<()> {
    if cfg!(debug_assertions) {
        return run_in_release();
    }
    let saved_run = options.save.as_deref().map(saved::open).transpose()?;
    let mut sections = Vec::new();
    // Prints each section as soon as it is measured, because all of them take minutes.
    let mut add = |section: Section| {
        if !options.json {
            println!("{}\n", section.render());
        }
        sections.push(section);
    };
    if options.includes(Benchmark::Generate) {
        generate::measure(&options.sizes(&[50, 1_000, 10_000, 100_000]), &mut add)?;
    }
    if options.includes(Benchmark::Compile) {
        for codes in options.sizes(&[1_000, 10_000]) {
            compile::measure(codes)?.into_iter().for_each(&mut add);
        }
    }
    if options.includes(Benchmark::Pages) {
        for codes in options.sizes(&[1_000]) {
            pages::measure(codes)?.into_iter().for_each(&mut add);
        }
    }
    if options.json {
        println!("{}", saved::as_json(&sections));
    }
    if let Some(saved_run) = saved_run {
        eprintln!("{}", saved_run.replace(&sections)?);
    }
    Ok(())
}

impl Options {
    fn includes(&self, benchmark: Benchmark) -> bool {
        self.benchmarks.is_empty() || self.benchmarks.contains(&benchmark)
    }

    fn sizes(&self, default: &[usize]) -> Vec<usize> {
        if self.codes.is_empty() { default.to_vec() } else { self.codes.clone() }
    }
}

/// Runs the benchmarks in a release build, because other builds are much slower.
fn run_in_release() -> io::Result<()> {
    let status = peer::cargo()
        .args(["run", "--quiet", "--release", "--package", "xtask", "--manifest-path"])
        .arg(crate::repository::root().join("Cargo.toml"))
        .arg("--")
        // Including `bench` itself.
        .args(std::env::args_os().skip(1))
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("the release build's bench: {status}")))
    }
}

fn temporary_folder() -> io::Result<tempfile::TempDir> {
    tempfile::Builder::new().prefix("errcat-bench-").tempdir()
}

fn utf8_path(folder: &tempfile::TempDir) -> io::Result<&Utf8Path> {
    let error = || io::Error::other("the path of the temporary folder isn't UTF-8");
    Utf8Path::from_path(folder.path()).ok_or_else(error)
}

/// Writes files with their paths relative to a folder.
fn write_files<'f>(root: &Utf8Path, files: impl IntoIterator<Item = &'f (String, String)>) -> io::Result<()> {
    for (path, text) in files {
        let path = root.join(path);
        fs_err::create_dir_all(path.parent().expect("a file in the folder"))?;
        fs_err::write(path, text)?;
    }
    Ok(())
}
