//! The requirements on `decode` for any response: it returns a value that keeps the
//! response, and never panics. Shared by the bounded test and the fuzz target in
//! `xtask/fuzz`.

use std::error::Error;
use std::sync::LazyLock;

use api_errors::errcat::{Decode, Entry, Values, decode, decode_strict, http};
use api_errors::{kaizen, kakunin, kortix, zazmic};

/// Returns the status and body of every error of an API, as its server sends it.
fn sent<E: Decode>() -> Vec<(u16, String)> {
    let tables = E::tables().iter().enumerate();
    let entries = tables.flat_map(|(table, entries)| {
        entries.iter().enumerate().map(move |(index, entry)| (table, index, entry))
    });
    let send = |(table, index, entry): (usize, usize, &'static Entry)| {
        let error = E::build(table, index, &mut Values::examples(entry))?;
        let response = http::response(&error);
        let body = String::from_utf8_lossy(response.body()).into_owned();
        Some((response.status().as_u16(), body))
    };
    entries.filter_map(send).collect()
}

/// Responses of the APIs' servers and of other servers, such as proxies.
pub(crate) static RESPONSES: LazyLock<Vec<(u16, String)>> = LazyLock::new(|| {
    let own = [
        sent::<kaizen::Error>(),
        sent::<kakunin::Error>(),
        sent::<kortix::Error>(),
        sent::<zazmic::Error>(),
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
    own.into_iter().flatten().chain(others.map(|body| (502, body.to_owned()))).collect()
});

/// Checks decoding with every API, because any response may come from any server.
pub(crate) fn check(status: u16, headers: &[(&str, &str)], body: &[u8]) {
    check_with::<kaizen::Error>(status, headers, body);
    check_with::<kakunin::Error>(status, headers, body);
    check_with::<kortix::Error>(status, headers, body);
    check_with::<zazmic::Error>(status, headers, body);
}

/// Checks that the decoded value keeps the response and that no method panics.
fn check_with<E: Decode + std::fmt::Debug>(
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) {
    let response = decode::<E>(status, &headers, body);
    assert_eq!(response.status(), status);
    assert!(body.starts_with(response.body()));
    assert_eq!(response.is_body_truncated(), response.body().len() < body.len());
    let _ = (response.message(), response.code(), response.entry());
    let _ = (response.retry(), response.retry_after(), response.rate_limit());
    let strict = decode_strict::<E>(status, &headers, body);
    assert_eq!(strict.differences(), response.differences());
    let is_exact = response.entry().is_some() && response.differences().is_empty();
    assert_eq!(strict.entry().is_some(), is_exact);
    if let Some(entry) = response.entry() {
        assert!(!response.candidates().is_empty());
        entry.params.iter().for_each(|param| drop(response.param(param.name)));
    }
    let _ = (response.to_string(), format!("{response:?}"));
    let source = response.source().map(ToString::to_string);
    assert_eq!(source, response.error().map(ToString::to_string));
    if let Some(error) = response.error() {
        let _ = (format!("{error:?}"), http::response(error));
    }
}
