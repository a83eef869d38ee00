//! A response, and what clients decode from it.

use errcat_catalog::model::{Api, CodeId, Decoding, EntryId};
use serde_json::{Value as Json, json};

use super::expected::Expected;
use super::without_nulls;
use crate::view::sample;

/// The status of a response that contains an error which has no status of its own, such as a failed task.
const STATUS_OF_OTHERS: u16 = 200;

/// A response, and what clients decode from it.
#[derive(Debug, Clone)]
pub(super) struct Vector {
    /// The sender or the table, the error, and what is special about the response.
    pub(super) name: String,
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) expected: Expected,
    /// The entry that is sent. `None` if the response isn't the API's.
    pub(super) entry: Option<EntryId>,
}

impl Vector {
    /// Returns the responses of an error, one for each of its tables.
    pub(super) fn as_sent(api: &Api, code: CodeId) -> Vec<Vector> {
        // Servers don't send retired errors.
        if api.owner(code).retired.is_some() {
            return Vec::new();
        }
        let of_table = |(id, decoding): (EntryId, &Decoding)| {
            let sample = sample::response(api, &api[id])?;
            Some(Vector {
                name: format!("{}: {}", api[id.table].name, api[code].code),
                status: sample.status.unwrap_or(STATUS_OF_OTHERS),
                expected: Expected::of(api, id, decoding, &sample.headers),
                headers: sample.headers,
                body: sample.body,
                entry: Some(id),
            })
        };
        api[code].decodings().filter_map(of_table).collect()
    }

    /// Returns `true` if the status or a header says how to retry, even if the error isn't known.
    pub(super) fn says_how_to_retry(&self) -> bool {
        let has_wait = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("Retry-After"));
        has_wait || matches!(self.status, 429 | 503)
    }

    pub(super) fn to_json(&self) -> Json {
        let Vector { name, status, headers, body, expected, entry: _ } = self;
        let headers = if headers.is_empty() { Json::Null } else { json!(headers) };
        without_nulls(json!({
            "name": name,
            "status": status,
            "headers": headers,
            "body": body,
            "expect": expected.to_json(),
        }))
    }
}
