//! A run that is kept, to compare the next one with.

use std::fmt::Write;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value as Json;

use super::{Measured, as_json};

/// Where a run is kept unless another file is named: with the builds, for another machine's times say nothing here.
fn default_file() -> Utf8PathBuf {
    crate::root().join("target/bench/saved.json")
}

/// Compares a run with the one that was kept, if one was, and keeps this one in its place. An empty path is the default.
pub(super) fn keep(runs: &[Measured], file: &Utf8Path) -> io::Result<String> {
    let file = if file.as_str().is_empty() { default_file() } else { file.to_owned() };
    let before = match fs_err::read_to_string(&file) {
        Ok(text) => Some(serde_json::from_str(&text)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    fs_err::create_dir_all(file.parent().expect("a file in a folder"))?;
    fs_err::write(&file, as_json(runs))?;
    let mut text = before.map_or(String::new(), |before: Json| compared(runs, &before));
    write!(text, "kept in {file}").expect("writing to a String");
    Ok(text)
}

/// A line for each run that was there before: this one's share of its time and memory.
fn compared(runs: &[Measured], before: &Json) -> String {
    let mut text = String::new();
    for run in runs {
        let is_same = |before: &&Json| before["codes"] == run.codes && before["run"] == run.after;
        let Some(before) = before.as_array().into_iter().flatten().find(is_same) else { continue };
        let share = |now: f64, before: &Json| now / before.as_f64().unwrap_or(f64::NAN);
        let time = share(run.wall, &before["wall_ms"]);
        let memory = share(run.peak_memory, &before["peak_memory_bytes"]);
        writeln!(
            text,
            "{} {}: {time:.2} of the time and {memory:.2} of the memory of the run kept before",
            run.codes, run.after
        )
        .expect("writing to a String");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Measured, keep};

    #[test]
    fn the_next_run_is_compared_with_the_one_that_was_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = camino::Utf8Path::from_path(folder.path()).expect("text");
        let file = folder.join("runs/kept.json");
        let run = |wall, peak_memory| Measured {
            codes: 50,
            after: "cold",
            phases: vec![("parse".to_owned(), 1.0)],
            wall,
            peak_memory,
            written: 3,
        };
        let first = keep(&[run(20.0, 1e6)], &file).expect("it is kept");
        assert_eq!(first, format!("kept in {file}"));
        let second = keep(&[run(10.0, 2e6)], &file).expect("it is kept");
        let line = "50 cold: 0.50 of the time and 2.00 of the memory of the run kept before\n";
        assert_eq!(second, format!("{line}kept in {file}"));
    }
}
