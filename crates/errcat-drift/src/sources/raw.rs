//! The lines of the lock as records.

use std::collections::HashMap;

use super::lines::Print;
use errcat_catalog::finding::Report;
use errcat_catalog::model::Api;
use errcat_catalog::parse;
use errcat_catalog::shape::{Word, record};

record! {
    /// The fingerprints of a range of lines.
    pub struct RawPrint = "a locked source" {
        /// The fingerprint of the first lines.
        pub first: Word,
        /// The fingerprint of the last lines, if they differ from the first.
        pub last: Option<Word>,
        /// The fingerprint of the lines before the range.
        pub before: Word,
        /// The fingerprint of the lines after the range.
        pub after: Word,
    }
}

/// Returns the prints in an API's lock by key; several for a key if git merged the lines of two branches.
/// Reports a lock that can't be read. Entries with invalid fingerprints are ignored.
pub(super) fn read(api: &Api, report: &mut Report) -> HashMap<String, Vec<Print>> {
    let mut prints: HashMap<String, Vec<Print>> = HashMap::new();
    let Some(lock) = report.sources.find(&super::path(api)) else { return prints };
    let lines = parse::lock::<RawPrint>(&report.sources, lock, &mut report.findings).unwrap_or_default();
    for (range, raw) in &lines {
        prints.entry(range.value.clone()).or_default().extend(print(raw));
    }
    prints
}

fn print(raw: &RawPrint) -> Option<Print> {
    let first = raw.first.parse().ok()?;
    Some(Print {
        first,
        last: raw.last.as_ref().map_or(Some(first), |last| last.parse().ok())?,
        before: raw.before.parse().ok()?,
        after: raw.after.parse().ok()?,
    })
}
