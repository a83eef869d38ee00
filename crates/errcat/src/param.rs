//! Params: the values that an error carries in addition to its code.

/// The description of a value that an error, or an envelope's context, carries. The value itself is a
/// [`Value`](crate::Value).
///
/// It borrows its data, because the generator, whose catalog isn't static, uses the encoders of this crate
/// too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param<'a> {
    /// The name, also of the Rust field: `retry_after`.
    pub name: &'a str,
    /// The type of the value.
    pub ty: ParamType,
    /// The known values of a text, or of the items of a list or map of texts; empty if it can be any.
    pub values: &'a [&'a str],
    /// The name in the object that an envelope's `{params}` expands to.
    pub wire: &'a str,
    /// `true` if that object contains the param. If `false`, the message or another part of the body does.
    pub in_body: bool,
    /// The audience that may see the value.
    pub audience: Audience,
    /// `true` if the value may be absent.
    pub optional: bool,
    /// The description, one line of Markdown.
    pub doc: &'a str,
    /// An example value, as JSON text in its wire form.
    pub example: &'a str,
}

impl Param<'_> {
    /// A public param of type `String`, without a name.
    pub const EMPTY: Self = Self {
        name: "",
        ty: ParamType::String,
        values: &[],
        wire: "",
        in_body: false,
        audience: Audience::Public,
        optional: false,
        doc: "",
        example: "null",
    };

    /// Returns `true` if the value may leave the process.
    pub(crate) fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }
}

/// The type of a param and its wire form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParamType {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number, possibly fractional.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A length of time, sent as a number of seconds.
    DurationSeconds,
    /// A length of time, sent as a number of milliseconds.
    DurationMilliseconds,
    /// A point in time, sent as text: `2024-01-15T10:30:00.000Z`.
    TimestampRfc3339,
    /// A point in time, sent as seconds since 1970: `1642252800`.
    TimestampSeconds,
    /// A point in time, sent as milliseconds since 1970: `1716040800000`.
    TimestampMilliseconds,
    /// Any JSON value.
    Json,
    /// A Rust type, sent as text, written with its `Display`.
    Rust,
    /// A list of values of a type, sent as a JSON array. In a text, `, ` separates the items.
    List(&'static ParamType),
    /// A map of texts to values of a type, sent as a JSON object. In a text, it is `a: 1, b: 2`.
    Map(&'static ParamType),
}

/// The audience that may see a param.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// All clients.
    Public,
    /// Operators only: in logs, never in a body or a header.
    Internal,
    /// Not shown at all: [`SECRET`] replaces the value.
    Secret,
}

/// The text that replaces a secret.
pub const SECRET: &str = "[secret]";
