//! Compares a corrected request with the failing one, line by line.

use similar::{ChangeTag, TextDiff};

/// The difference between two texts.
pub(crate) struct Difference {
    /// The lines of both texts in order, each with the texts that contain it.
    lines: Vec<(ChangeTag, String)>,
}

/// Lines of one text that the other doesn't have, and the element that marks them.
pub(crate) struct Marks {
    /// `del` or `ins`.
    pub(crate) element: &'static str,
    /// For each line, `true` if only this text has it.
    pub(crate) lines: Vec<bool>,
}

impl Difference {
    pub(crate) fn new(old: &str, new: &str) -> Self {
        let line = |text: &str| text.trim_end_matches('\n').to_owned();
        // All lines have to end the same way. Otherwise, the closing brace of the body would count as
        // changed.
        let (old, new) =
            (format!("{}\n", old.trim_end_matches('\n')), format!("{}\n", new.trim_end_matches('\n')));
        let difference = TextDiff::from_lines(&old, &new);
        let lines = difference.iter_all_changes().map(|change| (change.tag(), line(change.value())));
        Difference { lines: lines.collect() }
    }

    /// Returns the lines that the correction removes.
    pub(crate) fn removed(&self) -> Marks {
        Marks { element: "del", lines: self.only_in(ChangeTag::Delete) }
    }

    /// Returns the lines that the correction adds.
    pub(crate) fn added(&self) -> Marks {
        Marks { element: "ins", lines: self.only_in(ChangeTag::Insert) }
    }

    fn only_in(&self, side: ChangeTag) -> Vec<bool> {
        let shown = self.lines.iter().filter(|(tag, _)| *tag == side || *tag == ChangeTag::Equal);
        shown.map(|(tag, _)| *tag == side).collect()
    }

    /// Returns a unified diff: each line after a space, `-` or `+`.
    pub(crate) fn unified(&self) -> String {
        let lines = self.lines.iter().map(|(tag, line)| match tag {
            ChangeTag::Equal if line.is_empty() => String::new(),
            tag => format!("{tag}{line}"),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::Difference;

    #[test]
    fn only_changed_lines_are_marked() {
        let difference =
            Difference::new("POST /x\n\n{\n  \"a\": 1\n}", "POST /x\n\n{\n  \"a\": 2,\n  \"b\": 3\n}");
        assert_eq!(difference.removed().lines, [false, false, false, true, false]);
        assert_eq!(difference.added().lines, [false, false, false, true, true, false]);
        assert_eq!(difference.unified(), " POST /x\n\n {\n-  \"a\": 1\n+  \"a\": 2,\n+  \"b\": 3\n }");
    }

    #[test]
    fn equal_texts_have_no_marks() {
        let difference = Difference::new("a\nb", "a\nb\n");
        assert!(!difference.removed().lines.contains(&true) && !difference.added().lines.contains(&true));
    }
}
