//! A template backwards: from a filled text to what filled it.
//!
//! A value may contain what stands around it, so that a text can often be taken apart in several ways. The
//! first way is taken in which every part is what its place can hold, the leftmost ones being as short as
//! they can: filled again, it gives the same text. The time it takes is linear in the text, whatever that is.

use crate::owned::LONGEST_NUMBER;

/// A part of a template.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'a> {
    /// As it is.
    Text(&'a str),
    /// A place for any text: its number.
    Wide(usize),
    /// A place for a number, a date and the like, which isn't long: its number.
    Narrow(usize),
}

/// What fills the places of a template, by their numbers; `None` if the text isn't of this template.
///
/// `fits` tells whether a text can be in a place. A place that occurs twice has the same text twice.
pub(crate) fn unfill<'t>(
    parts: &[Part<'_>],
    text: &'t str,
    fits: &dyn Fn(usize, &str) -> bool,
) -> Option<Vec<(usize, &'t str)>> {
    // The text at the end first: otherwise a value that contains it would end there.
    let (parts, text) = match parts.split_last() {
        Some((Part::Text(last), rest)) => (rest, text.strip_suffix(last)?),
        _ => (parts, text),
    };
    let steps = text.len().saturating_mul(8).saturating_add(65_536);
    let mut search = Search { fits, found: Vec::new(), steps };
    matches!(search.rest(parts, text), Outcome::Found).then_some(search.found)
}

enum Outcome {
    Found,
    /// Not if it starts here.
    NotHere,
    /// Nor if it starts anywhere after.
    Never,
}

