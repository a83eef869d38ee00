//! Matches a body that is plain JSON, and whose members are in the order of the envelope, as servers write
//! them. The result is that of `serde_json`, in less time. Any other body is left to it.

use std::borrow::Cow;

use super::cursor::Cursor;
use super::key::is_extensions;
use super::{Path, ShapeMatcher, WireValue};
use crate::{Member, Node, Slot};

impl<'b> ShapeMatcher<'_, 'b> {
    /// Matches the part of a body at the cursor. Returns `false` if the part rules out the envelope, and
    /// `None` if the body has to be parsed otherwise.
    pub(super) fn plain(mut self, cursor: &mut Cursor<'b>) -> Option<bool> {
        match self.node {
            Node::Object(members) => self.plain_object(members, members.iter().any(is_extensions), cursor),
            Node::List(_) | Node::Each(_) => None,
            Node::Slot(Slot::Params | Slot::Extensions)
            | Node::SlotAsText(Slot::Params | Slot::Extensions) => {
                self.parsed.count_specific();
                self.plain_object(&[], true, cursor)
            }
            node if self.is_raw(node) => Some(self.json(cursor.raw_scalar()?)),
            _ => Some(self.scalar(cursor.scalar()?)),
        }
    }

    /// Matches an object. If it is open, members that the envelope doesn't define are params.
    fn plain_object(
        &mut self,
        members: &'static [Member<'static>],
        is_open: bool,
        cursor: &mut Cursor<'b>,
    ) -> Option<bool> {
        cursor.expect(b'{')?;
        let (mut next, mut is_first) = (0, true);
        while let Some(key) = cursor.next_key(is_first)? {
            is_first = false;
            let is_it = |member: &Member<'_>| member.name == key && !is_extensions(member);
            let skipped = members[next..].iter().position(is_it);
            let Some(at) = skipped.map(|skipped| next + skipped) else {
                if !is_open || members[..next].iter().any(is_it) {
                    return None;
                }
                let json = cursor.raw_scalar()?;
                self.parsed.members.push((Cow::Borrowed(key), WireValue::Json(Cow::Borrowed(json))));
                continue;
            };
            if !members[next..at].iter().all(may_be_missing) {
                return None;
            }
            let member = &members[at];
            let path = Path::Member(self.path, member.name);
            if !self.below(&member.value, member.optional, &path).plain(cursor)? {
                return Some(false);
            }
            next = at + 1;
        }
        members[next..].iter().all(may_be_missing).then_some(true)
    }
}

fn may_be_missing(member: &Member<'_>) -> bool {
    member.optional || is_extensions(member)
}

#[cfg(test)]
mod tests;
