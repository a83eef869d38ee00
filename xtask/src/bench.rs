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
//! of each kind; the others are medians of three runs, or fewer where one takes long: see
//! `compile::ENOUGH` and `pages::runs`. Memory is the most of all runs. A ratio is a peer's value in errcat's,
//! of the same run. Peers are crates and programs that cargo downloads and builds below `target/bench`; where
//! that can't be, the table says so.
//!
//! # Measured
//!
//! On two cores, release build.
//!
//! ## Generating
//!
//! Measured on 2026-11-20, everything generated, in milliseconds:
//!
//! | codes | cold | again | edited | peak memory, cold |
//! |---|---|---|---|---|
//! | 50 | 35 | 4 | 30 | 20 MB |
//! | 1,000 | 522 | 10 | 249 | 72 MB |
//! | 10,000 | 2,793 | 55 | 2,082 | 471 MB |
//! | 100,000 | 27,909 | 533 | 22,944 | 4,128 MB |
//!
//! (The last line is of an earlier day, without the lock.) At 10,000 codes, cold, 1.1 s of it are the site's
//! 20,000 pages, 0.9 s is writing 21,300 files (the disk decides: between 0.8 and 2.5 s were seen), 0.3 s the
//! Rust.
//!
//! ## Compiling
//!
//! Measured on 2026-11-20, 1,000 codes, the fastest of three runs, in seconds:
//!
//! | crate | check | release |
//! |---|---|---|
//! | `api-errors` | 0.32 | 0.58 |
//! | `by-thiserror` | 0.90 | 1.60 |
//! | `by-snafu` | 2.95 | 3.92 |
//! | `derived` | 0.67 | 1.29 |
//! | `derived-by-thiserror` | 0.84 | 2.02 |
//!
//! ## Pages
//!
//! Measured on 2026-11-20 with mdBook 0.5.4, in seconds:
//!
//! | codes | errcat | mdBook as it comes | without search and print |
//! |---|---|---|---|
//! | 1,000 | 0.34 | 3.72 | 2.19 |
//!
//! 10,000 codes take mdBook minutes and 3.5 GB of memory, so that isn't a default; ask for it with
//! `--codes 10000`. Beside tests that ran at the same time it took 575 s.

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
    /// What to measure; all of it, unless some are named
    #[arg(value_enum)]
    what: Vec<What>,
    /// How many codes the catalogs have: by default 50 to 100,000 for `generate`, 1,000 and 10,000 for
    /// `compile`, 1,000 for `pages`
    #[arg(long, value_delimiter = ',')]
    codes: Vec<usize>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Compare with the run that was kept last, and keep this one: in the file, or in target/bench/saved.json
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    save: Option<Utf8PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Time of each phase and memory, from nothing, with nothing changed, and after an edit
    Generate,
    /// What the generated code and the derive cost to compile, beside thiserror, snafu and phf
    Compile,
    /// The site, beside mdBook; its rendering, beside Tera and minijinja by themselves
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
        .arg(crate::root().join("Cargo.toml"))
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
