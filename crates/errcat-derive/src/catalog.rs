//! The derive's view of a catalog: a static that the generator writes into a proc-macro crate, or the table
//! of a generated module.
//!
//! It only contains what the checks need. The texts are in the crate that the derived code uses.

use std::borrow::Cow;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

use crate::paths::Paths;

/// A catalog: every API, with its codes and their params.
#[derive(Debug, Clone, Copy)]
pub struct Catalog {
    /// The path of the generated code: `::api_errors` or `crate::errors`.
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
    /// A text with known values: the name of its type in the module `params` of the API.
    Enum(&'static str),
    List(&'static ParamType),
    Map(&'static ParamType),
}

impl ParamType {
    /// Parses a type: the name of a variant, after which a colon and an argument may follow, such as
    /// `List:Enum:Plan`. An item's type is leaked, like the table.
    pub(crate) fn parse(text: &'static str) -> Option<Self> {
        let (name, argument) = text.split_once(':').map_or((text, None), |(name, it)| (name, Some(it)));
        let item = || Self::parse(argument?).map(|item| &*Box::leak(Box::new(item)));
        Some(match name {
            "String" => Self::String,
            "Integer" => Self::Integer,
            "Number" => Self::Number,
            "Boolean" => Self::Boolean,
            "DurationSeconds" => Self::DurationSeconds,
            "DurationMilliseconds" => Self::DurationMilliseconds,
            "TimestampRfc3339" => Self::TimestampRfc3339,
            "TimestampSeconds" => Self::TimestampSeconds,
            "TimestampMilliseconds" => Self::TimestampMilliseconds,
            "Json" => Self::Json,
            "Rust" => Self::Rust,
            "Enum" => Self::Enum(argument?),
            "List" => Self::List(item()?),
            "Map" => Self::Map(item()?),
            _ => return None,
        })
    }

    /// Returns the path of the type that stands for fields of this type: a marker type in `errcat::field`, or
    /// the type of known values.
    pub(crate) fn kind(self, paths: &Paths) -> TokenStream {
        let Paths { errcat, params, .. } = paths;
        let name = match self {
            Self::String | Self::Rust => "Text",
            Self::Integer => "Integer",
            Self::Number => "Number",
            Self::Boolean => "Boolean",
            Self::DurationSeconds | Self::DurationMilliseconds => "Duration",
            Self::TimestampRfc3339 | Self::TimestampSeconds | Self::TimestampMilliseconds => "Timestamp",
            Self::Json => "Json",
            Self::Enum(name) => {
                let name = Ident::new(name, Span::call_site());
                return quote!(#params::#name);
            }
            Self::List(item) | Self::Map(item) => {
                let name = if let Self::List(_) = self { quote!(List) } else { quote!(Map) };
                let item = item.kind(paths);
                return quote!(#errcat::field::#name<#item>);
            }
        };
        let name = Ident::new(name, Span::call_site());
        quote!(#errcat::field::#name)
    }

    /// Returns a Rust type for such a field, as an example in messages.
    pub(crate) fn example_type(self) -> Cow<'static, str> {
        match self {
            Self::String => "String",
            Self::Integer => "i64",
            Self::Number => "f64",
            Self::Boolean => "bool",
            Self::DurationSeconds | Self::DurationMilliseconds => "Duration",
            Self::TimestampRfc3339 | Self::TimestampSeconds | Self::TimestampMilliseconds => "SystemTime",
            Self::Json => "Json",
            Self::Rust => "impl Display",
            Self::Enum(name) => name,
            Self::List(item) => return format!("Vec<{}>", item.example_type()).into(),
            Self::Map(item) => return format!("BTreeMap<String, {}>", item.example_type()).into(),
        }
        .into()
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

impl Audience {
    /// Returns the audience with the name of a variant.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "Public" => Self::Public,
            "Internal" => Self::Internal,
            "Secret" => Self::Secret,
            _ => return None,
        })
    }
}
