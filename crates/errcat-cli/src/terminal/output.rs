//! Prints text, with colors only if the terminal supports them.
//!
//! A closed pipe (`errcat list | head`) isn't an error. The program ends normally, so its exit code still
//! shows whether there were findings.

use std::io::{self, Write};

/// Prints a result to the standard output.
///
/// # Errors
///
/// If it can't be written. A closed pipe isn't an error.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Prints warnings and progress to the standard error.
pub(crate) fn eprint(text: &str) {
    // If the standard error can't be written, there is nowhere to report it.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Formats a count with its noun: `1 file`, `1,204 files`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// Formats a number with separators: `1,204`.
pub(crate) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_separators_and_plurals() {
        assert_eq!(counted(0, "file"), "0 files");
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(100, "file"), "100 files");
        assert_eq!(counted(1_234_567, "file"), "1,234,567 files");
    }
}
