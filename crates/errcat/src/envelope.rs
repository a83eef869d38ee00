//! The shape of an API's error bodies, as data.
//!
//! Servers write bodies from this description, clients parse them with it, and the docs show them. Like
//! [`Param`], it borrows its data, so that the generator can use the encoder too.

use crate::Param;

pub(crate) mod format;

pub use self::format::BodyFormat;

/// The shape of an error body.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Envelope<'a> {
    /// The name: `http`.
    pub name: &'a str,
    /// The content type: `application/json`.
    pub content_type: &'a str,
    /// The root of the body. If the content type isn't JSON, a [`Node::Text`] is the whole body, and an
    /// absent value in it is empty.
    pub body: Node<'a>,
    /// The facts by which a client identifies the error, in the body or in [`Envelope::headers`].
    pub identify_by: &'a [Identity<'a>],
    /// The headers of every response with this envelope.
    pub headers: &'a [EnvelopeHeader<'a>],
    /// The fields that the server provides rather than the error: `request_id`.
    pub context: &'a [Param<'a>],
    /// The envelope of errors that the catalog doesn't have, if this one is a case of it. No error of the
    /// catalog has that one.
    pub general: Option<&'a Envelope<'a>>,
    /// The keys that vary. Only [`general`](Self::general) envelopes have some, because they are only read.
    pub key_patterns: &'a [KeyPattern<'a>],
}

/// A key that varies, such as `{table}Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPattern<'a> {
    /// The name of the [`Member`].
    pub name: &'a str,
    /// The text that keys start with.
    pub start: &'a str,
    /// The text that keys end with: `Error`.
    pub end: &'a str,
}

impl Envelope<'_> {
    /// An envelope whose body is `null`.
    pub const EMPTY: Self = Self {
        name: "",
        content_type: "application/json",
        body: Node::Null,
        identify_by: &[],
        headers: &[],
        context: &[],
        general: None,
        key_patterns: &[],
    };

    /// Problem details (RFC 9457). `type` is the URL of the error's page, `detail` its message. `instance`
    /// identifies the single occurrence; the server may provide it. The params are extension members.
    ///
    /// ```json
    /// {
    ///   "type": "https://errors.example.com/kakunin/agent_not_found/",
    ///   "title": "Agent not found",
    ///   "status": 404,
    ///   "detail": "No agent has the ID agt_1",
    ///   "instance": "/v1/agents/agt_1",
    ///   "agent_id": "agt_1"
    /// }
    /// ```
    ///
    /// A client identifies the error by `type` (section 3.1.1), and by the status if `type` is `about:blank`.
    pub const PROBLEM: Envelope<'static> = Envelope {
        name: "problem",
        content_type: "application/problem+json",
        body: Node::Object(&[
            Member { name: "type", value: Node::Slot(Slot::Type), optional: true },
            Member { name: "title", value: Node::Slot(Slot::Title), optional: true },
            Member { name: "status", value: Node::Slot(Slot::Status), optional: true },
            Member { name: "detail", value: Node::Slot(Slot::Message), optional: true },
            Member { name: "instance", value: Node::Slot(Slot::Context("instance")), optional: true },
            Member { name: "", value: Node::Slot(Slot::Extensions), optional: true },
        ]),
        identify_by: &[Identity::Type, Identity::Status],
        headers: &[],
        context: &[Param {
            name: "instance",
            wire: "instance",
            doc: "The URI of this occurrence of the problem",
            example: "\"/v1/agents/agt_1\"",
            ..Param::EMPTY
        }],
        general: None,
        key_patterns: &[],
    };
}

#[cfg(feature = "json")]
impl<'a> Envelope<'a> {
    /// Returns the text that is the whole body, and its format. `None` if the body is JSON.
    pub(crate) fn text(&self) -> Option<(BodyFormat, &'a [BodyPiece<'a>])> {
        let Node::Text(pieces) = self.body else { return None };
        let format = BodyFormat::of(self.content_type);
        (format != BodyFormat::Json).then_some((format, pieces))
    }

    /// Returns `true` if a body of this shape contains a public param. `in_message` specifies whether the
    /// message contains it.
    pub(crate) fn carries(&self, param: &Param<'_>, in_message: bool) -> bool {
        self.body.carries(param, in_message)
    }
}

#[cfg(feature = "json")]
impl Node<'_> {
    fn carries(&self, param: &Param<'_>, in_message: bool) -> bool {
        match self {
            Self::Slot(slot) => slot.carries(param, in_message),
            Self::SlotAsText(slot) => slot.carries_text(param, in_message),
            Self::Text(pieces) => pieces.iter().any(|piece| match piece {
                BodyPiece::Text(_) => false,
                BodyPiece::Slot(slot) => slot.carries_text(param, in_message),
            }),
            Self::List(nodes) => nodes.iter().any(|node| node.carries(param, in_message)),
            Self::Each(item) => item.carries(param, in_message),
            Self::Object(members) => members.iter().any(|member| {
                let is_extension = member.value.slot() == Some(Slot::Extensions);
                let is_taken = is_extension && members.iter().any(|other| other.name == param.wire);
                !is_taken && member.value.carries(param, in_message)
            }),
            Self::Null | Self::Boolean(_) | Self::Integer(_) | Self::Number(_) | Self::String(_) => false,
        }
    }
}

