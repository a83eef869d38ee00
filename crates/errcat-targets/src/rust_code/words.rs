//! Names that generated crates share.

use std::borrow::Cow;

use errcat_catalog::model::{Audience, ParamType};

use crate::settings::Settings;

/// Returns the name of a generated crate: the last part of its folder.
pub fn crate_name(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap_or(folder)
}

/// Returns a generated crate's name in Rust code.
pub(crate) fn library_name(folder: &str) -> String {
    crate_name(folder).replace('-', "_")
}

/// Returns the path of generated Rust in the code that uses it: `api_errors` or `crate::errors`.
pub(crate) fn root_path(settings: &Settings) -> String {
    settings.rust_module().map_or_else(|| library_name(&settings.rust), |module| module.path)
}

/// The rustfmt settings of generated crates.
pub(crate) const RUSTFMT: &str =
    "# The width of generated code.\nmax_width = 89\nuse_small_heuristics = \"Max\"\n";

/// Returns a `ParamType`. It has the same name in the runtime and in the derive.
pub(crate) fn param_type(ty: &ParamType) -> Cow<'static, str> {
    match ty {
        ParamType::String | ParamType::Enum(_) => "ParamType::String",
        ParamType::Integer => "ParamType::Integer",
        ParamType::Number => "ParamType::Number",
        ParamType::Boolean => "ParamType::Boolean",
        ParamType::DurationSeconds => "ParamType::DurationSeconds",
        ParamType::DurationMilliseconds => "ParamType::DurationMilliseconds",
        ParamType::TimestampRfc3339 => "ParamType::TimestampRfc3339",
        ParamType::TimestampSeconds => "ParamType::TimestampSeconds",
        ParamType::TimestampMilliseconds => "ParamType::TimestampMilliseconds",
        ParamType::Json => "ParamType::Json",
        ParamType::Rust(_) => "ParamType::Rust",
        ParamType::List(item) => return format!("ParamType::List(&{})", param_type(item)).into(),
        ParamType::Map(item) => return format!("ParamType::Map(&{})", param_type(item)).into(),
    }
    .into()
}

/// Returns the variant of `Audience`. It has the same name in the runtime and in the derive.
pub(crate) fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "Public",
        Audience::Internal => "Internal",
        Audience::Secret => "Secret",
    }
}
