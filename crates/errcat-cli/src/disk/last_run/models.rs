//! Stored models of APIs without findings. The next run doesn't parse and check an API again if nothing that
//! its model depends on has changed.
//!
//! Each model is a file: a line of hashes, the last of which is the hash of everything after that line and of
//! the API's lock, and then the model.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::model::Api;
use errcat_catalog::stored::{ModelKey, StoredModel};
use errcat_drift::lock;

use super::program::hash_of_program;
use crate::disk::Disk;
use crate::disk::write::create_directories;

/// Returns the path of an API's model.
fn file(root: &Utf8Path, api: &str) -> Utf8PathBuf {
    root.join(format!("target/errcat/models/{api}"))
}

/// Returns the model that is stored for an API with these files and this lock.
pub(super) fn find(root: &Utf8Path, api: &str, files: u64, published: &str) -> Option<StoredModel> {
    let bytes = fs_err::read(file(root, api)).ok()?;
    let (line, model) = bytes.split_at(bytes.iter().position(|byte| *byte == b'\n')? + 1);
    let names = names_in(std::str::from_utf8(line).ok()?)?;
    let key = ModelKey { files, names };
    // If the lock is that of the model, there is nothing to compare.
    if line != self::line(hash_of_program().ok()?, key, model, published).as_bytes() {
        return None;
    }
    let api: Api = postcard::from_bytes(model).ok()?;
    Some(StoredModel { key, api })
}

/// Stores the model of an API.
pub(super) fn store(disk: &dyn Disk, root: &Utf8Path, api: &Api, key: ModelKey) -> io::Result<()> {
    let model = postcard::to_stdvec(api).map_err(io::Error::other)?;
    let line = line(hash_of_program()?, key, &model, &lock::text(api));
    let file = file(root, &api.name);
    create_directories(disk, file.parent().expect("a file in the workspace"))?;
    let _ = disk.remove_file(&file);
    disk.create_file(&file, &[line.as_bytes(), &model].concat())
}

/// Returns the first line of a file: hashes of the inputs, and of the model with its lock, which detects
/// damage, and other locks.
fn line(program: u64, ModelKey { files, names }: ModelKey, model: &[u8], lock: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (model, lock).hash(&mut hasher);
    format!("{names:016x} {files:016x} {program:016x} {:016x}\n", hasher.finish())
}

fn names_in(line: &str) -> Option<u64> {
    u64::from_str_radix(line.split(' ').next()?, 16).ok()
}
