//! Recovers params from a message, by matching it against its template.

use crate::extract::{TemplatePart, extract};
use crate::owned::OwnedValue;
use crate::value::ABSENT;
use crate::{Entry, Piece};

/// The maximum number of parts of a short template.
const MAX_FEW_PARTS: usize = 12;

/// Returns the texts of an entry's params in a message, by param index, or `None` if the message isn't from
/// this entry's template.
pub(super) fn params<'t>(entry: &Entry, message: &'t str) -> Option<Vec<(usize, &'t str)>> {
    // The common case: a message without params.
    if let [Piece::Text(text)] = entry.message.0 {
        return (message == *text).then(Vec::new);
    }
    let fits = |index, text: &str| fits(entry, index, text);
    let mut parts = entry.message.0.iter().filter_map(|piece| part(entry, piece));
    // Short templates, which are nearly all, need no allocation.
    let (mut few, mut count) = ([TemplatePart::Text(""); MAX_FEW_PARTS], 0);
    if entry.message.0.len() > few.len() {
        return extract(&parts.collect::<Vec<_>>(), message, &fits);
    }
    for (slot, part) in few.iter_mut().zip(&mut parts) {
        (*slot, count) = (part, count + 1);
    }
    extract(&few[..count], message, &fits)
}

/// Parses a param's value from its text in a message.
pub(super) fn value(entry: &Entry, index: usize, text: &str) -> Option<OwnedValue> {
    let param = &entry.params[index];
    // `-` stands for an absent value. A required text may also be `-` itself.
    let is_absent = text == ABSENT && (param.optional || !param.ty.is_wide());
    if is_absent { None } else { OwnedValue::from_text(text, param.ty) }
}

/// Returns `true` if a body may omit an entry's message, because it consists of a single optional param.
pub(super) fn may_be_absent(entry: &Entry) -> bool {
    let [Piece::Param(index)] = entry.message.0 else { return false };
    entry.params.get(usize::from(*index)).is_some_and(|param| param.optional)
}

/// Returns the number of literal bytes in an entry's message. The more there are, the less likely a match is
/// a coincidence.
pub(super) fn literal_length(entry: &Entry) -> usize {
    let lengths = entry.message.0.iter().map(|piece| match piece {
        Piece::Text(text) => text.len(),
        Piece::Param(_) => 0,
    });
    lengths.sum()
}

fn part<'a>(entry: &Entry, piece: &Piece<'a>) -> Option<TemplatePart<'a>> {
    match piece {
        Piece::Text(text) => Some(TemplatePart::Text(text)),
        Piece::Param(index) => {
            let index = usize::from(*index);
            // An unknown param is skipped, as it is when the message is filled in.
            let param = entry.params.get(index)?;
            let is_wide = param.ty.is_wide() || !param.is_public();
            Some(if is_wide { TemplatePart::Wide(index) } else { TemplatePart::Narrow(index) })
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
    fn params_are_recovered() {
        let found = params(&ENTRY, "7 of 8 of 9 in 1.5s ([secret])").expect("a message of the entry");
        assert_eq!(found, [(0, "7"), (1, "8 of 9"), (2, "1.5"), (3, "[secret]")]);
        assert_eq!(value(&ENTRY, 0, "7"), Some(OwnedValue::Integer(7)));
        assert_eq!(value(&ENTRY, 2, "1.5"), Some(OwnedValue::Duration(Duration::from_millis(1_500))));
        assert_eq!(literal_length(&ENTRY), 12);
    }

    #[test]
    fn absent_values_have_no_value() {
        let found = params(&ENTRY, "- of - in -s (-)").expect("a message of the entry");
        assert!(found.iter().take(3).all(|(index, text)| value(&ENTRY, *index, text).is_none()));
    }

    #[test]
    fn other_messages_dont_match() {
        for text in ["", "x of 8 in 1.5s (-)", "7 of 8 in 1.5s", "7 of 8 in s (-)"] {
            assert_eq!(params(&ENTRY, text), None, "{text}");
        }
    }
}
