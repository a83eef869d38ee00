//! For any response, decoding returns a value that keeps the response, and never panics.
#![cfg(feature = "http")]

// Formatted by the settings of its own crate.
#[rustfmt::skip]
#[path = "../../errcat-cli/tests/mutation/mod.rs"]
mod mutation;
mod responses;

use proptest::prelude::*;

fn bodies() -> Vec<String> {
    responses::RESPONSES.iter().map(|(_, body)| body.clone()).collect()
}

proptest! {
    #![proptest_config(mutation::config(2_000))]

    #[test]
    fn decoding_mutated_responses_never_panics(
        (_, body) in mutation::mistaken(bodies()),
        status in any::<u16>(),
        headers in proptest::collection::vec(("[A-Za-z-]{1,16}|Retry-After|X-RateLimit-Reset", "\\PC{0,24}|-?[0-9]{1,24}"), 0..4),
    ) {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        responses::check(status, &headers, &body);
    }
}
