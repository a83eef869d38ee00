//! The table of measurements: sections of rows. Each row has a unit, a value of errcat, and values of its
//! peers.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// The measurements of the same work, done by errcat and its peers, or by errcat several times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Section {
    /// The name, such as `compile`.
    pub(super) name: String,
    /// The number of codes in the catalog.
    pub(super) codes: usize,
    /// The names of the columns: errcat, then its peers, or the kinds of runs.
    pub(super) columns: Vec<String>,
    /// `true` if the columns after the first are peers, which are compared with it.
    pub(super) has_peers: bool,
    pub(super) rows: Vec<Row>,
    /// Notes for the reader, such as the reason why a peer is missing.
    pub(super) notes: Vec<String>,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) what: String,
    /// The unit: `s`, `ms`, `MB`, or the name of the counted things.
    pub(super) unit: String,
    /// The value of each column. `None` if it wasn't measured.
    pub(super) values: Vec<Option<f64>>,
    /// `true` if the row isn't compared with an earlier run, because it is a part of another row, or a size
    /// of the output.
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

// The widths of the columns.
const WHAT_WIDTH: usize = 34;
const UNIT_WIDTH: usize = 6;
const VALUE_WIDTH: usize = 10;
const RATIO_WIDTH: usize = 9;

impl Section {
    /// Renders the section as lines of the table.
    pub(super) fn render(&self) -> String {
        let title = format!("{}, {} codes", self.name, self.codes);
        let mut text = format!("{title:<WHAT_WIDTH$} {:<UNIT_WIDTH$}", "unit");
        for (column, name) in self.columns.iter().enumerate() {
            write!(text, "{name:>width$}", width = self.width(column)).expect("writing to a String");
        }
        for row in &self.rows {
            write!(text, "\n  {:<width$} {:<UNIT_WIDTH$}", row.what, row.unit, width = WHAT_WIDTH - 2)
                .expect("writing to a String");
            for (column, value) in row.values.iter().enumerate() {
                let value = value.map_or("-".to_owned(), format_value);
                write!(text, "{value:>VALUE_WIDTH$}").expect("writing to a String");
                if self.is_peer(column) {
                    let ratio = self.ratio(row, column).map_or(String::new(), |ratio| format!("{ratio:.2}×"));
                    write!(text, "{ratio:>RATIO_WIDTH$}").expect("writing to a String");
                }
            }
        }
        let notes = self.notes.iter().fold(text, |text, note| text + "\n  " + note);
        notes.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    /// Returns a peer's value divided by errcat's.
    fn ratio(&self, row: &Row, column: usize) -> Option<f64> {
        Some(row.values[column]? / row.values[0]?).filter(|ratio| ratio.is_finite())
    }

    fn is_peer(&self, column: usize) -> bool {
        self.has_peers && column > 0
    }

    fn width(&self, column: usize) -> usize {
        if self.is_peer(column) { VALUE_WIDTH + RATIO_WIDTH } else { VALUE_WIDTH }
    }
}

/// Formats counts as integers, and measurements with three significant digits.
fn format_value(value: f64) -> String {
    let digits = match value.abs() {
        value if value.fract() == 0.0 || value >= 100.0 => 0,
        value if value >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}

/// Returns the median of at least one value: the upper one if there are two.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::{Row, Section, median};

    #[test]
    fn peers_have_ratios_and_missing_peers_have_notes() {
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
        assert_eq!(section.render(), lines);
    }

    #[test]
    fn the_median_is_the_middle_value() {
        assert_eq!(median(vec![9.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0]), 4.0);
    }
}
