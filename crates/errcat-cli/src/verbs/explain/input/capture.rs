//! Matches messages with texts, and captures the values of their params.

use errcat_catalog::model::{Piece, Template};

use super::Values;

/// Returns the values if a text is the message.
pub(super) fn whole(message: &Template, text: &str) -> Option<Values> {
    let (mut values, mut rest, mut open) = (Values::new(), text, None);
    for (at, piece) in message.pieces.iter().enumerate() {
        let literal = match piece {
            Piece::Param(param) => {
                // Nothing separates two params, so the first one is empty.
                open = Some(param.index());
                continue;
            }
            Piece::Text(literal) => literal.as_str(),
        };
        let is_last = at + 1 == message.pieces.len();
        let start = match open {
            None => rest.starts_with(literal).then_some(0),
            Some(_) if is_last => rest.strip_suffix(literal).map(str::len),
            Some(_) => rest.find(literal),
        }?;
        values.extend(open.take().map(|param| (param, rest[..start].to_owned())));
        rest = &rest[start + literal.len()..];
    }
    match open {
        Some(param) => drop(values.insert(param, rest.to_owned())),
        None if !rest.is_empty() => return None,
        None => {}
    }
    Some(values)
}

/// The minimum length of the literal text of a truncated message. A shorter start fits many messages.
const MIN_TRUNCATED_BYTES: usize = 10;

/// Returns the values if a text is the start of the message, followed by an ellipsis.
pub(super) fn truncated(message: &Template, text: &str) -> Option<Values> {
    let text = text.trim_end();
    let mut rest = text.strip_suffix('…').or_else(|| text.strip_suffix("..."))?.trim_end();
    let (mut values, mut open, mut length) = (Values::new(), None, 0);
    for piece in &message.pieces {
        let literal = match piece {
            Piece::Param(param) => {
                open = Some(param.index());
                continue;
            }
            Piece::Text(literal) => literal.as_str(),
        };
        let start = match open {
            None => rest.starts_with(literal).then_some(0),
            Some(_) => rest.find(literal),
        };
        let Some(start) = start else {
            // The text ends in this literal, or before it.
            let shared = shared_bytes(rest, literal);
            let value = &rest[..rest.len() - shared];
            match open {
                Some(param) => drop(values.insert(param, value.to_owned())),
                None if !value.is_empty() => return None,
                None => {}
            }
            return (length + shared >= MIN_TRUNCATED_BYTES).then_some(values);
        };
        values.extend(open.take().map(|param| (param, rest[..start].to_owned())));
        rest = &rest[start + literal.len()..];
        length += literal.len();
    }
    let is_whole = rest.is_empty() || open.is_some();
    values.extend(open.map(|param| (param, rest.to_owned())));
    (is_whole && length >= MIN_TRUNCATED_BYTES).then_some(values)
}

/// Returns the length of the longest end of a text that is the start of a literal.
fn shared_bytes(text: &str, literal: &str) -> usize {
    let ends = (0..=literal.len()).rev().filter(|end| literal.is_char_boundary(*end));
    ends.into_iter().find(|end| text.ends_with(&literal[..*end])).unwrap_or(0)
}

/// Returns the position of the message in a line, and its values. `None` if the line doesn't contain the
/// message. A value before the first literal is the word in front of it, and one after the last literal the
/// rest of the line.
pub(super) fn in_line(message: &Template, line: &str) -> Option<(usize, Values)> {
    let first = message.pieces.iter().position(|piece| matches!(piece, Piece::Text(_)))?;
    let Piece::Text(literal) = &message.pieces[first] else { return None };
    line.match_indices(literal.as_str()).find_map(|(at, _)| {
        let mut values = from_literal(&message.pieces[first..], &line[at..])?;
        if let Some(Piece::Param(param)) = first.checked_sub(1).map(|before| &message.pieces[before]) {
            let word = line[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
            values.insert(param.index(), word.trim_start_matches(['"', '\'', '(', '[']).to_owned());
        }
        Some((at, values))
    })
}

/// Returns the values of pieces that begin with a literal, at which the text begins.
fn from_literal(pieces: &[Piece], text: &str) -> Option<Values> {
    let (mut values, mut rest, mut open) = (Values::new(), text, None);
    for piece in pieces {
        match piece {
            Piece::Param(param) => open = Some(param.index()),
            Piece::Text(literal) => {
                let start = if open.is_some() { rest.find(literal.as_str())? } else { 0 };
                values.extend(open.take().map(|param| (param, rest[..start].to_owned())));
                rest = &rest[start + literal.len()..];
            }
        }
    }
    values.extend(open.map(|param| (param, rest.trim_end().to_owned())));
    Some(values)
}

#[cfg(test)]
mod tests {
    use errcat_catalog::model::{Id, Piece, Template};

    use super::{Values, in_line, truncated, whole};

    /// Parses `{0} is {1}`.
    fn message(text: &str) -> Template {
        let pieces = text.split_inclusive('}').flat_map(|part| {
            let (literal, param) = part.split_once('{').unwrap_or((part, ""));
            let literal = (!literal.is_empty()).then(|| Piece::Text(literal.to_owned()));
            let param = param.trim_end_matches('}').parse().ok().map(|param| Piece::Param(Id::new(param)));
            literal.into_iter().chain(param)
        });
        Template { text: text.to_owned(), pieces: pieces.collect() }
    }

    fn values(expected: &[&str]) -> Values {
        expected.iter().enumerate().map(|(at, value)| (at, (*value).to_owned())).collect()
    }

    #[test]
    fn whole_texts_match() {
        for (template, text, expected) in [
            ("It is late", "It is late", &[][..]),
            ("{0} is {1}", "the door is open", &["the door", "open"]),
            ("Only {0} of {1} left.", "Only 3 of 9 left. left.", &["3", "9 left."]),
            ("{0}", "anything", &["anything"]),
        ] {
            assert_eq!(whole(&message(template), text), Some(values(expected)), "{text}");
        }
        for (template, text) in
            [("It is late", "It is late!"), ("Only {0} left", "All 3 left"), ("a {0} b", "a b")]
        {
            assert_eq!(whole(&message(template), text), None, "{text}");
        }
    }

    #[test]
    fn truncated_texts_match() {
        let template = message("Your balance ({0}) is insufficient for {1}. Please pay.");
        for (text, expected) in [
            ("Your balance ($5.00) is insuffi…", &["$5.00"][..]),
            ("Your balance ($5.00) is insufficient for this...", &["$5.00", "this"]),
            ("Your balance ($5.0…", &["$5.0"]),
            ("Your bala…", &[]),
        ] {
            let expected = (!expected.is_empty()).then(|| values(expected));
            assert_eq!(truncated(&template, text), expected, "{text}");
        }
        assert_eq!(truncated(&template, "Their balance ($5.00) is insufficient…"), None);
        assert_eq!(truncated(&template, "Your balance"), None);
    }

    #[test]
    fn lines_contain_messages() {
        for (template, line, at, expected) in [
            (
                "Table '{0}.{1}' doesn't exist",
                "ERROR 1146 (42S02): Table 'shop.orders' doesn't exist",
                20,
                &["shop", "orders"][..],
            ),
            ("{0} is out of stock", "WARN A-1 is out of stock (again)", 8, &["A-1"]),
            ("Waited for {0}", "12:00 Waited for 3 s\n", 6, &["3 s"]),
        ] {
            assert_eq!(in_line(&message(template), line), Some((at, values(expected))), "{line}");
        }
        assert_eq!(in_line(&message("Table '{0}' is full"), "Table 'a' doesn't exist"), None);
    }
}
