//! Tables in the terminal, with a bold line of headings. Each column is as wide as its widest cell.

use std::fmt::Write;

use errcat_catalog::report::visible;

/// Renders a table. The last column isn't padded.
pub(crate) fn aligned<const COLUMNS: usize>(
    heads: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> String {
    let visible = |cells: [String; COLUMNS]| cells.map(|cell| visible::line(&cell).into_owned());
    let rows: Vec<[String; COLUMNS]> =
        std::iter::once(heads.map(str::to_owned)).chain(rows.into_iter().map(visible)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; COLUMNS] = std::array::from_fn(width);
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let style = if at == 0 { anstyle::Style::new().bold() } else { anstyle::Style::new() };
        let (last, filled) = row.split_last().expect("a table has columns");
        write!(text, "{style}").expect("writing to a String");
        for (cell, width) in filled.iter().zip(widths) {
            write!(text, "{cell:<width$}  ").expect("writing to a String");
        }
        writeln!(text, "{last}{style:#}").expect("writing to a String");
    }
    text
}
