//! The index for language models, in the format of llmstxt.org.

use super::{fixture, site};

/// The parts of an index: everything before the first section, and the lines of each section.
fn parse(index: &str) -> (&str, Vec<(&str, Vec<&str>)>) {
    let mut parts = index.split("\n## ");
    let start = parts.next().expect("a start");
    let section = |part| {
        let mut lines = str::lines(part).filter(|line| !line.is_empty());
        (lines.next().expect("a title"), lines.collect())
    };
    (start, parts.map(section).collect())
}

#[test]
fn the_index_has_the_format_that_readers_expect() {
    let site = site(&fixture::catalog());
    let (start, sections) = parse(&site["llms.txt"]);
    let mut lines = start.lines().filter(|line| !line.is_empty());
    assert_eq!(lines.next(), Some("# API errors"));
    assert!(lines.next().is_some_and(|line| line.starts_with("> What every error")), "{start}");
    assert!(!lines.any(|line| line.starts_with('#')), "{start}");
    for (title, lines) in &sections {
        assert!(!lines.is_empty(), "{title} has no links");
        for line in lines {
            let (name, rest) = line.split_once("](").unwrap_or_else(|| panic!("{title}: {line}"));
            assert!(name.starts_with("- [") && rest.contains("): "), "{title}: {line}");
        }
    }
    let titles: Vec<&str> = sections.iter().map(|(title, _)| *title).collect();
    assert_eq!(titles.last(), Some(&"Optional"), "{titles:?}");
}

#[test]
fn guides_are_described_by_their_first_paragraph() {
    let site = site(&fixture::catalog());
    let (_, sections) = parse(&site["llms.txt"]);
    let guides: Vec<&str> = sections
        .iter()
        .flat_map(|(_, lines)| lines)
        .copied()
        .filter(|line| line.contains("/guides/"))
        .collect();
    assert!(!guides.is_empty());
    for line in guides {
        let (_, about) = line.split_once("): ").expect("a description");
        assert!(about.len() > "guide".len() && !about.contains('\n'), "{line}");
    }
}

#[test]
fn the_full_text_has_the_code_of_one_error() {
    let site = site(&fixture::catalog());
    let count = |path: &str| site[path].matches("## Handle it in code\n").count();
    let pages = site.keys().filter(|path| path.starts_with("bank/") && path.ends_with(".md"));
    let pages: usize = pages.map(|path| count(path)).sum();
    assert!(pages > 2, "only {pages} pages have code");
    assert_eq!(count("bank/llms-full.txt"), 1);
    // What comes after the code stays.
    let related = |path: &str| site[path].matches("\n## Related\n").count();
    let errors = site.keys().filter(|path| path.starts_with("bank/") && path.ends_with(".md"));
    let expected: usize = errors.map(|path| related(path)).sum();
    assert_eq!(related("bank/llms-full.txt"), expected);
}
