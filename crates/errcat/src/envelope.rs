//! The shape of an API's error bodies, as data.
//!
//! One description for all who deal with a body: the server that writes it, the client that reads it, the
//! docs that show it. It borrows, like [`Param`], so that the generator can use the encoder too.

use crate::Param;

/// The shape of a body.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Envelope<'a> {
    /// `http`.
    pub name: &'a str,
    /// `application/json`.
    pub content_type: &'a str,
    /// The body.
    pub body: Node<'a>,
    /// What a client tells errors apart by.
    pub identify_by: &'a [Identity],
    /// What the server fills in, not the error: `request_id`.
    pub context: &'a [Param<'a>],
}

impl Envelope<'_> {
    /// An envelope whose body is `null`.
    pub const EMPTY: Self =
        Self { name: "", content_type: "application/json", body: Node::Null, identify_by: &[], context: &[] };

    /// Problem details, RFC 9457: `type` is the error's page, `detail` its message; `instance`, of which the
    /// server may tell, is the address of what went wrong this once; the params are extension members.
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
    /// A client goes by `type` (section 3.1.1), and by the status where that is `about:blank`.
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
        context: &[Param {
            name: "instance",
            wire: "instance",
            doc: "The address of what went wrong this once",
            example: "\"/v1/agents/agt_1\"",
            ..Param::EMPTY
        }],
    };
}

#[cfg(feature = "json")]
impl Envelope<'_> {
    /// Whether a body of this shape has a public param; `in_message`: its message has.
    pub(crate) fn carries(&self, param: &Param<'_>, in_message: bool) -> bool {
        self.body.carries(param, in_message)
    }
}

#[cfg(feature = "json")]
impl Node<'_> {
    fn carries(&self, param: &Param<'_>, in_message: bool) -> bool {
        match self {
            Self::Slot(slot) => slot.carries(param, in_message),
            Self::Text(pieces) => pieces.iter().any(|piece| match piece {
                BodyPiece::Text(_) => false,
                BodyPiece::Slot(slot) => slot.carries(param, in_message),
            }),
            Self::List(nodes) => nodes.iter().any(|node| node.carries(param, in_message)),
            Self::Object(members) => members.iter().any(|member| {
                let is_extension = member.value == Node::Slot(Slot::Extensions);
                let is_taken = is_extension && members.iter().any(|other| other.name == param.wire);
                !is_taken && member.value.carries(param, in_message)
            }),
            Self::Null | Self::Boolean(_) | Self::Integer(_) | Self::Number(_) | Self::String(_) => false,
        }
    }
}

#[cfg(feature = "json")]
impl Slot<'_> {
    fn carries(&self, param: &Param<'_>, in_message: bool) -> bool {
        match self {
            Self::Message => in_message,
            Self::Params | Self::Extensions => param.in_body,
            Self::Param(name) => *name == param.name,
            Self::Code | Self::Title | Self::Status | Self::DocsUrl | Self::Type | Self::Context(_) => false,
        }
    }
}

/// What tells errors apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The HTTP status.
    Status,
    /// The code.
    Code,
    /// The title.
    Title,
    /// The message.
    Message,
    /// The address of the error's page, as [`Slot::Type`] or [`Slot::DocsUrl`] writes it.
    Type,
}

/// A part of a body.
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
    /// A text without places.
    String(&'a str),
    /// A list.
    List(&'a [Node<'a>]),
    /// An object; its members are written in this order.
    Object(&'a [Member<'a>]),
    /// A place that is the whole value, and keeps its type.
    Slot(Slot<'a>),
    /// A text with places in it.
    Text(&'a [BodyPiece<'a>]),
}

/// A member of an object in a body.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member<'a> {
    /// Its key.
    pub name: &'a str,
    /// Its value.
    pub value: Node<'a>,
    /// Whether it is left out when it would be empty: an absent value, [`Slot::Params`] without any, or an
    /// object all of whose members are left out.
    pub optional: bool,
}

/// A piece of a text in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyPiece<'a> {
    /// As it is.
    Text(&'a str),
    /// Filled in, as a message's params are.
    Slot(Slot<'a>),
}

/// What fills a place in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot<'a> {
    /// The code.
    Code,
    /// The title.
    Title,
    /// The message, filled.
    Message,
    /// The HTTP status, a number.
    Status,
    /// The address of the error's page.
    DocsUrl,
    /// The address of the error's page, or [`ABOUT_BLANK`] where it has none.
    Type,
    /// An object of the public params that are [`in_body`](Param::in_body) and not absent.
    Params,
    /// The members of [`Slot::Params`], in the object around: of the [`Member`] whose value this is, the name
    /// isn't written. A param that has the name of another member there is left out.
    Extensions,
    /// A field of [`Envelope::context`].
    Context(&'a str),
    /// A public param.
    Param(&'a str),
}

/// The problem type of an error of which no more is said than its status (RFC 9457, section 4.2.1).
pub const ABOUT_BLANK: &str = "about:blank";
