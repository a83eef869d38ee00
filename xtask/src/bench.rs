//! `cargo xtask bench`: errcat beside its peers, in one table: what generating takes, what the generated code
//! costs to compile, what the pages cost.
//!
//! ```text
//! cargo xtask bench                               # all of it, which takes many minutes
//! cargo xtask bench compile pages --codes 1000    # some of it
//! cargo xtask bench --save                        # compares with the run kept last, and keeps this one
//! ```
//!
//! What exactly is measured is told by the modules `generate`, `compile` and `pages`. Generating is one run
//! of each kind; the others are medians of three runs, or fewer where one takes long: see `compile::ENOUGH`
//! and `pages::runs`. Memory is the most of all runs. A ratio is a peer's value in errcat's, of the same run.
//! Peers are crates and programs that cargo downloads and builds below `target/bench`; where that can't be,
//! the table says so.
//!
//! # Measured
//!
//! On 2026-11-21, on two cores that did nothing else, release build.
//!
//! ## Generating
//!
//! Everything generated, in milliseconds:
//!
//! | codes | cold | again | edited | peak memory, cold |
//! |---|---|---|---|---|
//! | 50 | 25 | 3 | 19 | 20 MB |
//! | 1,000 | 329 | 8 | 194 | 57 MB |
//! | 10,000 | 1,907 | 58 | 498 to 536 | 183 MB |
//! | 100,000 | 21,352 | 524 | 3,803 | 1,228 MB |
//!
//! Cold runs are the disk's: within minutes of deleting as many files, 10,000 codes took 2,229 to 6,962 ms,
//! because ext4 looks long for inodes that weren't in use lately; the first line of the table and the last
//! were measured so too. At 10,000 codes, cold, 1.2 s of it are making and staging the site's 20,000 pages,
//! 0.26 s the Rust, 0.09 s moving 21,300 files to their places.
//!
//! ## Compiling
//!
//! In seconds, and what peers take in ratio to it:
//!
//! | codes | | errcat | thiserror | snafu | phf |
//! |---|---|---|---|---|---|
//! | 1,000 | check | 0.28 | 2.87 | 9.35 | 0.92 |
//! | | release | 0.45, 183 MB | 3.23 | 7.92 | 0.67 |
//! | | `cargo check` after an edit | 0.26 | 1.23 | 6.95 | 1.19 |
//! | | derive, check | 0.64 | 1.30 | | |
//! | | derive, release | 1.17 | 1.59 | | |
//! | 10,000 | check | 2.85 | 3.02 | 10.53 | 0.82 |
//! | | release | 4.36, 620 MB | 3.25 | 9.18 | 0.51 |
//! | | `cargo check` after an edit | 2.45 | 1.15 | 8.79 | 0.53 |
//!
//! phf's map has the entries alone: no types, no params, no bodies.
//!
//! ## Pages
//!
//! 1,000 codes, in seconds, with mdBook 0.5.4:
//!
//! | errcat | mdBook as it comes | without search and print |
//! |---|---|---|
//! | 0.37, 54 MB | 3.94, 475 MB | 2.10, 75 MB |
//!
//! Of the site's 293 ms, which include comparing and staging, as many pages of like size put through Tera
//! alone would take 13 ms, 25 with their contexts made; through minijinja 21 and 39.
//!
//! 10,000 codes take mdBook minutes and 3.5 GB of memory (measured on 2026-11-20), so that isn't a default;
//! ask for it with `--codes 10000`.

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
    /// What to measure [default: everything]
    #[arg(value_enum)]
    what: Vec<What>,
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
enum What {
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
    let kept = options.save.as_deref().map(saved::open).transpose()?;
    let mut sections = Vec::new();
    // Each as soon as it is there, for the whole takes minutes.
    let mut each = |section: Section| {
        if !options.json {
            println!("{}\n", section.as_text());
        }
        sections.push(section);
    };
    if options.has(What::Generate) {
        generate::measure(&options.sizes(&[50, 1_000, 10_000, 100_000]), &mut each)?;
    }
    if options.has(What::Compile) {
        for codes in options.sizes(&[1_000, 10_000]) {
            compile::measure(codes)?.into_iter().for_each(&mut each);
        }
    }
    if options.has(What::Pages) {
        for codes in options.sizes(&[1_000]) {
            pages::measure(codes)?.into_iter().for_each(&mut each);
        }
    }
    if options.json {
        println!("{}", saved::as_json(&sections));
    }
    if let Some(kept) = kept {
        eprintln!("{}", kept.keep(&sections)?);
    }
    Ok(())
}

impl Options {
    fn has(&self, what: What) -> bool {
        self.what.is_empty() || self.what.contains(&what)
    }

    fn sizes(&self, default: &[usize]) -> Vec<usize> {
        if self.codes.is_empty() { default.to_vec() } else { self.codes.clone() }
    }
}

/// An unoptimised build says nothing about anything.
fn run_in_release() -> io::Result<()> {
    let status = peer::cargo()
        .args(["run", "--quiet", "--release", "--package", "xtask", "--manifest-path"])
        .arg(crate::repository::root().join("Cargo.toml"))
        .arg("--")
        // With `bench`, which is the first of them.
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

fn path_of(folder: &tempfile::TempDir) -> io::Result<&Utf8Path> {
    let unnamed = || io::Error::other("a temporary folder whose path isn't text");
    Utf8Path::from_path(folder.path()).ok_or_else(unnamed)
}

/// Writes files, by their paths from a folder.
fn write_files<'f>(root: &Utf8Path, files: impl IntoIterator<Item = &'f (String, String)>) -> io::Result<()> {
    for (path, text) in files {
        let path = root.join(path);
        fs_err::create_dir_all(path.parent().expect("a file in the folder"))?;
        fs_err::write(path, text)?;
    }
    Ok(())
}
