//! The derive's view of a catalog: a static that the generator writes into a proc-macro crate.
//!
//! It only contains what the checks need. The texts are in the crate that the derived code uses.

/// A catalog: every API, with its codes and their params.
#[derive(Debug, Clone, Copy)]
pub struct Catalog {
    /// The name of the crate that the derived code uses: `api_errors`.
    pub krate: &'static str,
    /// The catalog's APIs.
    pub apis: &'static [Api],
}

/// An API of the catalog.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// The name of the API and of its module in the crate: `kakunin`.
    pub name: &'static str,
    /// All codes, including retired ones.
    pub codes: &'static [Code],
}

/// A code of an API.
#[derive(Debug, Clone, Copy)]
pub struct Code {
    /// The code: `agent_not_found`, or `table/CODE` if several errors have it.
    pub code: &'static str,
    /// The variant of the API's `Code` enum: `AgentNotFound`.
    pub variant: &'static str,
    /// The params, in the order of the entry's params.
    pub params: &'static [Param],
    /// The operations that declare the code: `POST /v1/agents/{id}/certify`. Empty if any operation can
    /// return it.
    pub operations: &'static [&'static str],
    /// The reason why the code should no longer be used. The compiler warns about it, because the variant is
    /// `#[deprecated]`.
    pub deprecated: Option<&'static str>,
    /// The reason why the code can no longer be used. `None` if it isn't retired.
    pub retired: Option<&'static str>,
    /// The code that replaces this one.
    pub successor: Option<&'static str>,
}

impl Code {
    /// A code with no data.
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
    /// The name of the param, and of the field that fills it.
    pub name: &'static str,
    /// The type of the value.
    pub ty: ParamType,
    /// The audience that may see the value.
    pub audience: Audience,
    /// `true` if the value may be absent.
    pub optional: bool,
    /// `true` if the message contains the param.
    pub in_message: bool,
}

impl Param {
    /// Returns `true` if an error must have a value for the param. Without one, the message would have a gap
    /// or the body would lack a member.
    pub(crate) fn is_required(&self) -> bool {
        !self.optional && (self.in_message || self.audience == Audience::Public)
    }
}

/// The type of a param, as in `errcat`.
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
    /// Returns the name of the marker type in `errcat::field` for fields of this type.
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

    /// Returns a Rust type for such a field, as an example in messages.
    pub(crate) fn example_type(self) -> &'static str {
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

/// The audience that may see a param, as in `errcat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Audience {
    Public,
    Internal,
    Secret,
}
