//! What an error carries besides its code.

/// A value that an error, or an envelope's context, carries: everything about it but the value.
///
/// It borrows, so that the generator, whose catalog isn't static, can use the encoders of this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param<'a> {
    /// `retry_after`: also the Rust field.
    pub name: &'a str,
    /// What it holds.
    pub ty: ParamType,
    /// Its name in the object that an envelope's `{params}` becomes.
    pub wire: &'a str,
    /// Whether that object has it; otherwise the message or another place of the body does.
    pub in_body: bool,
    /// Who may see it.
    pub audience: Audience,
    /// Whether it may be absent.
    pub optional: bool,
    /// What it is, Markdown, a line.
    pub doc: &'a str,
    /// An example as JSON text, as the wire has it.
    pub example: &'a str,
}

impl Param<'_> {
    /// A public text without a name.
    pub const EMPTY: Self = Self {
        name: "",
        ty: ParamType::String,
        wire: "",
        in_body: false,
        audience: Audience::Public,
        optional: false,
        doc: "",
        example: "null",
    };

    /// Whether it may leave the process.
    pub(crate) fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }
}

/// What a param holds, and how the wire writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParamType {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A length of time, on the wire a number of seconds.
    DurationSeconds,
    /// A length of time, on the wire a number of milliseconds.
    DurationMilliseconds,
    /// A point in time, on the wire a text: `2024-01-15T10:30:00.000Z`.
    TimestampRfc3339,
    /// A point in time, on the wire the seconds since 1970: `1642252800`.
    TimestampSeconds,
    /// A point in time, on the wire the milliseconds since 1970: `1716040800000`.
    TimestampMilliseconds,
    /// Any JSON.
    Json,
    /// A type of Rust's, on the wire its `Display`.
    Rust,
}

/// Who may see a param.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody.
    Public,
    /// The operators: logs, never a body or a header.
    Internal,
    /// Nobody: where its value would be, there is [`SECRET`].
    Secret,
}

/// What is shown in place of a secret.
pub const SECRET: &str = "[secret]";
