//! Template matching: extracts the values from a filled template.
//!
//! A value may contain the text around it, so a text can often be split in several ways. The result is the
//! first split in which every value fits its slot and the leftmost values are as short as possible. Filling
//! the template again gives the same text. The running time is linear in the length of any text.

use memchr::memmem;

use crate::owned::MAX_NUMBER_LENGTH;

/// A part of a template.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TemplatePart<'a> {
    /// Literal text.
    Text(&'a str),
    /// A slot for any text, by its number.
    Wide(usize),
    /// A slot for a short text, such as a number or a date, by its number.
    Narrow(usize),
}

/// Returns the texts that fill the slots of a template, by slot number, or `None` if the text doesn't match
/// the template.
///
/// `fits` returns `true` if a slot can hold a text. A slot that occurs twice must have the same text twice.
pub(crate) fn extract<'t>(
    parts: &[TemplatePart<'_>],
    text: &'t str,
    fits: &dyn Fn(usize, &str) -> bool,
) -> Option<Vec<(usize, &'t str)>> {
    // Strips the literal at the end first. Otherwise, a value that contains this literal would end there.
    let (parts, text) = match parts.split_last() {
        Some((TemplatePart::Text(last), rest)) => (rest, text.strip_suffix(last)?),
        _ => (parts, text),
    };
    let steps = text.len().saturating_mul(8).saturating_add(65_536);
    let mut search = Matcher { fits, found: Vec::with_capacity(parts.len()), steps };
    matches!(search.match_parts(parts, text), Outcome::Found).then_some(search.found)
}

enum Outcome {
    Found,
    /// No match from this position.
    NotHere,
    /// No match from this or any later position.
    NotHereOrLater,
}

