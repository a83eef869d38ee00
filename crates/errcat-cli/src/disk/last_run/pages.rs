//! Hashes of the inputs of pages, stored for each API of a large catalog, so that pages whose inputs haven't
//! changed aren't rendered again.
//!
//! Each file begins with a line of two hashes: of the program, and of the metadata of the API's own files.
//! The hashes that follow are used only if both are still the same.

use std::collections::HashMap;
use std::fmt::Write;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::program::hash_of_program;
use crate::disk::Disk;
use crate::disk::write::create_directories;
use crate::reading::workspace::read_if_there;

/// A hash of the inputs of each file, by its path from the root.
pub type PageInputs = HashMap<Utf8PathBuf, u64>;

fn file(root: &Utf8Path, api: &str) -> Utf8PathBuf {
    root.join(format!("target/errcat/pages/{api}"))
}

/// Returns the inputs that an API's pages on the disk were generated from. `left` is the hash of the API's
/// own files.
pub(super) fn find(root: &Utf8Path, api: &str, left: &str) -> Option<PageInputs> {
    let text = String::from_utf8(read_if_there(&file(root, api)).ok()??).ok()?;
    let rest = text.strip_prefix(&first_line(left).ok()?)?;
    rest.lines().map(parse).collect()
}

/// Stores the inputs of an API's pages.
pub(super) fn store(
    disk: &dyn Disk,
    root: &Utf8Path,
    api: &str,
    left: &str,
    mut pages: Vec<(&Utf8Path, u64)>,
) -> io::Result<()> {
    let mut text = first_line(left)?;
    pages.sort_unstable();
    for (path, inputs) in pages {
        writeln!(text, "{inputs:016x} {path}").expect("writing to a String");
    }
    let file = file(root, api);
    create_directories(disk, file.parent().expect("a file in the workspace"))?;
    let _ = disk.remove_file(&file);
    disk.create_file(&file, text.as_bytes())
}

fn first_line(left: &str) -> io::Result<String> {
    Ok(format!("{:016x} {left}\n", hash_of_program()?))
}

fn parse(line: &str) -> Option<(Utf8PathBuf, u64)> {
    let (inputs, path) = line.split_once(' ')?;
    Some((path.into(), u64::from_str_radix(inputs, 16).ok()?))
}
