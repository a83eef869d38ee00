//! The lock as records.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::lines::Print;
use errcat_catalog::finding::Findings;
use errcat_catalog::finding::Report;
use errcat_catalog::model::Api;
use errcat_catalog::parse;
use errcat_catalog::shape::{Definitions, Map, Shape, Word, record};
use errcat_catalog::yaml::Node;

/// A lock: the fingerprints of each range of lines.
struct RawLock(Map<RawPrint>);

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

impl Shape for RawLock {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Map::read(node, findings).map(RawLock)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        Map::<RawPrint>::schema(definitions)
    }
}

/// Returns the prints in an API's lock by key. Reports a lock that can't be read. Entries with invalid
/// fingerprints are ignored.
pub(super) fn read(api: &Api, report: &mut Report) -> HashMap<String, Print> {
    let Some(lock) = report.sources.find(&super::path(api)) else { return HashMap::new() };
    let read = parse::record::<RawLock>(&report.sources, lock, &mut report.findings);
    let prints = read.iter().flat_map(|RawLock(map)| &map.0);
    prints.filter_map(|(range, raw)| Some((range.value.clone(), print(raw)?))).collect()
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
