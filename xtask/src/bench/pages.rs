//! `cargo xtask bench pages`: errcat's site beside mdBook's of the same pages, and beside what a template
//! engine takes by itself, in one run on one machine.
//!
//! - **Whole**: mdBook gets the Markdown that errcat writes for it, one page a code, and `SUMMARY.md`. It is
//!   measured as it comes, with its search, and without its search and its page of everything for printing.
//!   errcat is measured whole: reading and checking the catalog, its pages with their examples, twins, search
//!   and data, and the generated Rust too.
//! - **Rendering**: the floor. Tera in the version that errcat uses, and minijinja, put the same errors
//!   through one small pair of templates (`floor/page.html`, `floor/page.md`), about as much text a page as
//!   errcat's own, on every core, with nothing to look up: texts, links, highlighted examples are finished
//!   and in memory. Beside it stands the phase of errcat in which that happens, with everything else that the
//!   phase does: examples made and highlighted, Markdown and links resolved, the search, the JSON. Its ratio
//!   is the share that an engine has in it.

mod floor;
mod mdbook;

use std::io;

use camino::Utf8Path;

use super::table::{Row, Section, median};
use super::{catalog, generate, temporary_folder};

/// Measures one size: the whole, then the rendering.
pub(super) fn measure(codes: usize) -> io::Result<[Section; 2]> {
    eprintln!("pages of {codes} codes");
    let files = catalog::synthesise(codes);
    let mut cold = Vec::new();
    let mut folder = None;
    for _ in 0..runs(codes) {
        // A new one each time, for the run is to be a cold one; the last one's pages are the floor's data.
        let folder = folder.insert(temporary_folder()?);
        super::write_files(super::path_of(folder)?, &files)?;
        cold.push(generate::run(super::path_of(folder)?)?);
    }
    let folder = folder.expect("at least one run");
    let site = super::path_of(&folder)?.join("target/site");

    let seconds = median(cold.iter().map(|run| run.wall / 1e3).collect());
    let memory = cold.iter().filter_map(|run| run.peak_memory).reduce(f64::max);
    let ours = Built { seconds, peak_memory: memory, extent: extent(&site, &|_| true)? };
    let rendering = median(cold.iter().filter_map(|run| run.phase("emit")).collect());
    Ok([mdbook::beside(&ours, &files, codes)?, floor::beside(rendering, &site, codes)?])
}

/// How often something is measured: mdBook takes minutes where there are many codes.
fn runs(codes: usize) -> usize {
    if codes > 1_000 { 1 } else { 3 }
}

/// A finished site.
struct Built {
    seconds: f64,
    /// In bytes; none where the system doesn't tell.
    peak_memory: Option<f64>,
    extent: Extent,
}

/// How many files, and how many bytes they have.
#[derive(Clone, Copy, Default)]
struct Extent {
    files: usize,
    bytes: u64,
}

/// Of the files in a folder that are chosen by their path.
fn extent(folder: &Utf8Path, is_chosen: &dyn Fn(&Utf8Path) -> bool) -> io::Result<Extent> {
    let mut sum = Extent::default();
    for entry in folder.read_dir_utf8()? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let below = extent(entry.path(), is_chosen)?;
            sum = Extent { files: sum.files + below.files, bytes: sum.bytes + below.bytes };
        } else if is_chosen(entry.path()) {
            sum = Extent { files: sum.files + 1, bytes: sum.bytes + entry.metadata()?.len() };
        }
    }
    Ok(sum)
}

/// How much work it was: the same for all, about.
fn extents(what: &str, extents: &[Option<Extent>]) -> [Row; 2] {
    let of = |value: fn(Extent) -> f64| extents.iter().map(|extent| extent.map(value)).collect();
    [
        Row::aside(what, "files", of(|extent| extent.files as f64)),
        Row::aside(what, "MB", of(|extent| extent.bytes as f64 / 1e6)),
    ]
}
