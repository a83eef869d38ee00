//! Notes on what an import couldn't carry, guessed or changed.

use std::collections::HashSet;
use std::fmt::{self, Write};

use errcat_catalog::report::visible;

/// The place in the imported file that something was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    /// The whole file.
    #[default]
    File,
    /// A line, from 1.
    Line(usize),
    /// A part that is named, such as an operation.
    Part(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::File => f.write_str("the file"),
            Origin::Line(line) => write!(f, "line {line}"),
            Origin::Part(name) => f.write_str(name),
        }
    }
}

/// The notes of an import, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Notes {
    all: Vec<(Origin, String)>,
    known: HashSet<(Origin, String)>,
}

impl Notes {
    /// Adds a note, unless it is there.
    pub(super) fn push(&mut self, origin: &Origin, text: impl Into<String>) {
        let note = (origin.clone(), text.into());
        if self.known.insert(note.clone()) {
            self.all.push(note);
        }
    }

    /// Returns a line for each note: `errors.csv:12: …`. Notes on the whole file come first.
    pub(super) fn render(&self, path: &str) -> String {
        let mut notes: Vec<&(Origin, String)> = self.all.iter().collect();
        notes.sort_by_key(|(origin, _)| match origin {
            Origin::File => (0, 0),
            Origin::Line(line) => (1, *line),
            Origin::Part(_) => (2, 0),
        });
        let mut text = String::new();
        for (origin, note) in notes {
            let place = match origin {
                Origin::File => path.to_owned(),
                Origin::Line(line) => format!("{path}:{line}"),
                Origin::Part(name) => format!("{path}: {name}"),
            };
            writeln!(text, "{}: {}", visible::line(&place), visible::line(note))
                .expect("writing to a String");
        }
        text
    }

    /// Returns the number of notes.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }
}
