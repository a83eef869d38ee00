//! The pattern of the addresses of an API's pages, and the values that errors have for it.

use std::borrow::Cow;
use std::ops::Range;

use super::Scope;
use super::addresses::reserved_segment;
use crate::names;
use crate::page_path::{FILTERS, MAX_SEGMENTS, PagePath, Piece, SLOTS};
use crate::suggest::{did_you_mean, quoted};

/// A mistake in a pattern.
pub(crate) struct Mistake {
    /// The bytes of the pattern.
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl<'a> Scope<'a> {
    /// Returns a pattern, if it can be applied.
    pub(super) fn valid_page_path(&self, pattern: &'a str) -> Option<PagePath<'a>> {
        let path = PagePath::parse(pattern);
        // A fact that was reported isn't a mistake in the pattern.
        let has_value = |name: &str| SLOTS.contains(&name) || self.has_public_fact(name);
        let is_valid = self.page_path_mistakes(pattern).is_empty() && path.names().all(has_value);
        is_valid.then_some(path)
    }

    /// Returns the mistakes in a pattern.
    pub(crate) fn page_path_mistakes(&self, pattern: &str) -> Vec<Mistake> {
        let all = |message: &str, help: &str| {
            vec![Mistake { range: 0..pattern.len(), message: message.to_owned(), help: help.to_owned() }]
        };
        if pattern.contains("://") {
            return all(
                "a page's path can't contain a host",
                "write the start of the URL in `docs_url`, and here only the path in the API's folder",
            );
        }
        let path = PagePath::parse(pattern);
        if path.segments().count() > MAX_SEGMENTS {
            let help = format!("use at most {MAX_SEGMENTS} segments");
            return all("the page's path has too many segments", &help);
        }
        let mut mistakes = Vec::new();
        let mut at = 0;
        for segment in path.segments() {
            let length: usize = segment.iter().map(|piece| piece.range().len()).sum();
            let range = at..at + length;
            mistakes.extend(self.segment_mistake(segment, &pattern[range.clone()], range));
            mistakes.extend(segment.iter().filter_map(|piece| self.piece_mistake(piece)));
            at += length + 1;
        }
        let is_constant = path.segments().last().is_some_and(|last| !last.iter().any(Piece::is_value));
        if mistakes.is_empty() && is_constant {
            let help = "put a value into it, for example `{code}`: clients recognize the URL of an error's \
                        page by its last segment";
            return all("the last segment of the path is the same for every error", help);
        }
        mistakes
    }

    fn segment_mistake(&self, segment: &[Piece<'_>], text: &str, range: Range<usize>) -> Option<Mistake> {
        let (message, help) = if segment.is_empty() && range.start == 0 {
            let help = format!(
                "remove the `/`: the path is in the folder of the API, `{}`, which can have another name",
                self.name
            );
            ("the path starts at the root of the site".to_owned(), help)
        } else if segment.is_empty() {
            ("the path has an empty segment".to_owned(), "remove one `/`".to_owned())
        } else if text.starts_with('.') || text.ends_with('.') {
            let help = "remove the dots: folders like this are hidden, invalid or lead out of the site";
            (format!("the segment {} starts or ends with a dot", quoted(text)), help.to_owned())
        } else if !segment.iter().any(Piece::is_value) && names::is_device(text) {
            let message = format!("Windows reserves the name {} for a device", quoted(text));
            (message, "choose another name".to_owned())
        } else if !segment.iter().any(Piece::is_value)
            && let Some(name) = reserved_segment(if range.start == 0 { text } else { "" })
        {
            let help = "choose another name, for example `errors`".to_owned();
            (format!("the site has its own page or file `{name}`"), help)
        } else {
            return None;
        };
        // An empty segment is shown by its slash.
        let range = if segment.is_empty() { range.start..range.end + 1 } else { range };
        Some(Mistake { range, message, help })
    }

    fn piece_mistake(&self, piece: &Piece<'_>) -> Option<Mistake> {
        let (message, help) = match piece {
            Piece::Text(text, _) => {
                let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
                let unsafe_char = text.chars().find(|c| !is_safe(*c))?;
                let help = match unsafe_char {
                    '{' | '}' => "write placeholders as `{code}` or `{code|lower}`",
                    _ => "use letters, digits, `_`, `-` and `.`",
                };
                (format!("a page's path can't contain `{unsafe_char}`"), help.to_owned())
            }
            Piece::Value { name, .. } if !SLOTS.contains(name) && !self.may_have_public_fact(name) => {
                self.unknown_value(name)
            }
            Piece::Value { filter, .. } => {
                let filter = filter.filter(|filter| !FILTERS.contains(filter))?;
                let help = did_you_mean(filter, FILTERS).unwrap_or("use `lower` or `kebab`".to_owned());
                (format!("there is no filter {}", quoted(filter)), help)
            }
        };
        Some(Mistake { range: piece.range(), message, help })
    }

    fn unknown_value(&self, name: &str) -> (String, String) {
        if self.api.facts.get(name).is_some() {
            let help = format!("remove `audience` from `{name}`, or use another value");
            return (format!("clients don't see the fact `{name}`"), help);
        }
        let facts = self.api.facts.keys().filter(|name| self.has_public_fact(name));
        let help = did_you_mean(name, SLOTS.into_iter().chain(facts))
            .unwrap_or("use `code`, `name`, `table`, `status` or a public fact".to_owned());
        (format!("{} isn't a value of a page's path", quoted(name)), help)
    }

    /// Returns the name of the first value of the pattern that an error doesn't have.
    pub(crate) fn absent_page_path_value(&self, owner: usize) -> Option<&'a str> {
        self.page_path.as_ref()?.render(|name| self.page_path_value(owner, name)).err()
    }

    /// Returns the value that an error has for a placeholder.
    pub(super) fn page_path_value(&self, owner: usize, name: &str) -> Option<Cow<'_, str>> {
        match name {
            "code" => Some(self.wire_code(owner).value.as_str().into()),
            "name" => Some(self.variant(owner).into()),
            "table" => Some(self[self.entries[owner].table].name.into()),
            "status" => {
                let statuses = self.statuses(owner)?.known();
                let mut words = statuses.words();
                let only = words.next().filter(|_| words.next().is_none())?;
                Some(only.to_string().into())
            }
            fact => {
                let is_meant = |id: usize| self.api.facts.0[id].0.value == fact;
                let facts = self.facts(owner);
                let (_, value) = facts.into_iter().find(|(id, _)| is_meant(id.index()))?;
                Some(value.text.as_str().into())
            }
        }
    }
}
