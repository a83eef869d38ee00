//! Lists the templates for `lib.rs` to embed, so that a new template is a new file and nothing else.
//!
//! Every path is relative to the package, so that checkouts that share a target directory don't depend on
//! each other.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The package's own files and folders.
const PACKAGE: &[&str] = &["Cargo.toml", "Cargo.lock", "README.md", "src", "target"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in folders(&root)? {
        walk(&root, Path::new(&folder), &mut files)?;
    }
    // Includes folders, files at any depth, and new ones.
    println!("cargo::rerun-if-changed=.");
    files.sort();
    let mut list = String::from("&[\n");
    for name in files {
        let path = format!("/{name}");
        writeln!(list, "({name:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))),")
            .expect("writing to a String");
    }
    list.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("templates.rs"), list)
}

/// Returns the folders of templates: all except the package's own and hidden ones.
fn folders(root: &Path) -> io::Result<Vec<String>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(root)? {
        let name = entry?.file_name().into_string().expect("templates have plain names");
        if !name.starts_with('.') && !PACKAGE.contains(&&*name) && root.join(&name).is_dir() {
            folders.push(name);
        }
    }
    Ok(folders)
}

/// Collects every file except hidden ones, which editors and desktops create.
fn walk(root: &Path, folder: &Path, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            walk(root, &path, files)?;
        } else {
            files.push(path.to_str().expect("templates have plain names").replace('\\', "/"));
        }
    }
    Ok(())
}
