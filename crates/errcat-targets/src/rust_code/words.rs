//! Names that generated crates share.

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

/// Returns the variant of `ParamType`. It has the same name in the runtime and in the derive.
pub(crate) fn param_type(ty: &ParamType) -> &'static str {
    match ty {
        ParamType::String => "String",
        ParamType::Integer => "Integer",
        ParamType::Number => "Number",
        ParamType::Boolean => "Boolean",
        ParamType::DurationSeconds => "DurationSeconds",
        ParamType::DurationMilliseconds => "DurationMilliseconds",
        ParamType::TimestampRfc3339 => "TimestampRfc3339",
        ParamType::TimestampSeconds => "TimestampSeconds",
        ParamType::TimestampMilliseconds => "TimestampMilliseconds",
        ParamType::Json => "Json",
        ParamType::Rust(_) => "Rust",
    }
}

/// Returns the variant of `Audience`. It has the same name in the runtime and in the derive.
pub(crate) fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "Public",
        Audience::Internal => "Internal",
        Audience::Secret => "Secret",
    }
}
