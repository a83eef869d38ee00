//! Embeds the workspace's `templates/`, so that `errcat` has them wherever it runs. A list written by hand would have
//! to be kept in step with the folder; this way a new template is a new file and nothing else.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates").canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    walk(&root, &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for file in files {
        let relative = file.strip_prefix(&root).expect("a file below the root");
        let name = relative.to_str().expect("templates have plain names").replace('\\', "/");
        let path = file.to_str().expect("a workspace whose path is text");
        writeln!(list, "({name:?}, include_bytes!({path:?})),").expect("writing to a String");
    }
    list.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("templates.rs"), list)
}

/// Every file except hidden ones, which editors and desktops leave behind.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
