//! Words that generated crates share.

use errcat_catalog::model::{Audience, ParamType};

/// The name of the generated crate: the last part of its folder.
pub(crate) fn crate_name(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap_or(folder)
}

/// The generated crate's name in Rust code.
pub(crate) fn library_name(folder: &str) -> String {
    crate_name(folder).replace('-', "_")
}

/// rustfmt's settings for generated crates.
pub(crate) const RUSTFMT: &str =
    "# The width of generated code.\nmax_width = 89\nuse_small_heuristics = \"Max\"\n";

/// The variant of `ParamType`, which the runtime and the derive have under the same names.
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

/// The variant of `Audience`, likewise.
pub(crate) fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "Public",
        Audience::Internal => "Internal",
        Audience::Secret => "Secret",
    }
}
