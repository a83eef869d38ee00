//! Whatever a response holds: a value that keeps it, and never a panic.
#![cfg(feature = "http")]

// It is formatted where it lies, by other settings.
#[rustfmt::skip]
#[path = "../../errcat-gen/tests/mutation/mod.rs"]
mod mutation;

use std::sync::LazyLock;

use api_errors::errcat::{Decode, Entry, Values, http};
use api_errors::{kaizen, kakunin, kortix, zazmic};
use proptest::prelude::*;

/// The body of every error of an API, as its server sends it.
fn bodies<E: Decode>() -> Vec<String> {
    let tables = E::tables().iter().enumerate();
    let entries = tables.flat_map(|(table, entries)| {
        entries.iter().enumerate().map(move |(index, entry)| (table, index, entry))
    });
    let sent = |(table, index, entry): (usize, usize, &'static Entry)| {
        let error = E::build(table, index, &mut Values::examples(entry))?;
        let response = http::response(&error);
        Some(String::from_utf8_lossy(response.body()).into_owned())
    };
    entries.filter_map(sent).collect()
}

static BODIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let own = [
        bodies::<kaizen::Error>(),
        bodies::<kakunin::Error>(),
        bodies::<kortix::Error>(),
        bodies::<zazmic::Error>(),
    ];
    let others = [
        "",
        "null",
        "[]",
        "{}",
        "\"\"",
        "<html><body>502 Bad Gateway</body></html>",
        "{\"detail\": [",
        "\u{feff}{}",
    ];
    own.into_iter().flatten().chain(others.map(str::to_owned)).collect()
});

proptest! {
    #![proptest_config(mutation::config(2_000))]

    #[test]
    fn responses(
        (_, body) in mutation::mistaken(BODIES.clone()),
        status in any::<u16>(),
        headers in proptest::collection::vec(("[A-Za-z-]{1,16}|Retry-After|X-RateLimit-Reset", "\\PC{0,24}|-?[0-9]{1,24}"), 0..4),
    ) {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        // Whose API it is makes no difference to what may come.
        keeps::<kaizen::Error>(status, &headers, &body)?;
        keeps::<kakunin::Error>(status, &headers, &body)?;
        keeps::<kortix::Error>(status, &headers, &body)?;
        keeps::<zazmic::Error>(status, &headers, &body)?;
    }
}

/// What came is still there, whatever was made of it.
fn keeps<E: Decode + std::fmt::Debug>(
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<(), TestCaseError> {
    let response = api_errors::errcat::decode::<E>(status, &headers, body);
    prop_assert_eq!(response.status(), status);
    prop_assert_eq!(response.body(), body);
    let _ =
        (response.message(), response.code(), response.entry(), format!("{response:?}"));
    Ok(())
}
