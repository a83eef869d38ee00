//! `cargo xtask bench --mdbook`: errcat's site beside mdBook's of the same pages, in one run on one machine.
//!
//! mdBook gets the Markdown that errcat writes for it: one page a code, and `SUMMARY.md`. It is measured as it comes, with its
//! search, and without its search and its page of everything for printing. errcat is measured whole: reading and checking the
//! catalog, its pages with their examples, twins, search and data, and the generated Rust too.
//!
//! ```text
//! cargo install mdbook --version ^0.5
//! cargo xtask bench --mdbook
//! ```
//!
//! Measured on 2026-11-20 with mdBook 0.5.4, release build, two cores:
//!
//! | codes | errcat | mdBook as it comes | without search and print |
//! |---|---|---|---|
//! | 1,000 | 0.34 s | 3.72 s, 11 times | 2.19 s, 6.5 times |
//!
//! 10,000 codes take mdBook minutes and 3.5 GB of memory, so that isn't a default; ask for it with `--codes 10000`. Beside tests that
//! ran at the same time it took 575 s.

use std::io;
use std::process::Command;
use std::time::Instant;

use camino::Utf8Path;

/// Measures catalogs of so many codes.
pub(super) fn run(sizes: &[usize]) -> io::Result<()> {
    println!("{}", version()?);
    println!("{:>8} {:<28}{:>12}{:>12}{:>10}{:>10}", "codes", "", "seconds", "ratio", "files", "MB");
    for codes in sizes {
        let folder = tempfile::Builder::new().prefix("errcat-mdbook-").tempdir()?;
        let unnamed = || io::Error::other("a temporary folder whose path isn't text");
        measure(Utf8Path::from_path(folder.path()).ok_or_else(unnamed)?, *codes)?;
    }
    Ok(())
}

fn measure(root: &Utf8Path, codes: usize) -> io::Result<()> {
    let (ours, theirs) = (root.join("errcat"), root.join("mdbook"));
    let files = super::catalog::synthesise(codes);
    super::write_files(&ours, &files)?;
    super::write_files(&theirs, &files)?;
    let settings = theirs.join("Cargo.toml");
    let markdown = "[workspace.metadata.errcat.markdown]\nfolder = \"src\"\nflavor = \"mdbook\"\n";
    fs_err::write(&settings, fs_err::read_to_string(&settings)? + markdown)?;
    super::measure_run(&theirs, codes, "cold")?;

    let errcat = super::measure_run(&ours, codes, "cold")?.wall / 1e3;
    print_row(codes, "errcat, with all it generates", errcat, 1.0, &ours.join("target/site"))?;
    for (name, config) in [
        ("mdBook, as it comes", ""),
        (
            "mdBook, no search, no print",
            "[output.html.search]\nenable = false\n[output.html.print]\nenable = false\n",
        ),
    ] {
        fs_err::write(theirs.join("book.toml"), format!("[book]\ntitle = \"Bench\"\n{config}"))?;
        let seconds = build(&theirs)?;
        print_row(codes, name, seconds, seconds / errcat, &theirs.join("book"))?;
    }
    Ok(())
}

/// Builds a book, which begins with deleting the one before; in seconds.
fn build(book: &Utf8Path) -> io::Result<f64> {
    let start = Instant::now();
    let output = Command::new("mdbook").args(["build", book.as_str()]).output()?;
    let seconds = start.elapsed().as_secs_f64();
    if output.status.success() {
        Ok(seconds)
    } else {
        Err(io::Error::other(format!("mdbook: {}", String::from_utf8_lossy(&output.stderr))))
    }
}

fn print_row(codes: usize, name: &str, seconds: f64, ratio: f64, site: &Utf8Path) -> io::Result<()> {
    let (files, bytes) = extent(site)?;
    let megabytes = bytes as f64 / 1e6;
    println!("{codes:>8} {name:<28}{seconds:>12.2}{ratio:>12.1}{files:>10}{megabytes:>10.1}");
    Ok(())
}

/// How many files are in a folder, and how many bytes.
fn extent(folder: &Utf8Path) -> io::Result<(usize, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in folder.read_dir_utf8()? {
        let entry = entry?;
        let (more_files, more_bytes) =
            if entry.file_type()?.is_dir() { extent(entry.path())? } else { (1, entry.metadata()?.len()) };
        files += more_files;
        bytes += more_bytes;
    }
    Ok((files, bytes))
}

fn version() -> io::Result<String> {
    let missing = |_| io::Error::other("mdbook is missing: `cargo install mdbook --version ^0.5`");
    let output = Command::new("mdbook").arg("--version").output().map_err(missing)?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
