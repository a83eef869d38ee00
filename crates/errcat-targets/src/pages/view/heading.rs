//! The titles of error pages: one for the heading, one for the browser's tab.

use errcat_catalog::model::{Api, Entry, Piece};
use errcat_catalog::{names, status};

/// The maximum length of a message's sentence as a heading, in characters.
const MAX_HEADING_CHARS: usize = 90;

/// The maximum length of a page's title, in characters. Search engines cut off longer ones.
const MAX_TITLE_CHARS: usize = 60;

/// Returns the heading of an error's page: its own title, the first sentence of its message if that has no
/// params, the title that it inherits, or the code in words.
pub(super) fn heading(api: &Api, entry: &Entry) -> String {
    let words = names::in_words(&api[entry.code].wire);
    let is_own = entry.has_own_title && entry.title != words;
    let sentence = || first_sentence(&entry.message.pieces);
    match sentence().filter(|_| !is_own) {
        Some(sentence) => capitalized(&sentence_case(&sentence, entry, &words)),
        None => sentence_case(&entry.title, entry, &words),
    }
}

/// Returns the first sentence of a message without params, if it is short enough for a heading.
fn first_sentence(pieces: &[Piece]) -> Option<String> {
    let [Piece::Text(first), ..] = pieces else { return None };
    let end = first.match_indices(['.', '!', '?']).map(|(at, _)| at);
    let end = end.into_iter().find(|at| first[at + 1..].starts_with(char::is_whitespace));
    let sentence = match end {
        Some(end) => &first[..end],
        None if pieces.len() == 1 => first.trim_end().trim_end_matches('.'),
        // The sentence continues with a param.
        None => return None,
    };
    let is_heading = sentence.contains(char::is_alphabetic)
        && !sentence.contains('\n')
        && sentence.chars().count() <= MAX_HEADING_CHARS;
    is_heading.then(|| sentence.trim().to_owned())
}

/// Returns a title in sentence case. Only words of the code or of the status's reason change, because others
/// may be names.
fn sentence_case(title: &str, entry: &Entry, words: &str) -> String {
    let reason = entry.statuses.first().map_or("", status::reason);
    if title.eq_ignore_ascii_case(words) || title.eq_ignore_ascii_case(reason) {
        let is_acronym = |word: &str| word.len() > 1 && !word.contains(char::is_lowercase);
        let lower = |word: &str| if is_acronym(word) { word.to_owned() } else { word.to_lowercase() };
        return capitalized(&title.split(' ').map(lower).collect::<Vec<_>>().join(" "));
    }
    title.to_owned()
}

/// Returns a text with an upper-case letter at its start, unless it starts with a name such as `foo_bar`.
fn capitalized(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    if first.is_empty() || !first.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '’' | ',')) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Returns the title for the browser's tab: `Insufficient balance (balance_too_low) · Zazmic API`, or less of
/// it if it is too long.
pub(super) fn error_title(heading: &str, code: &str, api: &str) -> String {
    let rest = MAX_TITLE_CHARS.saturating_sub(code.chars().count() + 3);
    if rest < 12 {
        return super::shorten(code, MAX_TITLE_CHARS - 1);
    }
    let heading =
        if heading.chars().count() > rest { super::shorten(heading, rest - 1) } else { heading.to_owned() };
    title(&format!("{heading} ({code})"), api)
}

/// Returns a page's title, followed by the title of what it belongs to if there is room for it.
pub(super) fn title(page: &str, of: &str) -> String {
    let long = format!("{page} · {of}");
    match [&long, page].iter().find(|text| text.chars().count() <= MAX_TITLE_CHARS) {
        Some(_) if page == of => page.to_owned(),
        Some(title) => (*title).to_owned(),
        None => super::shorten(page, MAX_TITLE_CHARS - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::{error_title, first_sentence, heading, title};
    use crate::fixture;
    use errcat_catalog::model::{Id, Piece};

    #[test]
    fn headings_of_the_real_catalogs() {
        let catalog = fixture::real();
        let heading = |api: &str, code: &str| {
            let api = catalog.apis.iter().find(|it| it.name == api).expect("an API");
            let entries = api.tables.iter().flat_map(|table| &table.entries);
            let entry = entries.into_iter().find(|entry| api[entry.code].code == code).expect("a code");
            heading(api, entry)
        };
        for (api, code, expected) in [
            ("zazmic", "balance_too_low", "Insufficient balance"),
            ("kakunin", "agent_retired", "Cannot certify a retired agent"),
            ("kakunin", "rate_limited", "Rate limited"),
            ("kakunin", "agent_not_found", "Agent not found"),
            ("kakunin", "service_unavailable", "Service unavailable"),
        ] {
            assert_eq!(heading(api, code), expected);
        }
    }

    #[test]
    fn an_own_title_that_equals_the_inherited_one_is_the_heading() {
        let catalog = fixture::catalog();
        let api = &catalog.apis[0];
        let mut entries = api.tables.iter().flat_map(|table| &table.entries);
        let mut entry = entries.find(|entry| entry.kind.is_some()).expect("a special case").clone();
        entry.title = api.owner(entry.kind.expect("a kind")).title.clone();
        entry.message.pieces = vec![Piece::Text("Something else".to_owned())];
        for (has_own_title, expected) in [(true, &*entry.title.clone()), (false, "Something else")] {
            entry.has_own_title = has_own_title;
            assert_eq!(heading(api, &entry), expected);
        }
    }

    #[test]
    fn sentences_with_params_are_no_headings() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let param = || Piece::Param(Id::new(0));
        assert_eq!(first_sentence(&[text("Not here. Try "), param()]).as_deref(), Some("Not here"));
        assert_eq!(first_sentence(&[text("The host a.b is down.")]).as_deref(), Some("The host a.b is down"));
        assert_eq!(first_sentence(&[text("Table "), param(), text(" is gone")]), None);
        assert_eq!(first_sentence(&[param(), text(" is gone")]), None);
        assert_eq!(first_sentence(&[text("…")]), None);
        assert_eq!(first_sentence(&[text(&"long ".repeat(40))]), None);
    }

    #[test]
    fn titles_fit() {
        assert_eq!(error_title("Not found", "not_found", "Bank"), "Not found (not_found) · Bank");
        let long = "very ".repeat(30);
        for title in [
            error_title(&long, "not_found", "Bank"),
            error_title("Not found", &"x".repeat(200), "Bank"),
            error_title("Not found", "not_found", &long),
            title(&long, "Bank"),
        ] {
            assert!((9..=60).contains(&title.chars().count()), "{title}");
        }
        assert!(error_title(&long, "not_found", "Bank").ends_with("… (not_found)"));
        assert_eq!(title("Bank", "Bank"), "Bank");
    }
}
