//! A change before anyone says of what: what the comparing functions give.

use super::{Change, Effect, Part, Place, Subject};

/// What changed of something.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub(super) part: Option<Part>,
    pub(super) message: &'static str,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) effect: Effect,
    pub(super) is_announced: bool,
}

impl Fact {
    pub(super) fn new(message: &'static str, effect: Effect) -> Self {
        Fact { part: None, message, before: None, after: None, effect, is_announced: false }
    }

    /// A fact if the two differ, with both: what wasn't there is `none`.
    pub(super) fn if_changed(
        message: &'static str,
        before: Option<&str>,
        after: Option<&str>,
        effect: impl FnOnce() -> Effect,
    ) -> Option<Self> {
        (before != after).then(|| {
            Fact::new(message, effect()).before(before.or(Some("none"))).after(after.or(Some("none")))
        })
    }

    pub(super) fn before(mut self, before: Option<impl Into<String>>) -> Self {
        self.before = before.map(Into::into);
        self
    }

    pub(super) fn after(mut self, after: Option<impl Into<String>>) -> Self {
        self.after = after.map(Into::into);
        self
    }

    pub(super) fn part(mut self, kind: &'static str, name: &str) -> Self {
        self.part = Some(Part { kind, name: name.to_owned() });
        self
    }

    pub(super) fn announced(mut self, is_announced: bool) -> Self {
        self.is_announced = is_announced;
        self
    }

    /// The change of a subject.
    pub(super) fn at(self, api: &str, subject: Subject, place: Place) -> Change {
        let Fact { part, message, before, after, effect, is_announced } = self;
        Change { api: api.to_owned(), subject, part, message, before, after, effect, is_announced, place }
    }
}

/// A list as a value: `404, 410`; nothing where it is empty.
pub(super) fn listed<T: ToString>(items: impl IntoIterator<Item = T>) -> Option<String> {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    (!items.is_empty()).then(|| items.join(", "))
}
