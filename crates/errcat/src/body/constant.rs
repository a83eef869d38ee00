//! Bodies that are the same for every response, encoded once.

use super::Body;
use crate::{Entry, Envelope, Value, prose};

/// Returns the body of an entry's errors, or `None` if it depends on the values of params, on those of the
/// envelope's context fields, or on further errors, or if the envelope has headers, which are encoded with
/// it. Causes and fixes that mention a param count as if every envelope had them. The body lives as long as
/// the process, like the entry.
pub(crate) fn constant(entry: &Entry) -> Option<&'static str> {
    let is_constant = |envelope: &&Envelope<'_>| {
        envelope.context.is_empty() && envelope.headers.is_empty() && envelope.body.each().is_none()
    };
    let envelope = entry.envelope.filter(is_constant)?;
    let message = entry.message.whole()?;
    let mut texts = entry.causes.iter().chain(entry.fixes);
    if entry.params.iter().any(|param| envelope.carries(param, false))
        || texts.any(|text| prose::mentions(text, entry.params))
    {
        return None;
    }
    let body = Body {
        envelope,
        code: entry.code,
        title: entry.title,
        status: entry.status(),
        docs_url: entry.docs_url,
        message: Value::Text(message),
        facts: &|name| entry.fact(name).map_or(Value::Absent, Value::from),
        constants: &|constant| entry.constant(constant),
        others: &[],
        params: &[],
        values: &[],
        context: &|_| Value::Absent,
    };
    Some(Box::leak(body.to_text().into_boxed_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Member, Message, Node, Param, Piece, Slot};

    const fn member(name: &'static str, slot: Slot<'static>) -> Member<'static> {
        Member { name, value: Node::Slot(slot), optional: true }
    }

    static ENVELOPE: Envelope<'static> = Envelope {
        body: Node::Object(&[
            member("error", Slot::Message),
            member("status", Slot::Status),
            member("details", Slot::Params),
        ]),
        ..Envelope::EMPTY
    };

    const ENTRY: Entry = Entry {
        statuses: &[404],
        message: Message(&[Piece::Text("Not found")]),
        envelope: Some(&ENVELOPE),
        ..Entry::EMPTY
    };

    #[test]
    fn body_without_values_is_constant() {
        let expected = Some(r#"{"error":"Not found","status":404}"#);
        assert_eq!(constant(&ENTRY), expected);
        let in_header_only = Entry { params: &[Param { name: "wait", ..Param::EMPTY }], ..ENTRY };
        assert_eq!(constant(&in_header_only), expected);
    }

    #[test]
    fn body_with_values_is_not_constant() {
        let in_details = Entry { params: &[Param { in_body: true, ..Param::EMPTY }], ..ENTRY };
        assert_eq!(constant(&in_details), None);
        let in_message = Entry { message: Message(&[Piece::Param(0)]), ..ENTRY };
        assert_eq!(constant(&in_message), None);
        let in_fix =
            Entry { params: &[Param { name: "id", ..Param::EMPTY }], fixes: &["Check {id}"], ..ENTRY };
        assert_eq!(constant(&in_fix), None);
        assert_eq!(constant(&Entry { envelope: Some(&Envelope::PROBLEM), ..ENTRY }), None, "context");
        assert_eq!(constant(&Entry { envelope: None, ..ENTRY }), None, "no body");
        static LIST: Envelope<'static> =
            Envelope { body: Node::Each(&Node::Slot(Slot::Code)), ..Envelope::EMPTY };
        assert_eq!(constant(&Entry { envelope: Some(&LIST), ..ENTRY }), None, "further errors");
    }
}
