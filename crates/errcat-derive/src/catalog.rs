//! What the derive knows about a catalog: a static that the generator writes into a proc-macro crate.
//!
//! Only what checking takes; texts are in the crate that the derived code uses.

/// A catalog: every API, with what its codes need.
#[derive(Debug, Clone, Copy)]
pub struct Catalog {
    /// The crate that the derived code uses: `api_errors`.
    pub krate: &'static str,
    /// Its APIs.
    pub apis: &'static [Api],
}

/// An API.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// Also a module of the crate: `kakunin`.
    pub name: &'static str,
    /// Every code, retired ones too.
    pub codes: &'static [Code],
}

/// A code.
#[derive(Debug, Clone, Copy)]
pub struct Code {
    /// As it is on the wire: `agent_not_found`.
    pub code: &'static str,
    /// The variant of the API's `Code` enum: `AgentNotFound`.
    pub variant: &'static str,
    /// In the order of its entry's params.
    pub params: &'static [Param],
    /// The operations that declare it: `POST /v1/agents/{id}/certify`. Empty: any may answer with it.
    pub operations: &'static [&'static str],
    /// Why it should no longer be used. The compiler warns, for the variant is `#[deprecated]`.
    pub deprecated: Option<&'static str>,
    /// Why it can no longer be used.
    pub retired: Option<&'static str>,
    /// The code to use instead.
    pub successor: Option<&'static str>,
}

impl Code {
    /// A code about which nothing is said.
    pub const EMPTY: Self = Self {
        code: "",
        variant: "",
        params: &[],
        operations: &[],
        deprecated: None,
        retired: None,
        successor: None,
    };
}

/// A param of a code.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Also the name of the field that fills it.
    pub name: &'static str,
    /// What it holds.
    pub ty: ParamType,
    /// Who may see it.
    pub audience: Audience,
    /// Whether it may be absent.
    pub optional: bool,
    /// Whether the message has it.
    pub in_message: bool,
}

impl Param {
    /// Whether an error can't do without: the message would have a gap, or the body lack a member.
    pub(crate) fn is_needed(&self) -> bool {
        !self.optional && (self.in_message || self.audience == Audience::Public)
    }
}

/// What a param holds, as in `errcat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ParamType {
    String,
    Integer,
    Number,
    Boolean,
    DurationSeconds,
    DurationMilliseconds,
    TimestampRfc3339,
    TimestampSeconds,
    TimestampMilliseconds,
    Json,
    Rust,
}

impl ParamType {
    /// The kind of field that fills it, a type in `errcat::field`.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::String | Self::Rust => "Text",
            Self::Integer => "Integer",
            Self::Number => "Number",
            Self::Boolean => "Boolean",
            Self::DurationSeconds | Self::DurationMilliseconds => "Duration",
            Self::TimestampRfc3339 | Self::TimestampSeconds | Self::TimestampMilliseconds => "Timestamp",
            Self::Json => "Json",
        }
    }

    /// What one would write as the type of such a field.
    pub(crate) fn example(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Integer => "i64",
            Self::Number => "f64",
            Self::Boolean => "bool",
            Self::DurationSeconds | Self::DurationMilliseconds => "Duration",
            Self::TimestampRfc3339 | Self::TimestampSeconds | Self::TimestampMilliseconds => "SystemTime",
            Self::Json => "Json",
            Self::Rust => "impl Display",
        }
    }
}

/// Who may see a param, as in `errcat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Audience {
    Public,
    Internal,
    Secret,
}
