//! The lines of the lock as records.

use std::collections::HashMap;

use super::lines::Print;
use crate::lock::Base;
use errcat_catalog::finding::{FileId, Findings, Report, Sources};
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

/// The prints in a lock by key; several for a key if git merged the lines of two branches.
pub(super) type Prints = HashMap<String, Vec<Print>>;

/// Returns the prints in an API's lock. Reports a lock that can't be read. Entries with invalid fingerprints
/// are ignored.
pub(super) fn read(api: &Api, report: &mut Report) -> Prints {
    let lock = report.sources.find(&super::path(api));
    lock.map(|lock| read_file(lock, &report.sources, &mut report.findings)).unwrap_or_default()
}

/// Returns the prints in an API's lock at the base, and its file.
pub(super) fn read_base(api: &Api, base: &Base, report: &mut Report) -> Option<(Prints, FileId)> {
    let path = super::path(api);
    let lock = base.source_locks.iter().find(|lock| lock.path == path)?;
    let text = String::from_utf8_lossy(&lock.bytes);
    let file = report.sources.add(format!("{}:{path}", base.revision), text);
    // Findings on the base are dropped, because a commit can't be edited.
    Some((read_file(file, &report.sources, &mut Findings::default()), file))
}

fn read_file(lock: FileId, sources: &Sources, findings: &mut Findings) -> Prints {
    let mut prints = Prints::new();
    for (range, raw) in &parse::lock::<RawPrint>(sources, lock, findings).unwrap_or_default() {
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
