//! `cargo xtask bench pages`: compares errcat's site with mdBook's site of the same pages, and with the time
//! that template engines need for rendering alone.
//!
//! - **Complete site**: mdBook gets the Markdown that errcat writes for it, one page for each code, and
//!   `SUMMARY.md`. It is measured with its defaults, and without its search and its print page. For errcat,
//!   everything is measured: reading and checking the catalog, the pages with examples, Markdown versions,
//!   search and data, and the generated Rust.
//! - **Rendering**: a lower bound. Tera in the version that errcat uses, and minijinja, render the same
//!   errors with two small templates (`floor/page.html`, `floor/page.md`) on every core. The pages have about
//!   as much text as errcat's. Texts, links and highlighted examples are in memory, so nothing needs to be
//!   resolved. They are compared with errcat's phase `site`, which also builds and highlights examples,
//!   resolves Markdown and links, and writes the search index and the JSON. The ratio is the engine's share
//!   of the phase.

mod floor;
mod mdbook;

use std::io;

use camino::Utf8Path;

use super::table::{Row, Section, median};
use super::{catalog, generate, temporary_folder};

/// Measures one size: the complete site, then rendering alone.
pub(super) fn measure(codes: usize) -> io::Result<[Section; 2]> {
    eprintln!("pages of {codes} codes");
    let files = catalog::synthesize(codes);
    let mut cold = Vec::new();
    let mut folder = None;
    for _ in 0..runs(codes) {
        // Each run gets a new folder, so that it is cold. The pages of the last one are the data of `floor`.
        let folder = folder.insert(temporary_folder()?);
        super::write_files(super::utf8_path(folder)?, &files)?;
        cold.push(generate::run(super::utf8_path(folder)?)?);
    }
    let folder = folder.expect("at least one run");
    let site = super::utf8_path(&folder)?.join("target/site");

    let seconds = median(cold.iter().map(|run| run.wall / 1e3).collect());
    let memory = cold.iter().filter_map(|run| run.peak_memory).reduce(f64::max);
    let ours = SiteMeasurement { seconds, peak_memory: memory, size: output_size(&site, &|_| true)? };
    let rendering = median(cold.iter().filter_map(|run| run.phase("emit")).collect());
    Ok([mdbook::compare(&ours, &files, codes)?, floor::compare(rendering, &site, codes)?])
}

/// Returns the number of runs. mdBook takes minutes if there are many codes.
fn runs(codes: usize) -> usize {
    if codes > 1_000 { 1 } else { 3 }
}

/// The measurements of a site.
struct SiteMeasurement {
    seconds: f64,
    /// The peak memory in bytes. `None` if the system doesn't report it.
    peak_memory: Option<f64>,
    size: OutputSize,
}

/// The number and the total size of files.
#[derive(Clone, Copy, Default)]
struct OutputSize {
    files: usize,
    bytes: u64,
}

/// Returns the size of the files in a folder whose paths match.
fn output_size(folder: &Utf8Path, is_match: &dyn Fn(&Utf8Path) -> bool) -> io::Result<OutputSize> {
    let mut sum = OutputSize::default();
    for entry in folder.read_dir_utf8()? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let below = output_size(entry.path(), is_match)?;
            sum = OutputSize { files: sum.files + below.files, bytes: sum.bytes + below.bytes };
        } else if is_match(entry.path()) {
            sum = OutputSize { files: sum.files + 1, bytes: sum.bytes + entry.metadata()?.len() };
        }
    }
    Ok(sum)
}

/// Returns rows with the sizes of the outputs, which should be similar.
fn size_rows(what: &str, sizes: &[Option<OutputSize>]) -> [Row; 2] {
    let of = |value: fn(OutputSize) -> f64| sizes.iter().map(|size| size.map(value)).collect();
    [
        Row::aside(what, "files", of(|size| size.files as f64)),
        Row::aside(what, "MB", of(|size| size.bytes as f64 / 1e6)),
    ]
}
