//! The history of the catalog's files. It is an input, because targets read neither git nor the clock.

use std::collections::BTreeMap;
use std::time::{Duration, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// The dates and the published changes of a catalog.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct History {
    /// The time of the last commit of each file, by path, such as `catalog/shop/orders.yaml`.
    pub files: BTreeMap<String, Timestamp>,
    /// The time of files without a commit.
    pub default_time: Option<Timestamp>,
    /// The changes for clients, newest first.
    pub changes: Vec<PastChange>,
}

/// The changes of one thing in one commit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PastChange {
    /// The time of the commit.
    pub time: Timestamp,
    /// The commit's ID.
    pub commit: String,
    /// The name of the API.
    pub api: String,
    /// The code. `None` for other things of the API, such as a response format.
    pub code: Option<String>,
    /// The thing as readers know it, such as `sold_out` or `envelope problem`.
    pub subject: String,
    /// The changes as plain text, such as `status: 404 → 409`, worst first.
    pub changes: Vec<String>,
}

/// A time in seconds since 1970, before the year 10,000.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(u64);

impl History {
    /// The maximum number of changes. Readers of feeds keep those that they have seen.
    pub const MAX_CHANGES: usize = 100;

    /// Returns the time of a file. `None` if it isn't known.
    pub(crate) fn time_of(&self, path: &str) -> Option<Timestamp> {
        self.files.get(path).copied().or(self.default_time)
    }

    /// Returns the latest time of the files below a folder, such as `catalog/shop/`.
    pub(crate) fn time_of_folder(&self, folder: &str) -> Option<Timestamp> {
        let below = self.files.range(folder.to_owned()..).take_while(|(path, _)| path.starts_with(folder));
        below.map(|(_, time)| *time).max().or(self.default_time)
    }
}

impl Timestamp {
    /// The first second of the year 10,000, which RFC 3339 can't express.
    const END: u64 = 253_402_300_800;

    /// Parses a number of seconds. `None` if it isn't a valid time.
    pub fn parse(seconds: &str) -> Option<Self> {
        seconds.parse().ok().filter(|seconds| *seconds < Self::END).map(Timestamp)
    }

    /// Returns the time in UTC as in RFC 3339, such as `2026-01-31T12:00:00Z`.
    pub(crate) fn rfc3339(self) -> String {
        humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_secs(self.0)).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn times_are_those_of_rfc_3339() {
        let text = |seconds: &str| Timestamp::parse(seconds).map(Timestamp::rfc3339);
        assert_eq!(text("0").as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(text("253402300799").as_deref(), Some("9999-12-31T23:59:59Z"));
        assert_eq!(text("253402300800"), None);
        assert_eq!(text("-1"), None);
        assert_eq!(text("yesterday"), None);
    }
}
