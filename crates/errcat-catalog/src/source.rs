//! Parses source locations (`core/auth.py:143-146, 963`) and delays (`500ms`).

use std::ops::Range;
use std::time::Duration;

use crate::finding::Span;
use crate::model::Source;

/// Parses a source location: a path, and optionally line numbers or ranges of lines after a colon.
pub fn parse(text: &str, place: Span) -> Option<Source> {
    let (path, lines) = match text.rsplit_once(':') {
        Some((path, lines)) => {
            (path, lines.split(',').map(|range| line_range(range.trim())).collect::<Option<Vec<_>>>()?)
        }
        None => (text, Vec::new()),
    };
    let is_path = !path.is_empty() && !path.starts_with(['/', '\\']) && !path.contains([':', ',', '\n']);
    let is_inside = path.split('/').all(|part| !part.is_empty() && part != "..");
    (is_path && is_inside).then(|| Source { text: text.to_owned(), path: path.to_owned(), lines, place })
}

/// Returns the byte ranges of [`Source::lines`] in the text of a source location.
pub fn ranges(text: &str) -> Vec<Range<usize>> {
    let Some(colon) = text.rfind(':') else { return Vec::new() };
    let mut start = colon + 1;
    let range = |part: &str| {
        let first = start + (part.len() - part.trim_start().len());
        start += part.len() + 1;
        first..first + part.trim().len()
    };
    text[colon + 1..].split(',').map(range).collect()
}

fn line_range(text: &str) -> Option<(u32, u32)> {
    let number = |text: &str| {
        text.parse().ok().filter(|line: &u32| *line > 0 && text.starts_with(|c: char| c.is_ascii_digit()))
    };
    let (first, last) = match text.split_once('-') {
        Some((first, last)) => (number(first)?, number(last)?),
        None => (number(text)?, number(text)?),
    };
    (first <= last).then_some((first, last))
}

/// Parses a delay: a whole number and `ms`, `s`, `m` or `h`.
pub fn delay(text: &str) -> Option<Duration> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = text[..digits].parse().ok()?;
    let milliseconds = match &text[digits..] {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.checked_mul(milliseconds).map(Duration::from_millis)
}

/// Returns a delay as it is written in the catalog.
pub fn delay_text(delay: Duration) -> String {
    match delay.as_millis() {
        milliseconds if milliseconds % 1_000 == 0 => format!("{}s", delay.as_secs()),
        milliseconds => format!("{milliseconds}ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Sources;

    #[test]
    fn source_locations_are_parsed() {
        let place = Span::start_of(Sources::default().add("", ""));
        let parse = |text| parse(text, place);
        let source = parse("core/utils/auth_utils.py:143-146, 651-670, 963").unwrap();
        assert_eq!(source.path, "core/utils/auth_utils.py");
        assert_eq!(source.lines, [(143, 146), (651, 670), (963, 963)]);
        let ranges = ranges(&source.text);
        let parts: Vec<&str> = ranges.into_iter().map(|range| &source.text[range]).collect();
        assert_eq!(parts, ["143-146", "651-670", "963"]);
        assert!(parse("docs/errors.md").is_some());
        for text in
            ["", "a.py:", "a.py:0", "a.py:9-3", "/etc/passwd:1", "../a:1", "a.py:1, b.py:2", "a.py:+1"]
        {
            assert!(parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn delays_are_parsed() {
        assert_eq!(delay("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(delay("2s"), Some(Duration::from_secs(2)));
        for text in ["0s", "2s", "1500ms"] {
            assert_eq!(delay(text).map(delay_text).as_deref(), Some(text));
        }
        assert!(delay("2").is_none() && delay("s").is_none() && delay("99999999999999999999h").is_none());
    }
}
