//! The catalog's data about an error.

use crate::{Constant, ConstantValue, Envelope, Fact, FactValue, Header, Message, Param, Retry, StatusRange};

/// The catalog's data about an error: static data, on which everything else in this crate is based.
///
/// Generated code starts from [`Entry::EMPTY`], so that new fields don't break it:
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
    /// The code as sent on the wire: `agent_not_found`.
    pub code: &'static str,
    /// The unique name in the API if several errors have the code, such as `authorization/NOT_ENABLED`: see
    /// [`Entry::id`].
    pub id: Option<&'static str>,
    /// The code as the name of a Rust variant: `AgentNotFound`.
    pub name: &'static str,
    /// The API that the error belongs to: `kakunin`.
    pub api: &'static str,
    /// The table that defines the error: `certify`.
    pub table: &'static str,
    /// The title, a few words: `Agent not found`.
    pub title: &'static str,
    /// The HTTP statuses that the error is sent with. Empty if it is never a response, such as an exception
    /// of an SDK.
    pub statuses: &'static [u16],
    /// The range that the status is in, if the catalog lists no number: see [`CatalogError::with_status`].
    ///
    /// [`CatalogError::with_status`]: crate::CatalogError::with_status
    pub status_range: Option<StatusRange>,
    /// The constants that the error has in addition to its code.
    pub facts: &'static [Fact],
    /// The message for clients.
    pub message: Message<'static>,
    /// The message for logs, if it differs from the message for clients.
    pub log: Option<Message<'static>>,
    /// The advice in one line of Markdown. Empty if the catalog doesn't define it.
    pub answer: &'static str,
    /// The meaning, in Markdown. Empty if the catalog doesn't define it.
    pub meaning: &'static str,
    /// The causes, each one line of Markdown.
    pub causes: &'static [&'static str],
    /// The fixes, each one line of Markdown.
    pub fixes: &'static [&'static str],
    /// Further notes, in Markdown.
    pub notes: &'static [&'static str],
    /// Security notes, in Markdown.
    pub security: &'static [&'static str],
    /// The severity, if the catalog defines it.
    pub severity: Option<Severity>,
    /// The params of the error. Values are passed in this order.
    pub params: &'static [Param<'static>],
    /// The headers of the error's response.
    pub headers: &'static [Header],
    /// The retry behavior that clients should follow.
    pub retry: Retry,
    /// The shape of the error's body, or `None` if the error is never sent as a body.
    pub envelope: Option<&'static Envelope<'static>>,
    /// The more general code that this error is a kind of: `not_found`.
    pub kind: Option<&'static str>,
    /// The [`id`](Entry::id) of the kind, if it isn't the code.
    pub kind_id: Option<&'static str>,
    /// The operations that return the error: `POST /v1/agents/{id}/certify`. Empty if any operation can.
    pub operations: &'static [&'static str],
    /// The places in the source code that raise the error: `core/auth.py:143-146`.
    pub sources: &'static [&'static str],
    /// The team or person responsible for the error.
    pub owner: Option<&'static str>,
    /// The release that introduced the error.
    pub since: Option<&'static str>,
    /// The reason why the error should no longer be used. `None` if it isn't deprecated.
    pub deprecated: Option<&'static str>,
    /// The reason why the error is no longer used. `None` if it isn't retired.
    pub retired: Option<&'static str>,
    /// The code that replaces this one.
    pub successor: Option<&'static str>,
    /// Former codes of the error.
    pub aliases: &'static [&'static str],
    /// The URL of the error's page.
    pub docs_url: Option<&'static str>,
    /// The body of the error's responses with the first status, if it depends on the other fields alone.
    /// [`Entries`](crate::Entries) sets it with the features `axum` and `actix`, so that servers don't encode
    /// it again. A copy of an entry with other data must set it to `None`.
    pub constant_body: Option<&'static str>,
}

impl Entry {
    /// An entry with no data.
    pub const EMPTY: Self = Self {
        code: "",
        id: None,
        name: "",
        api: "",
        table: "",
        title: "",
        statuses: &[],
        status_range: None,
        facts: &[],
        message: Message(&[]),
        log: None,
        answer: "",
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
        kind_id: None,
        operations: &[],
        sources: &[],
        owner: None,
        since: None,
        deprecated: None,
        retired: None,
        successor: None,
        aliases: &[],
        docs_url: None,
        constant_body: None,
    };

