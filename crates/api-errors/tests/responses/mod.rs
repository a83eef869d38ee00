//! What is asked of `decode` whatever comes: a value that keeps it, and never a panic. The bounded test asks it, and
//! the fuzz target in `xtask/fuzz`.

use std::error::Error;
use std::sync::LazyLock;

use api_errors::errcat::{Decode, Entry, Values, decode, http};
use api_errors::{kaizen, kakunin, kortix, zazmic};

/// The status and body of every error of an API, as its server sends it.
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

/// What servers send, and what comes from elsewhere.
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

/// Whose API it is makes no difference to what may come.
pub(crate) fn kept(status: u16, headers: &[(&str, &str)], body: &[u8]) {
    kept_by::<kaizen::Error>(status, headers, body);
    kept_by::<kakunin::Error>(status, headers, body);
    kept_by::<kortix::Error>(status, headers, body);
    kept_by::<zazmic::Error>(status, headers, body);
}

/// What came is still there, whatever was made of it, and can be told.
fn kept_by<E: Decode + std::fmt::Debug>(
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) {
    let response = decode::<E>(status, &headers, body);
    assert_eq!(response.status(), status);
    assert!(body.starts_with(response.body()));
    assert_eq!(response.is_body_cut(), response.body().len() < body.len());
    let _ = (response.message(), response.code(), response.entry());
    let _ = (response.retry(), response.retry_after(), response.rate_limit());
    let _ = (response.to_string(), format!("{response:?}"));
    let source = response.source().map(ToString::to_string);
    assert_eq!(source, response.error().map(ToString::to_string));
    if let Some(error) = response.error() {
        let _ = (format!("{error:?}"), http::response(error));
    }
}
