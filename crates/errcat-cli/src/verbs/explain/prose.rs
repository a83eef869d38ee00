//! Renders Markdown as plain text for a terminal. Escapes characters that a terminal would interpret or hide,
//! because the catalog may have mistakes.

use errcat::explain;
use errcat_catalog::report::visible;

/// Renders Markdown. Each line is indented by `indent` spaces.
pub(super) fn plain(markdown: &str, indent: usize) -> String {
    visible::lines(&explain::plain(markdown, indent)).into_owned()
}

/// Renders a list item: `mark` before its first line, and the other lines aligned with the text after it.
pub(super) fn item(mark: &str, markdown: &str, indent: usize) -> String {
    visible::lines(&explain::item(mark, markdown, indent)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_html_are_inert() {
        assert_eq!(plain("a \u{1b}[2J b <script>", 0), "a \\u{1b}[2J b <script>\n");
        assert_eq!(item("- ", "a \u{1b}[2J", 2), "  - a \\u{1b}[2J\n");
    }
}
