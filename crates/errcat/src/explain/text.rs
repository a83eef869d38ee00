//! Explanations as text, for a terminal.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use super::prose::{item, plain};
use super::{Explanation, Part, visible};

/// The style of headings.
pub(crate) const BOLD: anstyle::Style = anstyle::Style::new().bold();

impl Explanation {
    /// Prints the explanation to the standard output, with colors if the terminal supports them.
    ///
    /// # Errors
    ///
    /// If it can't be written. A closed pipe isn't an error.
    pub fn print(&self) -> io::Result<()> {
        let mut stdout = anstream::stdout().lock();
        match write!(stdout, "{}", self.to_ansi()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written,
        }
    }

    /// Renders plain text.
    pub fn to_plain(&self) -> String {
        anstream::adapter::strip_str(&self.to_ansi()).to_string()
    }

    /// Renders text with the escape sequences of colors.
    pub fn to_ansi(&self) -> String {
        let mut text = format!("{BOLD}{}{BOLD:#}\n", visible(&self.heading()));
        for part in self.parts() {
            text.push('\n');
            match part {
                Part::Paragraph(markdown) => text.push_str(&plain(&markdown, 2)),
                Part::Facts(facts) => {
                    for (name, fact) in facts {
                        let _ = writeln!(text, "  {name:<11}  {}", visible(&fact));
                    }
                }
                Part::Section(title, paragraphs) => {
                    let paragraphs: Vec<String> = paragraphs.iter().map(|text| plain(text, 2)).collect();
                    let _ = write!(text, "{BOLD}{title}{BOLD:#}\n{}", paragraphs.join("\n"));
                }
                Part::List(title, items) => {
                    let items: String = items.iter().map(|text| item("- ", text, 2)).collect();
                    let _ = write!(text, "{BOLD}{title}{BOLD:#}\n{items}");
                }
            }
        }
        text
    }
}
