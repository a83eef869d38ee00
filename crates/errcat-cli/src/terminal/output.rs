//! Printing. Colour goes out only where the terminal wants it, and a closed pipe (`errcat list | head`) ends the
//! printing, not the program: its exit code still tells what was found.

use std::io::{self, Write};

/// Prints a result to the standard output.
///
/// # Errors
///
/// When it can't be written, unless nobody reads any longer.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Says something that isn't the result: to the standard error.
pub(crate) fn tell(text: &str) {
    // There is no better place to say that the standard error can't be written.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// `1 file`, `1,204 files`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// `1,204`.
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
    fn counts_read_well() {
        assert_eq!(counted(0, "file"), "0 files");
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(100, "file"), "100 files");
        assert_eq!(counted(1_234_567, "file"), "1,234,567 files");
    }
}
