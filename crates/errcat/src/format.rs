//! The version of the format of generated code. Generated code states the version that it was generated for,
//! and this crate the version that it implements.
//!
//! It increases when generated code needs something that older versions of this crate don't have, or when
//! this crate drops or changes what older generated code uses.

/// The version that this crate implements.
pub const FORMAT: u32 = 1;

/// Reports generated code of another format, and how to update it. Expands to nothing otherwise.
///
/// A macro, because only a macro can show numbers in an error of the compiler, and is expanded before the
/// other errors that another format causes. It costs no time: nothing is left of it.
///
/// The derive calls it as `check_format!(derive 1)`, because its code is updated by updating the derive.
#[doc(hidden)]
#[macro_export]
macro_rules! check_format {
    (1) => {};
    (derive 1) => {};
    // Add each version here that the next one replaces. There has never been a version 0.
    (0) => {
        $crate::check_format!(@differ "this code was generated", "0", "run `errcat gen` of a newer errcat");
    };
    (derive 0) => {
        $crate::check_format!(@differ "`errcat-derive` generates code", "0", "run `cargo update -p errcat-derive`");
    };
    (derive $newer:literal) => {
        $crate::check_format!(@differ "`errcat-derive` generates code", $newer, "run `cargo update -p errcat`");
    };
    (@differ $code:literal, $format:literal, $fix:literal) => {
        ::core::compile_error!(::core::concat!(
            $code, " for format ", $format, ", but this version of `errcat` implements format 1: ", $fix
        ));
    };
    ($newer:literal) => {
        $crate::check_format!(@differ "this code was generated", $newer, "run `cargo update -p errcat`");
    };
}
