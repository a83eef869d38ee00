//! Message templates, and what they become.
//!
//! A template is static pieces, so that filling one is a loop over them: no parsing at run time and no
//! allocation.

use std::fmt;

use crate::param::SECRET;
use crate::{Audience, Param, Value};

/// A message with places for params: `Your balance ({balance}) is insufficient`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Message<'a>(pub &'a [Piece<'a>]);

/// A piece of a [`Message`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it is.
    Text(&'a str),
    /// The value of a param: its index into [`Entry::params`](crate::Entry::params).
    Param(u8),
}

impl<'a> Message<'a> {
    /// The message with its params filled in: `values`, in the order of `params`.
    ///
    /// A value is written as [`Value::text`] says, a missing one as an absent one, and a secret as
    /// [`SECRET`].
    pub fn with(self, params: &'a [Param<'a>], values: &'a [Value<'a>]) -> FilledMessage<'a> {
        FilledMessage { message: self, params, values, for_clients: false }
    }

    /// The message for whoever is outside of the process: as [`Message::with`], but of a param that isn't
    /// public no more is told than that it is there. A catalog that says otherwise is refused when it is
    /// checked; this holds for any.
    pub fn for_clients(self, params: &'a [Param<'a>], values: &'a [Value<'a>]) -> FilledMessage<'a> {
        FilledMessage { message: self, params, values, for_clients: true }
    }

    /// The template, as the catalog has it: params as `{name}`, braces doubled.
    pub fn template(self, params: &'a [Param<'a>]) -> MessageTemplate<'a> {
        MessageTemplate { message: self, params }
    }

    /// The message, if it is one text without params: it needs no filling.
    pub fn whole(self) -> Option<&'a str> {
        match self.0 {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether the param of this index is in it.
    pub(crate) fn mentions(self, param: usize) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Param(index) if usize::from(*index) == param))
    }
}

/// A message for reading: see [`Message::with`].
#[derive(Debug, Clone, Copy)]
pub struct FilledMessage<'a> {
    message: Message<'a>,
    params: &'a [Param<'a>],
    values: &'a [Value<'a>],
    for_clients: bool,
}

impl fmt::Display for FilledMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in self.message.0 {
            match *piece {
                Piece::Text(text) => f.write_str(text)?,
                Piece::Param(index) => {
                    let index = usize::from(index);
                    let Some(param) = self.params.get(index) else {
                        continue;
                    };
                    let hidden = self.for_clients && !param.is_public();
                    let value = self.values.get(index).filter(|_| !hidden);
                    write_value(f, param, value.copied().unwrap_or(Value::Absent))?;
                }
            }
        }
        Ok(())
    }
}

/// Writes a value for whoever reads a message or a log, unless nobody may.
pub(crate) fn write_value(f: &mut fmt::Formatter<'_>, param: &Param<'_>, value: Value<'_>) -> fmt::Result {
    match param.audience {
        Audience::Public | Audience::Internal => fmt::Display::fmt(&value.text(param.ty), f),
        Audience::Secret => f.write_str(SECRET),
    }
}

/// A message's template: see [`Message::template`].
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
    fn is_filled_by_index() {
        let values = [Value::Text("$5"), Value::Duration(Duration::from_secs(2)), Value::Text("t0k3n")];
        let text = message().with(PARAMS, &values).to_string();
        assert_eq!(text, "$5 is {low}, wait 2, [secret]");
    }

    #[test]
    fn missing_values_are_absent() {
        assert_eq!(message().with(PARAMS, &[]).to_string(), "- is {low}, wait -, [secret]");
        assert_eq!(message().with(&[], &[]).to_string(), " is {low}, wait , ");
    }

    #[test]
    fn clients_see_public_values_only() {
        let params = [Param { audience: Audience::Internal, ..PARAMS[0] }, PARAMS[1], PARAMS[2]];
        let values = [Value::Text("$5"), Value::Duration(Duration::from_secs(2)), Value::Text("t0k3n")];
        let text = message().for_clients(&params, &values).to_string();
        assert_eq!(text, "- is {low}, wait 2, [secret]");
    }

    #[test]
    fn the_template_is_what_the_catalog_says() {
        let template = message().template(PARAMS).to_string();
        assert_eq!(template, "{balance} is {{low}}, wait {wait}, {token}");
    }

    #[test]
    fn mentions() {
        assert!(message().mentions(2) && !message().mentions(3));
    }
}
