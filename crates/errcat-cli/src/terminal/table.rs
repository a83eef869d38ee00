//! Tables in the terminal, with a bold line of headings. Each column is as wide as its widest cell.

use std::fmt::Write;

use errcat_catalog::report::visible;

/// Renders a table. Each row has a cell for each heading. The last column isn't padded.
pub(crate) fn aligned<R: IntoIterator<Item = String>>(
    heads: &[&str],
    rows: impl IntoIterator<Item = R>,
) -> String {
    let visible = |cells: R| cells.into_iter().map(|cell| visible::line(&cell).into_owned()).collect();
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let columns = heads.len();
    let rows: Vec<Vec<String>> = std::iter::once(heads).chain(rows.into_iter().map(visible)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let style = if at == 0 { anstyle::Style::new().bold() } else { anstyle::Style::new() };
        let (last, filled) = row.split_last().expect("a table has columns");
        write!(text, "{style}").expect("writing to a String");
        for (cell, width) in filled.iter().zip(&widths) {
            write!(text, "{cell:<width$}  ").expect("writing to a String");
        }
        writeln!(text, "{last}{style:#}").expect("writing to a String");
    }
    text
}
