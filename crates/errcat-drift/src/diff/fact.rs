//! The results of the comparing functions: changes without a subject and a location.

use super::{Change, ChangeLocation, Effect, Part, Subject};

/// A change without its subject and location.
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

    /// Returns a fact with both values if they differ. A missing value is shown as `none`.
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

    pub(super) fn into_change(self, api: &str, subject: Subject, location: ChangeLocation) -> Change {
        let Fact { part, message, before, after, effect, is_announced } = self;
        Change { api: api.to_owned(), subject, part, message, before, after, effect, is_announced, location }
    }
}

/// Returns a list as a value, such as `404, 410`, or `None` if it is empty.
pub(super) fn join<T: ToString>(items: impl IntoIterator<Item = T>) -> Option<String> {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    (!items.is_empty()).then(|| items.join(", "))
}
