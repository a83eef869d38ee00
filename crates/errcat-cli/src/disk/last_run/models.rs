//! Models of APIs without findings, which the next run needn't parse and check again if nothing they depend on has changed.
//!
//! Each is a file of its own: a line of hashes, the last of which is that of everything below it, then the model.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::model::Api;
use errcat_catalog::stored::{ModelKey, StoredModel};
use errcat_drift::lock;

use super::program::hash_of_program;
use crate::disk::Disk;
use crate::disk::write::create_directories;

/// The file of an API's model, below a workspace's root.
fn file(root: &Utf8Path, api: &str) -> Utf8PathBuf {
    root.join(format!("target/errcat/models/{api}"))
}

/// Returns the model that is stored for an API with these files and this lock.
pub(super) fn find(root: &Utf8Path, api: &str, files: u64, published: &str) -> Option<StoredModel> {
    let bytes = fs_err::read(file(root, api)).ok()?;
    let (line, model) = bytes.split_at(bytes.iter().position(|byte| *byte == b'\n')? + 1);
    let names = names_in(std::str::from_utf8(line).ok()?)?;
    let key = ModelKey { files, names };
    if line != self::line(hash_of_program().ok()?, key, model).as_bytes() {
        return None;
    }
    let api: Api = postcard::from_bytes(model).ok()?;
    // What clients know is as the model says, so there is nothing to compare.
    (lock::text(&api) == published).then_some(StoredModel { key, api })
}

/// Stores the model of an API.
pub(super) fn store(disk: &dyn Disk, root: &Utf8Path, api: &Api, key: ModelKey) -> io::Result<()> {
    let model = postcard::to_stdvec(api).map_err(io::Error::other)?;
    let line = line(hash_of_program()?, key, &model);
    let file = file(root, &api.name);
    create_directories(disk, file.parent().expect("a file in the workspace"))?;
    let _ = disk.remove_file(&file);
    disk.create_file(&file, &[line.as_bytes(), &model].concat())
}

/// After a power cut, a file may hold anything.
fn line(program: u64, ModelKey { files, names }: ModelKey, model: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    model.hash(&mut hasher);
    format!("{names:016x} {files:016x} {program:016x} {:016x}\n", hasher.finish())
}

fn names_in(line: &str) -> Option<u64> {
    u64::from_str_radix(line.split(' ').next()?, 16).ok()
}
