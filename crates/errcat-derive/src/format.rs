//! The version of the format of generated code: see `format` in the crate `errcat`, which has the same
//! version.

/// The version of the code that the derive generates.
pub const FORMAT: u32 = 1;

/// Reports a generated table of codes that has another format. Expands to nothing otherwise.
#[doc(hidden)]
#[macro_export]
macro_rules! check_format {
    (1) => {};
    // Add each version here that the next one replaces. There has never been a version 0.
    (0) => {
        $crate::check_format!(@differ "0", "run `errcat gen` of a newer errcat");
    };
    (@differ $format:literal, $fix:literal) => {
        ::core::compile_error!(::core::concat!(
            "this code was generated for format ", $format,
            ", but this version of `errcat-derive` implements format 1: ", $fix
        ));
    };
    ($newer:literal) => {
        $crate::check_format!(@differ $newer, "run `cargo update -p errcat-derive`");
    };
}
