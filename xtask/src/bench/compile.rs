//! `cargo xtask bench --compile`: what the generated code costs to compile, beside the same errors through thiserror and
//! snafu.
//!
//! For each number of codes a workspace is written below `target/bench`, with these crates:
//!
//! - `api-errors`: what errcat generates, in its default form, everything included: entries with causes and fixes, codes
//!   and their index, the sum of an API's tables;
//! - `by-thiserror`, `by-snafu`: of that, only the enums with the same traits (`Debug`, `Clone`, `PartialEq`, `Display`,
//!   `Error`), in the same modules;
//! - `derived`: one hand-written enum with all codes of an API and errcat's derive; `derived-by-thiserror`: the same enum
//!   with thiserror's.
//!
//! What is timed is `rustc` on that one crate, by a wrapper that cargo calls in its place; dependencies are built before,
//! and nothing is incremental. The fastest of several runs counts.
//!
//! Measured on 2026-11-20, two cores, 1,000 codes, seconds and the ratio to thiserror:
//!
//! | crate | check | | release | |
//! |---|---|---|---|---|
//! | `api-errors` | 0.32 | 0.36 | 0.58 | 0.36 |
//! | `by-thiserror` | 0.90 | 1 | 1.60 | 1 |
//! | `by-snafu` | 2.95 | 3.28 | 3.92 | 2.45 |
//! | `derived` | 0.67 | 0.80 | 1.29 | 0.64 |
//! | `derived-by-thiserror` | 0.84 | 1 | 2.02 | 1 |

mod peers;
pub(crate) mod rustc;

use std::fmt::Write;
use std::io;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_gen::{InputFile, Inputs};

use super::catalog;

/// How often each crate is compiled each way.
const RUNS: usize = 3;

/// What cargo is asked for, and what it calls the profile's folder.
const WAYS: [(&str, &[&str]); 2] = [("check", &["check"]), ("release", &["build", "--release"])];

/// A crate, compiled one way.
struct Measured {
    krate: &'static str,
    way: &'static str,
    seconds: f64,
    /// In bytes.
    peak_memory: f64,
}

/// Measures, and prints a table for each number of codes.
pub(super) fn run(codes: &[usize]) -> io::Result<()> {
    for codes in codes {
        eprintln!("compiling {codes} codes");
        let root = workspace(*codes)?;
        let mut measured = Vec::new();
        for krate in peers::CRATES {
            for (way, arguments) in WAYS {
                measured.push(measure(&root, krate, way, arguments)?);
            }
        }
        println!("{}", as_table(*codes, &measured));
    }
    Ok(())
}

/// Writes the workspace, and generates what errcat generates of it.
fn workspace(codes: usize) -> io::Result<Utf8PathBuf> {
    let root = crate::root().join("target/bench").join(codes.to_string());
    let mut files = catalog::synthesise(codes);
    let texts = files.iter().filter(|(path, _)| path.starts_with("catalog/"));
    let texts = texts.map(|(path, text)| InputFile {
        path: path.clone(),
        bytes: text.clone().into_bytes(),
        too_large: false,
    });
    let inputs = Inputs { files: texts.collect(), ..Inputs::default() };
    let catalog = errcat_gen::read(&inputs)
        .map_err(|report| io::Error::other(errcat_gen::report::human(&report, false)))?
        .catalog;
    files.retain(|(path, _)| path != "Cargo.toml");
    files.extend(peers::files(&catalog, &crate::root().join("crates")));
    for (path, text) in files {
        let path = root.join(path);
        fs_err::create_dir_all(path.parent().expect("a file in the folder"))?;
        fs_err::write(path, text)?;
    }
    let status = Command::new(std::env::current_exe()?)
        .arg("gen")
        .current_dir(&root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.success() {
        Ok(root)
    } else {
        Err(io::Error::other(format!("generating {codes} codes: {status}")))
    }
}

fn measure(
    root: &Utf8Path,
    krate: &'static str,
    way: &'static str,
    arguments: &[&str],
) -> io::Result<Measured> {
    let mut best = Measured { krate, way, seconds: f64::INFINITY, peak_memory: 0.0 };
    for _ in 0..RUNS {
        // New to cargo, which goes by the time.
        let lib = root.join("crates").join(krate).join("src/lib.rs");
        fs_err::write(&lib, fs_err::read(&lib)?)?;
        let log = tempfile::NamedTempFile::new()?;
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .args(["--quiet", "--package", krate])
            .env("CARGO_TARGET_DIR", root.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?)
            .env(rustc::LOG, log.path())
            .current_dir(root)
            .output()?;
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
        }
        let log = fs_err::read_to_string(log.path())?;
        let Some((seconds, peak_memory)) = rustc::logged(&log, krate) else {
            return Err(io::Error::other(format!("{krate} wasn't compiled")));
        };
        best.seconds = best.seconds.min(seconds);
        best.peak_memory = best.peak_memory.max(peak_memory);
    }
    Ok(best)
}

fn as_table(codes: usize, measured: &[Measured]) -> String {
    let mut table = format!("{codes:>8} codes        ");
    for (way, _) in WAYS {
        write!(table, "{way:>10} s{:>10}{:>10}", "MB", "ratio").expect("writing to a String");
    }
    for krate in peers::CRATES {
        write!(table, "\n{krate:<22}").expect("writing to a String");
        for (way, _) in WAYS {
            let of = |krate| measured.iter().find(|it| it.way == way && it.krate == krate);
            let Some(it) = of(krate) else { continue };
            let base = of(peers::compared_with(krate)).map_or(f64::NAN, |base| base.seconds);
            write!(table, "{:>12.2}{:>10.0}{:>10.2}", it.seconds, it.peak_memory / 1e6, it.seconds / base)
                .expect("writing to a String");
        }
    }
    table + "\nratio: to the same errors through thiserror"
}
