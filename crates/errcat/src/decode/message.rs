//! A message backwards: from what a client was told to the params in it.

use crate::owned::OwnedValue;
use crate::unfill::{Part, unfill};
use crate::value::ABSENT;
use crate::{Entry, Piece};

/// The texts of an entry's params in a message, by their index; `None` if it isn't the entry's message.
pub(super) fn params<'t>(entry: &Entry, message: &'t str) -> Option<Vec<(usize, &'t str)>> {
    // Most have no params.
    if let [Piece::Text(text)] = entry.message.0 {
        return (message == *text).then(Vec::new);
    }
    let parts: Vec<_> = entry.message.0.iter().filter_map(|piece| part(entry, piece)).collect();
    unfill(&parts, message, &|index, text| fits(entry, index, text))
}

/// A param's value, out of its text in a message.
pub(super) fn value(entry: &Entry, index: usize, text: &str) -> Option<OwnedValue> {
    let param = &entry.params[index];
    // An absent one that isn't optional is missing, and no text either.
    let is_absent = text == ABSENT && (param.optional || !param.ty.is_wide());
    if is_absent { None } else { OwnedValue::from_text(text, param.ty) }
}

/// How many bytes of an entry's message are its own: the more there are, the less it is by chance that a text
/// fits.
pub(super) fn own_length(entry: &Entry) -> usize {
    let lengths = entry.message.0.iter().map(|piece| match piece {
        Piece::Text(text) => text.len(),
        Piece::Param(_) => 0,
    });
    lengths.sum()
}

fn part<'a>(entry: &Entry, piece: &Piece<'a>) -> Option<Part<'a>> {
    match piece {
        Piece::Text(text) => Some(Part::Text(text)),
        Piece::Param(index) => {
            let index = usize::from(*index);
            // As the message is filled: without it.
            let param = entry.params.get(index)?;
            let is_wide = param.ty.is_wide() || !param.is_public();
            Some(if is_wide { Part::Wide(index) } else { Part::Narrow(index) })
        }
    }
}

fn fits(entry: &Entry, index: usize, text: &str) -> bool {
    let param = &entry.params[index];
    let is_any = param.ty.is_wide() || !param.is_public() || text == ABSENT;
    is_any || OwnedValue::from_text(text, param.ty).is_some()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{Audience, Message, Param, ParamType};

    static ENTRY: Entry = Entry {
        message: Message(&[
            Piece::Param(0),
            Piece::Text(" of "),
            Piece::Param(1),
            Piece::Text(" in "),
            Piece::Param(2),
            Piece::Text("s ("),
            Piece::Param(3),
            Piece::Text(")"),
        ]),
        params: &[
            Param { name: "used", ty: ParamType::Integer, ..Param::EMPTY },
            Param { name: "what", optional: true, ..Param::EMPTY },
            Param { name: "wait", ty: ParamType::DurationSeconds, ..Param::EMPTY },
            Param { name: "token", audience: Audience::Secret, ..Param::EMPTY },
        ],
        ..Entry::EMPTY
    };

    #[test]
    fn params_come_back() {
        let found = params(&ENTRY, "7 of 8 of 9 in 1.5s ([secret])").expect("its message");
        assert_eq!(found, [(0, "7"), (1, "8 of 9"), (2, "1.5"), (3, "[secret]")]);
        assert_eq!(value(&ENTRY, 0, "7"), Some(OwnedValue::Integer(7)));
        assert_eq!(value(&ENTRY, 2, "1.5"), Some(OwnedValue::Duration(Duration::from_millis(1_500))));
        assert_eq!(own_length(&ENTRY), 12);
    }

    #[test]
    fn absent_ones_are_absent() {
        let found = params(&ENTRY, "- of - in -s (-)").expect("its message");
        assert!(found.iter().take(3).all(|(index, text)| value(&ENTRY, *index, text).is_none()));
    }

    #[test]
    fn another_message_is_none() {
        for text in ["", "x of 8 in 1.5s (-)", "7 of 8 in 1.5s", "7 of 8 in s (-)"] {
            assert_eq!(params(&ENTRY, text), None, "{text}");
        }
    }
}
