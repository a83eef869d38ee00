//! Edits of files, as written in `drills.toml`.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// An edit of a file.
#[derive(Debug, Deserialize)]
pub(crate) struct Edit {
    /// The path from the workspace's root.
    file: String,
    #[serde(flatten)]
    change: Change,
}

/// A change of a file or folder. Changes without an argument have the value `true`.
#[allow(dead_code)]
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Change {
    /// Replaces a text, which must occur exactly once.
    Replace(String, String),
    /// Replaces the content.
    Write(String),
    /// Appends a text.
    Append(String),
    /// Deletes the lines that begin with a text.
    Unline(String),
    Delete(bool),
    Rename(String),
    /// Converts line breaks to those of Windows.
    Crlf(bool),
    /// Replaces the file with a symbolic link to a path.
    Link(String),
    /// Replaces the file with a folder.
    Folder(bool),
}

impl Edit {
    /// Applies the edit to a workspace.
    pub(crate) fn apply(&self, root: &Path) {
        let path = root.join(&self.file);
        let text = || fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        let write = |text: String| {
            fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            fs::write(&path, text).expect("it can be written");
        };
        let delete = || if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match &self.change {
            Change::Replace(find, with) => {
                let text = text();
                assert_eq!(text.matches(find.as_str()).count(), 1, "{find:?} in {path:?}");
                write(text.replace(find.as_str(), with));
            }
            Change::Write(text) => write(text.clone()),
            Change::Append(more) => write(text() + more),
            Change::Unline(start) => {
                let is_kept = |line: &&str| !line.starts_with(start.as_str());
                write(text().split_inclusive('\n').filter(is_kept).collect());
            }
            Change::Delete(_) => delete().expect("it was there"),
            Change::Rename(name) => fs::rename(&path, root.join(name)).expect("it was there"),
            Change::Crlf(_) => write(text().replace('\n', "\r\n")),
            Change::Link(target) => {
                delete().expect("it was there");
                std::os::unix::fs::symlink(target, &path).expect("a link");
            }
            Change::Folder(_) => {
                delete().expect("it was there");
                fs::create_dir(&path).expect("a folder");
            }
        }
    }
}
