//! Mistakes in a derive are reported at their location.

/// `TRYBUILD=overwrite` updates the expected messages.
#[test]
fn mistakes_are_reported_at_their_location() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