struct Search<'f, 't> {
    fits: &'f dyn Fn(usize, &str) -> bool,
    found: Vec<(usize, &'t str)>,
    /// How many bytes may still be looked at: a search that goes back too often is given up.
    steps: usize,
}

impl<'t> Search<'_, 't> {
    fn rest(&mut self, parts: &[Part<'_>], text: &'t str) -> Outcome {
        let Some((part, rest)) = parts.split_first() else {
            return if text.is_empty() { Outcome::Found } else { Outcome::NotHere };
        };
        let (place, is_narrow) = match *part {
            Part::Text(literal) => return self.literal(literal, rest, text),
            Part::Wide(place) => (place, false),
            Part::Narrow(place) => (place, true),
        };
        if let Some((_, known)) = self.found.iter().copied().find(|(known, _)| *known == place) {
            return if self.spend(known.len()) { self.literal(known, rest, text) } else { Outcome::Never };
        }
        match rest.first() {
            None => self.place(place, text, rest, ""),
            Some(Part::Text(literal)) if !literal.is_empty() => {
                self.until(place, is_narrow, literal, rest, text)
            }
            // One place after another: nothing tells where the first ends.
            _ => self.anywhere(place, is_narrow, rest, text),
        }
    }

    fn literal(&mut self, literal: &str, rest: &[Part<'_>], text: &'t str) -> Outcome {
        match text.strip_prefix(literal) {
            Some(text) => self.rest(rest, text),
            None => Outcome::NotHere,
        }
    }

    /// Tries `text` in a place, and the rest of the template on what comes after.
    fn place(&mut self, place: usize, text: &'t str, rest: &[Part<'_>], after: &'t str) -> Outcome {
        if !(self.fits)(place, text) {
            return Outcome::NotHere;
        }
        let known = self.found.len();
        self.found.push((place, text));
        let outcome = self.rest(rest, after);
        if !matches!(outcome, Outcome::Found) {
            self.found.truncate(known);
        }
        outcome
    }

    /// The place ends where the literal is.
    fn until(
        &mut self,
        place: usize,
        is_narrow: bool,
        literal: &str,
        rest: &[Part<'_>],
        text: &'t str,
    ) -> Outcome {
        let mut from = 0;
        loop {
            let reach = if is_narrow { (LONGEST_NUMBER + literal.len()).min(text.len()) } else { text.len() };
            let ahead = text.get(from..floor(text, reach)).unwrap_or("");
            let Some(at) = ahead.find(literal) else {
                // If it isn't there at all, it isn't in what comes later either.
                let has_steps = self.spend(ahead.len());
                let never = !has_steps || (!is_narrow && from == 0);
                return if never { Outcome::Never } else { Outcome::NotHere };
            };
            let end = from + at;
            match self.place(place, &text[..end], rest, &text[end..]) {
                Outcome::NotHere if self.spend(at + 1) => {}
                Outcome::NotHere => return Outcome::Never,
                outcome => return outcome,
            }
            from = end + text[end..].chars().next().map_or(1, char::len_utf8);
        }
    }

    /// The place ends anywhere: a number as late as it can, any other text as early.
    fn anywhere(&mut self, place: usize, is_narrow: bool, rest: &[Part<'_>], text: &'t str) -> Outcome {
        let mut end = if is_narrow { floor(text, LONGEST_NUMBER) } else { 0 };
        loop {
            match self.place(place, &text[..end], rest, &text[end..]) {
                Outcome::Found => return Outcome::Found,
                // The next try starts earlier, if this is a number.
                Outcome::Never if !is_narrow => return Outcome::Never,
                _ if !self.spend(if is_narrow { end + 1 } else { 1 }) => return Outcome::Never,
                _ => {}
            }
            end = match is_narrow {
                true if end == 0 => return Outcome::NotHere,
                true => floor(text, end - 1),
                false if end == text.len() => return Outcome::NotHere,
                false => ceil(text, end + 1),
            };
        }
    }

    /// Whether there were as many steps left.
    fn spend(&mut self, steps: usize) -> bool {
        let left = self.steps.checked_sub(steps);
        self.steps = left.unwrap_or(0);
        left.is_some()
    }
}

/// The nearest end of a character, not after `at`.
fn floor(text: &str, at: usize) -> usize {
    let is_end = |at: &usize| text.is_char_boundary(*at);
    (0..=at.min(text.len())).rev().find(is_end).unwrap_or(0)
}

/// The nearest end of a character, not before `at`.
fn ceil(text: &str, at: usize) -> usize {
    let is_end = |at: &usize| text.is_char_boundary(*at);
    (at..text.len()).find(is_end).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Part::{Narrow, Text, Wide};

    fn check(parts: &[Part<'_>], text: &str, expected: Option<&[&str]>) {
        let is_narrow = |at| parts.iter().any(|part| matches!(part, Narrow(narrow) if *narrow == at));
        let is_number = |text: &str| {
            (1..=LONGEST_NUMBER).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
        };
        let fits = |at, text: &str| !is_narrow(at) || is_number(text);
        let found = unfill(parts, text, &fits);
        let texts: Option<Vec<_>> = found.map(|found| found.iter().map(|(_, text)| *text).collect());
        assert_eq!(texts.as_deref(), expected, "{text:.60}");
    }

    #[test]
    fn texts_are_taken_apart() {
        let parts = [Text("Your balance ("), Wide(0), Text(") is less than ("), Wide(1), Text(").")];
        check(&parts, "Your balance ($5) is less than ($9).", Some(&["$5", "$9"]));
        check(&parts, "Your balance () is less than ().", Some(&["", ""]));
        check(&parts, "Your balance ($5) is less than ($9)", None);
        check(&parts, "our balance ($5) is less than ($9).", None);
        check(&[], "", Some(&[]));
        check(&[], "a", None);
        check(&[Text("a")], "a", Some(&[]));
        check(&[Text("a")], "aa", None);
        check(&[Wide(0)], "é", Some(&["é"]));
    }

    #[test]
    fn values_may_contain_what_is_around_them() {
        let parts = [Text("("), Wide(0), Text(") is ("), Wide(1), Text(").")];
        check(&parts, "(a).) is (b).).", Some(&["a).", "b)."]));
        check(&parts, "(() is () is (b).", Some(&["(", ") is (b"]));
        check(&[Text("a"), Wide(0), Text("a")], "aaa", Some(&["a"]));
        check(&[Text("a"), Wide(0), Text("a")], "a", None);
    }

    #[test]
    fn numbers_decide_where_a_text_ends() {
        let parts = [Wide(0), Text(" of "), Narrow(1), Text(" of "), Wide(2)];
        check(&parts, "a of b of 7 of c of 8 of d", Some(&["a of b", "7", "c of 8 of d"]));
        check(&parts, "a of b of c", None);
        let parts = [Narrow(0), Wide(1)];
        check(&parts, "15ms", Some(&["15", "ms"]));
        check(&parts, "ms", None);
        check(&[Wide(0), Narrow(1)], "ms15", Some(&["ms", "15"]));
        check(&[Wide(0), Wide(1)], "ab", Some(&["", "ab"]));
    }

    #[test]
    fn the_same_place_has_the_same_text() {
        let parts = [Wide(0), Text(" is not "), Wide(0)];
        check(&parts, "a is not a", Some(&["a"]));
        check(&parts, "a is not b", None);
        check(&parts, "x is not x is not x is not x", Some(&["x is not x"]));
        let parts = [Wide(0), Text("-"), Wide(1), Text(" "), Wide(1)];
        check(&parts, "a-b-c c", Some(&["a-b", "c"]));
    }

    #[test]
    fn a_search_ends_soon() {
        let hostile = " x ".repeat(100_000) + " y " + &"never z ".repeat(100_000);
        let parts = [Wide(0), Text(" x "), Wide(1), Text(" y "), Narrow(2), Text(" z "), Wide(3), Text("!")];
        let text = hostile.clone() + "!";
        let start = std::time::Instant::now();
        check(&parts, &text, None);
        check(&[Wide(0), Wide(1), Wide(2), Narrow(3)], &hostile, None);
        check(&[Narrow(0), Narrow(1), Narrow(2), Narrow(3), Text("!")], &("1".repeat(100_000) + "!"), None);
        check(&[Wide(0), Text(" "), Wide(0)], &"a ".repeat(500_000), None);
        assert!(start.elapsed() < std::time::Duration::from_secs(5));
    }
}
