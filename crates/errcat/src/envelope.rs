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
    /// An object of the public params that are [`in_body`](Param::in_body) and not absent.
    Params,
    /// A field of [`Envelope::context`].
    Context(&'a str),
    /// A public param.
    Param(&'a str),
}
