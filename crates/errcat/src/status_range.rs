//! Statuses of errors that aren't sent with one number.

use std::ops::RangeInclusive;

/// A range of statuses: the server selects one for each response, and clients expect any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusRange {
    /// `4xx`.
    ClientError,
    /// `5xx`.
    ServerError,
    /// `default`: any error status, also if the catalog's author doesn't know it.
    Any,
}

impl StatusRange {
    /// Returns the name in the catalog: `4xx`, `5xx` or `default`.
    pub const fn as_str(self) -> &'static str {
        match self {
            StatusRange::ClientError => "4xx",
            StatusRange::ServerError => "5xx",
            StatusRange::Any => "default",
        }
    }

    /// Returns the range with this name in the catalog.
    pub fn from_name(name: &str) -> Option<Self> {
        [StatusRange::ClientError, StatusRange::ServerError, StatusRange::Any]
            .into_iter()
            .find(|range| range.as_str() == name)
    }

    /// Returns the first and the last status.
    pub const fn bounds(self) -> RangeInclusive<u16> {
        match self {
            StatusRange::ClientError => 400..=499,
            StatusRange::ServerError => 500..=599,
            StatusRange::Any => 400..=599,
        }
    }

    /// Returns `true` if a status is in the range.
    pub const fn contains(self, status: u16) -> bool {
        let bounds = self.bounds();
        *bounds.start() <= status && status <= *bounds.end()
    }

    /// Returns the status that is sent if the server doesn't select one: 400 for `4xx`, otherwise 500.
    pub const fn default_status(self) -> u16 {
        match self {
            StatusRange::ClientError => 400,
            StatusRange::ServerError | StatusRange::Any => 500,
        }
    }
}
