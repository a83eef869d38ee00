//! Saves a run, to compare the next one with it.

use std::fmt::Write;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::table::{Row, Section};

/// The saved run, if there is one, and its file.
pub(super) struct SavedRun {
    file: Utf8PathBuf,
    before: Vec<Section>,
}

/// Reads the saved run, if there is one. Call this before measuring, which takes minutes, to report errors
/// early. An empty path is the default, which is below `target`, because times of other machines aren't
/// comparable.
pub(super) fn open(file: &Utf8Path) -> io::Result<SavedRun> {
    let default = || crate::repository::root().join("target/bench/saved.json");
    let file = if file.as_str().is_empty() { default() } else { file.to_owned() };
    let before = match fs_err::read_to_string(&file) {
        Ok(text) => serde_json::from_str(&text)
            .map_err(|error| io::Error::other(format!("{file} isn't a saved run; delete it ({error})")))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    Ok(SavedRun { file, before })
}

impl SavedRun {
    /// Compares a run with the saved one, and saves it. Sections that weren't measured again stay as they
    /// were. Returns the comparison.
    pub(super) fn replace(self, sections: &[Section]) -> io::Result<String> {
        let SavedRun { file, before } = self;
        let mut text = compare(sections, &before);
        let same = |one: &Section, other: &Section| one.name == other.name && one.codes == other.codes;
        let others = before.into_iter().filter(|old| !sections.iter().any(|new| same(new, old)));
        let all: Vec<Section> = sections.iter().cloned().chain(others).collect();
        fs_err::create_dir_all(file.parent().expect("a file in a folder"))?;
        fs_err::write(&file, as_json(&all))?;
        write!(text, "saved to {file}").expect("writing to a String");
        Ok(text)
    }
}

pub(super) fn as_json(sections: &[Section]) -> String {
    serde_json::to_string_pretty(sections).expect("JSON values have text keys")
}

/// Returns a line for each row in both runs: the new values divided by the old ones. If the values of peers
/// differ too, the machine is the reason.
fn compare(sections: &[Section], before: &[Section]) -> String {
    let mut text = String::new();
    for section in sections {
        let same = |old: &&Section| old.name == section.name && old.codes == section.codes;
        let Some(old) = before.iter().find(same) else { continue };
        for row in section.rows.iter().filter(|row| !row.is_aside) {
            let Some(old_row) = old.rows.iter().find(|old| old.what == row.what) else { continue };
            let ratios = ratios(&section.columns, row, &old.columns, old_row);
            if !ratios.is_empty() {
                writeln!(text, "{}, {} codes, {}: {ratios}", section.name, section.codes, row.what)
                    .expect("writing to a String");
            }
        }
    }
    if text.is_empty() { text } else { format!("ratios to the saved run:\n{text}") }
}

/// Returns the ratio of each column, such as `errcat 0.98, thiserror 1.01`.
fn ratios(columns: &[String], row: &Row, old_columns: &[String], old: &Row) -> String {
    let value = |row: &Row, columns: &[String], name: &str| {
        row.values[columns.iter().position(|column| column == name)?]
    };
    let ratio = |name: &String| {
        let ratio = value(row, columns, name)? / value(old, old_columns, name)?;
        Some(format!("{name} {ratio:.2}"))
    };
    columns.iter().filter_map(ratio).collect::<Vec<_>>().join(", ")
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
    fn runs_are_compared_with_the_saved_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = camino::Utf8Path::from_path(folder.path()).expect("text");
        let file = folder.join("runs/saved.json");
        let save =
            |sections: &[Section]| open(&file).expect("it is read").replace(sections).expect("it is saved");
        assert_eq!(
            save(&[section("compile", 20.0, None), section("pages", 3.0, None)]),
            format!("saved to {file}")
        );
        let heading = "ratios to the saved run:\n";
        let line = "compile, 50 codes, release: errcat 0.50, snafu 1.00\n";
        let compile = section("compile", 10.0, Some(1.0));
        assert_eq!(save(std::slice::from_ref(&compile)), format!("{heading}{line}saved to {file}"));
        // Only the sections that were measured again are replaced.
        assert_eq!(open(&file).expect("it is read").before, [compile, section("pages", 3.0, None)]);
    }

    #[test]
    fn other_files_are_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = camino::Utf8Path::from_path(folder.path()).expect("text").join("saved.json");
        fs_err::write(&file, "[{\"codes\": 50}]").expect("written");
        let error = open(&file).err().expect("an error").to_string();
        assert!(error.contains("isn't a saved run"), "{error}");
    }
}