    /// Returns the name that is unique in the API: the code, or `table/CODE` if several errors have the code.
    pub const fn id(&self) -> &'static str {
        match self.id {
            Some(id) => id,
            None => self.code,
        }
    }

    /// Returns `true` if the error can be sent with a status.
    pub fn has_status(&self, status: u16) -> bool {
        self.statuses.contains(&status) || self.status_range.is_some_and(|range| range.contains(status))
    }

    /// Returns the HTTP status that the error is sent with: the first, if the catalog lists several. `None`
    /// if it is never a response, or if the status is only known to be in a range.
    pub const fn status(&self) -> Option<u16> {
        match self.statuses {
            [first, ..] => Some(*first),
            [] => None,
        }
    }

    /// Returns the value of a fact, or `None` if the error doesn't have it.
    ///
    /// Generated codes have a method for each fact, which returns its type.
    pub fn fact(&self, name: &str) -> Option<FactValue> {
        self.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value)
    }

    /// Returns the exit code of a command-line tool that ends with this error: the fact `exit_code`, or 1 if
    /// the error doesn't have it, or if it isn't between 1 and 255.
    pub fn exit_code(&self) -> u8 {
        let declared = self.fact("exit_code").and_then(FactValue::as_i64);
        declared.and_then(|code| u8::try_from(code).ok()).filter(|code| *code != 0).unwrap_or(1)
    }

    /// Returns the value of a part of the entry, as bodies contain it.
    pub fn constant(&self, constant: Constant) -> ConstantValue<'static> {
        let text = |text: Option<&'static str>| text.map_or(ConstantValue::Absent, ConstantValue::Text);
        match constant {
            Constant::Retryable => match self.retry {
                Retry::Unspecified => ConstantValue::Absent,
                Retry::Never => ConstantValue::Boolean(false),
                Retry::Later(_) => ConstantValue::Boolean(true),
            },
            Constant::Severity => text(self.severity.map(Severity::as_str)),
            Constant::Kind => text(self.kind),
            Constant::Answer => text(Some(self.answer).filter(|answer| !answer.is_empty())),
            Constant::Meaning => text(Some(self.meaning).filter(|meaning| !meaning.is_empty())),
            Constant::Causes => ConstantValue::List(self.causes),
            Constant::Fixes => ConstantValue::List(self.fixes),
            Constant::Table => text(Some(self.table)),
            Constant::Api => text(Some(self.api)),
        }
    }
}

/// Returns [`Entry::EMPTY`].
impl Default for Entry {
    fn default() -> Self {
        Self::EMPTY
    }
}

/// The severity of an error. A greater severity is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// An informational event: nothing is wrong.
    Info,
    /// The request succeeded, but operators should investigate.
    Warning,
    /// The request failed.
    Error,
    /// Operators must act immediately.
    Critical,
}

impl Severity {
    /// Returns the name that the catalog uses: `critical`.
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
    fn status_is_the_first_of_several() {
        let several = Entry { statuses: &[502, 503], ..Entry::EMPTY };
        assert_eq!(several.status(), Some(502));
        assert_eq!(Entry::EMPTY.status(), None);
    }

    #[test]
    fn values_have_one_type() {
        let entry = Entry {
            facts: &[
                Fact { name: "errno", value: FactValue::Integer(1146) },
                Fact { name: "sqlstate", value: FactValue::Text("42S02") },
            ],
            ..Entry::EMPTY
        };
        assert_eq!(entry.fact("errno").and_then(FactValue::as_i64), Some(1146));
        assert_eq!(entry.fact("errno").and_then(FactValue::as_f64), Some(1146.0));
        assert_eq!(entry.fact("errno").and_then(FactValue::as_str), None);
        assert_eq!(entry.fact("sqlstate").map(|value| value.to_string()), Some("42S02".to_owned()));
        assert_eq!(entry.fact("grpc"), None);
        assert_eq!(FactValue::Boolean(true).as_bool(), Some(true));
    }

    #[test]
    fn exit_code_is_a_fact_that_a_process_can_return() {
        fn exit_code(value: FactValue) -> u8 {
            Entry { facts: vec![Fact { name: "exit_code", value }].leak(), ..Entry::EMPTY }.exit_code()
        }
        assert_eq!(exit_code(FactValue::Integer(3)), 3);
        assert_eq!(exit_code(FactValue::Integer(255)), 255);
        assert_eq!(Entry::EMPTY.exit_code(), 1);
        for other in
            [FactValue::Integer(0), FactValue::Integer(256), FactValue::Integer(-1), FactValue::Text("3")]
        {
            assert_eq!(exit_code(other), 1, "{other}");
        }
    }

    #[test]
    fn constants_are_parts_of_the_entry() {
        let entry = Entry {
            api: "shop",
            retry: Retry::Never,
            severity: Some(Severity::Error),
            answer: "Wait",
            fixes: &["Wait", "Ask"],
            ..Entry::EMPTY
        };
        assert_eq!(entry.constant(Constant::Api), ConstantValue::Text("shop"));
        assert_eq!(entry.constant(Constant::Retryable), ConstantValue::Boolean(false));
        assert_eq!(entry.constant(Constant::Severity), ConstantValue::Text("error"));
        assert_eq!(entry.constant(Constant::Answer), ConstantValue::Text("Wait"));
        assert_eq!(entry.constant(Constant::Fixes), ConstantValue::List(&["Wait", "Ask"]));
        assert_eq!(entry.constant(Constant::Causes), ConstantValue::List(&[]));
        assert_eq!(entry.constant(Constant::Meaning), ConstantValue::Absent);
        assert_eq!(Entry::EMPTY.constant(Constant::Retryable), ConstantValue::Absent);
    }

    #[test]
    fn severities_are_ordered() {
        assert!(Severity::Critical > Severity::Error && Severity::Warning > Severity::Info);
        assert_eq!(Severity::Critical.as_str(), "critical");
    }
}
