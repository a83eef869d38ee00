//! A run that is kept, to compare the next one with.

use std::fmt::Write;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::table::{Row, Section};

/// A file that may have an earlier run, and will have this one.
pub(super) struct Kept {
    file: Utf8PathBuf,
    before: Vec<Section>,
}

/// Reads the run that was kept, if one was: before anything is measured, for that takes minutes. An empty
/// path is the default, beside the builds, for another machine's times say nothing here.
pub(super) fn open(file: &Utf8Path) -> io::Result<Kept> {
    let default = || crate::repository::root().join("target/bench/saved.json");
    let file = if file.as_str().is_empty() { default() } else { file.to_owned() };
    let before = match fs_err::read_to_string(&file) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| {
            io::Error::other(format!("{file}: not a run that this bench has kept; delete it ({error})"))
        })?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    Ok(Kept { file, before })
}

impl Kept {
    /// Compares a run with the one that was kept, and keeps this one in its place. Sections that this run has
    /// left out stay as they were.
    pub(super) fn keep(self, sections: &[Section]) -> io::Result<String> {
        let Kept { file, before } = self;
        let mut text = compared(sections, &before);
        let same = |one: &Section, other: &Section| one.name == other.name && one.codes == other.codes;
        let others = before.into_iter().filter(|old| !sections.iter().any(|new| same(new, old)));
        let all: Vec<Section> = sections.iter().cloned().chain(others).collect();
        fs_err::create_dir_all(file.parent().expect("a file in a folder"))?;
        fs_err::write(&file, as_json(&all))?;
        write!(text, "kept in {file}").expect("writing to a String");
        Ok(text)
    }
}

pub(super) fn as_json(sections: &[Section]) -> String {
    serde_json::to_string_pretty(sections).expect("JSON values have text keys")
}

/// A line for each row that was there before: this run's shares of what errcat took then. Peers are there to
/// tell whether it was the machine.
fn compared(sections: &[Section], before: &[Section]) -> String {
    let mut text = String::new();
    for section in sections {
        let same = |old: &&Section| old.name == section.name && old.codes == section.codes;
        let Some(old) = before.iter().find(same) else { continue };
        for row in section.rows.iter().filter(|row| !row.is_aside) {
            let Some(old_row) = old.rows.iter().find(|old| old.what == row.what) else { continue };
            let shares = shares(&section.columns, row, &old.columns, old_row);
            if !shares.is_empty() {
                writeln!(text, "{}, {} codes, {}: {shares}", section.name, section.codes, row.what)
                    .expect("writing to a String");
            }
        }
    }
    if text.is_empty() { text } else { format!("in shares of the run kept before:\n{text}") }
}

/// `errcat 0.98, thiserror 1.01`.
fn shares(columns: &[String], row: &Row, old_columns: &[String], old: &Row) -> String {
    let value = |row: &Row, columns: &[String], name: &str| {
        row.values[columns.iter().position(|column| column == name)?]
    };
    let share = |name: &String| {
        let share = value(row, columns, name)? / value(old, old_columns, name)?;
        Some(format!("{name} {share:.2}"))
    };
    columns.iter().filter_map(share).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::table::{Row, Section};
    use super::open;

    fn section(name: &str, seconds: f64, megabytes: Option<f64>) -> Section {
        Section {
            name: name.to_owned(),
            codes: 50,
            columns: vec!["errcat".to_owned(), "snafu".to_owned()],
            has_peers: true,
            rows: vec![
                Row::new("release", "s", vec![Some(seconds), Some(4.0)]),
                Row::new("memory", "MB", vec![megabytes, None]),
                Row::aside("files", "files", vec![Some(3.0), Some(3.0)]),
            ],
            notes: Vec::new(),
        }
    }

    #[test]
    fn the_next_run_is_compared_with_the_one_that_was_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = camino::Utf8Path::from_path(folder.path()).expect("text");
        let file = folder.join("runs/kept.json");
        let keep =
            |sections: &[Section]| open(&file).expect("it is read").keep(sections).expect("it is kept");
        assert_eq!(
            keep(&[section("compile", 20.0, None), section("pages", 3.0, None)]),
            format!("kept in {file}")
        );
        let heading = "in shares of the run kept before:\n";
        let line = "compile, 50 codes, release: errcat 0.50, snafu 1.00\n";
        let compile = section("compile", 10.0, Some(1.0));
        assert_eq!(keep(std::slice::from_ref(&compile)), format!("{heading}{line}kept in {file}"));
        // What wasn't measured again is still there, what was is the new one.
        assert_eq!(open(&file).expect("it is read").before, [compile, section("pages", 3.0, None)]);
    }

    #[test]
    fn a_file_of_something_else_is_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = camino::Utf8Path::from_path(folder.path()).expect("text").join("kept.json");
        fs_err::write(&file, "[{\"codes\": 50}]").expect("written");
        let error = open(&file).err().expect("refused").to_string();
        assert!(error.contains("not a run that this bench has kept"), "{error}");
    }
}