#[cfg(feature = "json")]
impl Slot<'_> {
    fn carries_text(&self, param: &Param<'_>, in_message: bool) -> bool {
        param.ty.is_read_from_text() && self.carries(param, in_message)
    }

    fn carries(&self, param: &Param<'_>, in_message: bool) -> bool {
        match self {
            Self::Message => in_message,
            Self::Params | Self::Extensions => param.in_body,
            Self::Param(name) => *name == param.name,
            Self::Code
            | Self::CodeNumber
            | Self::Title
            | Self::Status
            | Self::DocsUrl
            | Self::Type
            | Self::Context(_)
            | Self::Fact(_)
            | Self::Constant(_) => false,
        }
    }
}

/// A header of every response with an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvelopeHeader<'a> {
    /// The name: `X-Amzn-ErrorType`.
    pub name: &'a str,
    /// The value. The header is omitted if any of its slots is absent.
    pub value: &'a [BodyPiece<'a>],
}

/// A fact that identifies an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Identity<'a> {
    /// The HTTP status.
    Status,
    /// The code.
    Code,
    /// The title.
    Title,
    /// The message.
    Message,
    /// The URL of the error's page, as written by [`Slot::Type`] or [`Slot::DocsUrl`].
    Type,
    /// The table that the error is in, as written by [`Constant::Table`].
    Table,
    /// A fact of the error, by name.
    Fact(&'a str),
}

/// A value in a body.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any number.
    Number(f64),
    /// A text without slots.
    String(&'a str),
    /// A list.
    List(&'a [Node<'a>]),
    /// A list of errors, with the shape of an item: see
    /// [`CatalogError::others`](crate::CatalogError::others).
    Each(&'a Node<'a>),
    /// An object. Members are written in this order.
    Object(&'a [Member<'a>]),
    /// A slot that is the whole value and keeps its type.
    Slot(Slot<'a>),
    /// A slot that is the whole value, written as a string: the status as `"404"`. An object of params has
    /// only strings as values.
    SlotAsText(Slot<'a>),
    /// A text with slots.
    Text(&'a [BodyPiece<'a>]),
}

#[cfg(feature = "json")]
impl<'a> Node<'a> {
    /// Returns the shape of an item, if the body contains a list of errors.
    pub(crate) fn each(&self) -> Option<&'a Node<'a>> {
        match *self {
            Self::Each(item) => Some(item),
            Self::List(nodes) => nodes.iter().find_map(Node::each),
            Self::Object(members) => members.iter().find_map(|member| member.value.each()),
            _ => None,
        }
    }

    /// Returns the slot, if it is the whole value.
    pub(crate) const fn slot(&self) -> Option<Slot<'a>> {
        match self {
            Self::Slot(slot) | Self::SlotAsText(slot) => Some(*slot),
            _ => None,
        }
    }
}

/// A member of an object in a body.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member<'a> {
    /// The member's key.
    pub name: &'a str,
    /// The member's value.
    pub value: Node<'a>,
    /// `true` if the member is omitted when it is empty: an absent value, [`Slot::Params`] without params, or
    /// an object whose members are all omitted.
    pub optional: bool,
}

/// A piece of a text in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyPiece<'a> {
    /// Literal text.
    Text(&'a str),
    /// A slot, written as text like the params of a message.
    Slot(Slot<'a>),
}

/// A placeholder in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot<'a> {
    /// The code.
    Code,
    /// The code of an API whose codes are integers, as a number.
    CodeNumber,
    /// The title.
    Title,
    /// The message, with its params filled in.
    Message,
    /// The HTTP status, as a number.
    Status,
    /// The URL of the error's page.
    DocsUrl,
    /// The URL of the error's page, or [`ABOUT_BLANK`] if it has none.
    Type,
    /// An object with the public params that are [`in_body`](Param::in_body) and not absent.
    Params,
    /// The members of [`Slot::Params`], written into the surrounding object. The name of the [`Member`] that
    /// holds this slot is ignored. A param with the name of another member is omitted.
    Extensions,
    /// A field of [`Envelope::context`].
    Context(&'a str),
    /// A public param.
    Param(&'a str),
    /// A fact of the error. Absent if the error doesn't have it.
    Fact(&'a str),
    /// A part of the catalog's entry. It is the same in every response of an error.
    Constant(Constant),
}

/// A part of the catalog's entry that a body can contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Constant {
    /// `true` if the same request may succeed later. Absent if the catalog doesn't define it.
    Retryable,
    /// The severity: `critical`.
    Severity,
    /// The more general code that the error is a kind of.
    Kind,
    /// The advice in one line of Markdown.
    Answer,
    /// The meaning, in Markdown.
    Meaning,
    /// The list of causes, each one line of Markdown.
    Causes,
    /// The list of fixes, each one line of Markdown.
    Fixes,
    /// The table that defines the error.
    Table,
    /// The API that the error belongs to.
    Api,
}

/// The value of a [`Constant`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConstantValue<'a> {
    /// No value.
    Absent,
    /// A text.
    Text(&'a str),
    /// `true` or `false`.
    Boolean(bool),
    /// Several texts. As text, they are separated by line breaks.
    List(&'a [&'a str]),
}

/// The problem type of an error that says no more than its status (RFC 9457, section 4.2.1).
pub const ABOUT_BLANK: &str = "about:blank";
