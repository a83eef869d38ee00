//! Tests that the error catalog, the generated files and the code that raises the errors agree.

#[test]
fn errors_are_in_sync() {
    errcat_test::assert_in_sync();
}
