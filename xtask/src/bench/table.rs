//! What was measured, and how it is shown: sections of rows, each with its unit, what errcat takes, and what
//! its peers take.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// What belongs together: the same work, done by errcat and by its peers, or by errcat several times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Section {
    /// `compile`.
    pub(super) name: String,
    /// How many codes the catalog has.
    pub(super) codes: usize,
    /// errcat first, then its peers; or what had happened before a run of errcat.
    pub(super) columns: Vec<String>,
    /// Whether the columns after the first are peers, which are compared with it.
    pub(super) has_peers: bool,
    pub(super) rows: Vec<Row>,
    /// What one has to know: which peer is missing, and why.
    pub(super) notes: Vec<String>,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) what: String,
    /// `s`, `ms`, `MB`, or what is counted.
    pub(super) unit: String,
    /// One for each column; none where it wasn't measured.
    pub(super) values: Vec<Option<f64>>,
    /// Whether it is a part of another row, or a size that tells how alike the work is: not compared with an
    /// earlier run.
    pub(super) is_aside: bool,
}

impl Row {
    pub(super) fn new(what: &str, unit: &str, values: Vec<Option<f64>>) -> Self {
        Row { what: what.to_owned(), unit: unit.to_owned(), values, is_aside: false }
    }

    pub(super) fn aside(what: &str, unit: &str, values: Vec<Option<f64>>) -> Self {
        Row { is_aside: true, ..Row::new(what, unit, values) }
    }
}

/// How wide the columns are.
const WHAT: usize = 34;
const UNIT: usize = 6;
const VALUE: usize = 10;
const RATIO: usize = 9;

impl Section {
    /// Its lines of the table.
    pub(super) fn as_text(&self) -> String {
        let title = format!("{}, {} codes", self.name, self.codes);
        let mut text = format!("{title:<WHAT$} {:<UNIT$}", "unit");
        for (column, name) in self.columns.iter().enumerate() {
            write!(text, "{name:>width$}", width = self.width(column)).expect("writing to a String");
        }
        for row in &self.rows {
            write!(text, "\n  {:<width$} {:<UNIT$}", row.what, row.unit, width = WHAT - 2)
                .expect("writing to a String");
            for (column, value) in row.values.iter().enumerate() {
                let value = value.map_or("-".to_owned(), shown);
                write!(text, "{value:>VALUE$}").expect("writing to a String");
                if self.is_peer(column) {
                    let ratio = self.ratio(row, column).map_or(String::new(), |ratio| format!("{ratio:.2}×"));
                    write!(text, "{ratio:>RATIO$}").expect("writing to a String");
                }
            }
        }
        let notes = self.notes.iter().fold(text, |text, note| text + "\n  " + note);
        notes.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    /// A peer's value, in errcat's.
    fn ratio(&self, row: &Row, column: usize) -> Option<f64> {
        Some(row.values[column]? / row.values[0]?).filter(|ratio| ratio.is_finite())
    }

    fn is_peer(&self, column: usize) -> bool {
        self.has_peers && column > 0
    }

    fn width(&self, column: usize) -> usize {
        if self.is_peer(column) { VALUE + RATIO } else { VALUE }
    }
}

/// Counts as they are, measures with three digits that say something.
fn shown(value: f64) -> String {
    let digits = match value.abs() {
        value if value.fract() == 0.0 || value >= 100.0 => 0,
        value if value >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}

/// The middle one, of which there has to be one; the upper of two.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::{Row, Section, median};

    #[test]
    fn a_peer_is_shown_in_ours_and_a_missing_one_is_told() {
        let section = Section {
            name: "compile".to_owned(),
            codes: 1_000,
            columns: ["errcat", "thiserror", "snafu"].map(str::to_owned).to_vec(),
            has_peers: true,
            rows: vec![
                Row::new("release", "s", vec![Some(0.5), Some(1.25), None]),
                Row::aside("files", "files", vec![Some(3.0), Some(123.0), None]),
            ],
            notes: vec!["snafu: it can't be downloaded".to_owned()],
        };
        let lines = "\
compile, 1000 codes                unit      errcat          thiserror              snafu
  release                          s           0.50      1.25    2.50×         -
  files                            files          3       123   41.00×         -
  snafu: it can't be downloaded";
        assert_eq!(section.as_text(), lines);
    }

    #[test]
    fn the_median_is_no_mean() {
        assert_eq!(median(vec![9.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0]), 4.0);
    }
}
