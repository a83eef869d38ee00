//! Message templates and filled messages.
//!
//! A template is a static list of pieces, so filling it in needs no parsing at run time and no allocation.

use std::fmt;

use crate::param::SECRET;
use crate::{Audience, Param, Value};

/// A message template with slots for params: `Your balance ({balance}) is insufficient`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Message<'a>(pub &'a [Piece<'a>]);

/// A piece of a [`Message`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Literal text.
    Text(&'a str),
    /// The value of a param, as an index into [`Entry::params`](crate::Entry::params).
    Param(u8),
}

impl<'a> Message<'a> {
    /// Returns the message with its params filled in. `values` are in the order of `params`.
    ///
    /// Values are written as by [`Value::text`], missing values like absent ones, and secrets as [`SECRET`].
    pub fn with(self, params: &'a [Param<'a>], values: &'a [Value<'a>]) -> FilledMessage<'a> {
        FilledMessage { message: self, params, values, for_clients: false }
    }

    /// Returns the message for clients. Like [`Message::with`], except that params that aren't public are
    /// hidden: internal ones are written like absent values, secrets as [`SECRET`]. The generator rejects
    /// catalogs that show such params in a message, but this function doesn't rely on it.
    pub fn for_clients(self, params: &'a [Param<'a>], values: &'a [Value<'a>]) -> FilledMessage<'a> {
        FilledMessage { message: self, params, values, for_clients: true }
    }

    /// Returns the template in the catalog's syntax: params as `{name}`, braces doubled.
    pub fn template(self, params: &'a [Param<'a>]) -> MessageTemplate<'a> {
        MessageTemplate { message: self, params }
    }

    /// Returns the message if it has no params and so needs no filling in.
    pub fn whole(self) -> Option<&'a str> {
        match self.0 {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Returns `true` if the message contains the param at this index.
    pub(crate) fn mentions(self, param: usize) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Param(index) if usize::from(*index) == param))
    }
}

/// A message with its params filled in: see [`Message::with`].
#[derive(Debug, Clone, Copy)]
pub struct FilledMessage<'a> {
    message: Message<'a>,
    params: &'a [Param<'a>],
    values: &'a [Value<'a>],
    for_clients: bool,
}

impl<'a> FilledMessage<'a> {
    /// Returns `true` if the message consists of a single param that has no value. Bodies then omit the
    /// message if their envelope allows that; elsewhere it is written as `-`.
    pub fn is_absent(&self) -> bool {
        let [Piece::Param(index)] = self.message.0 else { return false };
        self.value(*index)
            .is_none_or(|(param, value)| value.is_absent() && param.audience != Audience::Secret)
    }

    /// Returns a param and its value; `None` if there is no such param.
    fn value(&self, index: u8) -> Option<(&'a Param<'a>, Value<'a>)> {
        let index = usize::from(index);
        let param = self.params.get(index)?;
        let is_hidden = self.for_clients && !param.is_public();
        let value = self.values.get(index).filter(|_| !is_hidden);
        Some((param, value.copied().unwrap_or(Value::Absent)))
    }
}

impl fmt::Display for FilledMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in self.message.0 {
            match *piece {
                Piece::Text(text) => f.write_str(text)?,
                Piece::Param(index) => {
                    if let Some((param, value)) = self.value(index) {
                        write_value(f, param, value)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Writes a value of a message or a log, hiding secrets.
pub(crate) fn write_value(f: &mut fmt::Formatter<'_>, param: &Param<'_>, value: Value<'_>) -> fmt::Result {
    match param.audience {
        Audience::Public | Audience::Internal => fmt::Display::fmt(&value.text(param.ty), f),
        Audience::Secret => f.write_str(SECRET),
    }
}

/// A template in the catalog's syntax: see [`Message::template`].
#[derive(Debug, Clone, Copy)]
pub struct MessageTemplate<'a> {
    message: Message<'a>,
    params: &'a [Param<'a>],
}

impl fmt::Display for MessageTemplate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in self.message.0 {
            match *piece {
                Piece::Text(text) => {
                    for run in text.split_inclusive(['{', '}']) {
                        f.write_str(run)?;
                        if let Some(brace @ ('{' | '}')) = run.chars().next_back() {
                            write!(f, "{brace}")?;
                        }
                    }
                }
                Piece::Param(index) => {
                    let name = self.params.get(usize::from(index)).map_or("", |param| param.name);
                    write!(f, "{{{name}}}")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::ParamType;

    const PARAMS: &[Param<'static>] = &[
        Param { name: "balance", ..Param::EMPTY },
        Param { name: "wait", ty: ParamType::DurationSeconds, ..Param::EMPTY },
        Param { name: "token", audience: Audience::Secret, ..Param::EMPTY },
    ];

    fn message() -> Message<'static> {
        Message(&[
            Piece::Param(0),
            Piece::Text(" is {low}, wait "),
            Piece::Param(1),
            Piece::Text(", "),
            Piece::Param(2),
        ])
    }

    #[test]
    fn params_are_filled_in_by_index() {
        let values = [Value::Text("$5"), Value::Duration(Duration::from_secs(2)), Value::Text("t0k3n")];
        let text = message().with(PARAMS, &values).to_string();
        assert_eq!(text, "$5 is {low}, wait 2, [secret]");
    }

    #[test]
    fn missing_values_are_written_as_absent() {
        assert_eq!(message().with(PARAMS, &[]).to_string(), "- is {low}, wait -, [secret]");
        assert_eq!(message().with(&[], &[]).to_string(), " is {low}, wait , ");
    }

    #[test]
    fn a_message_of_one_absent_param_is_absent() {
        let detail = Message(&[Piece::Param(0)]);
        assert!(detail.for_clients(PARAMS, &[]).is_absent());
        assert!(detail.for_clients(PARAMS, &[Value::Absent]).is_absent());
        assert!(!detail.for_clients(PARAMS, &[Value::Text("low")]).is_absent());
        assert!(!Message(&[Piece::Text("low")]).for_clients(PARAMS, &[]).is_absent());
        assert!(!message().for_clients(PARAMS, &[]).is_absent());
    }

    #[test]
    fn clients_only_see_public_values() {
        let params = [Param { audience: Audience::Internal, ..PARAMS[0] }, PARAMS[1], PARAMS[2]];
        let values = [Value::Text("$5"), Value::Duration(Duration::from_secs(2)), Value::Text("t0k3n")];
        let text = message().for_clients(&params, &values).to_string();
        assert_eq!(text, "- is {low}, wait 2, [secret]");
    }

    #[test]
    fn template_uses_the_catalogs_syntax() {
        let template = message().template(PARAMS).to_string();
        assert_eq!(template, "{balance} is {{low}}, wait {wait}, {token}");
    }

    #[test]
    fn mentions() {
        assert!(message().mentions(2) && !message().mentions(3));
    }
}
