//! Measures mdBook with the pages that errcat writes for it.

use std::io;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};

use super::{SiteMeasurement, output_size, runs, size_rows};
use crate::bench::table::{Row, Section, median};
use crate::bench::{generate, peak, peer, temporary_folder, utf8_path, write_files};

const VERSION: &str = "^0.5";

/// The setups of mdBook: the name and the lines of `book.toml`.
const BOOKS: [(&str, &str); 2] = [
    ("mdBook", ""),
    ("no search, print", "[output.html.search]\nenable = false\n[output.html.print]\nenable = false\n"),
];

/// Compares errcat's site, which is already measured, with mdBook's sites of the same catalog.
pub(super) fn compare(
    ours: &SiteMeasurement,
    files: &[(String, String)],
    codes: usize,
) -> io::Result<Section> {
    let mut notes = Vec::new();
    let books = match install()? {
        Ok(program) => {
            let version = Command::new(&program).arg("--version").output()?.stdout;
            notes.push(String::from_utf8_lossy(&version).trim().to_owned());
            build_all(&program, files, codes)?.map(Some)
        }
        Err(reason) => {
            notes.push(peer::missing_note("mdBook", &reason));
            BOOKS.map(|_| None)
        }
    };
    let all: Vec<Option<&SiteMeasurement>> =
        std::iter::once(Some(ours)).chain(books.iter().map(Option::as_ref)).collect();
    let mut rows = vec![
        Row::new("catalog to site", "s", all.iter().map(|site| site.map(|it| it.seconds)).collect()),
        Row::new(
            "peak memory",
            "MB",
            all.iter().map(|site| site.and_then(|it| it.peak_memory).map(|bytes| bytes / 1e6)).collect(),
        ),
    ];
    rows.extend(size_rows("the site", &all.iter().map(|site| site.map(|it| it.size)).collect::<Vec<_>>()));
    let columns = std::iter::once("errcat").chain(BOOKS.map(|(name, _)| name));
    Ok(Section {
        name: "pages".to_owned(),
        codes,
        columns: columns.map(str::to_owned).collect(),
        has_peers: true,
        rows,
        notes,
    })
}

/// Builds and measures every book.
fn build_all(
    program: &Utf8Path,
    files: &[(String, String)],
    codes: usize,
) -> io::Result<[SiteMeasurement; 2]> {
    let folder = temporary_folder()?;
    let root = utf8_path(&folder)?;
    write_files(root, files)?;
    let settings = root.join("Cargo.toml");
    let markdown = "[workspace.metadata.errcat.markdown]\nfolder = \"src\"\nflavor = \"mdbook\"\n";
    fs_err::write(&settings, fs_err::read_to_string(&settings)? + markdown)?;
    generate::run(root)?;

    let mut built = Vec::new();
    for (_, config) in BOOKS {
        fs_err::write(root.join("book.toml"), format!("[book]\ntitle = \"Bench\"\n{config}"))?;
        let all = (0..runs(codes)).map(|_| build(program, root)).collect::<io::Result<Vec<_>>>()?;
        built.push(SiteMeasurement {
            seconds: median(all.iter().map(|run| run.seconds).collect()),
            peak_memory: all.iter().filter_map(|run| run.peak_memory).max().map(|bytes| bytes as f64),
            size: output_size(&root.join("book"), &|_| true)?,
        });
    }
    Ok(built.try_into().unwrap_or_else(|_| unreachable!("one for each of the books")))
}

/// Builds a book. mdBook deletes the previous one first.
fn build(program: &Utf8Path, book: &Utf8Path) -> io::Result<peak::Measurement> {
    let stderr = tempfile::NamedTempFile::new()?;
    let measurement = peak::measure(
        Command::new(program).args(["build", book.as_str()]).stdout(Stdio::null()).stderr(stderr.reopen()?),
    )?;
    if measurement.status.success() {
        Ok(measurement)
    } else {
        Err(io::Error::other(format!("mdbook: {}", fs_err::read_to_string(stderr.path())?)))
    }
}

/// Returns mdBook, which is installed below `target` if necessary. If that fails, returns the reason.
fn install() -> io::Result<Result<Utf8PathBuf, String>> {
    let folder = crate::repository::root().join("target/bench/tools");
    let program = folder.join("bin").join(format!("mdbook{}", std::env::consts::EXE_SUFFIX));
    if program.exists() {
        return Ok(Ok(program));
    }
    eprintln!("installing mdBook below target; this takes minutes, but only once");
    let output = peer::cargo()
        .args(["install", "--quiet", "--locked", "mdbook", "--version", VERSION, "--root", folder.as_str()])
        .output()?;
    Ok(if output.status.success() { Ok(program) } else { Err(peer::reason(&output.stderr)) })
}
