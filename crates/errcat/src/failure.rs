//! Failures that a web framework answers by itself, and the errors of a catalog that are sent for them.

/// A failure that a web framework answers by itself: no handler runs, or the handler's result isn't an error
/// of the catalog. The catalog's key `fallback_for` names the error that is sent for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Failure {
    /// The request can't be parsed: syntax errors in the body, invalid params in the path or query. Status
    /// 400.
    MalformedRequest,
    /// The credentials are missing or invalid. Status 401.
    Unauthenticated,
    /// The client has no permission. Status 403.
    Forbidden,
    /// No route has this path. Status 404.
    UnknownPath,
    /// The path has no route for this method. Status 405.
    UnknownMethod,
    /// No format that the client accepts is available. Status 406.
    NotAcceptable,
    /// The request took too long. Status 408 or 504.
    Timeout,
    /// The body of the request is too large. Status 413.
    BodyTooLarge,
    /// The content type of the request isn't supported. Status 415.
    UnsupportedMediaType,
    /// The request can be parsed, but isn't valid: a field is missing or has the wrong type. Status 422.
    InvalidRequest,
    /// The client sent too many requests. Status 429.
    RateLimited,
    /// A handler panicked, or the server failed in another way. Status 500.
    InternalError,
    /// The server is overloaded or shuts down. Status 503.
    Overloaded,
}

/// The name of each failure in the catalog, and the statuses that frameworks answer it with.
const FAILURES: &[(Failure, &str, &[u16])] = &[
    (Failure::MalformedRequest, "malformed_request", &[400]),
    (Failure::Unauthenticated, "unauthenticated", &[401]),
    (Failure::Forbidden, "forbidden", &[403]),
    (Failure::UnknownPath, "unknown_path", &[404]),
    (Failure::UnknownMethod, "unknown_method", &[405]),
    (Failure::NotAcceptable, "not_acceptable", &[406]),
    (Failure::Timeout, "timeout", &[408, 504]),
    (Failure::BodyTooLarge, "body_too_large", &[413]),
    (Failure::UnsupportedMediaType, "unsupported_media_type", &[415]),
    (Failure::InvalidRequest, "invalid_request", &[422]),
    (Failure::RateLimited, "rate_limited", &[429]),
    (Failure::InternalError, "internal_error", &[500]),
    (Failure::Overloaded, "overloaded", &[503]),
];

impl Failure {
    /// All failures, by status.
    pub fn all() -> impl Iterator<Item = Self> {
        FAILURES.iter().map(|(failure, ..)| *failure)
    }

    /// Returns the name in the catalog: `unknown_path`.
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// Returns the status that frameworks answer the failure with.
    pub fn status(self) -> u16 {
        self.row().2[0]
    }

    /// Returns the failure that frameworks answer with a status, or `None` if it has no such meaning.
    pub fn of_status(status: u16) -> Option<Self> {
        FAILURES.iter().find(|(.., statuses)| statuses.contains(&status)).map(|(failure, ..)| *failure)
    }

    fn row(self) -> &'static (Self, &'static str, &'static [u16]) {
        FAILURES.iter().find(|(failure, ..)| *failure == self).expect("every failure has a row")
    }
}

/// The error that is sent for a [`Failure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fallback {
    /// The failure.
    pub failure: Failure,
    /// The index of the error's table in [`Decode::tables`](crate::Decode::tables).
    pub table: usize,
    /// The index of the error's entry in its table.
    pub entry: usize,
}

impl Fallback {
    /// Creates a fallback.
    pub const fn new(failure: Failure, table: usize, entry: usize) -> Self {
        Self { failure, table, entry }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_has_a_row_and_a_status_of_its_own() {
        for failure in Failure::all() {
            assert_eq!(Failure::of_status(failure.status()), Some(failure), "{}", failure.as_str());
        }
        // One more than the last variant would be missing in FAILURES.
        assert_eq!(Failure::all().count(), Failure::Overloaded as usize + 1);
        assert_eq!(Failure::of_status(504), Some(Failure::Timeout));
        assert_eq!(Failure::of_status(418), None);
    }
}
