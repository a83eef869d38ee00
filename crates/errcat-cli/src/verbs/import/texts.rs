//! Texts of other formats as those of the catalog.

use errcat_catalog::invisible;

/// Returns a text without invisible characters and without white space at the ends of lines. `None` if
/// nothing is left.
pub(super) fn cleaned(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let text: String = invisible::blanked(&text).into_owned();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Like [`cleaned`], on one line.
pub(super) fn on_one_line(text: &str) -> Option<String> {
    let text = cleaned(text)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cleaned() {
        assert_eq!(cleaned(" a \r\n\u{200b}b\t\n\n").as_deref(), Some("a\n b"));
        assert_eq!(on_one_line("a\n  b  c ").as_deref(), Some("a b c"));
        assert_eq!(cleaned(" \n\t"), None);
    }
}
