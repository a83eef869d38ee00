//! Edits of files, as they stand in `drills.toml`.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// One edit of one file.
#[derive(Debug, Deserialize)]
pub(crate) struct Edit {
    /// From the workspace's root.
    file: String,
    #[serde(flatten)]
    to: To,
}

/// What is done to it. What needs no more than its name is `true`.
#[allow(dead_code)]
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum To {
    /// A text in it, which stands there once, becomes another.
    Replace(String, String),
    /// It gets this text.
    Write(String),
    /// This text comes after its own.
    Append(String),
    /// The lines that begin with this go.
    Unline(String),
    /// It, or the folder, goes.
    Delete(bool),
    /// It, or the folder, gets another name.
    Rename(String),
    /// Every line break becomes that of Windows.
    Crlf(bool),
    /// It becomes a symbolic link to this.
    Link(String),
    /// It becomes a folder.
    Folder(bool),
}

impl Edit {
    /// Makes the edit in a workspace.
    pub(crate) fn apply(&self, root: &Path) {
        let path = root.join(&self.file);
        let text = || fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        let write = |text: String| {
            fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            fs::write(&path, text).expect("it can be written");
        };
        let delete = || if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match &self.to {
            To::Replace(find, with) => {
                let text = text();
                assert_eq!(text.matches(find.as_str()).count(), 1, "{find:?} in {path:?}");
                write(text.replace(find.as_str(), with));
            }
            To::Write(text) => write(text.clone()),
            To::Append(more) => write(text() + more),
            To::Unline(start) => {
                let is_kept = |line: &&str| !line.starts_with(start.as_str());
                write(text().split_inclusive('\n').filter(is_kept).collect());
            }
            To::Delete(_) => delete().expect("it was there"),
            To::Rename(name) => fs::rename(&path, root.join(name)).expect("it was there"),
            To::Crlf(_) => write(text().replace('\n', "\r\n")),
            To::Link(target) => {
                delete().expect("it was there");
                std::os::unix::fs::symlink(target, &path).expect("a link");
            }
            To::Folder(_) => {
                delete().expect("it was there");
                fs::create_dir(&path).expect("a folder");
            }
        }
    }
}
