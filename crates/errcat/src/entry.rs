//! What the catalog says about one error.

use crate::{Envelope, Header, Message, Param, Retry};

/// What the catalog says about one error: the static data that everything else reads.
///
/// Generated code builds it from [`Entry::EMPTY`], so that a field can be added here without a change
/// there:
///
/// ```
/// use errcat::{Entry, Message, Piece};
///
/// static AGENT_NOT_FOUND: Entry = Entry {
///     code: "agent_not_found",
///     name: "AgentNotFound",
///     statuses: &[404],
///     message: Message(&[Piece::Text("Agent not found")]),
///     ..Entry::EMPTY
/// };
/// assert_eq!(AGENT_NOT_FOUND.status(), Some(404));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// The code as it is on the wire: `agent_not_found`.
    pub code: &'static str,
    /// The code as a Rust variant: `AgentNotFound`.
    pub name: &'static str,
    /// The API that it belongs to: `kakunin`.
    pub api: &'static str,
    /// The table that defines it: `certify`.
    pub table: &'static str,
    /// A few words: `Agent not found`.
    pub title: &'static str,
    /// The HTTP statuses it is sent with. Empty where it is never a response: an SDK's exception.
    pub statuses: &'static [u16],
    /// What the client is told.
    pub message: Message<'static>,
    /// What the log is told, where that is more than the message.
    pub log: Option<Message<'static>>,
    /// What it means, Markdown. Empty where the catalog doesn't say.
    pub meaning: &'static str,
    /// Why it happens, Markdown, a line each.
    pub causes: &'static [&'static str],
    /// How to mend it, Markdown, a line each.
    pub fixes: &'static [&'static str],
    /// What else is worth knowing, Markdown.
    pub notes: &'static [&'static str],
    /// What to mind for security's sake, Markdown.
    pub security: &'static [&'static str],
    /// How bad it is, where the catalog says.
    pub severity: Option<Severity>,
    /// What it carries. Values are given in this order.
    pub params: &'static [Param<'static>],
    /// The headers of its response.
    pub headers: &'static [Header],
    /// Whether and how to try again.
    pub retry: Retry,
    /// The shape of its body; `None`: it is never a body.
    pub envelope: Option<&'static Envelope<'static>>,
    /// The code it is a kind of: `not_found`.
    pub kind: Option<&'static str>,
    /// The operations that answer with it: `POST /v1/agents/{id}/certify`. Empty: any may.
    pub operations: &'static [&'static str],
    /// Where it is raised: `core/auth.py:143-146`.
    pub sources: &'static [&'static str],
    /// Who answers for it.
    pub owner: Option<&'static str>,
    /// The release that brought it.
    pub since: Option<&'static str>,
    /// Why it should no longer be used.
    pub deprecated: Option<&'static str>,
    /// Why it is no longer used.
    pub retired: Option<&'static str>,
    /// The code to use instead.
    pub successor: Option<&'static str>,
    /// The codes it was known by.
    pub aliases: &'static [&'static str],
    /// Its page.
    pub docs_url: Option<&'static str>,
}

impl Entry {
    /// An entry that says nothing.
    pub const EMPTY: Self = Self {
        code: "",
        name: "",
        api: "",
        table: "",
        title: "",
        statuses: &[],
        message: Message(&[]),
        log: None,
        meaning: "",
        causes: &[],
        fixes: &[],
        notes: &[],
        security: &[],
        severity: None,
        params: &[],
        headers: &[],
        retry: Retry::Unspecified,
        envelope: None,
        kind: None,
        operations: &[],
        sources: &[],
        owner: None,
        since: None,
        deprecated: None,
        retired: None,
        successor: None,
        aliases: &[],
        docs_url: None,
    };

    /// The HTTP status it is sent with: the first, where the catalog has several.
    pub const fn status(&self) -> Option<u16> {
        match self.statuses {
            [first, ..] => Some(*first),
            [] => None,
        }
    }
}

/// [`Entry::EMPTY`].
impl Default for Entry {
    fn default() -> Self {
        Self::EMPTY
    }
}

/// How bad an error is; the greater, the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is wrong.
    Info,
    /// It works, but something should be looked at.
    Warning,
    /// The request failed.
    Error,
    /// Somebody should be woken.
    Critical,
}

impl Severity {
    /// As the catalog writes it: `critical`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Critical => "critical",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_is_the_first() {
        let several = Entry { statuses: &[502, 503], ..Entry::EMPTY };
        assert_eq!(several.status(), Some(502));
        assert_eq!(Entry::EMPTY.status(), None);
    }

    #[test]
    fn severities_are_ordered() {
        assert!(Severity::Critical > Severity::Error && Severity::Warning > Severity::Info);
        assert_eq!(Severity::Critical.as_str(), "critical");
    }
}
