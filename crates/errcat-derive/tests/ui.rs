//! Compiler messages for mistakes in a derive.

/// `TRYBUILD=overwrite` updates the expected messages.
#[test]
fn mistakes_are_reported_at_their_location() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