struct Matcher<'f, 't> {
    fits: &'f dyn Fn(usize, &str) -> bool,
    found: Vec<(usize, &'t str)>,
    /// The number of bytes that may still be compared. A search that backtracks too often is given up.
    steps: usize,
}

impl<'t> Matcher<'_, 't> {
    fn match_parts(&mut self, parts: &[TemplatePart<'_>], text: &'t str) -> Outcome {
        let Some((part, rest)) = parts.split_first() else {
            return if text.is_empty() { Outcome::Found } else { Outcome::NotHere };
        };
        let (slot, is_narrow) = match *part {
            TemplatePart::Text(literal) => return self.match_literal(literal, rest, text),
            TemplatePart::Wide(slot) => (slot, false),
            TemplatePart::Narrow(slot) => (slot, true),
        };
        if let Some((_, known)) = self.found.iter().copied().find(|(known, _)| *known == slot) {
            return if self.spend(known.len()) {
                self.match_literal(known, rest, text)
            } else {
                Outcome::NotHereOrLater
            };
        }
        match rest.first() {
            None => self.try_slot(slot, text, rest, ""),
            Some(TemplatePart::Text(literal)) if !literal.is_empty() => {
                self.match_until(slot, is_narrow, literal, rest, text)
            }
            // Two adjacent slots: no literal marks the end of the first.
            _ => self.match_anywhere(slot, is_narrow, rest, text),
        }
    }

    fn match_literal(&mut self, literal: &str, rest: &[TemplatePart<'_>], text: &'t str) -> Outcome {
        match text.strip_prefix(literal) {
            Some(text) => self.match_parts(rest, text),
            None => Outcome::NotHere,
        }
    }

    /// Tries `text` in a slot, and the rest of the template on the text `after` it.
    fn try_slot(&mut self, slot: usize, text: &'t str, rest: &[TemplatePart<'_>], after: &'t str) -> Outcome {
        if !(self.fits)(slot, text) {
            return Outcome::NotHere;
        }
        let known = self.found.len();
        self.found.push((slot, text));
        let outcome = self.match_parts(rest, after);
        if !matches!(outcome, Outcome::Found) {
            self.found.truncate(known);
        }
        outcome
    }

    /// Matches a slot that ends at a literal.
    fn match_until(
        &mut self,
        slot: usize,
        is_narrow: bool,
        literal: &str,
        rest: &[TemplatePart<'_>],
        text: &'t str,
    ) -> Outcome {
        let mut from = 0;
        loop {
            let reach =
                if is_narrow { (MAX_NUMBER_LENGTH + literal.len()).min(text.len()) } else { text.len() };
            let ahead = text.get(from..floor(text, reach)).unwrap_or("");
            let Some(at) = memmem::find(ahead.as_bytes(), literal.as_bytes()) else {
                // A literal that isn't in the text isn't in any later part of it.
                let has_steps = self.spend(ahead.len());
                let never = !has_steps || (!is_narrow && from == 0);
                return if never { Outcome::NotHereOrLater } else { Outcome::NotHere };
            };
            let end = from + at;
            match self.try_slot(slot, &text[..end], rest, &text[end..]) {
                Outcome::NotHere if self.spend(at + 1) => {}
                Outcome::NotHere => return Outcome::NotHereOrLater,
                outcome => return outcome,
            }
            from = end + text[end..].chars().next().map_or(1, char::len_utf8);
        }
    }

    /// Matches a slot that can end anywhere: a number as late as possible, any other text as early.
    fn match_anywhere(
        &mut self,
        slot: usize,
        is_narrow: bool,
        rest: &[TemplatePart<'_>],
        text: &'t str,
    ) -> Outcome {
        let mut end = if is_narrow { floor(text, MAX_NUMBER_LENGTH) } else { 0 };
        loop {
            match self.try_slot(slot, &text[..end], rest, &text[end..]) {
                Outcome::Found => return Outcome::Found,
                // The next try for a number starts earlier in the text.
                Outcome::NotHereOrLater if !is_narrow => return Outcome::NotHereOrLater,
                _ if !self.spend(if is_narrow { end + 1 } else { 1 }) => return Outcome::NotHereOrLater,
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

    /// Uses up steps. Returns `false` if there aren't enough left.
    fn spend(&mut self, steps: usize) -> bool {
        let left = self.steps.checked_sub(steps);
        self.steps = left.unwrap_or(0);
        left.is_some()
    }
}

/// Returns the nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let is_end = |at: &usize| text.is_char_boundary(*at);
    (0..=at.min(text.len())).rev().find(is_end).unwrap_or(0)
}

/// Returns the nearest character boundary at or after `at`.
fn ceil(text: &str, at: usize) -> usize {
    let is_end = |at: &usize| text.is_char_boundary(*at);
    (at..text.len()).find(is_end).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use TemplatePart::{Narrow, Text, Wide};

    fn check(parts: &[TemplatePart<'_>], text: &str, expected: Option<&[&str]>) {
        let is_narrow = |at| parts.iter().any(|part| matches!(part, Narrow(narrow) if *narrow == at));
        let is_number = |text: &str| {
            (1..=MAX_NUMBER_LENGTH).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
        };
        let fits = |at, text: &str| !is_narrow(at) || is_number(text);
        let found = extract(parts, text, &fits);
        let texts: Option<Vec<_>> = found.map(|found| found.iter().map(|(_, text)| *text).collect());
        assert_eq!(texts.as_deref(), expected, "{text:.60}");
    }

    #[test]
    fn values_are_extracted() {
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
    fn values_may_contain_the_surrounding_literals() {
        let parts = [Text("("), Wide(0), Text(") is ("), Wide(1), Text(").")];
        check(&parts, "(a).) is (b).).", Some(&["a).", "b)."]));
        check(&parts, "(() is () is (b).", Some(&["(", ") is (b"]));
        check(&[Text("a"), Wide(0), Text("a")], "aaa", Some(&["a"]));
        check(&[Text("a"), Wide(0), Text("a")], "a", None);
    }

    #[test]
    fn numbers_determine_where_a_text_ends() {
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
    fn repeated_slots_must_have_the_same_text() {
        let parts = [Wide(0), Text(" is not "), Wide(0)];
        check(&parts, "a is not a", Some(&["a"]));
        check(&parts, "a is not b", None);
        check(&parts, "x is not x is not x is not x", Some(&["x is not x"]));
        let parts = [Wide(0), Text("-"), Wide(1), Text(" "), Wide(1)];
        check(&parts, "a-b-c c", Some(&["a-b", "c"]));
    }

    #[test]
    fn hostile_texts_are_matched_in_linear_time() {
        let hostile = " x ".repeat(100_000) + " y " + &"never z ".repeat(100_000);
        let parts = [Wide(0), Text(" x "), Wide(1), Text(" y "), Narrow(2), Text(" z "), Wide(3), Text("!")];
        let text = hostile.clone() + "!";
        // Matching in quadratic time would take hours.
        check(&parts, &text, None);
        check(&[Wide(0), Wide(1), Wide(2), Narrow(3)], &hostile, None);
        check(&[Narrow(0), Narrow(1), Narrow(2), Narrow(3), Text("!")], &("1".repeat(100_000) + "!"), None);
        check(&[Wide(0), Text(" "), Wide(0)], &"a ".repeat(500_000), None);
    }
}
