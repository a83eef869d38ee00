//! Names that mean a status.

use hyper::StatusCode;

/// Names of errors that are no reason phrases, but mean a status too.
const OTHERS: [(&str, u16); 6] = [
    ("unauthenticated", 401),
    ("permissiondenied", 403),
    ("ratelimited", 429),
    ("ratelimitexceeded", 429),
    ("internalerror", 500),
    ("unavailable", 503),
];

/// Returns the status of a constant such as `NOT_FOUND`, or of a variant such as `NotFound`.
pub(super) fn status_named(name: &str) -> Option<u16> {
    let is_named = |status: &u16| {
        let reason = StatusCode::from_u16(*status).ok().and_then(|status| status.canonical_reason());
        reason.is_some_and(|reason| folded(reason) == folded(name))
    };
    (200..600).find(is_named)
}

/// Like [`status_named`], but also knows names that codes usually have: `rate_limited`.
pub(super) fn status_of_code(code: &str) -> Option<u16> {
    let other = || OTHERS.iter().find(|(name, _)| *name == folded(code)).map(|(_, status)| *status);
    status_named(code).or_else(other)
}

fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::{status_named, status_of_code};

    #[test]
    fn reasons_in_any_style_are_statuses() {
        for (name, status) in
            [("NOT_FOUND", 404), ("NotFound", 404), ("im-a-teapot", 418), ("URI_TOO_LONG", 414)]
        {
            assert_eq!(status_named(name), Some(status));
        }
        assert_eq!(status_named("from_u16"), None);
        assert_eq!((status_named("rate_limited"), status_of_code("rate_limited")), (None, Some(429)));
    }
}
